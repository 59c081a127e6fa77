"""Whether a translation is up to date is one truth: every screen, the API and the reading page say the same."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail_localize.models import Translation

from tests.factories import content as make

from .editors import edit_url, editor, held_back, item_url, said
from .pairs import pair, together

__all__ = ["together"]
pytestmark = pytest.mark.django_db
REPORT = "wagtail_localize:translations_report"


def outdated(original: Any, translation: Any) -> None:
    make.publish(original, summary="English: quite another thing")


def outdated_and_synchronised(original: Any, translation: Any) -> None:
    outdated(original, translation)
    with make.committed():
        make.source_of(make.fresh(original))


def kept_up(original: Any, translation: Any) -> None:
    make.translate(make.publish(original, summary="English: quite another thing"))


def republished(original: Any, translation: Any) -> None:
    make.publish(original)


def told(client: Client, translation: Any) -> dict[str, bool]:
    """By each screen and outlet: whether it calls the translation out of date. None says both."""
    item, language = translation.translation_key, translation.locale.language_code
    listing = client.get(reverse("wagtailadmin_explore", args=[translation.get_parent().pk])).content.decode()
    screen = client.get(edit_url(translation)).content.decode()
    overview = client.get(item_url(translation)).content.decode()
    report = _row(client.get(reverse(REPORT)).content.decode(), translation.title)
    rest = client.get(f"/api/v1/{language}/items/{item}").json()
    query = "query($id: ID!, $lang: Language!) { item(id: $id, language: $lang) { translations { language status } } }"
    asked = {"query": query, "variables": {"id": str(item), "lang": language.upper()}}
    graph = client.post("/graphql", asked, content_type="application/json").json()["data"]["item"]
    page = client.get(translation.get_url_parts()[2]).content.decode()
    return {
        "listing": "Out of date" in listing,
        "message": "Out of date in" in said(client.get(edit_url(translation))),
        "panel": "public, out of date since" in screen,
        "overview": "Out of date: the original changed on" in overview,
        "report": "Out of date since" in report,
        "REST": _status(rest["languages"], language, "translation_status") == "stale",
        "GraphQL": _status(graph["translations"], language, "status").lower() == "stale",
        "page": 'class="stale"' in page,
    }


def _row(table: str, title: str) -> str:
    return next(row for row in table.split("<tr") if title in row)


def _status(entries: list[dict[str, str]], language: str, name: str) -> str:
    return next(entry[name] for entry in entries if entry["language"].lower() == language)


@pytest.mark.parametrize("source", ["cy", "en"])
@pytest.mark.parametrize(
    ("happens", "stale"),
    [(outdated, True), (outdated_and_synchronised, True), (kept_up, False), (republished, False)],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_all_say_the_same(happens: Any, stale: bool, source: Any) -> None:
    parent, translated_parent = make.homes(source)
    original = make.landing(parent, source)
    translation = make.translate(original)
    happens(original, translation)
    assert set(told(editor(parent, translated_parent), make.fresh(translation)).items()) == {
        (name, stale) for name in ("listing", "message", "panel", "overview", "report", "REST", "GraphQL", "page")
    }


def test_the_screen_of_a_translation_leads_to_what_changed_and_brings_it_in() -> None:
    home, welsh_home = make.homes()
    client = editor(home, welsh_home, translates=True)
    record = Translation.objects.get(source__object_id=home.translation_key)
    make.publish(home, summary="English: quite another thing")
    response = client.get(edit_url(welsh_home))
    assert "See what has changed" in said(response)
    assert reverse("translating:bring_in", args=[record.pk]) in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_whoever_publishes_an_original_is_told_that_its_translation_is_out_of_date_now() -> None:
    home, welsh_home = make.homes()
    page = make.landing(home, "en")
    welsh = make.translate(page)
    client = editor(home, welsh_home, translates=True)
    streams = {name: streamfield([]) for name in ("body", "files", "related", "topics", "promos")}
    form = {
        "title": page.title,
        "slug": page.slug,
        "summary": "English: another.",
        "licence": page.licence,
        "audiences": [],
    }
    data = nested_form_data({**form, **streams, "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}})
    published = said(client.post(edit_url(page), {**data, "action-publish": "1"}, follow=True))
    assert "The Welsh translation is out of date now, and readers are told so." in published
    assert f"{edit_url(welsh)}#unfinished" in published


def test_what_is_not_complete_is_nowhere_called_up_to_date() -> None:
    home, welsh_home = make.homes()
    page, welsh = held_back(home)
    client = editor(home, welsh_home)
    overview = client.get(item_url(welsh)).content.decode()
    assert "Not complete" in overview
    assert "Up to date" not in overview
    row = _row(client.get(reverse(REPORT)).content.decode(), welsh.get_admin_display_title())
    assert "Not public" in row
    assert "Up to date" not in row
    assert "Not public" in client.get(reverse("wagtailadmin_explore", args=[welsh_home.pk])).content.decode()
    assert "not public" in client.get(edit_url(page)).content.decode()


@pytest.mark.usefixtures("together")
def test_what_the_other_language_waits_for_is_called_out_of_date_by_public_editions_as_on_the_first_screen() -> None:
    page, welsh = pair()
    client = editor(page, welsh, translates=True)
    make.publish(welsh, summary=make.words("cy", "geiriau newydd"))
    assert "Out of date" in client.get(reverse("desk_parity:report")).content.decode()
    overview = client.get(item_url(page)).content.decode()
    assert "Out of date: a newer version of the other language waits for it." in overview
    assert "Up to date" not in overview


def test_the_report_says_of_a_snippet_what_there_is_to_do() -> None:
    home, welsh_home = make.homes()
    organisation = make.organisation("en", name="English: agency")
    make.translate(organisation)
    client = editor(home, welsh_home, snippets=True)

    def status() -> str:
        found = re.search(
            r"w-status[^>]*>\s*([^<]*?)\s*<", _row(client.get(reverse(REPORT)).content.decode(), "agency")
        )
        return found[1] if found else ""

    assert status() == "Up to date"
    organisation.name = "English: agency of another name"
    organisation.save()
    assert status() == "Out of date"
    with make.committed():
        make.source_of(organisation)
    assert status() == "Out of date"
    make.translate(organisation, name="Cymraeg: agency")
    assert status() == "Up to date"
    make.translate(organisation, name="English: agency of another name")
    assert status() == "Not complete"


def test_the_report_filters_by_what_readers_see() -> None:
    home, welsh_home = make.homes()
    stale = make.landing(home, "en", title="English: one that changed")
    make.translate(stale)
    held_back(home)
    make.publish(stale, summary="English: quite another thing")
    client = editor(home, welsh_home)
    found = {
        status: client.get(reverse(REPORT), {"status": status}).content.decode()
        for status in ("stale", "held", "current")
    }
    for status, title in (("stale", "one that changed"), ("held", "Cafcass Cymru"), ("current", welsh_home.title)):
        assert [name for name, table in found.items() if title in table] == [status]


def test_the_dashboard_counts_what_is_out_of_date_of_what_one_may_edit() -> None:
    home, welsh_home = make.homes()
    client, stranger = editor(home, welsh_home), editor(name="dieithryn")
    dashboard = reverse("wagtailadmin_home")
    behind = 'id="tasks-behind"'
    assert behind not in client.get(dashboard).content.decode()
    make.publish(home, summary="English: quite another thing")
    shown = client.get(dashboard).content.decode()
    assert behind in shown
    assert f">{welsh_home.title}</a>" in shown
    assert behind not in stranger.get(dashboard).content.decode()


def test_the_report_shows_nobody_what_they_may_not_edit() -> None:
    home, _ = make.homes()
    page = make.landing(home, "en", title="English: secret")
    make.translate(page)
    make.translate(make.organisation("en", name="English: agency"))
    other = make.landing(home, "en", title="English: mine")
    table = editor(other, make.translate(other)).get(reverse(REPORT)).content.decode()
    assert "mine" in table
    assert "secret" not in table
    assert "agency" not in table
    assert editor(name="dieithryn").get(reverse(REPORT)).status_code == 302


def test_a_translation_whose_page_was_deleted_is_called_so() -> None:
    home, welsh_home = make.homes()
    page = make.landing(home, "en")
    make.translate(page).delete()
    assert Translation.objects.filter(source__object_id=page.translation_key).exists()
    assert "Deleted" in _row(editor(home, welsh_home).get(reverse(REPORT)).content.decode(), page.title)


def test_listing_and_report_cost_the_same_whatever_the_number_of_pages() -> None:
    home, welsh_home = make.homes()
    client = editor(home, welsh_home)

    def queries() -> list[int]:
        counts = []
        for address in (reverse("wagtailadmin_explore", args=[welsh_home.pk]), reverse(REPORT)):
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            counts.append(sum("publication_edition" in query["sql"] for query in captured))
        return counts

    make.translate(make.landing(home, "en"))
    few = queries()
    for _ in range(5):
        make.translate(make.landing(home, "en"))
    assert queries() == few
