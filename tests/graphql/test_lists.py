"""Lists: they hold what REST's lists hold, in the same order; and their pages hold everything once, there and back."""

from datetime import UTC, date, datetime, timedelta
from itertools import chain
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.publication.models import Edition
from tests.factories.editions import edition
from tests.graphql.conftest import NAMES, Caller

pytestmark = pytest.mark.django_db
PARENT = "5d6f0c1e-7b7a-4c53-9a43-0a6c8f2b1d11"
SORTS = {
    "POSITION": "position", "TITLE": "title", "TITLE_DESC": "-title", "UPDATED": "updated", "UPDATED_DESC": "-updated",
    "PUBLISHED": "published", "PUBLISHED_DESC": "-published", "VERSION": "version",
}  # fmt: skip
TYPES = {
    "sections": "section", "resources": "resource", "guides": "guide", "information": "information", "training": "module",
}  # fmt: skip
FILTERS = [
    ({}, ""),
    ({"audience": ["PARENTS", "CARERS"]}, "audience=parents,carers"),
    ({"topic": ["cyswllt"], "audience": ["CARERS"]}, "topic=cyswllt&audience=carers"),
    ({"topic": ["nothing"]}, "topic=nothing"),
    ({"kind": ["FLOWCHART", "E_MODULE"]}, "kind=flowchart,e-module"),
    ({"section": ["6.2", "6"]}, "section=6.2,6"),
    ({"parent": [PARENT]}, f"parent={PARENT}"),
    ({"new": True}, "new=true"),
    ({"new": False}, "new=false"),
    ({"updatedSince": "2026-06-01"}, "updated_since=2026-06-01"),
    ({"changedSince": 0}, "changed_since=0"),
    ({"changedSince": 2147483647}, "changed_since=2147483647"),
    ({"updatedSince": "2026-06-01T00:00:00+02:00"}, "updated_since=2026-06-01T00:00:00%2B02:00"),
    ({"reviewedBefore": "2026-01-01"}, "reviewed_before=2026-01-01"),
]
VARIABLES = "$language: Language!, $sort: ItemSort, $first: Int, $after: String, $last: Int, $before: String"
PAGE = f"""query ({VARIABLES}, $filter: ItemFilter) {{
    list: items(
        language: $language, filter: $filter, sort: $sort, first: $first, after: $after, last: $last, before: $before
    ) {{
        nodes {{ item }} edges {{ cursor node {{ item }} }} totalCount
        pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
    }}
}}"""


def ids(page):
    return [node["item"] for node in page["list"]["nodes"]]


def of_rest(address):
    answer = Client().get(f"/api/v1/{address}").json()
    return {"nodes": [{"item": item["id"]} for item in answer["items"]], "totalCount": answer["total"]}


@pytest.fixture
def library(language, other):
    """Something for every filter, in an order of positions that is no other."""
    today = timezone.localdate()
    facts: list[dict[str, Any]] = [
        {"audiences": ["parents"], "topics": ["cyswllt"]},
        {"audiences": ["parents", "carers"], "type": "guide", "topics": ["cyswllt", "llys"]},
        {"type": "resource", "kind": "flowchart", "parent": PARENT},
        {"type": "resource", "kind": "e-module", "audiences": ["carers"]},
        {"type": "section", "number": "6.2", "section": "6.2", "parent": PARENT},
        {"type": "section", "number": "6", "section": "6", "updated_at": datetime(2026, 5, 31, 22, 30, tzinfo=UTC)},
        {"type": "module", "new_until": today, "updated_at": datetime(2026, 6, 1, tzinfo=UTC)},
        {"type": "module", "new_until": today - timedelta(days=1), "reviewed_on": date(2025, 12, 31)},
        {"type": "guide", "reviewed_on": date(2026, 1, 1)},
    ]
    for number, its in enumerate(facts):
        for code in (language, other):
            edition(code, title=f"Ll {number * 7 % 5}", position=f"0001{number * 4 % 9:04d}", **its)


