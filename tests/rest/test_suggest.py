"""Suggestions over REST: titles and terms as one types them."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator

from cms.publication.models import Edition, TermEdition
from cms.rest.openapi.openapi_document import document_json
from tests.factories.editions import edition
from tests.factories.terms import term_pair
from tests.search.outlet import index

pytestmark = pytest.mark.django_db
FIXTURES = (index,)


def suggested(api, q, language="cy"):
    answer = api.get(f"/api/v1/{language}/suggest", {"q": q}).json()
    components = json.loads(document_json())["components"]
    Draft202012Validator({"$ref": "#/components/schemas/Suggestions", "components": components}).validate(answer)
    return [one["title"] for one in answer["items"]]


def test_titles_and_terms_are_found_as_they_begin_with_their_addresses(api, index):
    row = edition("cy", title="Mabwysiadu yng Nghymru")
    term = term_pair("mabwysiadwr", "adopter")[0]
    index()
    item, word = sorted(api.read("cy/suggest?q=mab").json()["items"], key=lambda one: one["type"])
    assert item == {
        "title": row.title,
        "type": "item",
        "id": str(row.item),
        "address": f"https://cy.example.test{row.path}",
        "api": f"https://api.example.test/api/v1/cy/items/{row.item}",
    }
    assert (word["title"], word["type"], word["id"]) == ("mabwysiadwr", "term", str(term.item))
    assert word["address"] == f"https://cy.example.test/cy/termau/#term-{term.item}"
    assert word["api"] == f"https://api.example.test/api/v1/cy/terms/{term.item}"


@pytest.mark.parametrize("q", ["pl", "phlant", "blant", "PLANT", "gwy pla", "gwybodaeth i bl", "wybodaeth"])
def test_mutations_and_beginnings_are_tolerated(api, index, q):
    edition("cy", title="Gwybodaeth i blant")
    index()
    assert suggested(api, q) == ["Gwybodaeth i blant"]


@pytest.mark.parametrize("q", ["ty", "tŷ", "dy", "nhy"])
def test_accents_are_tolerated(api, index, q):
    edition("cy", title="Tŷ newydd")
    index()
    assert suggested(api, q) == ["Tŷ newydd"]


def test_the_other_languages_titles_are_not_suggested(api, index):
    edition("en", title="Placement")
    index()
    assert suggested(api, "pla", "cy") == []
    assert suggested(api, "pla", "en") == ["Placement"]


def test_a_title_that_is_there_twice_is_suggested_once(api, index):
    for _ in range(2):
        edition("cy", title="Panel")
    term_pair("panel", "panel")
    index()
    assert [title.casefold() for title in suggested(api, "pan")] == ["panel"]


def test_there_are_ten_at_most(api, index):
    for number in range(14):
        edition("cy", title=f"Panel {number}")
    index()
    assert len(suggested(api, "pan")) == 10


def test_what_is_no_longer_public_is_not_suggested_and_a_new_name_is(api, index):
    edition("cy", title="Panel cudd")
    kept = edition("cy", title="Panel hen")
    term_pair("panel term", "panel term")
    index()
    Edition.objects.exclude(pk=kept.pk).update(state="withdrawn")
    Edition.objects.filter(pk=kept.pk).update(title="Panel newydd")
    TermEdition.objects.update(state="gone")
    assert suggested(api, "pan") == ["Panel newydd"]


@pytest.mark.parametrize(
    ("q", "reason"),
    [
        ("", "too-short"),
        ("m", "too-short"),
        ("👶", "too-short"),
        ("m" * 201, "too-long"),
        ("ab " * 11, "too-many-words"),
    ],
)
def test_what_says_too_little_or_too_much_is_a_problem(api, index, language, q, reason):
    response = api.get(f"/api/v1/{language}/suggest", {"q": q})
    assert (response.status_code, response.json()["code"], response.json()["reason"]) == (400, "invalid-search", reason)


@pytest.mark.parametrize("q", ["xx", "zz yy", "%_", 'pa"', "\0\0ab", "مرحبا"])
def test_nothing_that_begins_so_is_an_empty_list(api, index, q):
    response = api.get("/api/v1/cy/suggest", {"q": q})
    assert response.status_code in {200, 400}
    if response.status_code == 200:
        assert response.json() == {"items": []}


def test_suggestions_take_two_queries_at_most(api, index):
    for _ in range(12):
        edition("cy", title="Panel")
        term_pair("panel term", "panel")
    index()
    suggested(api, "pan")
    with CaptureQueriesContext(connection) as asked:
        suggested(api, "pan")
    assert len(asked) <= 3
