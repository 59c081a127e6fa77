"""Search and suggestions over GraphQL: what REST finds, in the same order, page by page, there and back."""

from dataclasses import replace
from itertools import chain

import pytest
from django.test import Client

from cms.publication.changelog.log import newest
from cms.publication.models import Edition
from search import engines
from search.indexing.document_builder import build_documents
from search.statistics import search_counter
from tests.factories.editions import edition, pair
from tests.factories.terms import term_pair
from tests.graphql.conftest import NAMES
from tests.search.conftest import elasticsearch, sqlite
from tests.search.factories import fill
from tests.search.outlet import index, no_engine

pytestmark = pytest.mark.django_db
FIXTURES = (index, no_engine, sqlite, elasticsearch)
SORTS = {
    "RELEVANCE": "relevance", "TITLE": "title", "TITLE_DESC": "-title", "UPDATED": "updated", "UPDATED_DESC": "-updated",
    "PUBLISHED": "published", "PUBLISHED_DESC": "-published",
}  # fmt: skip
COUNT = "{ code label count }"
SEARCH = f"""query (
    $language: Language!, $q: String!, $filter: SearchFilter, $sort: SearchSort,
    $first: Int, $after: String, $last: Int, $before: String
) {{
    search(
        q: $q, language: $language, filter: $filter, sort: $sort, first: $first, after: $after, last: $last, before: $before
    ) {{
        nodes {{
            item {{ item language title }} matched {{ language fields }}
            highlights {{ field language html file {{ fileId title name page address }} }}
        }}
        edges {{ cursor node {{ item {{ item }} }} }}
        pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
        totalCount didYouMean lacks alsoIn {{ language totalCount }}
        facets {{ type {COUNT} kind {COUNT} audience {COUNT} section {COUNT} topic {COUNT} }}
    }}
}}"""
SUGGEST = """query ($language: Language!, $q: String!) {
    suggest(q: $q, language: $language) { title type matched itemId termId address api item { title } }
}"""


def of_rest(language, **query):
    return Client().get(f"/api/v1/{language}/search", query).json()


def ids(page):
    return [hit["item"]["item"] for hit in page["nodes"]]


def as_rest(highlight):
    """A highlight or match with its codes as REST writes them."""
    codes = {name: highlight[name].lower() for name in ("field", "language") if name in highlight}
    listed = {"fields": [name.lower() for name in highlight["fields"]]} if "fields" in highlight else {}
    return {**highlight, **codes, **listed}


def facets(page):
    """The facets with their codes as REST writes them."""
    return {name: [{**use, "code": use["code"].lower()} for use in uses] for name, uses in page["facets"].items()}


@pytest.fixture
def library(index, language, other):
    """What its own language, the other one, and only the summary have the word in."""
    pair(cy={"title": "Panel mabwysiadu"}, en={"title": "Adoption panel"}, audiences=["parents"], topics=["llys"])
    pair(
        cy={"title": "Cyfarfod", "summary": "Am y panel"}, en={"title": "Meeting", "summary": "About it"}, type="guide"
    )
    edition(language, title="Canllaw", summary="panel", type="section", number="6")
    edition(other, title="Panel arall")
    index()


@pytest.mark.parametrize("sort", SORTS)
def test_a_search_finds_what_rest_finds_in_the_same_order_and_marks_it_alike(data, library, language, sort):
    page = data(SEARCH, {"q": "panel", "sort": sort}, language=language)["search"]
    rest = of_rest(language, q="panel", sort=SORTS[sort])
    assert [hit["item"] for hit in page["nodes"]] == [
        {"item": item["id"], "language": NAMES[item["language"]], "title": item["title"]} for item in rest["items"]
    ]
    assert [as_rest(hit["matched"]) for hit in page["nodes"]] == [item["matched"] for item in rest["items"]]
    assert [[as_rest(one) for one in hit["highlights"]] for hit in page["nodes"]] == [
        item["highlights"] for item in rest["items"]
    ]
    assert len(page["nodes"]) == page["totalCount"] == rest["total"] > 1


def test_facets_and_what_the_other_language_has_are_those_of_rest(data, library, language, other):
    page = data(SEARCH, {"q": "panel"}, language=language)["search"]
    rest = of_rest(language, q="panel")
    assert facets(page) == rest["facets"]
    assert page["facets"]["topic"] == [{"code": "llys", "label": f"llys ({language})", "count": 1}]
    assert page["alsoIn"] == {"language": NAMES[other], "totalCount": rest["also_in"]["total"]}