@pytest.mark.parametrize("sort", ["POSITION", "TITLE_DESC"])
def test_every_filter_leaves_what_rests_leaves_in_the_same_order(data, library, language, sort):
    text = f"""query ({VARIABLES}, $filter: ItemFilter) {{
        list: items(language: $language, filter: $filter, sort: $sort) {{ nodes {{ item }} totalCount }}
    }}"""
    chosen = [*FILTERS, ({"type": ["GUIDE", "MODULE"]}, "type=guide,module")]
    text = text.replace(", $first: Int, $after: String, $last: Int, $before: String", "")
    for filter_, query in chosen:
        found = data(text, {"filter": filter_, "sort": sort}, language=language)["list"]
        assert found == of_rest(f"{language}/items?{query}&sort={SORTS[sort]}"), filter_


@pytest.mark.parametrize("field", TYPES)
def test_every_list_holds_what_rests_list_holds(data, library, language, field):
    text = f"""query ($language: Language!, $filter: ListFilter) {{
        {field}(language: $language, filter: $filter) {{ nodes {{ item type }} totalCount }}
    }}"""
    for filter_, query in FILTERS:
        found = data(text, {"filter": filter_}, language=language)[field]
        assert {node.pop("type") for node in found["nodes"]} <= {TYPES[field].upper()}
        assert found == of_rest(f"{language}/{field}?{query}"), filter_


def test_lists_sort_as_rests_do(data, library, language):
    for name, sort in SORTS.items():
        found = data(PAGE, {"sort": name, "first": 100}, language=language)
        assert ids(found) == [node["item"] for node in of_rest(f"{language}/items?limit=100&sort={sort}")["nodes"]]


def test_what_changed_since_a_version_comes_in_the_order_of_versions(data, library, language):
    versions = sorted(Edition.objects.filter(language=language).values_list("version", flat=True))
    found = data(PAGE, {"filter": {"changedSince": versions[3]}, "sort": "VERSION"}, language=language)
    assert found["list"]["totalCount"] == 5
    rest = of_rest(f"{language}/items?changed_since={versions[3]}&sort=version")
    assert ids(found) == [node["item"] for node in rest["nodes"]]


@pytest.mark.parametrize("filter_", [None, {}, {"type": None, "new": None}, {"topic": [], "parent": []}])
def test_a_filter_that_says_nothing_leaves_everything(data, library, language, filter_):
    assert data(PAGE, {"filter": filter_, "sort": None}, language=language)["list"]["totalCount"] == 9


def test_the_order_of_a_filters_values_and_repeats_do_not_matter_to_a_cursor(data, library, language):
    cursor = data(PAGE, {"filter": {"type": ["MODULE", "GUIDE"]}, "first": 1}, language=language)["list"]["pageInfo"]
    again = {"filter": {"type": ["GUIDE", "MODULE", "GUIDE"]}, "after": cursor["endCursor"]}
    assert len(ids(data(PAGE, again, language=language))) == 3


@pytest.mark.parametrize(
    ("filter_", "parameter", "allowed"),
    [
        ({"topic": ["cyswllt", "a b"]}, "filter.topic", "codau pynciau, fel y mae ‘topics’ yn eu rhoi"),
        ({"section": ["6.2.1"]}, "filter.section", "rhifau adrannau, fel 6 neu 6.2"),
        ({"section": ["\u0666"]}, "filter.section", "rhifau adrannau, fel 6 neu 6.2"),
        ({"parent": ["6"]}, "filter.parent", "dynodwyr eitemau, neu eu UUID"),
        ({"topic": ["x"] * 51}, "filter.topic", "hyd at 50 o werthoedd"),
        ({"type": ["GUIDE"] * 51}, "filter.type", "hyd at 50 o werthoedd"),
    ],
)
def test_a_value_that_no_filter_takes_is_refused_with_what_is_allowed(error, filter_, parameter, allowed):
    found = error(PAGE, {"filter": filter_}, language="cy")
    assert found["message"] == f"Nid yw gwerth y paramedr ‘{parameter}’ yn ddilys. Caniateir: {allowed}."
    assert found["extensions"]["code"] == "INVALID_PARAMETER"
    assert (found["extensions"]["parameter"], found["extensions"]["allowed"]) == (parameter, [allowed])


