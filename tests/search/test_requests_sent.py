"""How often Elasticsearch is asked for one search: what is not known yet is asked for at once."""

import pytest
from elastic_transport import Transport

from search import engines
from search.querying.searcher import search
from tests.factories.editions import pair
from tests.search.factories import fill
from tests.search.outlet import Index

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]


@pytest.fixture
def sent(elasticsearch, monkeypatch):
    """Makes a search of a library of one item; gives what it found, and how many requests it took."""
    engine, targets = fill(elasticsearch), []
    perform = Transport.perform_request

    def noted(transport, method, target, **options):
        targets.append(target)
        return perform(transport, method, target, **options)

    monkeypatch.setattr(engines, "engine", lambda: engine)
    pair(
        cy={"title": "Gwarcheidwad plant", "summary": "Mae hwn yn ganllaw i deuluoedd"},
        en={"title": "Children's guardian", "summary": "A guide for families"},
    )
    Index(engine)()
    monkeypatch.setattr(Transport, "perform_request", noted)

    def of(q):
        targets.clear()
        return search("cy", q), len(targets)

    return of


def test_words_of_both_languages_are_counted_at_once_and_only_once(sent):
    assert [sent("plant gwarcheidwad")[1] for _ in range(2)] == [2, 1]
    assert sent("plant")[1] == 1


def test_what_is_known_to_be_nowhere_is_not_looked_for(sent):
    # Once for the words and their families, and each time for words like them.
    assert [sent("xqzvwk qqxzzv")[1] for _ in range(2)] == [2, 1]


def test_what_a_misspelt_word_may_be_is_asked_at_once(sent):
    results, first = sent("gwarcheidwwad plamt")
    assert results.did_you_mean == "gwarcheidwad plant"
    assert len(results.hits) == 1
    # The words, words like them, these counted, the search.
    assert (first, sent("gwarcheidwwad plamt")[1]) == (4, 2)


def test_fewer_function_words_side_by_side_are_tried_at_once(sent):
    results, asked = sent("y mae hwn yn")
    assert results.total == 1
    assert asked == 2
