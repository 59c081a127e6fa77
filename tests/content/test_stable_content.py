"""Two contents of a page say the same or not, however a form has written them."""

from datetime import date
from typing import Any

import pytest

from cms.content.translating.stable_content import shows_same

LINK = '<p data-block-key="a1">See <a id="11" linktype="page">the framework</a>.</p>'
TABLE = {"type": "table", "id": "t", "value": {"data": [["one", "two"], ["three", "four"]]}}


def body(*blocks: Any) -> dict[str, Any]:
    return {"body": [{"value": one} if isinstance(one, str) else one for one in blocks]}


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ({"reviewed_on": date(2026, 3, 1)}, {"reviewed_on": "2026-03-01"}),
        ({"audiences": ["parents", "carers"]}, {"audiences": ["carers", "parents"]}),
        (body(LINK), body(LINK.replace('id="11" linktype="page"', 'linktype="page" id="11"'))),
        (body({"decorative": None}), body({"decorative": False})),
        (
            body(TABLE),
            {"body": '[{"value": {"data": [["one", "two"], ["three", "four"]]}, "id": "t", "type": "table"}]'},
        ),
        ({"title": "a", "live": True, "latest_revision": 1}, {"title": "a", "live": False, "latest_revision": 2}),
    ],
    ids=["date", "choices", "attributes", "left open", "order of keys", "republication"],
)
def test_what_says_the_same(one: dict[str, Any], another: dict[str, Any]) -> None:
    assert shows_same(one, another)
    assert shows_same(another, one)


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ({"reviewed_on": date(2026, 3, 1)}, {"reviewed_on": "2026-03-02"}),
        ({"audiences": ["parents"]}, {"audiences": ["carers"]}),
        (body(LINK), body(LINK.replace("11", "12"))),
        (body(LINK), body(LINK.replace("See", "Read"))),
        (body(LINK), body(LINK.replace('linktype="page"', 'linktype="document"'))),
        (body({"decorative": None}), body({"decorative": True})),
        (body({"count": 0}), body({"count": None})),
        (body(TABLE), body({**TABLE, "value": {"data": [["two", "one"], ["three", "four"]]}})),
        (body("a", "b"), body({"value": "b"}, {"value": "a"})),
    ],
    ids=["date", "choices", "target", "words", "kind", "said", "nought", "cells", "order"],
)
def test_what_says_something_else(one: dict[str, Any], another: dict[str, Any]) -> None:
    assert not shows_same(one, another)
    assert not shows_same(another, one)
