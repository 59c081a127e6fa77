"""Editors at work at the same moment: two publish the two languages of an item, one publishes while a set goes out.

Neither's work is lost.
"""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.publication.intents.settlement import settle
from cms.publication.models import ReleaseSet
from cms.publication.reconciliation import actions
from cms.publication.release_sets.flips import plan, release_due
from cms.publication.release_sets.set_members import add_items
from tests.factories import content as make

from .editors import said
from .pairs import is_as_rebuilt, kinds, pair, seen, titles, together, user

__all__ = ["together"]
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("together")]
TIMES = 15


def at_once(*steps: Callable[[], Any]) -> None:
    """Does all of it at the same moment, each in a thread with a connection of its own."""
    ready = threading.Barrier(len(steps))
    failures: list[BaseException] = []

    def run(step: Callable[[], Any]) -> None:
        try:
            ready.wait(120)
            step()
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[step]) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert failures == []


def published_at_once(times: int) -> None:
    """Two editors publish the two languages of so many items, one item after the other, each at the same moment."""
    home, _ = make.homes()
    for number in range(times):
        page = make.landing(home, "en", live=False, title=f"English: {number}")
        welsh = make.translate(page, publish=False)
        at_once(make.fresh(page).get_latest_revision().publish, welsh.get_latest_revision().publish)
        assert seen(page) == titles("en", str(number))
        assert kinds(page) == ["first"]


def test_two_publications_at_the_same_moment_are_one_release() -> None:
    published_at_once(TIMES)


def test_who_publishes_while_a_set_is_composed_is_not_refused_and_loses_nothing() -> None:
    """The set holds the log until its moment, longer than anybody waits for it."""
    page, _ = pair()
    other, other_welsh = pair(beside=page)
    release_set = ReleaseSet.objects.create(name="Two pages")
    add_items(release_set, [page.translation_key])
    make.publish(page, title="English: two")
    make.translate(page)
    plan(release_set, timezone.now(), None)
    another = ReleaseSet.objects.create(name="Another")
    client = Client()
    client.force_login(user())
    composed, is_out = threading.Event(), threading.Event()

    def wait(seconds: float) -> None:
        """Asked for twice: before it is begun, and before it is committed."""
        if connection.in_atomic_block:
            composed.set()
            assert is_out.wait(60)

    def edit() -> None:
        try:
            assert composed.wait(60)
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '200ms'")
            for one, title in ((page, "English: three"), (other, "English: three"), (other_welsh, "Cymraeg: three")):
                draft = make.fresh(one)
                draft.title = title
                draft.save_revision().publish()
            assert actions.release_as_same(other.translation_key, None) == []
            told = client.post(
                reverse("publication_admin:act_on_set", args=[another.pk]), {"word": "release"}, follow=True
            )
            assert "Another release is on its way" in said(told)
        finally:
            is_out.set()

    at_once(lambda: release_due(lambda: None, wait), edit)
    assert seen(page) == titles("en", "two")
    settle()
    assert seen(page) == titles("en", "two")
    assert seen(other) == titles("en", "three")
    make.translate(page)
    assert seen(page)["en"] == "English: three"
    assert is_as_rebuilt()
