"""Texts as they are written: kept at once, counted once confirmed, and nobody's words in the place of another's."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.machine_translators.dummy import DummyTranslator
from wagtail_localize.models import StringTranslation, Translation

from cms.desk.translating.models import SegmentDraft
from tests.factories import content as make
from tests.factories.terms import term_pair
from tests.publication.editions import payload
from tests.publication.editors import administrator, edit_url, editor

from .translated_pairs import (
    WELSH,
    at,
    confirmed,
    field,
    moved_on,
    row,
    save,
    shown,
    translation_of,
    untranslated,
    words,
)

pytestmark = pytest.mark.django_db


def test_a_suggestion_counts_only_once_a_person_has_confirmed_it() -> None:
    _page, welsh, translation = moved_on()
    client = administrator()
    screen = shown(client, welsh)
    assert field(screen, "summary").strip() == WELSH
    assert "Suggestion, not confirmed" in words(row(screen, "summary"))
    assert untranslated(translation) == {"summary"}
    assert not SegmentDraft.objects.exists()
    status, told = save(client, translation, at(translation, "summary"), f"{WELSH} Dyna i gyd.")
    assert (status, told["state"], told["unfinished"]) == (200, "translated", 0)
    assert untranslated(translation) == set()
    assert confirmed(translation, "summary").last_translated_by.username == "golygydd"


def test_what_is_half_typed_is_kept_and_is_no_translation() -> None:
    _page, welsh, translation = moved_on()
    client = administrator()
    status, told = save(client, translation, at(translation, "summary"), "Cymraeg: hanner", word="draft")
    assert (status, told["state"]) == (200, "draft")
    assert untranslated(translation) == {"summary"}
    assert field(shown(client, welsh), "summary").strip() == "Cymraeg: hanner"
    with make.committed():
        client.post(edit_url(welsh), {"action": "publish"})
    assert payload(welsh)["summary"] == WELSH
    before = at(translation, "title")
    save(client, translation, before, "Cymraeg: hanner teitl", word="draft")
    assert confirmed(translation, "title").data == before.source.replace("English:", "Cymraeg:")
    assert save(client, translation, at(translation, "title"), before.text, word="draft")[1]["state"] == "translated"
    assert save(client, translation, at(translation, "title"), "", word="confirm")[0] == 422
    assert save(client, translation, at(translation, "title"), before.text, word="reopen")[1]["state"] == "draft"
    assert "title" in untranslated(translation)


def test_who_saves_over_words_that_came_meanwhile_is_shown_them_and_nothing_is_lost() -> None:
    _page, _welsh, translation = moved_on()
    client, seen = administrator(), at(translation, "summary")
    other = Client()
    other.force_login(get_user_model().objects.create_superuser("arall"))
    assert save(other, translation, seen, "Cymraeg: eu geiriau nhw")[0] == 200
    for word in ("draft", "confirm", "reopen"):
        status, told = save(client, translation, seen, "Cymraeg: fy ngeiriau i", word=word)
        assert (status, told["by"], told["text"]) == (409, "arall", "Cymraeg: eu geiriau nhw")
    assert at(translation, "summary").text == "Cymraeg: eu geiriau nhw"
    status, _told = save(client, translation, at(translation, "summary"), "Cymraeg: fy ngeiriau i")
    assert (status, at(translation, "summary").text) == (200, "Cymraeg: fy ngeiriau i")


@pytest.mark.parametrize("who", ["nobody", "stranger", "locked", "stopped"])
def test_who_may_not_write_is_refused_in_words_and_changes_nothing(who: str) -> None:
    page, welsh, translation = moved_on()
    home = make.fresh(page).get_parent()
    client = {"nobody": Client, "stranger": lambda: editor(home)}.get(who, lambda: editor(home, welsh))()
    if who == "locked":
        Page.objects.filter(pk=welsh.pk).update(locked=True)
    if who == "stopped":
        Translation.objects.update(enabled=False)
    segment = at(translation, "summary")
    address = reverse("translating:text", args=[translation.pk, segment.pk])
    written = {"text": "Cymraeg: x", "word": "confirm", "base": segment.token}
    response = client.post(address, written, headers={"Accept": "application/json"})
    assert response.status_code == {"nobody": 302, "stranger": 302, "locked": 423, "stopped": 410}[who]
    assert at(translation, "summary").state == "missing"
    if who == "locked":
        screen = shown(client, welsh)
        assert screen.select_one("[data-confirm]") is None
        assert all(area.has_attr("readonly") for area in screen.select("[data-text] textarea"))


def test_who_writes_in_a_page_that_somebody_has_deleted_is_told_so_and_no_address_of_its_screen_fails() -> None:
    _page, welsh, translation = moved_on()
    client, segment = administrator(), at(translation, "summary")
    with make.committed():
        make.fresh(welsh).delete()
    status, told = save(client, translation, segment, "Cymraeg: fy ngeiriau i", word="draft")
    assert status == 410
    assert "deleted" in told["error"]
    for name, arguments in (("state", []), ("bring_in", []), ("export", ["po"]), ("import", [])):
        ask = client.get if name in {"state", "export"} else client.post
        assert ask(reverse(f"translating:{name}", args=[translation.pk, *arguments])).status_code == 404


def test_whoever_was_logged_out_is_told_so_by_an_answer_that_no_script_takes_for_a_saved_text() -> None:
    _page, _welsh, translation = moved_on()
    client = administrator()
    address = reverse("translating:state", args=[translation.pk])
    assert client.get(address).json()["csrf"]
    client.logout()
    assert client.get(address).status_code == 302
    refused = client.get(address, headers={"X-Requested-With": "XMLHttpRequest"})
    assert "json" not in refused["Content-Type"]


def test_tags_and_signs_are_written_as_they_are_and_a_lost_link_is_refused() -> None:
    home, welsh_home = make.homes()
    text = '<p>English: A &amp; B &lt; C, see <a href="https://x.example/">there</a> in <b>bold</b></p>'
    page = make.landing(home, "en", title="English: R&D", body=[("text", text)])
    welsh = make.translate(page, without=["body"], fallback=True)
    client, translation = editor(home, welsh_home), translation_of(page)
    path = f"body.{page.body[0].id}"
    screen = shown(client, welsh)
    assert words(row(screen, "title").select_one(".sbs-source")) == "English: R&D"
    assert field(screen, "title").strip() == "Cymraeg: R&D"
    assert words(row(screen, path).select_one(".sbs-source")).endswith('see <a id="a1">there</a> in <b>bold</b>')
    status, told = save(client, translation, at(translation, path), "Cymraeg: A & B &lt; C heb ddolen")
    assert (status, told["error"]) == (422, "The link “there” is missing.")
    status, told = save(client, translation, at(translation, path), 'Cymraeg: A & B &lt; C, <a id="a1">yma</a>')
    assert (status, told["tags"]) == (200, ["b"])
    assert at(translation, path).text == 'Cymraeg: A &amp; B &lt; C, <a id="a1">yma</a>'
    assert save(client, translation, at(translation, path), '<a id="a1">yma</a> <script>x</script>')[0] == 422


@pytest.mark.parametrize(
    ("translation", "followed"),
    [
        ("Cymraeg: cwrdd â'r panel paru", True),
        ("Cymraeg: ei phanel paru hi", True),
        ("Cymraeg: mae paneli paru", True),
        ("Cymraeg: y bwrdd", False),
    ],
)
def test_terms_are_suggested_and_those_not_followed_are_named_whatever_their_form(
    translation: str, followed: bool
) -> None:
    home, welsh_home = make.homes()
    term_pair("panel paru", "matching panel")
    page = make.landing(home, "en", summary="English: the matching panel meets")
    welsh = make.translate(page, without=["summary"], fallback=True)
    client, record = editor(home, welsh_home), translation_of(page)
    assert words(row(shown(client, welsh), "summary").select_one(".sbs-terms")).startswith("matching panel panel paru")
    status, told = save(client, record, at(record, "summary"), translation)
    assert (status, told["terms"]) == (200, [] if followed else ["panel paru"])
    missing = row(shown(client, welsh), "summary").select(".sbs-term--missing")
    assert len(missing) == (0 if followed else 1)


def test_a_machine_is_asked_only_where_settings_name_one_and_its_words_wait_for_a_person(settings: Any) -> None:
    _page, welsh, translation = moved_on()
    client = administrator()
    address = reverse("wagtail_localize:machine_translate", args=[translation.pk])
    assert address not in str(shown(client, welsh))
    assert client.post(address).status_code == 404
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": f"{DummyTranslator.__module__}.DummyTranslator"}
    save(client, translation, at(translation, "title"), "Cymraeg: hanner", word="draft")
    assert address in str(shown(client, welsh))
    client.post(address, {"next": edit_url(welsh)})
    assert at(translation, "title").text == "Cymraeg: hanner"
    assert untranslated(translation) == {"summary"}
    assert not StringTranslation.objects.filter(translation_type="machine").exists()
    assert "Machine translation (Dummy translator), not confirmed" in words(row(shown(client, welsh), "summary"))
    segment = at(translation, "summary")
    assert segment.draft is not None
    save(client, translation, segment, segment.text)
    assert confirmed(translation, "summary").translation_type == "manual"


def test_synchronising_with_machine_translation_publishes_none_of_it(settings: Any) -> None:
    page, welsh, translation = moved_on()
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": f"{DummyTranslator.__module__}.DummyTranslator"}
    address = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    with make.committed():
        administrator().post(address, {"publish_translations": "on", "use_machine_translation": "on"})
    assert SegmentDraft.objects.get().origin == "machine"
    assert untranslated(translation) == {"summary"}
    assert payload(welsh)["summary"] == WELSH
    assert page.live
