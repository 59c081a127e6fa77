"""The glossary over REST: in the alphabet's order, page by page, one by one, and never what is not public."""

import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator

from cms.content.languages import other
from cms.publication.glossary.term_queries import glossary
from cms.rest.openapi.openapi_document import document_json
from tests.factories import content as make
from tests.factories.terms import term_pair

pytestmark = pytest.mark.django_db
WELSH = ["asesu", "canolwr", "cymorth", "chwaer", "dolen", "ddoe", "llys", "mam"]
ENGLISH = ["assessing", "care", "child", "contact", "day", "dock", "mother", "zone"]


@pytest.fixture
def library():
    """Eight terms, made in another order than any alphabet's."""
    return [term_pair(cy, en) for cy, en in zip(WELSH[::-1], ENGLISH[::-1], strict=True)]


def names(response):
    return [term["name"] for term in response.json()["items"]]


def test_terms_are_in_the_order_of_the_languages_own_alphabet(api, library):
    assert names(api.read("cy/terms")) == WELSH
    assert names(api.read("en/terms")) == ENGLISH
    assert names(api.read("cy/terms?sort=-title")) == WELSH[::-1]
    assert api.read("cy/terms").json()["total"] == 8


@pytest.mark.parametrize("sort", ["title", "-title"])
def test_pages_follow_one_another_there_and_back(api, library, language, sort):
    wanted = (WELSH if language == "cy" else ENGLISH)[:: -1 if sort == "-title" else 1]
    address, found, pages = f"{language}/terms?limit=3&sort={sort}", [], []
    while address:
        response = api.read(address)
        pages.append(names(response))
        found += pages[-1]
        address = response.json()["next"] and response.json()["next"].removeprefix("https://api.example.test")
        last = response
    assert found == wanted
    assert [len(page) for page in pages] == [3, 3, 2]
    back = last["Link"].split("<")[1].split(">")[0].removeprefix("https://api.example.test")
    assert 'rel="prev"' in last["Link"]
    assert names(api.read(back)) == pages[1]


def test_terms_that_sort_alike_are_each_listed_once(api):
    for _ in range(5):
        term_pair("gair", "word")
    address, found = "cy/terms?limit=2", []
    while address:
        page = api.read(address).json()
        found += [term["id"] for term in page["items"]]
        address = page["next"] and page["next"].removeprefix("https://api.example.test")
    assert len(found) == len(set(found)) == 5


def test_a_term_has_both_languages_words_each_said_to_be_of_its_language(api, library, language):
    row = next(one for one in library[0] if one.language == language)
    response = api.read(f"{language}/terms/{row.item}")
    term = response.json()
    twin = {"cy": ("zone", "What it means."), "en": ("mam", "Ystyr y gair.")}[language]
    assert (term["id"], term["language"], term["name"], term["version"]) == (
        str(row.item),
        language,
        row.name,
        row.version,
    )
    assert term["twin"] == {"language": other(language), "name": twin[0], "definition": twin[1]}
    place = {"cy": "/cy/termau/", "en": "/en/terms/"}[language]
    assert term["address"] == f"https://{language}.example.test{place}#term-{row.item}"
    assert term["api"] == response["Content-Location"] == f"https://api.example.test/api/v1/{language}/terms/{row.item}"
    assert response["Content-Language"] == language
    assert (
        f'/api/v1/{other(language)}/terms/{row.item}>; rel="alternate"; hreflang="{other(language)}"'
        in response["Link"]
    )


def test_what_is_served_fits_the_schemas(api, library, language):
    components = json.loads(document_json())["components"]
    row = library[0][0]
    for schema, address in (("TermList", f"{language}/terms"), ("Term", f"{language}/terms/{row.item}")):
        reference = {"$ref": f"#/components/schemas/{schema}", "components": components}
        Draft202012Validator(reference).validate(api.read(address).json())


def test_what_the_publication_makes_fits_the_schema_too(api):
    english, _ = make.term_pair("panel", "board", cy="paneli", en="boards\nBD")
    reference = {"$ref": "#/components/schemas/Term", "components": json.loads(document_json())["components"]}
    term = api.read(f"en/terms/{english.translation_key}").json()
    Draft202012Validator(reference).validate(term)
    assert term["other_forms"] == ["boards", "BD"]
    assert term["twin"]["name"] == "panel"


