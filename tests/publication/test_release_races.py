"""Two editors publish the two languages of an item at the same moment: one release, and neither's work is lost."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from tests.factories import content as make

from .pairs import kinds, seen, titles, together

__all__ = ["together"]
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("together")]
TIMES = 15


def at_once(*steps: Callable[[], Any]) -> None:
    """Does all of it at the same moment, each in a thread with a connection of its own."""
    ready = threading.Barrier(len(steps))
    failures: list[BaseException] = []

    def run(step: Callable[[], Any]) -> None:
        try:
            ready.wait(10)
            step()
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[step]) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []


def test_two_publications_at_the_same_moment_are_one_release() -> None:
    home, _ = make.homes()
    for number in range(TIMES):
        page = make.landing(home, "en", live=False, title=f"English: {number}")
        welsh = make.translate(page, publish=False)
        at_once(make.fresh(page).get_latest_revision().publish, welsh.get_latest_revision().publish)
        assert seen(page) == titles("en", str(number))
        assert kinds(page) == ["first"]
