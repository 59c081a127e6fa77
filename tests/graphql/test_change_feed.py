"""The changes over GraphQL: the same entries and tokens as over REST, with links to the items as they are now."""

import pytest
from django.test import Client

from cms.publication.notices.taking_down import NoticeWords, take_down
from tests.factories import content as make
from tests.publication.pairs import pair, together

assert together
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]
ENTRY = """{ item what version at type reason { cy en since }
    languages { language state since version digest address api } }"""
TOLD = NoticeWords("Mae canllaw newydd wedi cymryd ei le.", "A new guide has taken its place.")


@pytest.fixture
def page():
    """A page that is public in both languages, beside one that was taken down."""
    page, _ = pair()
    ended, _ = pair(beside=page)
    take_down(ended.translation_key, TOLD, None)
    make.term_pair("lleoliad", "placement")
    return page


def in_constants(entry):
    """An entry of REST as GraphQL writes it."""
    languages = [
        {**one, "language": one["language"].upper(), "state": one["state"].upper()} for one in entry["languages"]
    ]
    named = {name: value for name, value in entry.items() if name != "id"}
    return {**named, "item": entry["id"], "what": entry["what"].upper(), "languages": languages}


@pytest.mark.parametrize(
    ("query", "arguments"),
    [
        ("limit=100", "first: 100"),
        ("limit=2", "first: 2"),
        ("limit=100&lang=cy&type=guide", "first: 100, filter: {language: [CY], type: [GUIDE]}"),
        ("limit=100&topic=none&section=6", 'first: 100, filter: {topic: ["none"], section: ["6"]}'),
        ("limit=100&audience=parents", "first: 100, filter: {audience: [PARENTS]}"),
        ("since=now", 'since: "now"'),
    ],
)
def test_they_are_those_of_rest(data, page, query, arguments):
    rest = Client().get(f"/api/v1/changes?{query}").json()
    found = data(f"{{ changes({arguments}) {{ nodes {ENTRY} token more }} }}")["changes"]
    assert found["nodes"] == [in_constants(entry) for entry in rest["items"]]
    assert (found["token"], found["more"]) == (rest["token"], rest["more"])


def test_a_token_of_either_goes_on_in_the_other(data, page):
    text = "query ($since: String) { changes(since: $since, first: 1) { nodes { item } token more } }"
    first = data(text)["changes"]
    second = Client().get(f"/api/v1/changes?limit=1&since={first['token']}").json()
    third = data(text, {"since": second["token"]})["changes"]
    found = [first["nodes"][0]["item"], second["items"][0]["id"], third["nodes"][0]["item"]]
    assert found == [entry["id"] for entry in Client().get("/api/v1/changes?limit=3").json()["items"]]


def test_it_leads_to_the_items_that_are_public_each_in_its_language(data, page):
    text = "{ changes(first: 100) { nodes { item languages { state item { title language } } } } }"
    for entry in data(text)["changes"]["nodes"]:
        if entry["item"] == str(page.translation_key):
            assert [one["item"]["title"] for one in entry["languages"]] == ["Cymraeg: one", "English: one"]
            assert [one["item"]["language"] for one in entry["languages"]] == ["CY", "EN"]
        for one in entry["languages"]:
            assert one["item"] is None or one["state"] == "PUBLISHED"


def test_a_token_that_cannot_be_followed_from_is_an_error_that_says_where_to_begin_again(data, error, page):
    found = error('{ changes(since: "WzEsIjE6MDAiXQ") { token } }')
    assert found["extensions"]["code"] == "EXPIRED_TOKEN"
    assert found["extensions"]["beginAgain"] == "https://api.example.test/api/v1/export"
    assert error('{ changes(since: "none") { token } }')["extensions"]["code"] == "INVALID_PARAMETER"


def test_nobody_else_keeps_it_without_asking_again(page):
    answer = Client().get("/graphql", {"query": "{ changes { token } }"}, headers={"Accept": "application/json"})
    assert answer["Cache-Control"] == "public, no-cache"
