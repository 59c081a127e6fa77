"""What a token of a release shows over lists is what they hold once it is out, in the same order; and what is public around it
shows it as it will.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from cms.content.languages import CODES, Language
from cms.publication.models import ReleaseSet
from cms.publication.queries import list_queries
from cms.publication.release_sets import flips
from cms.publication.release_sets.set_members import add_items
from tests.database.once import once
from tests.factories import content as make
from tests.previews.shared import asked, drafts, somebody, token
from tests.previews.test_previews_over_the_api import graphql, told
from tests.publication.pairs import together
from tests.search.outlet import Index, index

assert together
assert index
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]
SORTS = ("position", "title", "-title", "updated", "-updated", "published", "-published", "version")
FILTERS = (
    "", "type=guide", "type=landing,guide", "parent={index}", "topic={topic}", "audience=parents", "new=true", "new=false",
    "reviewed_before=2026-01-01", "updated_since=2001-01-01", "changed_since=1",
)  # fmt: skip


@once
def before_a_release() -> dict[str, Any]:
    """Three public guides below an index, to which a landing page leads. A release brings new words and another address for the
    index, which has topics, and two more guides.
    """
    home, _ = make.homes("en")
    topic = make.topic("en", code="new-topic")
    make.translate(topic)
    index = make.guide_index(home, "en")
    make.translate(index)
    guides = [make.guide(index, "en", title=make.words("en", f"guide {number}")) for number in (1, 3, 5)]
    beside = make.landing(home, "en", related=[("page", index), ("page", guides[0])])
    for page in (*guides, beside):
        make.translate(page)
    release = ReleaseSet.objects.create(name="Guides")
    new = [
        make.guide(index, "en", live=False, title=make.words("en", f"guide {number}"), audiences=["parents"])
        for number in (2, 4)
    ]
    add_items(release, [page.translation_key for page in (*new, guides[1], index)])
    for page in new:
        make.translate(make.publish(page))
    for page, fields in ((index, {"slug": "another-address"}), (guides[1], {"new_until": "2999-01-01"})):
        changed = make.publish(page, title=make.words("en", f"zz {page.title}"), topics=[("topic", topic)], **fields)
        make.translate(changed)
    return {
        "release": release,
        "index": index,
        "guides": guides,
        "beside": beside,
        "home": home,
        "topic": topic,
        "new": new,
    }


def addresses(scene: dict[str, Any], *sorts: str) -> Iterator[str]:
    known = {"index": scene["index"].translation_key, "topic": scene["topic"].code}
    for language in CODES:
        for sort in sorts:
            for chosen in FILTERS:
                yield f"/api/v1/{language}/items?{chosen.format(**known)}&sort={sort}&limit=100".replace("?&", "?")


def listed(address: str, text: str = "") -> tuple[list[tuple[str, str, str]], int]:
    page = asked(address, text).json()
    return [(one["id"], one["title"], one["path"]) for one in page["items"]], page["total"]


def walked(address: str, text: str) -> list[str]:
    """The ids on all pages of one item each, from the first to the last and back by `prev`."""
    found: list[str] = []
    following: str | None = address.replace("limit=100", "limit=1")
    back = ""
    while following and len(found) < 50:
        response = asked(following.removeprefix("https://api.example.test"), text)
        found += [one["id"] for one in response.json()["items"]]
        following = response.json()["next"]
        if 'rel="prev"' in response["Link"] and not following:
            back = response["Link"].split('>; rel="prev"')[0].rpartition("<")[2]
    if back:
        before = asked(back.removeprefix("https://api.example.test"), text).json()["items"]
        assert [one["id"] for one in before] == found[-2:-1]
    return found


def test_every_list_with_a_releases_token_is_the_list_after_it_in_order_and_number(subtests: Any) -> None:
    scene = before_a_release()
    _, text = token(scene["release"])
    as_of = {address: listed(address, text) for address in addresses(scene, "position", "title", "-title")}
    public = {address: listed(address) for address in as_of}
    assert as_of != public
    flips.release(scene["release"], somebody())
    for address, found in as_of.items():
        with subtests.test(address=address):
            assert found == listed(address)
            assert found[1] == len(found[0])


def test_pages_of_a_list_hold_each_item_once_in_every_order(subtests: Any) -> None:
    scene = before_a_release()
    _, text = token(scene["release"])
    for sort in SORTS:
        address = f"/api/v1/cy/items?sort={sort}&limit=100"
        with subtests.test(sort=sort):
            assert walked(address, text) == [one[0] for one in listed(address, text)[0]]


def test_what_is_public_around_a_release_shows_it_as_it_will(subtests: Any) -> None:
    scene = before_a_release()
    _, text = token(scene["release"])
    shown = [scene["home"], scene["beside"], scene["index"], *scene["new"], scene["guides"][0]]
    whole = {
        (code, page.translation_key): f"/api/v1/{code}/items/{page.translation_key}" for page in shown for code in CODES
    }
    as_of = {key: asked(address, text).json() for key, address in whole.items()}
    full = "/api/v1/cy/items?fields=full&limit=100"
    in_list = {one["id"]: one for one in asked(full, text).json()["items"]}
    guide = as_of["en", scene["guides"][0].translation_key]
    assert guide["breadcrumb"][-1]["title"].startswith("English: zz")
    assert guide["preview"] == {"stage": "public", "pinned": False, "complete": True, "gaps": []}
    assert "preview" not in asked(whole["en", scene["guides"][0].translation_key]).json()
    assert guide["path"].startswith("/en/another-address/")
    assert asked(f"/api/v1/en/items/by-path?path={guide['path']}", text).json() == guide
    assert asked(f"/api/v1/en/items/by-path?path={guide['path']}").status_code == 404
    flips.release(scene["release"], somebody())
    for key, payload in as_of.items():
        with subtests.test(key=key):
            public = told(asked(whole[key]).json())
            assert told(payload) == public
            if key[0] == "cy":
                assert in_list[str(key[1])] == payload


def test_graphql_lists_children_and_links_as_rest_does() -> None:
    scene = before_a_release()
    _, text = token(scene["release"])
    id_of_index, fields = scene["index"].translation_key, "preview { stage } title item path"
    said = graphql(
        f"{{ items(language: CY, first: 10) {{ totalCount nodes {{ {fields} related {{ title }} parent {{ title }} "
        "twin { preview { stage } } } } }",
        text,
    )["items"]
    rest = asked("/api/v1/cy/items?limit=100", text).json()
    assert [(one["item"], one["path"]) for one in said["nodes"]] == [(one["id"], one["path"]) for one in rest["items"]]
    assert said["totalCount"] == rest["total"]
    by_id = {one["item"]: one for one in said["nodes"]}
    index, old = by_id[str(id_of_index)], by_id[str(scene["guides"][0].translation_key)]
    new, beside = by_id[str(scene["new"][0].translation_key)], by_id[str(scene["beside"].translation_key)]
    assert index["preview"]["stage"] == "release"
    assert new["parent"]["title"] == old["parent"]["title"] == index["title"] == beside["related"][0]["title"]
    assert (new["twin"]["preview"]["stage"], beside["preview"]["stage"]) == ("release", "public")
    found: list[str] = []
    after = ""
    for _ in range(3):
        page = graphql(
            f'{{ item(item: "{id_of_index}", language: CY) {{ children(first: 2{after}) '
            "{ totalCount nodes { item } pageInfo { endCursor } } } }",
            text,
        )["item"]["children"]
        found += [one["item"] for one in page["nodes"]]
        after = f', after: "{page["pageInfo"]["endCursor"]}"'
    assert found == [one[0] for one in listed(f"/api/v1/cy/items?parent={id_of_index}", text)[0]]
    assert page["totalCount"] == 5


def test_a_draft_is_in_lists_and_at_the_address_that_it_will_have() -> None:
    scene = drafts()
    page = make.fresh(scene.original)
    page.slug = "cyfeiriad-newydd"
    page.save_revision()
    _, text = token(scene.original)
    _, of_another = token(scene.never)
    rows = {one[0]: one for one in listed("/api/v1/en/items?limit=100", text)[0]}
    path = "/en/cyfeiriad-newydd/"
    assert rows[str(scene.original.translation_key)][2] == path
    for form in ("items/by-path?path=", "items?path="):
        assert asked(f"/api/v1/en/{form}{path}", text).json()["path"] == path
        assert asked(f"/api/v1/en/{form}{path}").status_code == 404
        assert asked(f"/api/v1/en/{form}{path}", of_another).status_code == 404
    assert str(scene.never.translation_key) in {one[0] for one in listed("/api/v1/en/items", of_another)[0]}
    assert str(scene.never.translation_key) not in rows


@pytest.mark.parametrize("language", CODES)
def test_topics_are_counted_as_they_will_be_and_nobody_else_is_given_them(language: Language, index: Index) -> None:
    scene = before_a_release()
    index()
    _, text = token(scene["release"])
    topics = f"/api/v1/{language}/topics"
    assert [one["count"] for one in asked(topics, text).json()["items"]] == [2]
    asked(f"/api/v1/{language}/search?q=guide&topic=new-topic", text)
    counted = asked(f"/api/v1/{language}/search?q=guide&topic=new-topic").json()["facets"]["topic"]
    assert [one["label"] for one in counted] == ["new-topic"]
    assert asked(topics).json()["items"] == []
    assert asked(f"/api/v1/{language}/items?topic=new-topic", text).json()["total"] == 2
    assert asked(f"/api/v1/{language}/items?topic=new-topic").json()["total"] == 0


def test_a_search_says_that_it_searches_what_is_public_and_shows_what_is_previewed(index: Index) -> None:
    scene = drafts()
    index()
    _, text = token(scene.original)
    found = asked("/api/v1/en/search?q=public", text).json()
    hit = next(one for one in found["items"] if one["id"] == str(scene.original.translation_key))
    assert ("DRAFTWORD" in hit["summary"], hit["preview"]["stage"], hit["highlights"]) == (True, "draft", [])
    assert found["searched"] == asked("/api/v1/en/suggest?q=engl", text).json()["searched"] == "public"
    assert asked("/api/v1/en/search?q=draftword", text).json()["total"] == 0
    assert "searched" not in asked("/api/v1/en/search?q=public").json()
    query = '{ search(q: "public", language: EN) { searched nodes { item { summary preview { stage } } } } }'
    said = graphql(query, text)["search"]
    assert (said["searched"], said["nodes"][0]["item"]["preview"]) == ("public", {"stage": "draft"})
    without = Client().post("/graphql", json.dumps({"query": query}), "application/json").json()["data"]["search"]
    assert (without["searched"], without["nodes"][0]["item"]["preview"]) == (None, None)


def test_a_list_is_read_in_few_queries_however_much_is_public(django_assert_max_num_queries: Any) -> None:
    from cms.previews.token_contents import overlay_of
    from cms.publication.drafts.preview_overlay import showing
    from cms.publication.queries.query_types import EditionFilter

    scene = before_a_release()
    made, _ = token(scene["release"])
    with showing(overlay_of(made)):
        with django_assert_max_num_queries(20):
            list_queries.editions(EditionFilter("cy"), "title", 100, full=True)
        with django_assert_max_num_queries(2):
            list_queries.editions(EditionFilter("cy"), "title", 100, full=True)