@pytest.mark.parametrize(
    ("filter_", "query"),
    [
        ({"type": ["GUIDE", "INFORMATION"]}, {"type": "guide,information"}),
        ({"audience": ["PARENTS"]}, {"audience": "parents"}),
        ({"topic": ["llys"], "section": []}, {"topic": "llys"}),
        ({"section": ["6"]}, {"section": "6"}),
        ({"new": True}, {"new": "true"}),
        ({"updatedSince": "2026-01-01"}, {"updated_since": "2026-01-01"}),
        ({"updatedSince": "2999-01-01"}, {"updated_since": "2999-01-01"}),
    ],
)
def test_filters_leave_what_rests_leave(data, library, language, filter_, query):
    page = data(SEARCH, {"q": "panel", "filter": filter_}, language=language)["search"]
    rest = of_rest(language, q="panel", **query)
    assert (ids(page), page["totalCount"]) == ([item["id"] for item in rest["items"]], rest["total"])
    assert facets(page) == rest["facets"]


def test_a_hit_gives_all_of_its_item(data, library, language):
    text = """query ($language: Language!) {
        search(q: "panel", language: $language) { nodes { item { item language body { ... on TextBlock { language } } } } }
    }"""
    for hit in data(text, language=language)["search"]["nodes"]:
        assert hit["item"]["language"] == NAMES[language]
        assert hit["item"]["body"] == [{"language": NAMES[language]}]


def test_what_a_slow_engine_leaves_out_is_named(data, index, library, language, monkeypatch):
    assert data(SEARCH, {"q": "panel"}, language=language)["search"]["lacks"] == []
    whole = index.engine.search
    monkeypatch.setattr(index.engine, "search", lambda one: replace(whole(one), reduced=True, facets={}))
    found = data(SEARCH, {"q": "panel   "}, language=language)["search"]
    assert (len(found["nodes"]) > 0, found["lacks"]) == (True, ["FACETS", "DID_YOU_MEAN"])


def test_a_slip_is_answered_by_what_there_is(data, index, language):
    slip, right = {"cy": ("gwybdoaeth", "gwybodaeth"), "en": ("infromation", "information")}[language]
    edition(language, title=right)
    index()
    assert data(SEARCH, {"q": slip}, language=language)["search"]["didYouMean"] == right
    assert data(SEARCH, {"q": right}, language=language)["search"]["didYouMean"] is None


def test_what_was_withdrawn_a_moment_ago_is_not_found(data, library, language):
    Edition.objects.update(state="withdrawn")
    page = data(SEARCH, {"q": "panel"}, language=language)["search"]
    assert (page["nodes"], page["edges"], page["totalCount"]) == ([], [], 0)


# --- pages


