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


def answered(api, q, language="cy", **given):
    answer = api.get(f"/api/v1/{language}/suggest", {"q": q, **given}).json()
    components = json.loads(document_json())["components"]
    Draft202012Validator({"$ref": "#/components/schemas/Suggestions", "components": components}).validate(answer)
    return answer["items"]


def suggested(api, q, language="cy", **given):
    return [one["title"] for one in answered(api, q, language, **given)]


def test_titles_and_terms_are_found_as_they_begin_with_their_addresses(api, index):
    row = edition("cy", title="Mabwysiadu yng Nghymru")
    term = term_pair("mabwysiadwr", "adopter")[0]
    index()
    item, word = sorted(api.read("cy/suggest?q=mab").json()["items"], key=lambda one: one["type"])
    assert item == {
        "title": row.title,
        "type": "item",
        "id": str(row.item),
        "matched": None,
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


# --- by number, by other forms, with a slip


def section(number, title, language="cy"):
    return edition(language, type="section", number=number, title=title)


@pytest.mark.parametrize(
    ("q", "found"), [("adran 7", ["7"]), ("adran 1", ["1", "10", "12"]), ("adran", ["1", "2", "7", "10", "12"])]
)
def test_sections_are_suggested_by_their_number_in_the_order_of_the_numbers(api, index, q, found):
    for number in ("10", "2", "12", "7", "1"):
        section(number, f"Canllaw{number} i bawb")
    index()
    assert [(one["title"], one["matched"]) for one in answered(api, q)] == [
        (f"Canllaw{number} i bawb", f"Adran {number}") for number in found
    ]
    assert suggested(api, "adran 3") == []


@pytest.mark.parametrize(
    ("language", "called", "q"), [("cy", "Siart llif", "siart llif"), ("en", "Flowchart", "flowch")]
)
def test_flowcharts_are_suggested_in_their_order(api, index, language, called, q):
    for number in (10, 3, 2, 1):
        edition(language, title=f"{called} {number}: {'a' * number}")
    index()
    assert [title.split(":")[0].split()[-1] for title in suggested(api, q, language)] == ["1", "2", "3", "10"]
    assert suggested(api, f"{called} 3", language) == [f"{called} 3: aaa"]


@pytest.mark.parametrize(("q", "matched"), [("sgo", "SGO"), ("special g", None), ("guardianship", None)])
def test_a_term_says_which_of_its_forms_begins_as_typed(api, index, q, matched):
    term_pair("gorchymyn gwarcheidiaeth", "special guardianship order", forms={"cy": ["GGA"], "en": ["SGO"]})
    index()
    (one,) = answered(api, q, "en")
    assert (one["type"], one["title"], one["matched"]) == ("term", "special guardianship order", matched)


@pytest.mark.parametrize("q", ["plentyn", "plant", "phlant", "blentyn"])
def test_a_word_within_a_title_is_found_by_its_other_forms(api, index, q):
    edition("cy", title="Gwybodaeth i blant")
    index()
    assert suggested(api, q) == ["Gwybodaeth i blant"]


@pytest.mark.parametrize("slip", ["adpo", "adpotion", "adoptoin", "adoptiom", "addoption", "adption", "adptio"])
def test_one_wrong_key_is_tolerated_where_nothing_begins_as_typed(api, index, slip):
    edition("en", title="Adoption and school")
    edition("en", title="Placement")
    index()
    assert suggested(api, slip, "en") == ["Adoption and school"]
    edition("en", title=f"{slip.capitalize()} it is")
    index()
    assert suggested(api, slip, "en") == [f"{slip.capitalize()} it is"]


@pytest.mark.parametrize("slip", ["adpotoin", "afpt", "bdoption", "ado ptin"])
def test_two_wrong_keys_are_not(api, index, slip):
    edition("en", title="Adoption and school")
    index()
    assert suggested(api, slip, "en") == []


def test_as_many_are_suggested_as_were_asked_for(api, index, language):
    for number in range(25):
        edition(language, title=f"Panel {number}")
    index()
    assert [len(suggested(api, "pan", language, limit=limit)) for limit in (1, 20)] == [1, 20]
    for limit in ("0", "21", "x", "-1", "1.5"):
        api.problem(f"{language}/suggest?q=pan&limit={limit}", 400, "invalid-parameter")


def test_titles_that_differ_only_in_accents_or_case_are_suggested_once(api, index):
    for title in ("Tŷ newydd", "TY NEWYDD", "Ty newydd"):
        edition("cy", title=title)
    index()
    assert len(suggested(api, "ty")) == 1
