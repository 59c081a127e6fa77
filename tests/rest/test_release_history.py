"""What went out when over REST: both languages in one entry, page by page, and nothing that is not for the public."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from jsonschema import Draft202012Validator

from cms.publication.models import Release, ReleasedVersion
from cms.publication.reconciliation import actions
from cms.rest.openapi.openapi_document import document_json
from tests.factories import content as make
from tests.publication.pairs import pair, together

assert together
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]


def releases(response):
    return [(entry["kind"], [one["language"] for one in entry["languages"]]) for entry in response.json()["items"]]


@pytest.fixture
def page():
    """A page of which a pair went out, then a minor change of the English, and then both again."""
    page, _ = pair("en", change_note="")
    make.publish(page, title="English: one.", change_note="A full stop was added.")
    actions.release_minor(page.translation_key, "en", None, with_texts=True)
    make.publish(page, title="English: two")
    make.translate(page)
    return page


def test_the_history_of_an_item_has_both_languages_in_one_entry_newest_first(api, page):
    response = api.read(f"items/{page.translation_key}/releases")
    assert releases(response) == [("together", ["cy", "en"]), ("minor", ["cy", "en"]), ("first", ["cy", "en"])]
    entries = response.json()["items"]
    assert [[one["changed"] for one in entry["languages"]] for entry in entries] == [
        [True, True], [False, True], [True, True],
    ]  # fmt: skip
    assert entries[1]["languages"][1]["change_note"] == "A full stop was added."
    assert [one["title"] for one in entries[2]["languages"]] == ["Cymraeg: two", "English: two"]
    assert [one["stale_since"] for one in entries[0]["languages"]] == [None, None]
    assert api.read(entries[0]["languages"][0]["api"].removeprefix("https://api.example.test")).status_code == 200


def test_an_entry_names_the_versions_with_which_it_went_out(api, page):
    def versions():
        return [api.read(f"{code}/items/{page.translation_key}").json()["version"] for code in ("cy", "en")]

    entries = api.read(f"items/{page.translation_key}/releases?sort=released").json()["items"]
    named = [[one["version"] for one in entry["languages"]] for entry in entries]
    assert named[-1] == versions()
    assert all(named[0][place] < named[1][place] < named[2][place] for place in (0, 1))
    # A new title above is no release of what is below: who has a later version than is named has the release.
    home = make.publish(make.fresh(page).get_parent().specific, title="English: another home")
    make.translate(home)
    assert all(later > version for later, version in zip(versions(), named[-1], strict=True))
    assert api.read(f"items/{page.translation_key}/releases?sort=released").json()["items"] == entries


def test_the_list_of_all_is_filtered_by_item_kind_and_moment(api, page):
    other, _ = pair(beside=page)
    assert releases(api.read(f"releases?item={other.translation_key}")) == [("first", ["cy", "en"])]
    assert [kind for kind, _ in releases(api.read(f"releases?kind=minor,together&item={page.translation_key}"))] == [
        "together", "minor",
    ]  # fmt: skip
    assert api.read("releases").json()["total"] == Release.objects.count()
    later = (timezone.now() + timedelta(days=1)).isoformat()
    assert api.read("releases?since=" + later.replace("+", "%2B")).json() == {"items": [], "next": None, "total": 0}


@pytest.mark.parametrize("sort", ["released", "-released"])
def test_pages_follow_one_another_there_and_back(api, page, sort):
    numbers = sorted(Release.objects.values_list("pk", flat=True), reverse=sort == "-released")
    address, pages, found = f"releases?limit=2&sort={sort}", [], []
    while address:
        last = api.read(address)
        pages.append([entry["number"] for entry in last.json()["items"]])
        found += pages[-1]
        address = last.json()["next"] and last.json()["next"].removeprefix("https://api.example.test")
    assert found == numbers
    back = last["Link"].split("<")[1].split(">")[0].removeprefix("https://api.example.test")
    assert [entry["number"] for entry in api.read(back).json()["items"]] == pages[-2]


def test_what_goes_out_while_pages_are_read_comes_last_and_nothing_is_met_twice(api, page):
    first = api.read("releases?sort=released&limit=100")
    assert first.json()["next"] is None
    begun = api.read("releases?sort=released&limit=3").json()
    make.publish(page, title="English: three")
    make.translate(page)
    rest = api.read(begun["next"].removeprefix("https://api.example.test")).json()["items"]
    assert [entry["number"] for entry in begun["items"] + rest] == sorted(Release.objects.values_list("pk", flat=True))


def test_neither_who_nor_why_nor_until_when_is_said(api, page):
    user = get_user_model().objects.create_superuser("example.editor", first_name="Secretive", last_name="Editor")
    make.publish(page, title="English: alone")
    until = timezone.now() + timedelta(days=3)
    actions.release_alone(page.translation_key, "en", user, "An internal reason", until)
    response = api.read("releases")
    newest = response.json()["items"][0]
    assert (newest["kind"], [one["stale_since"] is None for one in newest["languages"]]) == ("alone", [False, True])
    for secret in ("Secretive", "internal", "example.editor", until.date().isoformat()):
        assert secret not in response.content.decode()


def test_of_what_was_taken_down_is_said_that_it_was_and_no_word_more(api, page):
    with make.committed():
        make.fresh(page).unpublish()
    response = api.read(f"items/{page.translation_key}/releases")
    assert releases(response)[0] == ("take-down", [])
    assert {one["title"] for entry in response.json()["items"] for one in entry["languages"]} == {None}
    assert "full stop" not in response.content.decode()


def test_an_item_that_never_was_public_has_no_history(api):
    home, _ = make.homes()
    draft = make.landing(home, "en")
    api.problem(f"items/{draft.translation_key}/releases", 404, "not-found")
    api.problem(f"items/{uuid4()}/releases", 404, "not-found")
    assert api.read(f"releases?item={draft.translation_key}").json()["total"] == 0
    api.problem("items/none/releases", 400, "invalid-id")
    api.problem("releases?kind=other", 400, "invalid-parameter")


def test_a_cursor_of_another_list_is_refused(api, page):
    following = api.read("releases?limit=1").json()["next"]
    cursor = following.split("cursor=")[1]
    api.problem(f"releases?cursor={cursor}&sort=released", 400, "invalid-cursor")
    api.problem(f"items/{page.translation_key}/releases?cursor={cursor}", 400, "invalid-cursor")


def test_what_is_given_fits_the_schema_and_is_not_sent_twice(api, page):
    with make.committed():
        make.fresh(page).unpublish()
    document = json.loads(document_json())
    schema = {"$ref": "#/components/schemas/ReleaseList", "components": document["components"]}
    response = api.read("releases")
    assert list(Draft202012Validator(schema).iter_errors(response.json())) == []
    assert response["Cache-Control"].startswith("public")
    assert api.read("releases", **{"If-None-Match": response["ETag"]}).status_code == 304


def test_a_list_takes_two_queries_however_long_it_is(api, page):
    for size in (2, 50):
        for _ in range(size):
            released = Release.objects.create(item=page.translation_key, kind="minor", at=timezone.now())
            ReleasedVersion.objects.create(release=released, language="en", slug="one")
        with CaptureQueriesContext(connection) as asked:
            assert len(api.read(f"releases?limit={size}").json()["items"]) == size
        assert len(asked) <= 2
