"""What Elasticsearch is sent, without one: nobody's words get anywhere but into values, and no likely word is passed over."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from search.engines.elasticsearch import query_builder as queries
from search.engines.elasticsearch.fuzzy_pattern import fuzzy_pattern
from search.engines.engine_requests import AnalysedQuery, Clause, Filters, Pair, SearchRequest, Weights

NOW = datetime(2026, 7, 14, 12, tzinfo=UTC)
HOSTILE = '"}],"query":{"match_all":{}} OR * AND _exists_:x (['
FEW_LETTERS = st.text("abcŵ", min_size=1, max_size=12)


def request(own, twin=None, **options):
    return SearchRequest("cy", own, twin or AnalysedQuery("en"), NOW, **options)


def places(query, text, path=()):
    """The paths of every value in a query that contains a text; a name that contains it is a failure."""
    if isinstance(query, dict):
        assert not any(text in name for name in query)
        return [found for name, value in query.items() for found in places(value, text, (*path, name))]
    if isinstance(query, list):
        return [found for value in query for found in places(value, text, path)]
    return [path] if text in str(query) else []


def test_words_get_into_values_of_terms_prefix_and_match_phrase_only():
    words, prefix = Clause(((HOSTILE,),)), Clause(prefixes=(HOSTILE,), word=1)
    phrase = Clause(phrase=(HOSTILE, HOSTILE), word=2)
    pair = Pair((0, 1), (HOSTILE, HOSTILE))
    own = AnalysedQuery("cy", (words, prefix), (phrase,), (words, prefix, phrase), (HOSTILE, HOSTILE), (pair,))
    weights = Weights({0: 3, 1: 2, 2: 1}, frozenset({0, 1}), 2)
    query = queries.search_query(request(own, AnalysedQuery("en", (words,)), weights=weights))
    kinds = {
        next(name for name in path if name in {"terms", "prefix", "match_phrase"}) for path in places(query, HOSTILE)
    }
    assert kinds == {"terms", "prefix", "match_phrase"}
    assert not {"query_string", "simple_query_string", "regexp", "wildcard", "script"} & set(
        re.findall(r"\w+", str(query))
    )


def test_what_is_typed_for_suggestions_gets_into_values_of_prefix_only():
    found = places(queries.suggest_query(((HOSTILE,), ("a", HOSTILE))), HOSTILE)
    assert found
    assert all("prefix" in path for path in found)


def test_a_query_that_neither_language_can_read_matches_nothing():
    assert queries.search_query(request(AnalysedQuery("cy"))) == {"match_none": {}}


def test_a_facet_is_counted_without_its_own_filter():
    filters = Filters({"type": ("guide",), "topic": ("courts", "health"), "kind": ()})
    assert queries.facet_filters(filters, excluding="type") == [{"terms": {"topic": ["courts", "health"]}}]


@given(FEW_LETTERS, FEW_LETTERS)
def test_the_pattern_lets_every_word_within_two_edits_through(word, like):
    if OSA.distance(word, like) <= 2:
        assert re.fullmatch(fuzzy_pattern(word), like)


def edited(word):
    """The word with any one letter put in, left out, changed, or swapped with the next."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        yield from (
            f"{before}x{after}",
            before + after[1:],
            f"{before}x{after[1:]}",
            before + after[:2][::-1] + after[2:],
        )


@pytest.mark.parametrize("word", ["a", "ab", "abc", "abcde", "abcdefgh", "abcdefghij"])
def test_the_pattern_lets_every_edit_of_an_edit_through(word):
    passes = re.compile(fuzzy_pattern(word)).fullmatch
    twice = {like for once in edited(word) for like in edited(once) if OSA.distance(word, like) <= 2}
    assert [like for like in twice if not passes(like)] == []


def test_the_pattern_keeps_most_words_out():
    words = ["cyfreithiwr", "mabwysiadwr", "gwarcheidwad", "plentyn", "mabwysiadau", "mabwysiad", "mabwysadiu"]
    passed = [word for word in words if re.fullmatch(fuzzy_pattern("mabwysiadu"), word)]
    assert passed == ["mabwysiadwr", "mabwysiadau", "mabwysiad", "mabwysadiu"]


@pytest.mark.parametrize("text", ["a.*", "a|b", "", "ab\\", "a b", "a1"])
def test_only_letters_get_into_a_pattern(text):
    with pytest.raises(ValueError, match="letters only"):
        fuzzy_pattern(text)
