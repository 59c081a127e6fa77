"""What a token shows over REST and GraphQL is what would be public, labelled; of all else, what everybody sees."""

import json
from typing import Any

import pytest
from django.test import Client

from cms.content.languages import CODES, Language
from cms.publication.drafts.preview_overlay import shown_overlay
from cms.publication.models import Edition, ReleaseSet
from cms.publication.release_sets import flips
from cms.publication.release_sets.set_members import add_items
from cms.publication.releases.instructions import say_same
from cms.rest.openapi.item_schema import item_schema
from tests.factories import content as make
from tests.previews.shared import asked, drafts, somebody, token
from tests.publication.pairs import together

assert together
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]
# What only a publication decides.
_OF_A_RELEASE = ("version", "updated", "published")


def told(payload: dict[str, Any]) -> dict[str, Any]:
    """All of a payload but what only its publication decides."""
    known = {name: value for name, value in payload.items() if name not in {*_OF_A_RELEASE, "preview"}}
    return {**known, "languages": [{**one, "since": "", "translation_status": ""} for one in known["languages"]]}


def graphql(query: str, text: str) -> Any:
    response = Client().post(
        "/graphql", json.dumps({"query": query}), "application/json", headers={"authorization": f"Preview {text}"}
    )
    assert response["Cache-Control"] == "private, no-store"
    return response.json()["data"]


@pytest.mark.parametrize("source", CODES)
def test_a_draft_is_shown_as_the_pair_that_is_public_once_it_is_released(source: Language) -> None:
    scene = drafts(source)
    item = scene.original.translation_key
    _, text = token(scene.original)
    shown = {code: asked(f"/api/v1/{code}/items/{item}", text) for code in CODES}
    release = ReleaseSet.objects.create(name="Both")
    add_items(release, [item])
    with make.committed():
        for page in (scene.original, scene.translation):
            page.get_latest_revision().publish()
        say_same(item, somebody())
    _, of_release = token(release)
    as_of = {code: asked(f"/api/v1/{code}/items/{item}", of_release).json() for code in CODES}
    flips.release(release, somebody())
    for code, response in shown.items():
        payload, public = response.json(), asked(f"/api/v1/{code}/items/{item}").json()
        assert "DRAFTWORD" in payload["summary"]
        assert payload["preview"] == {"stage": "draft", "pinned": False, "complete": True, "gaps": []}
        assert (payload["version"], as_of[code]["preview"]["stage"]) == (0, "release")
        assert told(payload) == told(as_of[code]) == told(public)
        statuses = [[one["translation_status"] for one in made["languages"]] for made in (as_of[code], public)]
        assert statuses == [["current"] * 2] * 2
        assert response["Content-Language"] == code


def test_what_is_held_is_labelled_and_neither_public_nor_seen_without_the_token() -> None:
    scene = drafts()
    item = scene.original.translation_key
    with make.committed():
        scene.original.get_latest_revision().publish()
    _, text = token(scene.original, drafts=False)
    english, welsh = (asked(f"/api/v1/{code}/items/{item}", text).json() for code in ("en", "cy"))
    assert ("DRAFTWORD" in english["summary"], english["preview"]["stage"]) == (True, "held")
    assert ("DRAFTWORD" in welsh["summary"], welsh["preview"]["stage"]) == (False, "public")
    assert "DRAFTWORD" not in asked(f"/api/v1/en/items/{item}").content.decode()
    assert Edition.objects.get(item=item, language="en").version > 0
    assert shown_overlay() is None


def test_what_is_not_wholly_in_its_language_says_so_and_is_never_called_complete() -> None:
    home, _ = make.homes("en")
    page = make.landing(home, "en", change_note="English: note")
    make.translate(page, fallback=True, without=("summary",))
    item = page.translation_key
    _, text = token(page)
    payload = asked(f"/api/v1/cy/items/{item}", text).json()
    assert payload["preview"]["complete"] is False
    assert "summary" in [gap["path"] for gap in payload["preview"]["gaps"]]
    assert asked(f"/api/v1/cy/items/{item}").status_code == 404
    shown = asked(f"/preview/{text}/cy/{item}/page")
    assert shown["Content-Language"] == "cy, en"
    assert "Nid yw'r dudalen hon yn gyfan gwbl yn Gymraeg eto." in shown.content.decode().replace("&#x27;", "'")


