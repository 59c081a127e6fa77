"""What went out when over GraphQL: the same as over REST, with links to the items as they are now."""

import pytest
from django.test import Client

from cms.publication.reconciliation import actions
from tests.factories import content as make
from tests.publication.pairs import pair, together

assert together
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]
ENTRY = (
    """{ number item kind released languages { language changed version staleSince changeNote title address api } }"""
)


@pytest.fixture
def page():
    """A page of which a pair went out, and then a minor change of the English."""
    page, _ = pair()
    make.publish(page, title="English: one.", change_note="A full stop was added.")
    actions.release_minor(page.translation_key, "en", None, with_texts=True)
    return page


def in_constants(entry):
    """An entry of REST as GraphQL writes it."""
    languages = [
        {
            "language": one["language"].upper(), "staleSince": one["stale_since"], "changeNote": one["change_note"],
            **{name: one[name] for name in ("changed", "version", "title", "address", "api")},
        }
        for one in entry["languages"]
    ]  # fmt: skip
    kind = entry["kind"].replace("-", "_").upper()
    return {**{name: entry[name] for name in ("number", "item", "released")}, "kind": kind, "languages": languages}


@pytest.mark.parametrize("sort", ["released", "-released"])
def test_the_list_is_that_of_rest(data, page, sort):
    with make.committed():
        make.fresh(page).unpublish()
    rest = Client().get(f"/api/v1/releases?limit=100&sort={sort}").json()
    order = "RELEASED" if sort == "released" else "RELEASED_DESC"
    found = data(f"{{ releases(first: 100, sort: {order}) {{ totalCount nodes {ENTRY} }} }}")["releases"]
    assert found["nodes"] == [in_constants(entry) for entry in rest["items"]]
    assert found["totalCount"] == rest["total"]


def test_it_is_filtered_by_item_kind_and_moment(data, error, page):
    item = page.translation_key
    text = (
        f'{{ releases(filter: {{item: ["{item}"], kind: [MINOR], since: "2000-01-01"}}) {{ nodes {{ kind item }} }} }}'
    )
    assert data(text)["releases"]["nodes"] == [{"kind": "MINOR", "item": str(item)}]
    problem = error('{ releases(filter: {item: ["none"]}) { totalCount } }')
    assert problem["extensions"]["code"] == "INVALID_PARAMETER"


def test_pages_follow_one_another_there_and_back(data, page):
    text = "query ($after: String, $before: String, $first: Int, $last: Int) { releases(sort: RELEASED, after: $after,"
    text += " before: $before, first: $first, last: $last) { nodes { number } pageInfo { startCursor endCursor } } }"
    everything = data(text, {"first": 100})["releases"]["nodes"]
    first = data(text, {"first": 2})["releases"]
    second = data(text, {"first": 100, "after": first["pageInfo"]["endCursor"]})["releases"]
    assert first["nodes"] + second["nodes"] == everything
    back = data(text, {"last": 2, "before": second["pageInfo"]["startCursor"]})["releases"]
    assert back["nodes"] == first["nodes"]
    assert data(text, {"last": 1})["releases"]["nodes"] == everything[-1:]


def test_it_leads_to_the_items_as_they_are_now_each_in_its_language(data, page):
    of_it = f'filter: {{item: ["{page.translation_key}"]}}'
    text = f"{{ releases({of_it}) {{ nodes {{ languages {{ item {{ title language }} }} }} }} }}"
    for entry in data(text)["releases"]["nodes"]:
        assert [one["item"]["title"] for one in entry["languages"]] == ["Cymraeg: one", "English: one."]
        assert [one["item"]["language"] for one in entry["languages"]] == ["CY", "EN"]
    with make.committed():
        make.fresh(page).unpublish()
    entries = data(text)["releases"]["nodes"]
    assert entries[0] == {"languages": []}
    assert {one["item"] for entry in entries for one in entry["languages"]} == {None}
