"""The index becomes what the editions say: by the log, after outages, and anew where there is none."""

import logging
from uuid import UUID

import pytest

from cms.publication.changelog.consumers import follow
from cms.publication.changelog.leases import Lease
from cms.publication.changelog.log import newest
from cms.publication.models import ConsumerOffset
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
    assert (offset().version, offset().state["index"]) == (newest(), engine.index)
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
    engine.index, engine.stored = "somebody else's", {}
    follow(Indexer())
    assert found("lleoliad") == {item}
    assert engine.builds == 2


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
