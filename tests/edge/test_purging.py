"""What changes is purged, and little else, whatever editors do: every answer is asked for before and after."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as run
from hypothesis import strategies as st

from cms.edge.purge_consumer import Purger
from cms.edge.surrogate_keys import SITE
from cms.publication.changelog.consumers import follow
from cms.publication.changelog.leases import ExternalFailure
from cms.publication.changelog.log import begin_generation
from cms.publication.models import ConsumerOffset, Edition
from cms.publication.notices.taking_down import merge
from cms.publication.release_sets.planned_moment import planned_moment
from cms.publication.releases.instructions import RefusedError
from guides.models import SectionPage
from tests.database.once import nothing_is_written_yet
from tests.edge.everywhere import addresses, whole_library
from tests.factories import content as make
from tests.factories.editions import edition
from tests.publication.followers import Clock, write_log
from tests.rest.test_keeping_a_copy import (
    STEPS,
    do,
    edit,
    forget_term,
    move,
    new,
    pages,
    rename,
    rename_topic,
    reorder,
    replace_file,
    restrict,
    take_down,
)  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.repetitive]
READER = Client()
# Of what is purged, what need not have been.
MOST_NEEDLESS = 0.10


@pytest.fixture(autouse=True)
def kept_for_long(settings: Any) -> Iterator[None]:
    settings.SHARED_CACHE_SECONDS = 3600
    planned_moment.forget()
    yield
    planned_moment.forget()


class Cache:
    """A cache between us and readers: what it has of every address, and by which keys."""

    def __init__(self) -> None:
        self.passed: set[str] = set()
        self.kept: dict[str, tuple[int, bytes, frozenset[str]]] = {}
        self.purged: set[str] = set()
        self.needed = self.needless = 0
        self.consumer = Purger(self.purge, wait=bool)
        follow(self.consumer)

    def purge(self, keys: Sequence[str], addresses: Sequence[str]) -> None:
        self.purged |= set(keys)

    def fill(self) -> None:
        """Takes everything that may be kept and that it has not yet."""
        for address in sorted({*addresses()} - self.passed - self.kept.keys()):
            self.take(address, *asked(address))

    def take(self, address: str, response: Any, content: bytes) -> None:
        """Keeps an answer, if it may."""
        self.kept.pop(address, None)
        if seconds_kept(response):
            keys = frozenset(response["Surrogate-Key"].split())
            assert response["Cache-Tag"].split(",") == response["Surrogate-Key"].split()
            self.kept[address] = (response.status_code, content, keys)
        elif response.status_code == 200:
            self.passed.add(address)

    def compare(self) -> None:
        """Nothing that it would still give is other than it is now."""
        self.purged = set()
        follow(self.consumer)
        for address, (status, before, keys) in [*self.kept.items()]:
            now, content = asked(address)
            changed = (now.status_code, content) != (status, before)
            gone = bool(keys & self.purged)
            assert gone or not changed, (address, sorted(keys), sorted(self.purged))
            self.needed += gone and changed
            self.needless += gone and not changed
            if gone:
                self.take(address, now, content)


def seconds_kept(response: Any) -> int:
    """For how long a shared cache may give it without asking (RFC 9111, 4.2.1)."""
    said = dict(part.strip().partition("=")[::2] for part in response.get("Cache-Control", "no-store").split(","))
    if said.keys() & {"no-store", "no-cache", "private"}:
        return 0
    return int(said.get("s-maxage") or said["max-age"])


def asked(address: str) -> tuple[Any, bytes]:
    """The answer, and all of it that a reader may notice."""
    response: Any = READER.get(address)
    return response, response.getvalue() + response.get("Location", "").encode()


def merge_two(at: Any, number: int) -> None:
    others = [page for page in pages() if page.pk != at.pk and page.live]
    with suppress(RefusedError):
        merge(at.translation_key, others[number % len(others)].translation_key, None, None)


def bring_back_all(at: Any, number: int) -> None:
    for page in pages():
        if not page.live:
            page.save_revision().publish()
            make.translate(page)


def renumber(at: Any, number: int) -> None:
    section = SectionPage.objects.get(locale__language_code="en")
    make.publish(section, number="7" if section.number == "6" else "6")
    make.translate(section)


TALLY = {"needed": 0, "needless": 0}
OURS = [*STEPS, merge_two, bring_back_all, renumber]

HISTORIES = st.lists(st.tuples(st.sampled_from(OURS), st.integers(0, 9)), min_size=3, max_size=5)
LATITUDE: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck), "derandomize": True}


def check_history(steps: list[tuple[Any, int]]) -> None:
    """Whatever has changed after each step is purged."""
    with transaction.atomic():
        nothing_is_written_yet()
        whole_library()
        ConsumerOffset.objects.filter(name="purge").delete()
        cache = Cache()
        for step, number in steps:
            cache.fill()
            do(step, number)
            cache.compare()
        TALLY["needed"] += cache.needed
        TALLY["needless"] += cache.needless
        transaction.set_rollback(True)


@run(max_examples=1, **LATITUDE)
@given(HISTORIES)
def test_whatever_changed_is_purged(steps: Any) -> None:
    check_history(steps)


STORIES: list[list[tuple[Any, int]]] = [
    [(edit, 1), (new, 2), (move, 3), (take_down, 1)],
    [(reorder, 1), (rename, 1), (rename_topic, 1), (forget_term, 1), (restrict, 1)],
    [(replace_file, 1), (edit, 2), (renumber, 1)],
    # What was merged step by step leads on, and where it ends is public again, or its first.
    [(rename, 1), (merge_two, 1), (merge_two, 2), (bring_back_all, 1)],
]


def test_each_kind_of_change_is_purged_and_little_else() -> None:
    TALLY.update(needed=0, needless=0)
    for story in STORIES:
        check_history(story)
    assert TALLY["needed"] > 100
    assert TALLY["needless"] <= MOST_NEEDLESS * (TALLY["needed"] + TALLY["needless"]), TALLY


def test_an_order_that_no_row_of_the_log_tells_of_is_purged() -> None:
    first, _ = edition("cy", position="00010001"), edition("cy", position="00010002")
    write_log()
    cache = Cache()
    cache.fill()
    Edition.objects.filter(pk=first.pk).update(position="00010003")
    begin_generation()
    cache.compare()
    assert cache.needed > 0


def test_a_cache_that_does_not_answer_is_asked_again_for_the_same() -> None:
    asked: list[Sequence[str]] = []

    def failing(keys: Sequence[str], addresses: Sequence[str]) -> None:
        asked.append(keys)
        if len(asked) in {2, 3}:
            raise ExternalFailure("no answer")

    clock = Clock()
    consumer = Purger(failing, wait=bool)
    follow(consumer, clock=clock)
    write_log()
    for _ in range(3):
        follow(consumer, clock=clock)
        clock.advance(60)
    assert asked[0] == [SITE]
    assert asked[1] == asked[2] == asked[3]
