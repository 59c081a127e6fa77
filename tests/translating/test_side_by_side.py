"""The screen in which a translation is made: what stands beside each text, what is named how, and where links lead."""

from itertools import pairwise
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.urls import reverse
from wagtail import hooks
from wagtail.models import Page, Revision
from wagtail_localize.models import SegmentOverride, Translation, TranslationLog

from cms.desk.translating.help.earlier_texts import seen_revision
from tests.factories import content as make
from tests.factories.flowcharts import chart, value
from tests.publication.editors import administrator, edit_url, editor, said

from .translated_pairs import (
    FIRST,
    LATER,
    WELSH,
    at,
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


@pytest.mark.parametrize("source", ["en", "cy"])
def test_what_changed_since_the_translator_saw_it_is_marked_and_the_old_translation_stands_beside(source: Any) -> None:
    page, other, translation = moved_on(source)
    screen = shown(administrator(), other)
    summary = row(screen, "summary")
    log = TranslationLog.objects.filter(source=translation.source).latest("created_at")
    assert seen_revision(log) == Revision.objects.for_instance(page).order_by("pk").first()
    before, old = (FIRST, WELSH) if source == "en" else (WELSH, FIRST)
    new, gone = (["lasts"], ["takes"]) if source == "en" else ([" Dyna i gyd."], [])
    marked = summary.select_one(".sbs-source .sbs-words")
    assert marked is not None
    assert [one.get_text() for one in marked.find_all("ins")] == new
    assert [one.get_text() for one in marked.find_all("del")] == gone
    said_beside = words(summary.select_one(".sbs-source .sbs-help"))
    assert old in said_beside
    assert before in said_beside
    assert summary["data-state"] == "suggested"
    assert row(screen, "title")["data-state"] == "translated"
    languages = [one["lang"] for one in summary.select(".sbs-source, textarea")]
    assert languages == [source, "cy" if source == "en" else "en"]


def test_the_change_is_told_from_what_was_seen_last_not_from_what_is_most_alike() -> None:
    page, welsh, translation = moved_on()
    client = administrator()
    quite_other = "English: nothing of that is said any more, since the panel was done away with"
    for text, theirs in ((quite_other, "Cymraeg: dim"), (LATER, "")):
        make.publish(page, summary=text)
        with make.committed():
            make.source_of(page)
        if theirs:
            save(client, translation, at(translation, "summary"), theirs)
            with make.committed():
                client.post(edit_url(welsh), {"action": "publish"})
    beside = row(shown(client, welsh), "summary").select_one(".sbs-source .sbs-help")
    assert quite_other in words(beside)
    assert "Cymraeg: dim" in words(beside)


def test_texts_are_named_by_section_chapter_and_step_and_each_kind_of_heading_follows_the_one_above() -> None:
    home, welsh_home = make.homes()
    flow = value(chart(), title="English: who decides")
    body = [
        ("heading", {"text": "English: h", "level": "2"}),
        ("text", "<p>English: one</p><p>English: two</p>"),
        ("flowchart", flow),
    ]
    index = make.guide_index(home, "en")
    make.translate(index)
    guide = make.guide(index, "en", chapters=[("chapter", {"title": "English: matching", "summary": "", "body": body})])
    screen = shown(editor(home, welsh_home), make.translate(guide))
    labels = [words(one) for one in screen.select("[data-text] label")]
    assert {"Title", "Text, paragraph 1", "Text, paragraph 2", "1. Step › Text", "2. Step › Text"} <= set(labels)
    assert [words(one) for one in screen.select(".sbs-section h2")][:2] == [
        "Fields of the page",
        "Chapters › 1. Chapter “English: matching”",
    ]
    assert "3. Flowchart “English: who decides”" in [words(one) for one in screen.select("h3.sbs-block")]
    sections = [words(one) for one in screen.select(".sbs-section h2")]
    assert len(sections) == len(set(sections))
    levels = [int(one.name[1]) for one in screen.select("main h1, main h2, main h3, main h4")]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    for area in screen.select("textarea"):
        assert screen.select_one(f'label[for="{area["id"]}"]') is not None


def test_a_block_has_a_picture_in_either_language_that_shows_it_and_nothing_else() -> None:
    home, welsh_home = make.homes()
    page = make.landing(
        home,
        "en",
        body=[
            ("quote", {"text": "English: said", "attribution": "English: somebody"}),
            ("text", "<p>English: another</p>"),
        ],
    )
    client = editor(home, welsh_home)
    welsh = make.translate(page)
    frames = shown(client, welsh).select(".sbs-picture iframe")
    assert len(frames) == 4
    pictures = [client.get(str(frame["src"])).content.decode() for frame in frames[:2]]
    assert all(frame["title"] and frame["loading"] == "lazy" for frame in frames)
    for picture, own, lang in zip(pictures, ("English: said", "Cymraeg: said"), ("en", "cy"), strict=True):
        assert own in picture
        assert "another" not in picture
        assert f'<html lang="{lang}">' in picture
    assert editor(home, name="arall").get(str(frames[0]["src"])).status_code == 302


def test_the_links_of_a_gap_lead_to_an_element_of_the_screen() -> None:
    home, welsh_home = make.homes()
    page = make.landing(home, "en", title="English: one", body=[("text", "<p>English: a text</p>")])
    welsh = make.translate(page, without=["summary", "body"], fallback=True)
    client = editor(home, welsh_home, translates=True)
    item = shown_at(client, reverse("publication_admin:item", args=[welsh.pk]))
    links = {str(link["href"]).partition("#")[2] for link in item.select(f'a[href^="{edit_url(welsh)}#segment-"]')}
    screen = shown(client, welsh)
    assert links == {"segment-summary", f"segment-body.{page.body[0].id}.text.plain"}
    assert screen.find(id="segment-summary") is not None
    # The script goes up from what a payload names to the text that it is made of.
    assert screen.find(id=f"segment-body.{page.body[0].id}") is not None
    above = screen.select_one(".messages")
    assert above is not None
    assert [str(link["href"]).partition("#")[2] for link in above.select('a[href*="#segment-"]')] == ["segment-summary"]
    for report in ("publication_admin:report", "wagtail_localize:translations_report"):
        assert shown_at(client, reverse(report)).select_one(f'a[href="{edit_url(welsh)}#segment-summary"]') is not None


def shown_at(client: Any, address: str) -> Any:
    return BeautifulSoup(client.get(address).content, "html.parser")


def test_the_gaps_of_a_snippet_that_a_page_names_lead_to_its_fields() -> None:
    home, _welsh_home = make.homes()
    organisation = make.organisation("en", name="English: agency", short_name="English: short")
    theirs = make.translate(organisation, short_name="English: short")
    page = make.landing(home, "en", publisher=organisation)
    client = administrator()
    item = shown_at(client, reverse("publication_admin:item", args=[make.translate(page).pk]))
    address = reverse("wagtailsnippets_content_organisation:edit", args=[theirs.pk])
    assert item.select_one(f'a[href="{address}#segment-short_name"]') is not None
    assert shown_at(client, address).find(id="segment-short_name") is not None


def test_the_original_is_brought_in_by_one_button_and_nothing_that_readers_see_changes() -> None:
    home, welsh_home = make.homes()
    page = make.landing(home, "en", summary=FIRST)
    welsh = make.translate(page, summary=WELSH)
    make.publish(page, summary=LATER)
    client = editor(home, welsh_home)
    form = shown(client, welsh).select_one('form[action*="bring-in"]')
    assert form is not None
    assert "1 text is not here yet" in words(form)
    live = make.fresh(welsh).live_revision_id
    response = client.post(str(form["action"]))
    assert response.headers["Location"] == f"{edit_url(welsh)}#unfinished"
    assert make.fresh(welsh).live_revision_id == live
    assert untranslated(translation_of(page)) == {"summary"}
    screen = shown(client, welsh)
    assert screen.select_one('form[action*="bring-in"]') is None
    assert words(screen.select_one("[data-progress]")).partition(": ")[2].startswith("1 / ")


@pytest.mark.django_db(transaction=True)
def test_after_publishing_the_public_address_is_shown() -> None:
    _page, welsh, translation = moved_on()
    client = administrator()
    assert save(client, translation, at(translation, "summary"), "Cymraeg: newydd")[0] == 200
    told = said(client.post(edit_url(welsh), {"action": "publish"}, follow=True))
    assert "The page is public in Welsh." in told
    assert f"https://cy.example.test/cy/{make.fresh(welsh).slug}/" in told


def test_files_pictures_and_addresses_of_its_own_are_chosen_there_and_given_back() -> None:
    home, welsh_home = make.homes()
    ours, theirs = make.file("en"), make.file("cy", "ffurflen.pdf")
    page = make.landing(home, "en", files=[("file", {"title": "English: form", "file": ours})])
    welsh = make.translate(page)
    client, translation = editor(home, welsh_home), translation_of(page)
    path = f"files.{page.files[0].id}.file"

    def chosen(value: str) -> Any:
        found = row(shown(client, welsh), path)
        return client.post(str(found["data-url"]), {"value": value, "base": found["data-token"]})

    assert chosen(str(theirs.pk)).json()["is_own"]
    assert [one.data for one in SegmentOverride.objects.all()] == [theirs.pk]
    assert "ffurflen.pdf" in words(row(shown(client, welsh), path))
    assert chosen("99999").status_code == 422
    stale = client.post(str(row(shown(client, welsh), path)["data-url"]), {"value": str(ours.pk), "base": "other"})
    assert stale.status_code == 409
    assert not chosen("").json()["is_own"]
    assert not SegmentOverride.objects.exists()
    assert translation.get_progress()[0] > 0


def test_a_snippet_is_translated_in_the_same_screen() -> None:
    organisation = make.organisation("en", name="English: agency")
    welsh = make.translate(organisation)
    client = administrator()
    address = reverse("wagtailsnippets_content_organisation:edit", args=[welsh.pk])
    screen = shown_at(client, address)
    assert field(screen, "name").strip() == "Cymraeg: agency"
    translation = Translation.objects.get(source__object_id=organisation.translation_key)
    assert save(client, translation, at(translation, "name"), "Cymraeg: asiantaeth")[0] == 200
    client.post(address, {"action": "publish"})
    assert type(welsh).objects.get(pk=welsh.pk).name == "Cymraeg: asiantaeth"


def test_other_rooms_put_their_parts_into_the_screen_by_hooks() -> None:
    _page, welsh, _translation = moved_on()

    def note(request: Any, translation: Translation, rows: list[Any]) -> None:
        next(one for one in rows if one.segment.path == "title").notes.append("<p>a note</p>")

    def panel(request: Any, translation: Translation, instance: Page, panels: list[Any]) -> None:
        panels.append("a panel")

    def no_deletion(request: Any, translation: Translation, instance: Page, actions: list[Any]) -> None:
        actions[:] = [one for one in actions if one.label != "Delete"]

    client = administrator()
    assert reverse("wagtailadmin_pages:delete", args=[welsh.pk]) in str(shown(client, welsh).select_one(".footer"))
    with (
        hooks.register_temporarily("construct_translation_notes", note),
        hooks.register_temporarily("construct_translation_panels", panel),
        hooks.register_temporarily("construct_translation_actions", no_deletion),
    ):
        screen = shown(client, welsh)
    assert "a note" in words(row(screen, "title"))
    assert "a panel" in words(screen.select_one("[data-side-by-side]"))
    footer = screen.select_one(".footer")
    assert isinstance(footer, Tag)
    assert reverse("wagtailadmin_pages:delete", args=[welsh.pk]) not in str(footer)


def test_the_screen_takes_no_more_queries_for_fifty_texts_than_for_two(django_assert_max_num_queries: Any) -> None:
    home, _ = make.homes()
    client = administrator()
    counts = []
    for number in (2, 50):
        page = make.landing(
            home, "en", body=[("text", f"<p>English: text {one} of {number}</p>") for one in range(number)]
        )
        welsh = make.translate(page, without=["body"], fallback=True)
        client.get(edit_url(welsh))
        with django_assert_max_num_queries(500) as asked:
            client.get(edit_url(welsh))
        counts.append(len(asked))
    assert counts[1] <= counts[0]


@pytest.mark.parametrize("name", ["before_edit_page", "before_edit_snippet"])
def test_the_screen_is_ours_whichever_app_is_read_first(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _page, welsh, _translation = moved_on()
    topic = make.translate(make.topic())
    shown_at = (
        edit_url(welsh)
        if name == "before_edit_page"
        else reverse(topic.snippet_viewset.get_url_name("edit"), args=[topic.pk])
    )
    hooks.get_hooks(name)
    of_localize = [one for one in hooks._hooks[name] if one[0].__module__.startswith("wagtail_localize")]
    assert of_localize
    others = [one for one in hooks._hooks[name] if one not in of_localize]
    monkeypatch.setitem(hooks._hooks, name, [*of_localize, *others])
    assert "data-side-by-side" in administrator().get(shown_at).content.decode()