@pytest.fixture(params=["sqlite", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def seven(request, monkeypatch):
    """Seven hits, some of which only the item tells apart, in either engine."""
    for number in range(7):
        edition("cy", title=f"Panel {number % 3}", summary="panel" if number % 2 else "")
    engine = fill(
        request.getfixturevalue(request.param),
        build_documents(Edition.objects.values_list("item", flat=True), newest()),
    )
    monkeypatch.setattr(engines, "engine", lambda: engine)


def pages(data, sort, *, forwards):
    amount, place, end, more = (
        ("first", "after", "endCursor", "hasNextPage")
        if forwards
        else ("last", "before", "startCursor", "hasPreviousPage")
    )
    found, cursor, going = [], None, True
    while going:
        page = data(SEARCH, {"q": "panel", "sort": sort, amount: 3, place: cursor}, language="cy")["search"]
        assert [edge["node"]["item"]["item"] for edge in page["edges"]] == ids(page)
        found.append(ids(page))
        cursor, going = page["pageInfo"][end], page["pageInfo"][more]
    return found


@pytest.mark.parametrize("sort", SORTS)
def test_pages_hold_every_hit_once_there_and_back(data, seven, sort):
    whole = ids(data(SEARCH, {"q": "panel", "sort": sort}, language="cy")["search"])
    ahead, back = pages(data, sort, forwards=True), pages(data, sort, forwards=False)
    assert [len(page) for page in ahead] == [len(page) for page in back] == [3, 3, 1]
    assert list(chain.from_iterable(ahead)) == list(chain.from_iterable(reversed(back))) == whole


@pytest.mark.parametrize("sort", SORTS)
def test_the_cursor_of_any_hit_leads_on_and_back(data, seven, sort):
    page = data(SEARCH, {"q": "panel", "sort": sort}, language="cy")["search"]
    whole, cursor = ids(page), page["edges"][2]["cursor"]
    assert ids(data(SEARCH, {"q": "panel", "sort": sort, "after": cursor}, language="cy")["search"]) == whole[3:]
    assert ids(data(SEARCH, {"q": "panel", "sort": sort, "before": cursor}, language="cy")["search"]) == whole[:2]


def test_a_page_whose_hits_are_all_gone_leads_on(data, seven):
    first = {"q": "panel", "sort": "TITLE", "first": 3}
    page = data(SEARCH, first, language="cy")["search"]
    Edition.objects.filter(item__in=ids(page)).update(state="withdrawn")
    empty = data(SEARCH, first, language="cy")["search"]
    assert (empty["nodes"], empty["pageInfo"]["hasNextPage"]) == ([], True)
    assert empty["pageInfo"]["endCursor"] == page["pageInfo"]["endCursor"]
    further = {**first, "first": 10, "after": empty["pageInfo"]["endCursor"]}
    assert len(ids(data(SEARCH, further, language="cy")["search"])) == 4


@pytest.mark.parametrize(
    "change",
    [{"q": "pwyllgor"}, {"filter": {"type": ["GUIDE"]}}, {"sort": "TITLE"}, {"language": "EN"}, {"after": "x"}],
)
def test_a_cursor_is_good_for_its_own_search_only(graphql, seven, change):
    asked = {"q": "panel", "language": "CY", "first": 1}
    cursor = graphql.data(SEARCH, asked)["search"]["pageInfo"]["endCursor"]
    found = graphql.error(SEARCH, {**asked, "after": cursor, **change})
    assert (found["extensions"]["code"], found["extensions"]["parameter"]) == ("INVALID_CURSOR", "after")


def test_a_page_of_a_search_has_fifty_hits_at_most(graphql, index):
    index()
    assert graphql.data(SEARCH, {"q": "panel", "first": 50}, language="cy")
    found = graphql.error(SEARCH, {"q": "panel", "first": 51}, language="cy")
    assert found["extensions"]["code"] == "INVALID_PARAMETER"
    assert found["message"] == ("Nid yw gwerth y paramedr ‘first’ yn ddilys. Caniateir: rhif cyfan rhwng 1 a 50.")


# --- what cannot be sought, and what nobody answers


@pytest.mark.parametrize(
    ("q", "reason"),
    [
        ("", "empty"),
        ("👶🏽 ❤", "no-words"),
        ("a" * 201, "too-long"),
        ("-panel", "only-excluded"),
        ("gair " * 33 + "a b c d e f g h", "too-many-words"),
    ],
)
def test_what_cannot_be_sought_is_said_as_rest_says_it(error, index, language, q, reason):
    found = error(SEARCH, {"q": q}, language=language)
    assert (found["extensions"]["code"], found["extensions"]["reason"]) == ("INVALID_SEARCH", reason)
    assert found["message"] == of_rest(language, q=q)["detail"]


def test_an_engine_that_does_not_answer_is_told_and_everything_else_is_given(graphql, no_engine, language):
    row = edition(language)
    text = """query ($language: Language!) {
        search(q: "panel", language: $language) { totalCount }
        suggest(q: "panel", language: $language) { title }
        items(language: $language) { nodes { item } }
    }"""
    answer = graphql(text, language=language)
    assert answer["data"] == {"search": None, "suggest": None, "items": {"nodes": [{"item": str(row.item)}]}}
    for found in answer["errors"]:
        assert (found["extensions"]["code"], found["extensions"]["retryAfter"]) == ("SEARCH_UNAVAILABLE", 7)


def test_searches_are_counted_as_over_rest(data, library, language, monkeypatch):
    counted = []
    monkeypatch.setattr(search_counter, "count_search", lambda *search: counted.append(search))
    data(SEARCH, {"q": "panel"}, language=language)
    over_graphql, counted[:] = list(counted), []
    of_rest(language, q="panel")
    assert over_graphql == counted != []


# --- suggestions


def test_suggestions_are_those_of_rest_and_lead_to_their_items(data, index, language):
    edition(language, title="Panel mabwysiadu")
    term_pair("panel", "panel")
    index()
    found = data(SUGGEST, {"q": "pan"}, language=language)["suggest"]
    rest = Client().get(f"/api/v1/{language}/suggest", {"q": "pan"}).json()["items"]
    assert {one["type"]: one.pop("item") for one in found} == {"ITEM": {"title": "Panel mabwysiadu"}, "TERM": None}
    for one in found:
        led = {"ITEM": one.pop("itemId"), "TERM": one.pop("termId")}
        one["id"] = led.pop(one["type"])
        assert list(led.values()) == [None]
    assert [{**one, "type": one["type"].lower()} for one in found] == rest


def test_too_little_to_suggest_anything_is_said_in_the_readers_language(error, index, language):
    found = error(SUGGEST, {"q": "m"}, language=language)
    assert found["message"] == {"cy": "Rhowch o leiaf ddwy lythyren.", "en": "Enter at least two letters."}[language]
    assert found["extensions"]["reason"] == "too-short"


def test_as_many_suggestions_are_given_as_were_asked_for(data, error, index, language):
    for number in range(25):
        edition(language, title=f"Panel {number}")
    index()
    text = (
        'query ($language: Language!, $limit: Int) { suggest(q: "pan", language: $language, limit: $limit) { title } }'
    )
    found = [len(data(text, {"limit": limit}, language=language)["suggest"]) for limit in (1, 20, None)]
    assert found == [1, 20, 10]
    for limit in (0, 21, -1):
        assert error(text, {"limit": limit}, language=language)["extensions"]["parameter"] == "limit"
