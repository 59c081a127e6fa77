"""The page on which an editor tries a search, and the report's word on what is found now."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from cms.content.languages import Language
from search.admin import query_diagnosis
from search.admin.query_diagnosis import Diagnosis, diagnose
from search.indexing import analysers
from search.models import SearchCount
from search.statistics.count_records import CountKey, Tally, add_counts, today
from search.trial import tried_change
from tests.factories import content as make
from tests.factories.terms import term_pair
from tests.publication.editors import draft, edit_url, editor
from tests.search.outlet import Index, index, no_engine

__all__ = ["index", "no_engine"]

ADDRESS = "/admin/searches/trial/"


@pytest.fixture(autouse=True)
def no_term_of_another_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysers, "_cache", analysers._AnalyserCache())


@pytest.fixture
def pages(db: None, index: Index) -> dict[str, Any]:
    """Pages in English, two of them in Welsh too, in the index."""
    _, home = make.homes("cy")
    made = {
        "money": make.landing(home, "en", title="Money and leave", summary="What adopters are paid."),
        "court": make.landing(home, "en", title="The family court", summary="A hearing in private."),
        "referees": make.landing(home, "en", title="Information for referees", summary="What we ask of you."),
    }
    made["arian"] = make.translate(made["money"], title="Arian ac absenoldeb", summary="Beth a delir i fabwysiadwyr.")
    index()
    return made


@pytest.fixture
def client(pages: dict[str, Any]) -> Client:
    return editor(pages["court"].get_parent())


def record(keys: str, times: int, missed: int = 0, hits: int = 4, *, language: Language = "en") -> None:
    add_counts({CountKey(today(), language, keys): Tally(times, missed, hits)})


def reports(client: Client) -> dict[Language, Any]:
    return {report.language: report for report in client.get(reverse("search_report")).context["reports"]}


def diagnosis(language: Language, q: str, name: str = "golygydd") -> Diagnosis:
    found = diagnose([(language, q)], get_user_model().objects.get(username=name)).by_query
    return found[language, q]


def tried(client: Client, **given: Any) -> Any:
    response = client.get(ADDRESS, {"language": "en", **given})
    assert response.status_code == 200
    return response


def titles(response: Any, number: int) -> list[tuple[str, str]]:
    """What one of the lists has, with how it moves."""
    return [(shown.hit.title, shown.move) for shown in response.context["lists"][number].hits]


def test_what_no_page_answers_is_told_from_what_is_only_not_found(client: Client, pages: dict[str, Any]) -> None:
    nowhere = diagnosis("en", "elephant mammoth")
    assert (nowhere.verdict, nowhere.nowhere, nowhere.words) == ("nowhere", ("elephant", "mammoth"), ())
    partly = diagnosis("en", "court elephant")
    assert (partly.verdict, partly.nowhere) == ("partly", ("elephant",))
    (court,) = partly.words
    assert (court.text, court.total) == ("court", 1)
    assert [(page.title, page.edit_url) for page in court.pages] == [("The family court", edit_url(pages["court"]))]
    apart = diagnosis("en", "money hearing referees")
    assert (apart.verdict, apart.nowhere) == ("apart", ())
    assert [(word.text, word.pages[0].title) for word in apart.words] == [
        ("money", "Money and leave"), ("hearing", "The family court"), ("referees", "Information for referees"),
    ]  # fmt: skip
    assert diagnosis("en", "family court") == Diagnosis("found", 1)


def test_what_is_answered_by_a_likelier_spelling_is_no_gap(client: Client) -> None:
    respelt = diagnosis("en", "hearnig")
    assert (respelt.verdict, respelt.meant, respelt.nowhere) == ("respelt", "hearing", ("hearnig",))
    record("hearnig", 4, missed=4, hits=0)
    record("hearnig family", 9)
    assert [row.keys for row in reports(client)["en"].in_part] == []
    page = tried(client, q="hearnig").content.decode()
    assert 'Readers are shown what is found for: <span lang="en">hearing</span>' in page


def test_a_word_that_only_the_other_language_has_leads_to_its_page(client: Client, pages: dict[str, Any]) -> None:
    in_twin = diagnosis("cy", "leave eliffant").words
    assert [(page.title, page.language) for page in in_twin[0].pages] == [("Money and leave", "en")]
    untranslated = diagnosis("cy", "referees eliffant").words
    assert [(page.title, page.language, page.edit_url) for page in untranslated[0].pages] == [
        ("Information for referees", "en", edit_url(pages["referees"]))
    ]


def test_a_page_that_readers_no_longer_see_is_not_named(client: Client, index: Index) -> None:
    index.still_has(uuid4(), "en", "tribunal")
    (word,) = diagnosis("en", "tribunal elephant").words
    assert (word.text, word.pages) == ("tribunal", ())


def test_a_page_that_the_user_may_not_edit_has_no_link(pages: dict[str, Any]) -> None:
    editor(pages["court"], name="dieithryn")
    found = {word.text: word.pages[0].edit_url for word in diagnosis("en", "money hearing", "dieithryn").words}
    assert found == {"money": None, "hearing": edit_url(pages["court"])}


def test_the_report_says_what_is_found_now(client: Client) -> None:
    record("elephant", 4, missed=4, hits=0)
    record("court family", 5, missed=3, hits=0)
    record("court elephant", 9)
    record("money", 8)
    report = reports(client)["en"]
    assert [(row.keys, row.diagnosis.verdict) for row in report.without_results] == [
        ("elephant", "nowhere"),
        ("court family", "found"),
    ]
    assert [(row.keys, row.diagnosis.verdict) for row in report.in_part] == [("court elephant", "partly")]
    page = client.get(reverse("search_report")).content.decode()
    assert f'<a href="{ADDRESS}?language=en&amp;q=court%20elephant"' in page
    for said in ("No page answers", "A word is in no page", "Found now", "In no page:", "(1 page)"):
        assert said in page


def test_what_was_searched_for_too_seldom_is_not_tried_again(client: Client) -> None:
    record("sian", 2, missed=2, hits=0)
    report = reports(client)["en"]
    assert (report.without_results, report.in_part) == ([], [])


def test_where_search_does_not_answer_the_report_says_so(client: Client, no_engine: None) -> None:
    record("elephant", 4, missed=4, hits=0)
    report = reports(client)["en"]
    assert [(row.keys, row.diagnosis) for row in report.without_results] == [("elephant", None)]
    page = client.get(reverse("search_report")).content.decode()
    assert "Search does not answer" in page
    assert "Found in part" not in page


def test_where_there_is_no_time_the_report_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    record("elephant", 4, missed=4, hits=0)
    monkeypatch.setattr(query_diagnosis, "TIME", -1)
    page = client.get(reverse("search_report")).content.decode()
    assert "Not everything could be looked up" in page
    assert "Not known" in page


def test_the_report_asks_the_database_no_oftener_for_more_words(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analysers._cache.watch, "_interval", 600)
    record("court elephant", 3, missed=3)
    reports(client)
    with CaptureQueriesContext(connection) as little:
        reports(client)
    for word in ("money", "leave", "hearing", "private", "referees", "information"):
        record(f"elephant {word}", 3, missed=3)
    with CaptureQueriesContext(connection) as much:
        reports(client)
    assert len(much) == len(little)


def test_a_search_is_shown_as_it_is_where_nothing_is_tried(client: Client) -> None:
    response = tried(client, q="court elephant")
    assert titles(response, 0) == [("The family court", "")]
    assert len(response.context["lists"]) == 1
    assert response.context["diagnosis"].nowhere == ("elephant",)


def test_more_forms_of_a_term_are_tried_beside_what_is_found_now(
    client: Client, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    term, _ = term_pair("canolwr", "referee")
    monkeypatch.setattr(analysers, "_cache", analysers._AnalyserCache())
    index()
    response = tried(client, q="vouchers", term=str(term.item), forms_en="voucher\ncharacter witness")
    assert (titles(response, 0), titles(response, 1)) == ([], [("Information for referees", "new here")])
    assert 'lang="en">Information for referees</a>' in response.content.decode()


def test_another_title_is_tried(client: Client, pages: dict[str, Any]) -> None:
    response = tried(client, q="paid court", page=pages["money"].pk, title="Paid at court")
    assert titles(response, 1)[0] == ("Paid at court", "up 1 place")
    assert "Paid at court" not in client.get(edit_url(pages["money"])).content.decode()


def test_a_synonym_is_tried(client: Client) -> None:
    response = tried(client, q="tribunal", typed="tribunal", meant="family court\nllys teulu")
    assert (titles(response, 0), titles(response, 1)) == ([], [("The family court", "new here")])


def test_a_change_without_effect_is_said_to_have_none(client: Client) -> None:
    response = tried(client, q="court", forms_en="elephant\nmammoth")
    assert "makes no difference" in response.content.decode()


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"q": "**"}, "q", "only signs"),
        ({"q": "court", "forms_en": "referee"}, "forms_en", "already a form of the term “referee”"),
        ({"q": "court", "forms_cy": "12"}, "forms_cy", "has no letters"),
        ({"q": "court", "forms_en": "x" * 121}, "forms_en", "too long"),
        ({"q": "court", "forms_en": "\n".join("abcdefghijk")}, "forms_en", "At most 10 forms"),
        ({"q": "court", "typed": "tribunal"}, "meant", "needs both"),
        ({"q": "court", "meant": "court"}, "typed", "needs both"),
        ({"q": "court", "title": "Court"}, "page", "Choose the page"),
        ({"q": "court", "title": "Court", "page": "999999"}, "page", "valid choice"),
        ({"q": "court", "term": "x"}, "term", "valid choice"),
    ],
)
def test_what_cannot_be_tried_is_refused_with_the_reason(
    client: Client, given: dict[str, str], field: str, said: str
) -> None:
    term_pair("canolwr", "referee")
    form = tried(client, **given).context["form"]
    assert list(form.errors) == [field]
    assert said in str(form.errors[field])


def test_a_page_that_readers_do_not_see_is_refused(client: Client, pages: dict[str, Any]) -> None:
    hidden = draft(pages["court"].get_parent())
    form = tried(client, q="court", page=hidden.pk, title="Court").context["form"]
    assert "Readers do not see this page" in str(form.errors["page"])


def test_a_trial_that_takes_too_long_or_is_not_answered_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(tried_change, "TIME", -1)
        said = tried(client, q="court", forms_en="court\ntribunal").content.decode()
        assert "The forms may be in 1 page" in said
    request.getfixturevalue("no_engine")
    assert "Search does not answer" in tried(client, q="court").content.decode()


def test_a_trial_is_not_counted(client: Client) -> None:
    tried(client, q="court", forms_en="court\ntribunal")
    assert SearchCount.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("cy", ["Rhoi cynnig ar chwiliad", "Gyda&#x27;r newid", "newydd yma", "Term newydd", "Ceir 1 dudalen."]),
        ("en", ["Try a search", "With the change", "new here", "A new term", "1 page is found."]),
    ],
)
def test_the_trial_is_in_the_language_of_the_screen(client: Client, language: Language, said: list[str]) -> None:
    user = get_user_model().objects.get(username="golygydd")
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    page = tried(client, q="tribunal", forms_en="court\ntribunal").content.decode()
    assert [text for text in said if text not in page] == []
    assert f'"url": "{ADDRESS}"' in page


@pytest.mark.django_db
def test_only_those_who_may_edit_pages_try_a_search() -> None:
    stranger = editor(name="dieithryn")
    assert stranger.get(ADDRESS, {"q": "court", "language": "en"}).status_code == 302
    assert ADDRESS not in stranger.get("/admin/").content.decode()
    assert Client().get(ADDRESS).status_code == 302
