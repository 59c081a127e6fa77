"""What editors do with translations in wagtail-localize's screens: nothing public is lost or put out by a single click."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from tests.factories import content as make

from .editions import payload, state
from .editors import edit_url, editor, said

pytestmark = pytest.mark.django_db


def pair(**fields: Any) -> tuple[Any, Any, Any, Any]:
    """Both homes, a page below the English one, and its Welsh translation."""
    home, welsh_home = make.homes()
    page = make.landing(home, "en", **fields)
    return home, welsh_home, page, make.translate(page)


def convert_url(page: Page) -> str:
    return reverse("wagtail_localize:convert_to_alias", args=[page.pk])


def sync_url(page: Page) -> str:
    source = TranslationSource.objects.get(object_id=page.translation_key)
    return reverse("wagtail_localize:update_translations", args=[source.pk])


def post(client: Client, address: str, data: dict[str, Any]) -> Any:
    """A form that is sent, and the page that it leads to; wagtail-localize publishes on commit."""
    with make.committed():
        response = client.post(address, data)
    return client.get(response.headers["Location"]) if response.status_code == 302 else response


def test_who_may_not_publish_is_offered_no_way_to_withdraw_a_page_and_has_none() -> None:
    home, welsh_home, _page, welsh = pair()
    client = editor(home, welsh_home, publishes=False)
    screen = client.get(edit_url(welsh)).content.decode()
    assert convert_url(welsh) not in screen
    assert "translation-editor--without-publishing" in screen
    assert "Readers see it once somebody who may publish has published the translation." in screen
    for method in (client.get, client.post):
        assert "withdrawn" not in method(convert_url(welsh)).content.decode()
    assert Page.objects.get(pk=welsh.pk).alias_of_id is None
    assert state(welsh) == "published"


def test_who_may_publish_is_told_what_becomes_of_the_page_and_gets_the_translation_back() -> None:
    home, welsh_home, page, welsh = pair(summary="English: a summary")
    client = editor(home, welsh_home, translates=True)
    assert convert_url(welsh) in client.get(edit_url(welsh)).content.decode()
    screen = client.get(convert_url(welsh)).content.decode()
    assert "Its own edition is withdrawn at once" in screen
    assert state(welsh) == "published"
    post(client, convert_url(welsh), {})
    assert state(welsh) == "withdrawn"
    submit = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    post(client, submit, {"locales": [welsh.locale_id]})
    post(client, edit_url(welsh), {"action": "publish"})
    assert state(welsh) == "published"
    assert payload(welsh)["summary"] == "Cymraeg: a summary"


@pytest.mark.parametrize("locked", [True, False])
def test_no_act_of_wagtail_localize_is_the_main_one_of_the_page_editor(locked: bool) -> None:
    home, welsh_home, _page, welsh = pair()
    Translation.objects.filter(source__object_id=welsh.translation_key).update(enabled=False)
    Page.objects.filter(pk=welsh.pk).update(locked=locked)
    screen = editor(home, welsh_home).get(edit_url(welsh)).content.decode()
    names = re.findall(r'name="(action-[a-z-]+|localize-[a-z-]+)"', screen)
    assert ("localize-convert-to-alias" in names) is not locked
    assert not names or names[0].startswith("action-")
    translator = editor(home, welsh_home, publishes=False, name="cyfieithydd").get(edit_url(welsh)).content.decode()
    assert "localize-" not in translator


def test_a_synchronisation_publishes_no_untranslated_text() -> None:
    home, welsh_home, page, welsh = pair(summary="English: a summary")
    page = make.publish(page, summary="English: another summary")
    client = editor(home, welsh_home, translates=True)
    response = post(client, sync_url(page), {"publish_translations": "on"})
    assert "was not published. Texts to translate: 1." in said(response)
    welsh.refresh_from_db()
    assert payload(welsh)["summary"] == "Cymraeg: a summary"
    assert welsh.live_revision.as_object().summary == "Cymraeg: a summary"


def test_a_synchronisation_publishes_what_needs_no_translation_for_those_who_may() -> None:
    home, welsh_home, page, welsh = pair()
    page = make.publish(page, audiences=["parents"])
    client = editor(home, welsh_home, translates=True, publishes=False, name="cyfieithydd")
    response = post(client, sync_url(page), {"publish_translations": "on"})
    assert "you may not publish it" in said(response)
    assert payload(welsh)["audiences"] == []
    post(editor(home, welsh_home, translates=True), sync_url(page), {"publish_translations": "on"})
    assert [one["code"] for one in payload(welsh)["audiences"]] == ["parents"]


def test_a_snippet_with_texts_to_translate_is_not_published_and_withdraws_no_page() -> None:
    home, welsh_home = make.homes()
    organisation = make.organisation("en", name="English: agency", short_name="")
    welsh_organisation = make.translate(organisation)
    page = make.landing(home, "en", publisher=organisation)
    welsh = make.translate(page)
    organisation.name = "English: agency of another name"
    organisation.save()
    with make.committed():
        make.source_of(organisation)
    client = editor(home, welsh_home, snippets=True)
    address = reverse("wagtailsnippets_content_organisation:edit", args=[welsh_organisation.pk])
    response = post(client, address, {"action": "publish"})
    assert "Texts to translate: 1. Nothing was changed" in said(response)
    welsh_organisation.refresh_from_db()
    assert welsh_organisation.name == "Cymraeg: agency"
    assert state(welsh) == "published"
    make.translate(organisation, name="Cymraeg: arall")
    post(client, address, {"action": "publish"})
    welsh_organisation.refresh_from_db()
    assert welsh_organisation.name == "Cymraeg: arall"


def test_a_locked_translation_is_not_published() -> None:
    home, welsh_home, page, welsh = pair(summary="English: a summary")
    page = make.publish(page, summary="English: another")
    with make.committed():
        source = make.source_of(page)
    make.write_strings(source, "cy")
    Page.objects.filter(pk=welsh.pk).update(locked=True)
    client = editor(home, welsh_home)
    assert "This page is locked" in said(post(client, edit_url(welsh), {"action": "publish"}))
    assert payload(welsh)["summary"] == "Cymraeg: a summary"
    Page.objects.filter(pk=welsh.pk).update(locked=False)
    post(client, edit_url(welsh), {"action": "publish"})
    assert payload(welsh)["summary"] == "Cymraeg: another"


def test_the_screen_of_an_earlier_version_says_nothing_false() -> None:
    home, welsh_home, page, welsh = pair(summary="English: a summary")
    client = editor(home, welsh_home)
    first = page.latest_revision
    make.publish(page, summary="English: a summary")
    original = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    assert "The public still sees" not in said(client.get(original))
    translation = reverse("wagtailadmin_pages:revisions_revert", args=[welsh.pk, welsh.latest_revision.pk])
    assert "A translation has no earlier version to go back to" in said(client.get(translation))


def test_the_editor_has_the_three_dots_of_all_pages() -> None:
    home, welsh_home, _page, welsh = pair()
    screen = editor(home, welsh_home).get(edit_url(welsh)).content.decode()
    assert reverse("publication_admin:item", args=[welsh.pk]) in screen
