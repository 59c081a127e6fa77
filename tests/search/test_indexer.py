"""The index becomes what the editions say: by the log, after outages, and anew where there is none."""

import logging
from typing import Any
from unittest.mock import Mock
from uuid import UUID

import pytest

from cms.publication.changelog.consumers import follow
from cms.publication.changelog.leases import Lease
from cms.publication.changelog.log import newest
from cms.publication.models import Change, ConsumerOffset, Edition, LogHead
from search.engines.interface import IndexIdentity
from search.indexing import index_builder
from search.indexing.index_builder import LEASE_NAME, IndexBusy, build_index, is_usable
from search.indexing.index_position import CONSUMER_NAME, was_built
from search.indexing.indexer import Indexer
from tests.publication.followers import Clock

from .indexing import found, publish, publish_term, used, withdraw, withdraw_term
from .memory_engine import MemoryEngine

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine(monkeypatch):
    with used(MemoryEngine(), monkeypatch) as memory:
        yield memory


def offset():
    return ConsumerOffset.objects.get(name=CONSUMER_NAME)


def test_where_there_is_no_index_one_is_built(engine):
    item = publish("Lleoliad")
    assert not was_built()
    follow(Indexer())
    assert found("lleoliad") == {item}
    assert (offset().version, offset().state["index"]) == (newest(), engine.index.name)
    assert was_built()
    assert is_usable()


def test_what_is_published_or_withdrawn_is_taken_in(engine):
    first = publish("Lleoliad")
    follow(Indexer())
    second = publish("Lleoliad arall")
    withdraw(first)
    assert follow(Indexer()) == 2
    assert found("lleoliad") == {second}
    assert engine.writes == [{first, second}]
    assert engine.builds == 1


def test_the_same_changes_again_change_nothing(engine):
    item = publish("Lleoliad")
    follow(Indexer())
    publish("Cartref", item)
    withdraw(publish("Cartref arall"))
    follow(Indexer())
    before = dict(engine.stored)
    ConsumerOffset.objects.update(version=0)
    assert follow(Indexer()) == 4
    assert engine.stored == before
    assert found("cartref") == {item}


def test_a_wiped_index_comes_back_by_itself(engine):
    item = publish("Lleoliad")
    follow(Indexer())
    engine.wipe()
    assert not is_usable()
    follow(Indexer())
    assert found("lleoliad") == {item}


def test_an_index_of_another_database_or_release_is_built_anew(engine):
    item = publish("Lleoliad")
    follow(Indexer())
    engine.index, engine.stored = IndexIdentity("somebody else's", ""), {}
    follow(Indexer())
    assert found("lleoliad") == {item}
    assert engine.builds == 2


class Backup:
    """The log, what it is of and how far it was read, as they are now; `restore` puts them back, and the index stays."""

    models: tuple[Any, ...] = (Edition, LogHead, Change, ConsumerOffset)

    def __init__(self):
        self.rows = [list(model.objects.all()) for model in self.models]

    def restore(self):
        for model, rows in zip(self.models, self.rows, strict=True):
            model.objects.all().delete()
            model.objects.bulk_create(rows)


@pytest.mark.parametrize("later", [0, 1, 2, 3])
def test_a_database_put_back_to_an_earlier_day_has_its_index_built_anew(engine, later):
    kept, changed = publish("Lleoliad"), publish("Cartref")
    follow(Indexer())
    backup = Backup()
    publish("Llety", changed)
    withdraw(publish("Lleoliad arall"))
    publish("Lleoliad newydd")
    follow(Indexer())
    assert found("llety") == {changed}
    backup.restore()
    # As far as the index had come, or less, or more: what was changed since then is another history.
    since = {publish("Lleoliad gwahanol") for _ in range(later)}
    assert not is_usable()
    follow(Indexer())
    assert (found("lleoliad"), found("cartref"), found("llety")) == ({kept, *since}, {changed}, set())
    assert is_usable()


def test_an_index_put_back_to_an_earlier_day_is_built_anew(engine):
    first = publish("Lleoliad")
    follow(Indexer())
    index, stored = engine.index, dict(engine.stored)
    withdraw(first)
    second = publish("Lleoliad arall")
    follow(Indexer())
    engine.index, engine.stored = index, stored
    follow(Indexer())
    assert found("lleoliad") == {second}
    assert engine.builds == 2


