"""What words of a query weigh by how many items have them, and what a word weighs that only its relatives stand for."""

import time

import pytest

from cms.publication.changelog.consumers import follow
from search import engines
from search.engines.sqlite.engine import SqliteEngine
from search.indexing import analysers
from search.indexing.indexer import Indexer
from search.querying import rarity
from search.querying.query_parser import analyse_both, parse_query
from search.querying.rarity import forget_counts, weigh
from search.querying.searcher import search
from tests.search.factories import analyser, document, fill

from .indexing import publish, used


@pytest.fixture
def engine(monkeypatch):
    engine = SqliteEngine(":memory:")
    monkeypatch.setattr(engines, "engine", lambda: engine)
    monkeypatch.setattr("search.querying.rarity.current_generation", object)
    return engine


def weights(q):
    own, twin = analyse_both(parse_query(q), analyser("cy"), analyser("en"))
    found, _ = weigh(own, twin)
    return [found.by_word[clause.word] for clause in own.words], found


def test_a_rare_word_weighs_more_than_a_common_one_and_one_that_nobody_has_nothing(engine):
    fill(engine, [document(number, body="gofal llys" if number == 1 else "gofal") for number in range(1, 9)])
    (common, rare, none), found = weights("gofal llys eliffant")
    assert rare > common > none == 0
    assert found.needed == 1


def test_what_is_forgotten_while_it_is_looked_up_is_no_fault(engine, monkeypatch):
    fill(engine, [document(1, body="gofal llys")])
    known, _ = weights("gofal")
    counting = engine.count

    def forgetting(clauses):
        forget_counts()
        return counting(clauses)

    monkeypatch.setattr(rarity, "current_generation", lambda: 1)
    weights("gofal")
    monkeypatch.setattr(engine, "count", forgetting)
    assert weights("gofal llys")[0][0] == known[0]


def test_a_word_that_no_item_has_weighs_what_its_family_does(engine):
    fill(engine, [document(1, body="cymorth therapiwtig"), document(2, body="cymorth"), document(3, body="llys")])
    (weight,), found = weights("therapi")
    assert weight > 0
    assert found.significant
    assert found.needed == 1


def test_relatives_count_for_nothing_where_the_word_itself_is(engine):
    fill(
        engine, [document(1, body="therapi"), *(document(number, body="cymorth therapiwtig") for number in range(2, 9))]
    )
    assert weights("therapi")[0] == weights("therapi")[0] > [0]
    alone = weights("therapi")[0]
    fill(engine, [document(1, body="therapi"), *(document(number, body="cymorth") for number in range(2, 9))])
    assert weights("therapi")[0] == alone


@pytest.mark.django_db
def test_a_word_that_was_nowhere_a_moment_ago_is_found_as_soon_as_it_is_somewhere(monkeypatch):
    with used(SqliteEngine(":memory:"), monkeypatch):
        follow(Indexer())
        assert search("cy", "eliffant").total == 0
        watch = analysers._cache.watch
        known = watch.current()
        item = publish("Eliffant")
        follow(Indexer())
        # It was another process: this one has asked for the generation a moment ago, and knows nothing of it.
        watch._newest, watch._asked = known, time.monotonic()
        assert [hit.item for hit in search("cy", "eliffant").hits] == [item]
