"""What changes is purged, and little else, whatever editors do: every answer is asked for before and after."""

from collections.abc import Iterator, Sequence
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
from cms.publication.release_sets.planned_moment import planned_moment
from tests.database.once import nothing_is_written_yet
from tests.edge.everywhere import addresses
from tests.factories.editions import edition
from tests.publication.followers import Clock, write_log
from tests.rest.test_keeping_a_copy import (
    STEPS,
    do,
    edit,
    forget_term,
    library,
    move,
    new,
    rename,
    rename_topic,
    reorder,
    restrict,
    take_down,
)  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.repetitive]
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
        self.kept: dict[str, tuple[int, bytes, frozenset[str]]] = {}
        self.purged: set[str] = set()
        self.needed = self.needless = 0
        self.consumer = Purger(self.purge, wait=bool)
        follow(self.consumer)

    def purge(self, keys: Sequence[str], addresses: Sequence[str]) -> None:
        self.purged |= set(keys)

    def fill(self) -> None:
        """Takes everything that may be kept and is purged."""
        self.kept = {}
        for address in addresses():
            response = Client().get(address)
            if "s-maxage" in response.get("Cache-Control", ""):
                keys = frozenset(response["Surrogate-Key"].split())
                assert response["Cache-Tag"].split(",") == response["Surrogate-Key"].split()
                self.kept[address] = (response.status_code, body(response), keys)

    def compare(self) -> None:
        """Nothing that it would still give is other than it is now."""
        self.purged = set()
        follow(self.consumer)
        for address, (status, content, keys) in self.kept.items():
            now = Client().get(address)
            changed = (now.status_code, body(now)) != (status, content)
            gone = bool(keys & self.purged)
            assert gone or not changed, (address, sorted(keys), sorted(self.purged))
            self.needed += gone and changed
            self.needless += gone and not changed


def body(response: Any) -> bytes:
    return response.content + response.get("Location", "").encode()


TALLY = {"needed": 0, "needless": 0}


HISTORIES = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 9)), min_size=3, max_size=5)
LATITUDE: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck), "derandomize": True}


def check_history(steps: list[tuple[Any, int]]) -> None:
    """Whatever has changed after each step is purged."""
    with transaction.atomic():
        nothing_is_written_yet()
        ConsumerOffset.objects.filter(name="purge").delete()
        library()
        cache = Cache()
        for step, number in steps:
            cache.fill()
            do(step, number)
            cache.compare()
        TALLY["needed"] += cache.needed
        TALLY["needless"] += cache.needless
        transaction.set_rollback(True)


@run(max_examples=2, **LATITUDE)
@given(HISTORIES)
def test_whatever_changed_is_purged(steps: Any) -> None:
    check_history(steps)


def test_little_is_purged_that_need_not_be() -> None:
    check_history([(edit, 1), (new, 2), (move, 3), (take_down, 1)])
    assert TALLY["needed"] > 30
    assert TALLY["needless"] <= MOST_NEEDLESS * (TALLY["needed"] + TALLY["needless"]), TALLY


@pytest.mark.parametrize("step", [reorder, restrict, rename, rename_topic, forget_term])
def test_each_kind_of_change_is_purged(step: Any) -> None:
    library()
    cache = Cache()
    cache.fill()
    do(step, 1)
    cache.compare()


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