def test_an_alias_is_shown_in_no_language_that_it_is_not_in() -> None:
    home, _ = make.homes("en")
    page = make.landing(home, "en")
    with make.committed():
        page.create_alias(
            parent=home.get_translations().get(), update_locale=make.locale("cy"), reset_translation_key=False
        )
    _, text = token(page)
    assert asked(f"/api/v1/cy/items/{page.translation_key}", text).status_code == 404
    assert asked(f"/api/v1/en/items/{page.translation_key}", text).status_code == 200


def test_a_token_follows_what_is_written_unless_it_is_pinned() -> None:
    scene = drafts()
    address = f"/api/v1/en/items/{scene.never.translation_key}"
    (_, follows), (_, pinned) = token(scene.never), token(scene.never, pinned=True)
    page = make.fresh(scene.never)
    page.summary = "English: LATERWORD"
    page.save_revision()
    assert "LATERWORD" in asked(address, follows).json()["summary"]
    kept = asked(address, pinned).json()
    assert ("FIRSTSECRET" in kept["summary"], kept["preview"]["pinned"]) == (True, True)


@pytest.mark.parametrize("by", ['item(id: "{id}"', 'item(path: "{path}"'])
def test_graphql_gives_the_same_by_every_way_to_an_item(by: str) -> None:
    scene = drafts()
    _, text = token(scene.never)
    page = make.fresh(scene.never)
    path = asked(f"/api/v1/en/items/{page.translation_key}", text).json()["path"]
    asked_for = by.format(id=page.translation_key, path=path)
    found = graphql(
        f"{{ {asked_for}, language: EN) {{ id summary preview {{ stage complete gaps {{ path }} }} }} }}", text
    )
    assert "FIRSTSECRET" in found["item"]["summary"]
    assert found["item"]["preview"] == {"stage": "draft", "complete": True, "gaps": []}
    node = found["item"]["id"]
    again = graphql(f'{{ node(id: "{node}") {{ ... on Item {{ summary preview {{ stage }} }} }} }}', text)
    assert again["node"]["summary"] == found["item"]["summary"]
    many = graphql(f'{{ nodes(ids: ["{node}"]) {{ ... on Item {{ title preview {{ stage }} }} }} }}', text)
    assert many["nodes"][0]["preview"] == {"stage": "draft"}


def test_items_of_a_release_lead_to_each_other_and_the_page_above_lists_them() -> None:
    home, _ = make.homes("en")
    index = make.guide_index(home, "en")
    make.translate(index)
    release = ReleaseSet.objects.create(name="Guides")
    first = make.guide(index, "en", live=False)
    second = make.landing(home, "en", live=False, related=[("page", first)])
    add_items(release, [page.translation_key for page in (first, second, index)])
    for page in (first, second):
        made = make.publish(page)
        make.translate(made)
    _, text = token(release)
    for code in CODES:
        above = asked(f"/api/v1/{code}/items/{index.translation_key}", text).json()
        assert [card["id"] for card in above["children"]] == [str(first.translation_key)]
        assert above["children_total"] == 1
        linked = asked(f"/api/v1/{code}/items/{second.translation_key}", text).json()
        assert [card["id"] for card in linked["related"]] == [str(first.translation_key)]
        assert asked(f"/api/v1/{code}/items/{index.translation_key}").json()["children"] == []
        paper = asked(f"/preview/{text}/{code}/{index.translation_key}/paper").content.decode()
        assert f"/preview/{text}/" in asked(f"/preview/{text}/{code}/{index.translation_key}/page").content.decode()
        assert linked["related"][0]["title"] in paper


def test_a_labelled_payload_keeps_the_published_schema() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    scene = drafts()
    _, text = token(scene.never)
    jsonschema.validate(asked(f"/api/v1/en/items/{scene.never.translation_key}", text).json(), item_schema())
