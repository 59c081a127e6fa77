"""The public editions of an item as editors see them, and confirming texts that are right in both languages."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from cms.publication.models import SameInBoth
from tests.factories import content as make

from .editions import state
from .editors import (
    alias,
    below_private,
    confirm,
    draft,
    edit_url,
    editor,
    expired,
    held_back,
    item_url,
    private,
    said,
    ticks,
    twin_private,
)

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script> Cafcass Cymru"


def test_someone_who_may_not_edit_the_page_learns_nothing() -> None:
    parent, _ = make.homes()
    page, translation = held_back(parent)
    stranger = editor(name="dieithryn")
    for method in (stranger.get, stranger.post):
        response = method(item_url(translation))
        assert response.status_code == 302
        assert page.title not in response.content.decode()
    assert Client().get(item_url(page)).status_code == 302


def test_confirming_needs_a_csrf_token() -> None:
    parent, translated_home = make.homes()
    _, translation = held_back(parent)
    client = editor(parent, translated_home)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert confirm(strict, translation, ticks(client, translation)).status_code == 403
    assert not SameInBoth.objects.exists()


def test_a_page_that_is_no_item_has_no_editions() -> None:
    parent, _ = make.homes()
    root = parent.get_parent()
    assert editor(root).get(item_url(root)).status_code == 302


def test_gaps_are_shown_where_the_form_has_them() -> None:
    parent, translated_home = make.homes()
    body = [("heading", {"text": "English: who to ring", "level": "2"}), ("text", "<p>English: in words</p>")]
    page = make.landing(parent, "en", body=body)
    translation = make.translate(page, without=["body"], fallback=True)
    html = editor(parent, translated_home).get(item_url(translation)).content.decode()
    assert "Body › 1. Heading › Text" in html
    assert "Body › 2. Text" in html
    assert "English: who to ring" in html
    assert "Never public so far" in html
    assert edit_url(translation) in html


@pytest.mark.parametrize("source", ["cy", "en"])
def test_a_confirmation_makes_the_edition_public_in_the_same_request(source: Any) -> None:
    parent, translated_home = make.homes(source)
    _, translation = held_back(parent)
    client = editor(parent, translated_home)
    names = ticks(client, translation)
    assert (len(names), state(translation)) == (1, "missing")
    response = confirm(client, translation, names)
    assert state(translation) == "published"
    page = client.get(response.url)
    assert f"https://api.example.test/api/v1/{translation.locale.language_code}/items/" in said(page)
    assert SameInBoth.objects.filter(confirmed_by__username="golygydd").exists()
    assert ticks(client, translation) == []


def test_only_what_is_offered_can_be_confirmed() -> None:
    parent, translated_home = make.homes()
    _, translation = held_back(parent)
    client = editor(parent, translated_home)
    for forged in (["Cafcass Cymru"], [f"{parent.translation_key.hex}-{'0' * 32}"], [""], ["\0"], []):
        confirm(client, translation, forged)
    assert not SameInBoth.objects.exists()
    assert state(translation) == "missing"


def test_who_may_edit_one_language_sees_and_confirms_nothing_of_the_other() -> None:
    parent, translated_home = make.homes()
    page, translation = held_back(parent)
    names = ticks(editor(translated_home, name="cyfieithydd"), translation)
    client = editor(parent)
    html = client.get(item_url(page)).content.decode()
    assert names
    assert names[0] not in html
    assert edit_url(translation) not in html
    confirm(client, page, names)
    assert not SameInBoth.objects.exists()


def _with_organisation() -> tuple[Any, Any, Any]:
    parent, translated_home = make.homes()
    organisation = make.organisation("en", short_name="AFKA")
    make.translate(organisation, short_name="AFKA")
    page = make.landing(parent, "en", publisher=organisation)
    return (parent, translated_home), make.translate(page), organisation


def test_a_snippets_gaps_are_shown_and_confirmed_with_the_page_that_names_it() -> None:
    homes, translation, organisation = _with_organisation()
    client = editor(*homes, snippets=True)
    html = client.get(item_url(translation)).content.decode()
    twin = organisation.get_translations().get()
    assert reverse("wagtailsnippets_content_organisation:edit", args=[twin.pk]) in html
    assert "Short name" in html
    confirm(client, translation, ticks(client, translation))
    assert SameInBoth.objects.get().item == organisation.translation_key
    assert state(translation) == "published"


def test_a_snippet_is_confirmed_only_by_those_who_may_change_it() -> None:
    homes, translation, _ = _with_organisation()
    names = ticks(editor(*homes, snippets=True, name="golygydd llawn"), translation)
    client = editor(*homes)
    assert names
    assert ticks(client, translation) == []
    confirm(client, translation, names)
    assert not SameInBoth.objects.exists()


REASONS = {
    draft: "The page is a draft",
    expired: "The page has expired",
    private: "The page is private",
    below_private: "A page above it is private",
    twin_private: "The page in the other language, or a page above it, is private",
    alias: "This page is an alias",
}


@pytest.mark.parametrize("build", REASONS, ids=lambda build: build.__name__)
def test_reasons_other_than_gaps_are_told(build: Any) -> None:
    parent, translated_home = make.homes()
    page = build(parent)
    assert REASONS[build] in editor(parent, translated_home).get(item_url(page)).content.decode()


def test_a_stale_translation_is_called_out_of_date() -> None:
    parent, translated_home = make.homes()
    page = make.landing(parent, "en")
    translation = make.translate(page)
    client = editor(parent, translated_home)
    assert "Up to date" in client.get(item_url(translation)).content.decode()
    make.publish(page, summary="English: quite another thing")
    html = client.get(item_url(translation)).content.decode()
    assert "Out of date: the original changed on" in html
    assert state(translation) == "published"


def test_a_script_in_a_text_is_shown_as_text_everywhere() -> None:
    parent, translated_home = make.homes()
    organisation = make.organisation("en", name=EVIL)
    make.translate(organisation, name=escape(EVIL))
    _, translation = held_back(parent, title=EVIL, publisher=organisation)
    client = editor(parent, translated_home, snippets=True)
    for address in (item_url(translation), reverse("publication_admin:report"), edit_url(translation)):
        html = client.get(address).content.decode()
        assert "<script>alert(1)" not in html
        assert "&lt;script&gt;alert(1)" in html


def test_the_items_view_costs_the_same_whatever_the_size_of_the_site() -> None:
    parent, translated_home = make.homes()
    _, translation = held_back(parent)
    client = editor(parent, translated_home)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(item_url(translation))
        return len(captured)

    queries()
    few = queries()
    for _ in range(8):
        held_back(parent)
    assert queries() == few


def test_the_way_there_is_offered_to_those_who_may_go() -> None:
    parent, translated_home = make.homes()
    page, _ = held_back(parent)
    explorer = reverse("wagtailadmin_explore", args=[parent.pk])
    assert item_url(page) in editor(parent, translated_home).get(explorer).content.decode()
    page_only = editor(page, name="arall")
    assert item_url(page) in page_only.get(edit_url(page)).content.decode()
    assert item_url(parent) not in page_only.get(explorer).content.decode()


def told_of_former_addresses(client: Client, page: Any) -> dict[str, str]:
    """By language, what the screen says of former addresses."""
    soup = BeautifulSoup(client.get(item_url(page)).content, "html.parser")
    sections = {code: soup.select_one(f'section[aria-labelledby="edition-{code}-heading"]') for code in ("cy", "en")}
    cells = {code: section.select('tr:has(> th:-soup-contains("Former addresses")) > td')
             for code, section in sections.items() if section}  # fmt: skip
    return {code: " ".join(found[0].text.split()) if found else "" for code, found in cells.items()}


def test_an_editor_sees_which_former_addresses_lead_to_a_page() -> None:
    parent, translated_home = make.homes()
    page = make.landing(parent, "en", slug="a")
    welsh = make.translate(page, slug="dechrau")
    client = editor(parent, translated_home)
    assert told_of_former_addresses(client, page) == {"cy": "", "en": ""}
    make.publish(welsh, slug="cartref")
    make.publish(make.publish(page, slug="b"), slug="c")
    make.landing(parent, "en", slug="a")
    lead = "They lead readers to the public address, except those that are another page's."
    assert told_of_former_addresses(client, page) == {
        "cy": f"/cy/dechrau/ {lead}",
        "en": f"/en/a/ – now another page's /en/b/ {lead}",
    }
    with make.committed():
        make.fresh(welsh).unpublish()
    assert (
        told_of_former_addresses(client, page)["cy"]
        == "/cy/dechrau/ /cy/cartref/ They lead nowhere while the page is not public."
    )
