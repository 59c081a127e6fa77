"""Keyset paging: nothing lost and nothing twice, forwards and back, whatever is published meanwhile."""

import re
from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.publication.models import Edition
from tests.factories.editions import edition
from tests.rest.conftest import ApiClient

pytestmark = pytest.mark.django_db
SORTS = ["position", "title", "-title", "updated", "-updated", "published", "-published", "version"]
LOCAL = len("https://api.example.test")


def relations(response):
    found = re.findall(r'<([^>]*)>; rel="(next|prev)"', response.headers.get("Link", ""))
    return {relation: address[LOCAL:] for address, relation in found}


def joined(pages):
    return list(chain.from_iterable(pages))


def walk(api, address, relation, meanwhile=lambda: None):
    """The items of each page from an address on."""
    pages = []
    while address:
        response = api.read(address)
        assert response.status_code == 200, response.content
        pages.append([item["id"] for item in response.json()["items"]])
        address = relations(response).get(relation)
        meanwhile()
    return pages, response.wsgi_request.get_full_path()


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("address", ["cy/items?limit=3&fields=full&", "cy/information?limit=3&"])
def test_pages_hold_every_item_once_forwards_and_back(api, sort, address):
    for number in range(10):
        edition("cy", title=f"Teitl {number % 4}")
    whole = [item["id"] for item in api.read(f"cy/items?limit=100&sort={sort}").json()["items"]]
    pages, last = walk(api, f"{address}sort={sort}", "next")
    assert [len(page) for page in pages] == [3, 3, 3, 1]
    assert joined(pages) == whole
    back, _ = walk(api, last, "prev")
    assert joined(reversed(back)) == whole


def test_the_next_address_is_in_the_body_and_in_the_link_header_alike(api, language):
    for _ in range(3):
        edition(language)
    response = api.read(f"{language}/items?limit=2&fields=full")
    assert response.json()["next"] == f"https://api.example.test{relations(response)['next']}"
    assert f"/api/v1/{language}/items?limit=2&fields=full&cursor=" in response.json()["next"]
    assert "prev" not in relations(response)
    last = api.read(relations(response)["next"])
    assert (last.json()["next"], set(relations(last))) == (None, {"prev"})
    assert last.json()["total"] == 3


@pytest.mark.parametrize("sort", ["position", "title", "-updated"])
def test_a_page_that_has_become_empty_leads_back_without_loss(api, sort):
    rows = [edition("cy", title="Yr un teitl") for _ in range(4)]
    order = [item["id"] for item in api.read(f"cy/items?sort={sort}").json()["items"]]
    first = api.read(f"cy/items?limit=2&sort={sort}")
    second = api.read(relations(first)["next"])
    Edition.objects.filter(item__in=order[2:]).update(state="withdrawn")
    empty = api.read(relations(first)["next"])
    assert empty.json()["items"] == []
    assert [item["id"] for item in api.read(relations(empty)["prev"]).json()["items"]] == order[:2]
    Edition.objects.update(state="published")
    Edition.objects.filter(item__in=order[:2]).update(state="withdrawn")
    empty = api.read(relations(second)["prev"])
    assert empty.json()["items"] == []
    assert [item["id"] for item in api.read(relations(empty)["next"]).json()["items"]] == order[2:]
    assert len(rows) == 4


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(
    titles=st.lists(st.sampled_from(["Llys", "Lles", "Chwarae", "Cam", ""]), min_size=1, max_size=12),
    added=st.lists(st.sampled_from(["Aros", "Llys", "Ŵy", "Dd"]), max_size=6),
    sort=st.sampled_from(SORTS),
    limit=st.integers(1, 5),
    forwards=st.booleans(),
)
def test_what_was_there_all_along_is_read_exactly_once(titles, added, sort, limit, forwards):
    Edition.objects.all().delete()
    api, waiting = ApiClient(), list(added)
    stayed = {str(edition("cy", title=title).item) for title in titles}
    start = f"cy/items?sort={sort}&limit={limit}"
    if not forwards:
        _, start = walk(api, start, "next")
    pages, _ = walk(api, start, "next" if forwards else "prev", lambda: waiting and edition("cy", title=waiting.pop()))
    read = joined(pages)
    assert len(read) == len(set(read))
    assert stayed <= set(read)


def test_the_manifest_pages_both_ways(api):
    rows = [edition(language) for language in ("cy", "en", "cy", "en", "cy")]
    edition("en", item=rows[0].item)
    pages, last = walk(api, "manifest?limit=2", "next")
    assert [len(page) for page in pages] == [2, 2, 1]
    assert joined(pages) == sorted(str(row.item) for row in rows)
    back, _ = walk(api, last, "prev")
    assert joined(reversed(back)) == sorted(str(row.item) for row in rows)


@pytest.mark.parametrize(
    "change",
    [
        "sort=title",
        "sort=-position",
        "type=guide",
        "audience=parents",
        "new=true",
        "parent=5d6f0c1e-7b7a-4c53-9a43-0a6c8f2b1d11",
    ],
)
def test_a_cursor_goes_with_its_own_filters_and_sort_only(api, change):
    for _ in range(2):
        edition("cy")
    address = relations(api.read("cy/items?limit=1"))["next"]
    assert api.read(address).status_code == 200
    code = "invalid-parameter" if change == "sort=-position" else "invalid-cursor"
    api.problem(f"{address}&{change}", 400, code)
    api.problem(address.replace("/cy/", "/en/"), 400, "invalid-cursor")
    api.problem(address.replace("/items", "/guides"), 400, "invalid-cursor")


def test_the_size_of_a_page_may_change_on_the_way(api):
    for _ in range(4):
        edition("cy")
    address = relations(api.read("cy/items?limit=1"))["next"]
    assert len(api.read(address.replace("limit=1", "limit=3&fields=full")).json()["items"]) == 3
