"""The glossary over GraphQL: what REST gives, in the alphabet's order, page by page and one by one."""

import pytest
from django.test import Client

from cms.graphql.schema.node_ids import term_node_id
from tests.factories.terms import term_pair
from tests.graphql.conftest import NAMES

NOBODYS = "5d6f0c1e-7b7a-4c53-9a43-0a6c8f2b1d11"
pytestmark = pytest.mark.django_db
WORDS = {
    "asesu": "assessing",
    "cymorth": "support",
    "chwaer": "sister",
    "dolen": "link",
    "ddoe": "yesterday",
    "llys": "court",
}
PAGE = """query ($language: Language!, $sort: TermSort, $first: Int, $after: String, $last: Int, $before: String) {
    terms(language: $language, sort: $sort, first: $first, after: $after, last: $last, before: $before) {
        nodes { name } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
}"""
TERM = """query ($language: Language!, $id: ID!) {
    term(id: $id, language: $language) {
        id term language version name otherForms definition twin { language name definition } address api
    }
}"""


@pytest.fixture
def library():
    return [term_pair(cy, en) for cy, en in reversed(WORDS.items())]


def names(page):
    return [term["name"] for term in page["terms"]["nodes"]]


def of_rest(language, query=""):
    return [term["name"] for term in Client().get(f"/api/v1/{language}/terms{query}").json()["items"]]


def test_terms_are_in_the_order_of_the_languages_own_alphabet_as_over_rest(data, library, language):
    for sort, query in (("TITLE", ""), ("TITLE_DESC", "?sort=-title")):
        page = data(PAGE, {"sort": sort}, language=language)
        assert names(page) == of_rest(language, query)
        assert page["terms"]["totalCount"] == 6
    assert names(data(PAGE, {}, language="cy")) == list(WORDS)


@pytest.mark.parametrize("sort", ["TITLE", "TITLE_DESC"])
def test_pages_follow_one_another_there_and_back(data, library, language, sort):
    whole = names(data(PAGE, {"sort": sort}, language=language))
    first = data(PAGE, {"sort": sort, "first": 4}, language=language)
    second = data(PAGE, {"sort": sort, "after": first["terms"]["pageInfo"]["endCursor"]}, language=language)
    assert names(first) + names(second) == whole
    end = data(PAGE, {"sort": sort, "last": 2}, language=language)
    start = data(PAGE, {"sort": sort, "last": 4, "before": end["terms"]["pageInfo"]["startCursor"]}, language=language)
    assert names(start) + names(end) == whole
    assert [end["terms"]["pageInfo"][name] for name in ("hasPreviousPage", "hasNextPage")] == [True, False]


def test_a_cursor_of_the_other_languages_terms_is_refused(error, data, library, language, other):
    cursor = data(PAGE, {"first": 1}, language=language)["terms"]["pageInfo"]["endCursor"]
    assert error(PAGE, {"after": cursor}, language=other)["extensions"]["code"] == "INVALID_CURSOR"


def test_a_term_is_what_rest_gives(data, language):
    row = term_pair("lleoliad", "placement", forms={"cy": ["lleoliadau"], "en": ["placements"]})[0]
    term = data(TERM, {"id": str(row.item)}, language=language)["term"]
    rest = Client().get(f"/api/v1/{language}/terms/{row.item}").json()
    assert data(TERM, {"id": term["id"]}, language=language)["term"] == term
    assert (term.pop("id"), term.pop("term")) == (
        term_node_id({"id": str(row.item), "language": language}),
        rest.pop("id"),
    )
    assert term.pop("otherForms") == rest.pop("other_forms")
    rest["language"], rest["twin"]["language"] = NAMES[rest["language"]], NAMES[rest["twin"]["language"]]
    assert term == rest


@pytest.mark.parametrize(("state", "code"), [("withdrawn", "WITHDRAWN"), ("gone", "GONE")])
def test_a_term_that_was_public_says_that_it_is_no_longer(error, data, language, state, code):
    row = term_pair("lleoliad", "placement", state=state)[0]
    found = error(TERM, {"id": str(row.item)}, language=language)
    assert (found["extensions"]["code"], found["extensions"]["language"]) == (code, language)
    assert data(PAGE, {}, language=language)["terms"]["nodes"] == []


@pytest.mark.parametrize(("item", "code"), [(NOBODYS, "NOT_FOUND"), ("lleoliad", "INVALID_ID")], ids=["none", "no id"])
def test_a_term_that_never_was_is_not_found(error, language, item, code):
    found = error(TERM, {"id": item}, language=language)
    assert found["extensions"]["code"] == code
    if code == "NOT_FOUND":
        words = {"cy": "Nid oes term cyhoeddus â'r dynodwr hwn.", "en": "There is no public term with this id."}
        assert found["message"] == words[language]
