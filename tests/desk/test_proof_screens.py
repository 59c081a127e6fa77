"""Findings on the screens: beside both editors, before release and in the report, in the editor's language."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from cms.desk.proofreading.keeping.open_findings import findings_of, up_to_date
from cms.desk.proofreading.models import FindingDismissal, KnownWord, TextFinding
from cms.publication.models import ReleaseSet
from cms.publication.release_sets.set_members import add_items
from tests.database.once import once
from tests.factories import content as make
from tests.publication.editors import edit_url, editor, page_form
from tests.publication.pairs import pair, together
from tests.translating.translated_pairs import at, save, translation_of

__all__ = ["together"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]
REPORT = "/admin/checks/"


@once
def faulty() -> tuple[Any, Any]:
    """A pair of which the Welsh has another number and a word that is misspelled, and the English a word twice."""
    page, _ = pair(summary="Reply to the the letter within 28 days.")
    welsh = make.translate(page, title="Cymraeg", summary="Atebwch y llythyyr o fewn 18 diwrnod.")
    up_to_date([page.translation_key])
    return page, welsh


def scene(language: str = "en", **rights: Any) -> tuple[Any, Any, Client]:
    """The pair, and an editor of it who works in a language."""
    page, welsh = faulty()
    client = editor(page, welsh, translates=True, **rights)
    UserProfile.objects.update_or_create(
        user_id=client.session["_auth_user_id"], defaults={"preferred_language": language}
    )
    return page, welsh, client


def soup(response: Any) -> Any:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def exported(client: Any, **query: str) -> bytes:
    return b"".join(client.get(REPORT, query).streaming_content)


def checks(page: Any) -> str:
    return reverse("proofreading:item", args=[page.translation_key])


def finding(page: Any, kind: str) -> TextFinding:
    return findings_of([page.translation_key]).get(kind=kind)


@pytest.mark.parametrize(
    ("language", "said", "counted"),
    [
        ("en", "A word stands twice: “the the”. Take one out.", "Things to look at in the text: 1."),
        ("cy", "Mae gair yma ddwywaith: “the the”. Tynnwch un.", "Pethau i'w gwirio yn y testun: 1."),
    ],
)
def test_the_page_editor_lists_them_with_the_way_to_each_field(language: str, said: str, counted: str) -> None:
    page, _, client = scene(language)
    shown = soup(client.get(edit_url(page)))
    panel = shown.select_one("[data-side-panel=checks] [data-checks]")
    assert panel is not None
    assert said in panel.get_text(" ", strip=True)
    assert f"{edit_url(page)}#id_summary" in {link["href"] for link in panel.select("a")}
    assert counted in " ".join(shown.select_one("[data-checks-note]").get_text(" ", strip=True).split())


def test_the_translation_editor_says_before_publishing_what_there_is_to_look_at() -> None:
    _, welsh, client = scene()
    shown = soup(client.get(edit_url(welsh))).select_one("[data-publish-form]")
    text = shown.get_text(" ", strip=True)
    assert "“18” stands here where the original has “28”." in text
    assert "No dictionary has “llythyyr”. Did you mean: llythyr" in text
    assert f"{edit_url(welsh)}#segment-summary" in {link["href"] for link in shown.select("a")}


def test_nothing_is_said_where_nothing_was_found() -> None:
    page, _ = pair(summary="Reply to the letter within 28 days.")
    client = editor(page)
    shown = soup(client.get(edit_url(page)))
    assert "found nothing to look at" in shown.select_one("[data-checks]").get_text()
    assert shown.select_one("[data-checks-note]") is None


def test_after_saving_a_page_it_is_said_that_there_is_something() -> None:
    page, _, client = scene()
    form = page_form(page, summary="Reply to the letter (within 28 days.")
    with make.committed():
        shown = soup(client.post(edit_url(page), form, follow=True))
    assert "Things to look at in the text: 1." in shown.select_one(".messages").get_text(" ", strip=True)
    assert finding(page, "brackets").found == "("


def test_a_finding_is_dismissed_with_a_reason_and_listed_again() -> None:
    page, _, client = scene()
    address = reverse("proofreading:dismiss", args=[page.translation_key, finding(page, "numbers").pk])
    client.post(address, {"reason": " "})
    assert finding(page, "numbers")
    client.post(address, {"reason": "The Welsh letter says 18"})
    shown = soup(client.get(checks(page)))
    assert not shown.select("[data-kind=numbers]")
    assert "The Welsh letter says 18" in shown.select_one("[data-dismissed]").get_text()
    dismissal = FindingDismissal.objects.get()
    assert (dismissal.reason, dismissal.by_name) == ("The Welsh letter says 18", "golygydd")
    client.post(reverse("proofreading:list_again", args=[page.translation_key, dismissal.pk]))
    assert finding(page, "numbers")


def test_a_misspelled_word_is_made_known_by_who_may() -> None:
    page, _, client = scene()
    address = reverse("proofreading:known_word", args=[page.translation_key, finding(page, "spelling").pk])
    client.post(address)
    assert not KnownWord.objects.exists()
    refused: Any = client.get("/admin/snippets/proofreading/knownword/")
    assert refused.url == "/admin/"
    user_id = client.session["_auth_user_id"]
    get_user_model().objects.get(pk=user_id).user_permissions.add(Permission.objects.get(codename="add_term"))
    assert "llythyyr" in client.get(checks(page)).content.decode()
    assert client.get("/admin/snippets/proofreading/knownword/add/").status_code == 200
    client.post(address)
    assert KnownWord.objects.get().word == "llythyyr"
    assert not soup(client.get(checks(page))).select("[data-kind=spelling]")


def test_who_may_not_edit_the_page_sees_and_dismisses_nothing() -> None:
    page, _, _ = scene()
    other, _ = pair(beside=page, summary="Another page.")
    client = editor(other, name="arall")
    address = reverse("proofreading:dismiss", args=[page.translation_key, finding(page, "numbers").pk])
    answers: list[Any] = [client.get(checks(page)), client.post(address, {"reason": "Because"})]
    for response in answers:
        assert response.status_code == 302
        assert response.url == "/admin/"
    assert "llythyyr" not in client.get(REPORT).content.decode()
    assert not FindingDismissal.objects.exists()


@pytest.mark.parametrize(
    ("language", "kind", "said"), [("en", "Spelling", "To look at"), ("cy", "Sillafu", "I'w wirio")]
)
def test_the_report_is_filtered_and_comes_as_spreadsheets(language: str, kind: str, said: str) -> None:
    _, _, client = scene(language)
    assert len(soup(client.get(REPORT)).select(".listing tbody tr")) == 3
    rows = soup(client.get(REPORT, {"kind": "spelling", "language": "cy", "state": "open"})).select(".listing tbody tr")
    assert [kind in row.get_text() and said in row.get_text() for row in rows] == [True]
    assert not soup(client.get(REPORT, {"state": "dismissed"})).select(".listing tbody tr")
    written = exported(client, kind="numbers", export="csv").decode()
    assert len(written.splitlines()) == 2
    assert "18" in written
    assert exported(client, export="xlsx")[:2] == b"PK"


def test_the_report_takes_as_many_queries_for_many_findings_as_for_few(django_assert_max_num_queries: Any) -> None:
    page, _, client = scene()
    client.get(REPORT)
    rows = [
        TextFinding(proof=one.proof, kind="spelling", code="unknown", path="summary", found=f"w{at}", digest=str(at))
        for one in findings_of([page.translation_key])[:1]
        for at in range(45)
    ]
    with django_assert_max_num_queries(25):
        few = client.get(REPORT)
    TextFinding.objects.bulk_create(rows)
    with django_assert_max_num_queries(25):
        many = client.get(REPORT)
    assert len(soup(many).select(".listing tbody tr")) == len(soup(few).select(".listing tbody tr")) + 45


def test_a_release_of_several_pages_lists_them_and_goes_out_all_the_same() -> None:
    page, _, client = scene()
    made = ReleaseSet.objects.create(name="The new letters")
    add_items(made, [page.translation_key])
    shown = soup(client.get(reverse("publication_admin:set", args=[made.pk])))
    text = shown.select_one("[data-set-checks]").get_text(" ", strip=True)
    assert "It can go out all the same." in text
    assert "“18” stands here where the original has “28”." in text
    assert "the the" in text
    assert shown.select_one("button[value=release]").get("disabled") is None


def test_a_release_says_of_a_finding_in_a_newer_draft_that_the_draft_does_not_go_out() -> None:
    page, _, client = scene()
    made = ReleaseSet.objects.create(name="The new letters")
    add_items(made, [page.translation_key])
    address = reverse("publication_admin:set", args=[made.pk])
    said = "Found in a newer draft, which does not go out."
    assert said not in soup(client.get(address)).select_one("[data-set-checks]").get_text(" ", strip=True)
    page = make.fresh(page)
    page.summary = "Reply to the the letter within 28 days, please."
    page.save_revision()
    assert said in soup(client.get(address)).select_one("[data-set-checks]").get_text(" ", strip=True)


def test_a_text_of_a_translation_is_checked_anew_each_time_it_is_saved() -> None:
    page, welsh, client = scene("cy")
    translation = translation_of(page)
    beside = soup(client.get(edit_url(welsh))).select_one('[data-path="summary"] [data-notes]')
    assert beside["aria-live"] == "polite"
    assert "llythyyr" in beside.text
    said = {}
    for text in ("Atebwch y y llythyr o fewn 28 diwrnod.", "Atebwch y llythyr o fewn 28 diwrnod."):
        status, told = save(client, translation, at(translation, "summary"), text, word="draft")
        assert status == 200
        said[text] = BeautifulSoup(told["notes"], "html.parser").text.split()
    assert " ".join(next(iter(said.values()))) == "Geiriau wedi'u dyblu: Mae gair yma ddwywaith: “y y”. Tynnwch un."
    assert list(said.values())[1] == []


def test_the_report_asks_as_much_of_the_database_for_many_findings_as_for_few_and_sorts_them_once() -> None:
    page, _, client = scene()
    query = {"kind": ["numbers", "spelling"], "state": "open"}
    client.get(REPORT, query)
    asked = []
    for more in (0, 45):
        known = finding(page, "numbers")
        TextFinding.objects.bulk_create(
            TextFinding(
                proof=known.proof, kind="spelling", code="unknown", path="summary", found="x", digest=f"{number}"
            )
            for number in range(more)
        )
        with CaptureQueriesContext(connection) as captured:
            assert len(client.get(REPORT, query).context["object_list"]) == 2 + more
        asked.append(len(captured))
        assert not any("DISTINCT" in one["sql"] and "textfinding" in one["sql"] for one in captured)
    assert asked[0] == asked[1]
