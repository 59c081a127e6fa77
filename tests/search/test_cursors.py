"""Cursors of searches come back as they were given, and nothing else is taken for one."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.publication.queries.keyset import mark_of
from search.engines.engine_requests import Filters, HitPosition
from search.querying.cursors import decode, encode

MARK = mark_of("cy", "plant", Filters(), "relevance")
ITEM = str(UUID(int=7))
PLACES = {
    "relevance": HitPosition((10_064, "3042", ITEM)),
    "title": HitPosition(("3042", ITEM), backwards=True),
    "-updated": HitPosition((1_772_357_400_000_000, ITEM)),
}


@pytest.mark.parametrize("sort", sorted(PLACES))
def test_a_place_comes_back(sort):
    assert decode(encode(MARK, PLACES[sort]), MARK, sort) == PLACES[sort]


@pytest.mark.parametrize(
    ("sort", "values"),
    [
        ("relevance", ("3042", "3042", ITEM)),
        ("relevance", (1, "3042")),
        ("relevance", (2**60, "3042", ITEM)),
        ("relevance", (True, "3042", ITEM)),
        ("title", ("30 OR 1=1", ITEM)),
        ("title", ("3042", "x")),
        ("-updated", ("now", ITEM)),
    ],
)
def test_what_no_search_has_given_is_refused(sort, values):
    with pytest.raises(ValueError, match=r".*"):
        decode(encode(MARK, HitPosition(values)), MARK, sort)


def test_a_cursor_of_another_search_is_refused():
    other = mark_of("cy", "plant", Filters({"type": ("guide",)}), "relevance")
    with pytest.raises(ValueError, match=r".*"):
        decode(encode(other, PLACES["relevance"]), MARK, "relevance")


@given(st.text(max_size=200) | st.binary(max_size=100).map(lambda raw: raw.hex()))
def test_nothing_typed_is_taken_for_a_cursor(text):
    with pytest.raises(ValueError, match=r".*"):
        decode(text, MARK, "relevance")
