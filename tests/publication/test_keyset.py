"""Pages of a list beside a place, forwards and backwards, and the cursors that lead to them."""

from uuid import UUID

import pytest

from cms.publication.models import Edition
from cms.publication.queries.keyset import mark_of, opened, page_of, sealed, sides
from cms.publication.queries.query_types import KeysetPosition
from tests.factories.editions import edition

pytestmark = pytest.mark.django_db
ID = "00000000-0000-4000-8000-0000000000{:02d}"


def page(place=None, *, limit=2, descending=False):
    """The numbers of the items on a page of those ordered by title, and whether there are more."""
    rows = Edition.objects.filter(type="guide")
    found, more = page_of(rows, "title_key", ("item",), limit, place, descending=descending)
    return [int(str(item)[-2:]) for (item,) in found], more


@pytest.fixture
def five():
    """Items 1 to 5: two of one title, one, and two of one title again."""
    for number, key in enumerate(("10", "10", "20", "30", "30"), start=1):
        edition("cy", type="guide", item=UUID(ID.format(number)), title_key=key)


def place(number, key, *, backwards=False):
    return KeysetPosition(key, UUID(ID.format(number)), backwards)


def test_pages_follow_one_another_without_gap_or_repetition(five):
    assert page() == ([1, 2], True)
    assert page(place(2, "10")) == ([3, 4], True)
    assert page(place(4, "30")) == ([5], False)
    assert page(place(1, "10"), limit=4) == ([2, 3, 4, 5], False)
    assert page(place(1, "10"), limit=3) == ([2, 3, 4], True)


def test_pages_are_read_backwards_in_the_same_order(five):
    assert page(place(5, "30", backwards=True)) == ([3, 4], True)
    assert page(place(3, "20", backwards=True)) == ([1, 2], False)
    assert page(place(2, "10", backwards=True)) == ([1], False)


def test_a_falling_order_is_the_rising_one_turned_round(five):
    assert page(descending=True) == ([5, 4], True)
    assert page(place(4, "30"), descending=True) == ([3, 2], True)
    assert page(place(2, "10"), descending=True) == ([1], False)
    assert page(place(1, "10", backwards=True), descending=True) == ([3, 2], True)


def test_a_place_whose_row_is_gone_is_still_a_place(five):
    assert page(place(9, "20")) == ([4, 5], False)
    assert page(place(0, "20")) == ([3, 4], True)


@pytest.mark.parametrize("parts", [[], ["a"], ["ab"], ["abc"], ["ŵyr", 1, None, {"a": [True]}], ["?>~"]])
def test_a_cursor_is_opened_as_it_was_sealed_and_fits_an_address(parts):
    cursor = sealed(parts)
    assert opened(cursor, len(cursor)) == parts
    assert set(cursor) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


def test_a_cursor_is_no_longer_than_it_need_be():
    assert sealed(["a", 1]) == "WyJhIiwxXQ"


def refused(cursor, longest):
    try:
        opened(cursor, longest)
    except ValueError:
        return True
    return False


@pytest.mark.parametrize("cursor", ["ŵ", "a", "!!!!", "W10!", "W10+", "Pz8/", "Ww", "/w"])
def test_what_is_no_cursor_is_refused(cursor):
    assert refused(cursor, 100)


def test_what_is_nested_without_end_is_refused():
    assert refused("W1tb" * 33_333, 200_000)


def test_what_is_longer_than_any_cursor_is_not_looked_into():
    assert not refused("W10", 3)
    assert refused("W10", 2)


def test_a_mark_is_that_of_its_list_alone():
    marks = {mark_of("cy", "title"), mark_of("en", "title"), mark_of("cy", "updated"), mark_of("cytitle")}
    assert len(marks) == 4
    assert mark_of("cy", "title") in marks
    assert {len(mark) for mark in marks} == {12}


@pytest.mark.parametrize(
    ("begun", "backwards", "more", "before_and_after"),
    [
        (False, False, False, (False, False)), (False, False, True, (False, True)),
        (True, False, False, (True, False)), (True, False, True, (True, True)),
        (True, True, False, (False, True)), (True, True, True, (True, True)),
    ],
)  # fmt: skip
def test_a_page_knows_whether_there_is_one_before_it_and_one_after_it(begun, backwards, more, before_and_after):
    assert sides(begun=begun, backwards=backwards, more=more) == before_and_after