@pytest.mark.parametrize("address", ["{}/terms", "{}/terms/{}"])
def test_who_has_it_already_is_told_so(api, library, language, address):
    address = address.format(language, library[0][0].item)
    tag = api.read(address)["ETag"]
    again = api.read(address, if_none_match=tag)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert api.read(address, if_none_match='"x"').status_code == 200


@pytest.mark.parametrize(("state", "code"), [("withdrawn", "withdrawn"), ("gone", "gone")])
def test_a_term_that_is_no_longer_public_is_410_and_in_no_list(api, language, state, code):
    row = term_pair("cudd", "hidden", state=state)[0]
    problem = api.problem(f"{language}/terms/{row.item}", 410, code)
    assert "cudd" not in str(problem)
    assert "hidden" not in str(problem)
    assert api.read(f"{language}/terms").json() == {"items": [], "next": None, "total": 0}
    assert glossary(language) == ()


def test_a_term_that_never_was_is_404_in_the_readers_words(api, language):
    problem = api.problem(f"{language}/terms/{uuid4()}", 404, "not-found")
    assert (
        problem["detail"]
        == {
            "cy": "Nid oes term cyhoeddus â'r dynodwr hwn.",
            "en": "There is no public term with this id.",
        }[language]
    )


@pytest.mark.parametrize("source", ["cy", "en"])
def test_a_term_that_is_not_complete_in_both_languages_is_at_no_address(api, source):
    original = make.term(source, name="SECRETWORD", definition="SECRETWORD definition")
    for target in (None, other(source)):
        if target:
            make.translate(original, fallback=True, without=("definition",), name="SECRETWORD other")
        for language in ("cy", "en"):
            assert "SECRETWORD" not in api.read(f"{language}/terms").content.decode()
            api.problem(f"{language}/terms/{original.translation_key}", 404, "not-found")
            assert "SECRETWORD" not in api.read("manifest").content.decode()


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("cy/terms?sort=name", "invalid-parameter"),
        ("cy/terms?limit=0", "invalid-parameter"),
        ("cy/terms?q=x", "unknown-parameter"),
        ("cy/terms?cursor=x", "invalid-cursor"),
        ("cy/terms/x", "invalid-id"),
        ("cy/terms/5d6f0c1e-7b7a-4c53-9a43-0a6c8f2b1d11?x=1", "unknown-parameter"),
    ],
)
def test_what_makes_no_sense_is_a_problem(api, address, code):
    api.problem(address, 400, code)


def test_a_cursor_is_good_for_its_own_language_only(api, library):
    cursor = api.read("cy/terms?limit=2").json()["next"].partition("cursor=")[2]
    api.problem(f"en/terms?limit=2&cursor={cursor}", 400, "invalid-cursor")


def test_a_term_is_no_item_and_is_in_the_manifest_as_what_it_is(api, library):
    item = library[0][0].item
    api.problem(f"cy/items/{item}", 404, "not-found")
    entries = api.read("manifest").json()["items"]
    assert {entry["type"] for entry in entries} == {"term"}
    (entry,) = (entry for entry in entries if entry["id"] == str(item))
    for language, version in entry["languages"].items():
        term = api.read(f"{language}/terms/{item}").json()
        assert {name: version[name] for name in ("version", "address", "api")} == {
            name: term[name] for name in ("version", "address", "api")
        }


def test_the_index_says_where_the_glossary_is(api):
    addresses = api.read("/api/v1/").json()["languages"][0]["addresses"]
    assert addresses["terms"] == "https://api.example.test/api/v1/cy/terms"
    assert addresses["term"] == "https://api.example.test/api/v1/cy/terms/{id}"


def test_a_hundred_terms_take_as_many_queries_as_one(api):
    counts = []
    for number in (1, 50):
        for _ in range(number):
            term_pair("gair", "word")
        with CaptureQueriesContext(connection) as queries:
            api.read("cy/terms")
        counts.append(len(queries))
    with CaptureQueriesContext(connection) as queries:
        api.read(f"cy/terms/{term_pair('gair', 'word')[0].item}")
    assert counts == [2, 2]