# --- pages


def walk(ask, variables, size, *, forwards, language="cy", meanwhile=lambda: None):
    """The ids on each page from one end of the list to the other, in the order of the list within each page."""
    amount, place, end, more = (
        ("first", "after", "endCursor", "hasNextPage")
        if forwards
        else ("last", "before", "startCursor", "hasPreviousPage")
    )
    pages, cursor, going = [], None, True
    while going:
        page = ask(PAGE, {**variables, amount: size, place: cursor}, language=language)["list"]
        assert [edge["node"]["item"] for edge in page["edges"]] == [node["item"] for node in page["nodes"]]
        pages.append([node["item"] for node in page["nodes"]])
        cursor, going = page["pageInfo"][end], page["pageInfo"][more]
        meanwhile()
    return pages


@pytest.mark.parametrize("sort", SORTS)
def test_pages_hold_every_item_once_there_and_back(data, sort):
    for number in range(10):
        edition("cy", title=f"Teitl {number % 4}")
    whole = ids(data(PAGE, {"sort": sort}, language="cy"))
    ahead = walk(data, {"sort": sort}, 3, forwards=True)
    assert [len(page) for page in ahead] == [3, 3, 3, 1]
    assert list(chain.from_iterable(ahead)) == whole
    back = walk(data, {"sort": sort}, 3, forwards=False)
    assert [len(page) for page in back] == [3, 3, 3, 1]
    assert list(chain.from_iterable(reversed(back))) == whole


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(
    titles=st.lists(st.sampled_from(["Llys", "Lles", "Chwarae", "Cam", ""]), min_size=1, max_size=12),
    added=st.lists(st.sampled_from(["Aros", "Llys", "Ŵy", "Dd"]), max_size=6),
    sort=st.sampled_from(sorted(SORTS)),
    size=st.integers(1, 5),
    forwards=st.booleans(),
)
def test_what_was_there_all_along_is_read_exactly_once(titles, added, sort, size, forwards):
    Edition.objects.all().delete()
    waiting, stayed = list(added), {str(edition("cy", title=title).item) for title in titles}
    publish = lambda: waiting and edition("cy", title=waiting.pop())  # noqa: E731
    pages = walk(Caller(Client()).data, {"sort": sort}, size, forwards=forwards, meanwhile=publish)
    read = list(chain.from_iterable(pages))
    assert len(read) == len(set(read))
    assert stayed <= set(read)


@pytest.mark.parametrize("sort", SORTS)
def test_the_cursor_of_any_edge_leads_on_and_back(data, sort):
    for _ in range(5):
        edition("cy", title="Yr un teitl")
    edges = data(PAGE, {"sort": sort}, language="cy")["list"]["edges"]
    whole, cursor = [edge["node"]["item"] for edge in edges], edges[2]["cursor"]
    assert ids(data(PAGE, {"sort": sort, "after": cursor}, language="cy")) == whole[3:]
    assert ids(data(PAGE, {"sort": sort, "before": cursor}, language="cy")) == whole[:2]
    assert ids(data(PAGE, {"sort": sort, "last": 1, "before": cursor}, language="cy")) == whole[1:2]
    assert ids(data(PAGE, {"sort": sort, "last": 2}, language="cy")) == whole[3:]


def test_a_page_says_what_is_before_and_after_it(data):
    for _ in range(3):
        edition("cy")
    whole = data(PAGE, {}, language="cy")["list"]
    assert whole["pageInfo"] == {
        "hasPreviousPage": False,
        "hasNextPage": False,
        "startCursor": whole["edges"][0]["cursor"],
        "endCursor": whole["edges"][2]["cursor"],
    }
    middle = {"first": 1, "after": whole["edges"][0]["cursor"]}
    info = data(PAGE, middle, language="cy")["list"]["pageInfo"]
    assert (info["hasPreviousPage"], info["hasNextPage"], info["startCursor"]) == (True, True, info["endCursor"])