def test_a_death_between_two_steps_of_following_builds_nothing(engine, monkeypatch):
    publish("Lleoliad")
    follow(Indexer())
    item = publish("Cartref")
    for step in ("write", "tell"):
        with monkeypatch.context() as patched:
            patched.setattr(engine, step, Mock(side_effect=KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                follow(Indexer())
        ConsumerOffset.objects.update(held_by="", held_until=None)
    follow(Indexer())
    assert (found("cartref"), engine.builds) == ({item}, 1)


def test_a_follower_that_must_not_build_waits_without_failing(engine):
    publish("Lleoliad")
    assert follow(Indexer(builds=False)) == 0
    assert engine.index is None
    assert offset().failures == 0


def test_an_outage_is_noted_and_caught_up_with(engine, caplog):
    clock, item = Clock(), publish("Lleoliad")
    follow(Indexer(), clock=clock)
    engine.away = True
    for _ in range(3):
        withdraw(publish("Cartref"))
        item = publish("Llety")
        follow(Indexer(), clock=clock)
        clock.advance(60)
    assert offset().failures == 3
    assert offset().last_error == "nobody answers"
    engine.away = False
    assert follow(Indexer(), clock=clock) == 9
    assert item in found("llety")
    assert found("cartref") == set()
    failure, recovery = [record for record in caplog.records if record.name == "cms.publication.changelog.leases"]
    assert (failure.levelno, failure.exc_info, recovery.levelno) == (logging.ERROR, None, logging.WARNING)


# Words that no dictionary has: only a term makes them meet.
def test_a_new_term_makes_the_forms_in_texts_meet(engine):
    item, other = publish("Am y blympiau"), publish("Cartref")
    follow(Indexer())
    assert found("blwmp") == set()
    publish_term("blwmp", "blympiau")
    follow(Indexer())
    assert item in found("blwmp")
    assert other not in set.union(*engine.writes)


def test_a_withdrawn_term_leaves_no_trace_in_texts(engine):
    publish("Am y blympiau")
    term = publish_term("blwmp", "blympiau")
    follow(Indexer())
    assert found("blwmp") != set()
    withdraw_term(term)
    follow(Indexer())
    assert found("blwmp") == set()
    assert offset().state["forms"] == {}


def test_a_form_taken_from_a_term_no_longer_meets_it(engine):
    item = publish("Am y blympiau")
    term = publish_term("blwmp", "blympiau")
    follow(Indexer())
    publish_term("blwmp", "blympion", item=term)
    follow(Indexer())
    assert item not in found("blwmp")
    assert offset().state["forms"][str(term)]["cy"] == ["blwmp", "blympion"]


def test_a_new_definition_leaves_texts_alone(engine):
    item = publish("Am y blympiau")
    term = publish_term("blwmp", "blympiau")
    follow(Indexer())
    publish_term("blwmp", "blympiau", item=term, definition="Newydd.")
    follow(Indexer())
    assert engine.writes == [{term}]
    assert item in found("blwmp")


def once(action):
    """A callback that does `action` the first time only."""
    left = [action]

    def call():
        if left:
            left.pop()()

    return call


def test_what_changes_during_a_build_is_in_the_new_index(engine):
    old = publish("Lleoliad")
    new = set()

    def change():
        withdraw(old)
        new.add(publish("Cartref"))

    engine.while_building = once(change)
    build_index()
    assert found("lleoliad") == set()
    assert found("cartref") == new
    assert offset().version == newest()
    assert is_usable()


def test_what_changes_while_a_build_catches_up_is_in_the_new_index(engine):
    publish("Lleoliad")
    changes = iter(["Cartref", "Llety"])
    engine.while_building = lambda: publish(title) if (title := next(changes, "")) else None
    build_index()
    assert (len(found("cartref")), len(found("llety"))) == (1, 1)
    assert offset().version == newest()


def test_during_a_build_the_old_index_is_written_to(engine):
    publish("Lleoliad")
    follow(Indexer())
    seen: set[UUID] = set()

    def change():
        publish("Cartref")
        assert follow(Indexer(builds=False)) == 1
        seen.update(found("cartref"))

    engine.while_building = once(change)
    build_index()
    assert len(seen) == 1
    assert found("cartref") == seen
    assert follow(Indexer()) == 0


def test_a_term_that_changes_during_a_build_is_heeded(engine):
    item = publish("Am y blympiau")
    engine.while_building = once(lambda: publish_term("blwmp", "blympiau"))
    build_index()
    follow(Indexer())
    assert item in found("blwmp")


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_an_interrupted_build_leaves_the_old_index_and_can_be_run_again(engine, error):
    item = publish("Lleoliad")
    follow(Indexer())
    before = engine.index

    def fail():
        raise error

    engine.while_building = fail
    with pytest.raises(error):
        build_index()
    assert (engine.index, offset().held_by) == (before, "")
    engine.while_building = bool
    build_index()
    assert engine.index != before
    assert found("lleoliad") == {item}


def test_two_builds_at_once_are_refused(engine):
    lease = Lease.take(LEASE_NAME)
    assert lease is not None
    with pytest.raises(IndexBusy):
        build_index()
    assert follow(Indexer()) == 0
    assert offset().failures == 0
    lease.release()
    build_index()
    assert is_usable()


def test_a_build_does_not_take_over_while_another_follows_the_log(engine, monkeypatch):
    publish("Lleoliad")
    follow(Indexer())
    before = engine.index
    monkeypatch.setattr(index_builder, "LEASE_TIMEOUT", 0)
    assert Lease.take(CONSUMER_NAME) is not None
    with pytest.raises(IndexBusy):
        build_index()
    assert engine.index == before


def test_a_build_tells_how_far_it_is(engine):
    for _ in range(3):
        publish("Lleoliad")
    publish_term("blwmp")
    told: list[int] = []
    build_index(progress=told.append)
    assert sum(told) == index_builder.index_size() == 4