def test_an_empty_list_is_a_page_without_cursors(data, language):
    info = {"hasPreviousPage": False, "hasNextPage": False, "startCursor": None, "endCursor": None}
    for given_ in ({}, {"last": 3}):
        found = data(PAGE, given_, language=language)["list"]
        assert found == {"nodes": [], "edges": [], "totalCount": 0, "pageInfo": info}


def test_whoever_only_counts_is_read_no_content(data, language):
    for _ in range(3):
        edition(language)
    text = "query ($language: Language!) { items(language: $language) { totalCount } }"
    with CaptureQueriesContext(connection) as asked:
        assert data(text, language=language) == {"items": {"totalCount": 3}}
    assert not [one["sql"] for one in asked if "LIMIT 21" in one["sql"]]


@pytest.mark.parametrize(
    "change",
    [
        {"filter": {"type": ["INFORMATION"]}},
        {"filter": {"new": False}},
        {"sort": "TITLE_DESC"},
        {"sort": "UPDATED"},
        {"language": "EN"},
        {"after": "x"},
        {"after": ""},
        {"after": "W10"},
        {"after": "é"},
        {"after": "A" * 3000},
    ],
)
def test_a_cursor_is_good_for_its_own_list_only(graphql, data, change):
    for code in ("cy", "en"):
        for _ in range(3):
            edition(code)
    cursor = data(PAGE, {"sort": "TITLE", "first": 1}, language="cy")["list"]["pageInfo"]["endCursor"]
    asked = {"language": "CY", "sort": "TITLE", "after": cursor}
    assert len(ids(data(PAGE, asked))) == 2
    (found,) = graphql(PAGE, {**asked, **change})["errors"]
    assert (found["extensions"]["code"], found["extensions"]["parameter"]) == ("INVALID_CURSOR", "after")


def test_a_cursor_of_one_list_is_refused_by_another(error, data):
    for type_ in ("guide", "guide", "section"):
        edition("cy", type=type_)
    cursor = data(PAGE, {"filter": {"type": ["GUIDE"]}, "first": 1}, language="cy")["list"]["pageInfo"]["endCursor"]
    for field in ("sections", "training", "terms"):
        found = error(f'{{ {field}(language: CY, last: 2, before: "{cursor}") {{ totalCount }} }}')
        assert (found["extensions"]["code"], found["extensions"]["parameter"]) == ("INVALID_CURSOR", "before")
        assert found["message"] == (
            "Nid yw'r cyrchwr yn ddilys ar gyfer yr hidlyddion a'r drefn hyn. Dechreuwch eto heb gyrchwr."
        )


@pytest.mark.parametrize(
    "arguments",
    [{"first": 1, "last": 1}, {"first": 1, "before": "x"}, {"last": 1, "after": "x"}, {"after": "x", "before": "x"}],
)
def test_forwards_and_backwards_at_once_are_refused_with_what_to_change(error, language, arguments):
    found = error(PAGE, arguments, language=language)
    assert found["extensions"]["code"] == "INVALID_PARAMETER"
    words = {"cy": "Defnyddiwch ‘first’ ag ‘after’ i fynd ymlaen", "en": "Use ‘first’ with ‘after’ to go forwards"}
    assert words[language] in found["message"]


# --- topics and audiences


@pytest.mark.parametrize("field", ["topics", "audiences"])
def test_codes_in_use_are_those_of_rest_in_the_same_order(data, library, language, field):
    found = data(f"{{ {field}(language: {NAMES[language]}) {{ code label count }} }}")[field]
    rest = Client().get(f"/api/v1/{language}/{field}").json()["items"]
    if field == "audiences":
        found = [{**use, "code": use["code"].lower().replace("_", "-")} for use in found]
    assert found == [{name: use[name] for name in ("code", "label", "count")} for use in rest]
    assert any(use["count"] for use in found)
