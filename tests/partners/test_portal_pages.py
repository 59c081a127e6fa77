"""The pages for partners: in both languages alike, accessible in their bones, and true."""

import re
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import OperationalError
from django.test import Client
from django.utils.timezone import localtime

from cms.content.languages import CODES, Language, other
from cms.content.vocabularies import Label
from cms.content.words.english_article import with_article
from cms.content.words.mutations import softened
from cms.http import deprecations
from cms.http.deprecations import CONTRACT_VERSION, RELEASE, Deprecation, deprecation_headers, too_short
from cms.portal import portal_views
from cms.portal.attribution import sentence
from cms.portal.portal_pages import PAGES, ROOT
from cms.publication.models import Change, Intent
from cms.publication.notices.taking_down import NoticeWords, merge, take_down, withdraw
from cms.publication.reconciliation.actions import take_down_one
from cms.reading.labels import WORDS
from cms.reading.wording import written_date
from cms.webhooks.models import WebhookEndpoint
from search import engines
from tests.factories import content as make
from tests.search.outlet import Failing
from tests.webhooks.endpoints import change, endpoint

pytestmark = pytest.mark.django_db
SHOWN = [page for page in PAGES.values() if page.name != "keys"]
MARCH = datetime(2027, 3, 1, tzinfo=UTC)


def opened(path: str) -> Any:
    response = Client().get(path)
    assert response.status_code == 200, path
    return BeautifulSoup(response.content, "html.parser")


def outline(page: Any) -> list[tuple[str, ...]]:
    """What both languages of a page must have alike: its headings, lists, samples and links to other pages."""
    return [
        (element.name, *([] if element.name != "pre" else [str(len(element.text.splitlines()))]))
        for element in page.main.find_all(["h1", "h2", "h3", "li", "pre", "th", "a"])
    ]


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.name)
def test_each_page_is_the_same_in_both_languages_and_leads_to_its_twin(page: Any) -> None:
    for language in CODES:
        found = opened(page.address(language))
        assert found.html["lang"] == language
        assert found.h1.text == page.title.text(language)
        assert found.select_one(".language a")["href"] == page.address(other(language))
    assert outline(opened(page.address("cy"))) == outline(opened(page.address("en")))


@pytest.mark.parametrize("language", CODES)
def test_every_link_within_leads_somewhere(language: Language) -> None:
    links = {
        link["href"]
        for page in PAGES.values()
        for link in opened(page.address(language)).find_all("a")
        if link["href"].startswith("/")
    }
    assert {page.address(language) for page in PAGES.values()} <= links
    home = f"/{language}/"
    assert [link for link in links - {home} if Client().get(link).status_code != 200] == []


@pytest.mark.parametrize("page", SHOWN, ids=lambda page: page.name)
def test_a_page_runs_nothing_and_is_kept_by_its_tag(page: Any) -> None:
    response = Client().get(page.address("cy"))
    policy = response["Content-Security-Policy"]
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert not re.search(r"<script|style=|\son\w+=", response.content.decode())
    assert "Set-Cookie" not in response
    if page.name == "status":
        assert response["Cache-Control"] == "no-store"
    else:
        again = Client().get(page.address("cy"), headers={"If-None-Match": response["ETag"]})
        assert again.status_code == 304


def test_a_page_says_when_the_database_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(language: Language) -> Any:
        raise OperationalError

    monkeypatch.setattr(portal_views, "service_status", fail)
    response = Client().get(PAGES["status"].address("cy"))
    assert response.status_code == 503
    assert "Ni all y gwasanaeth ateb" in response.content.decode()


@pytest.mark.parametrize(
    ("language", "publisher", "commissioner", "says"),
    [
        ("en", "Vale Council", "the Welsh Government", "Produced by Vale Council on behalf of the Welsh Government."),
        (
            "en",
            "National Adoption Service for Wales",
            "Welsh Government",
            "Produced by the National Adoption Service for Wales on behalf of the Welsh Government.",
        ),
        ("en", "Vale Council", "", "Produced by Vale Council."),
        ("en", "Vale Council", "Vale Council", "Produced by Vale Council."),
        ("en", "", "Vale Council", "Produced on behalf of Vale Council."),
        ("en", "", "", ""),
        ("cy", "Cyngor y Fro", "Llywodraeth Cymru", "Cynhyrchwyd gan Gyngor y Fro ar ran Llywodraeth Cymru."),
        ("cy", "Y Gwasanaeth Mabwysiadu", "", "Cynhyrchwyd gan y Gwasanaeth Mabwysiadu."),
        ("cy", "GMC", "Y Bwrdd", "Cynhyrchwyd gan GMC ar ran y Bwrdd."),
        ("cy", "Barnum Cymru", "", "Cynhyrchwyd gan Barnum Cymru."),
    ],
)
def test_the_attribution_is_a_sentence(language: Language, publisher: str, commissioner: str, says: str) -> None:
    assert sentence(publisher, commissioner, language) == says


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("The Fostering Group", "the Fostering Group"), ("University of Dychmyg", "the University of Dychmyg"),
        ("Children's Commissioner for Wales", "the Children's Commissioner for Wales"),
        ("Welsh Local Government Association", "the Welsh Local Government Association"),
        ("Vale of Enghraifft Council", "the Vale of Enghraifft Council"), ("UK Government", "the UK Government"),
        ("Enghraifft County Council", "Enghraifft County Council"), ("Social Care Enghraifft", "Social Care Enghraifft"),
        ("Enghraifft University Health Board", "Enghraifft University Health Board"), ("", ""),
        ("Children in Enghraifft", "Children in Enghraifft"), ("AFA Enghraifft", "AFA Enghraifft"),
    ],
)  # fmt: skip
def test_an_english_name_takes_the_article_where_english_has_it(name: str, within: str) -> None:
    assert with_article(name) == within


@pytest.mark.parametrize(
    ("name", "soft"),
    [
        ("Gwasanaeth", "Wasanaeth"),
        ("Llywodraeth Cymru", "Lywodraeth Cymru"),
        ("Adran", "Adran"),
        ("GMC", "GMC"),
        ("", ""),
    ],
)
def test_a_name_softens(name: str, soft: str) -> None:
    assert softened(name) == soft


def test_what_is_pasted_is_what_items_say() -> None:
    home, _ = make.homes("cy")
    names = {"publisher": "Cyngor Bro Ddychmygol", "commissioner": "Llywodraeth Cymru"}
    make.publish(home, **{role: make.organisation("cy", name=name) for role, name in names.items()})
    text = opened(PAGES["attribution"].address("en")).main.text
    assert "Cynhyrchwyd gan Gyngor Bro Ddychmygol ar ran Llywodraeth Cymru." in text
    assert '<p lang="cy">Cynhyrchwyd' in text
    assert 'rel="license"' in text


def test_what_changed_is_what_the_api_says() -> None:
    home, _ = make.homes("cy")
    make.publish(home)
    released = Client().get("/api/v1/releases?sort=-released").json()["items"][0]
    text = opened(PAGES["changes"].address("cy")).select_one(".changes").text
    assert released["languages"][0]["title"] in text
    assert "Newydd" in text


def changes_shown(language: Language) -> list[str]:
    return [" ".join(one.text.split()) for one in opened(PAGES["changes"].address(language)).select(".changes > li")]


@pytest.mark.parametrize("language", CODES)
def test_what_was_withdrawn_merged_and_taken_down_is_told_with_its_reason(language: Language) -> None:
    home, _ = make.homes("en")
    pages = [
        make.landing(home, "en", title=f"English: {name}", slug=name) for name in ("old", "kept", "merged", "half")
    ]
    for one in pages:
        make.translate(one)
    old, kept, merged, _ = (page.translation_key for page in pages)
    why = {code: f"{word}: newidiodd y gyfraith." for code, word in (("cy", "Rheswm"), ("en", "Reason"))}
    words = NoticeWords(why["cy"], why["en"], (kept,))
    withdraw(old, words, None)
    newest = changes_shown(language)[0]
    assert {"cy": "Tynnwyd yn ôl", "en": "Withdrawn"}[language] in newest
    assert why[language] in newest
    assert {"cy": "Ewch yn lle hynny i: Cymraeg: kept", "en": "Go instead to: English: kept"}[language] in newest
    assert "English: old" in newest
    merge(merged, kept, words, None)
    newest = changes_shown(language)[0]
    assert {"cy": "Symudwyd i dudalen arall", "en": "Moved to another page"}[language] in newest
    assert why[language] in newest
    assert "English: merged" not in newest
    take_down(old, words, None)
    assert why[language] in changes_shown(language)[0]
    take_down_one(pages[3], None, "It is reviewed.")
    newest = changes_shown(language)[0]
    assert {"cy": "Tynnwyd y fersiwn Saesneg i lawr", "en": "The English version was taken down"}[language] in newest


@pytest.mark.parametrize("language", CODES)
def test_the_first_page_leads_to_all_that_there_is_for_partners(language: Language, settings: Any) -> None:
    links = " ".join(link["href"] for link in opened(PAGES["start"].address(language)).main.find_all("a"))
    recipes = {"cy": "recipes/cy/", "en": "recipes/"}[language]
    documents = ("webhooks", "clients/python", "clients/typescript", "changelog", "README")
    for wanted in (
        "/api/v1/changes",
        "/api/v1/export",
        f"/embed/{language}/",
        *(f"/api/docs/{one}" for one in documents),
    ):
        assert wanted in links, wanted
    assert links.count(recipes) >= 5
    for link in links.split():
        if link.startswith(settings.API_URL):
            found = Client().get(link.removeprefix(settings.API_URL), headers={"Accept": "text/html"})
            assert found.status_code == 200, link


@pytest.mark.parametrize("language", CODES)
def test_whoever_wants_to_stay_below_the_limits_is_led_to_the_changes(language: Language) -> None:
    assert "/api/v1/changes" in opened(PAGES["limits"].address(language)).main.text


def test_the_status_says_what_is_late() -> None:
    assert "Nid oes dim yn aros." in opened(PAGES["status"].address("cy")).text
    Intent.objects.create(table="*", row="", at=datetime.now(UTC) - timedelta(minutes=5))
    page = opened(PAGES["status"].address("en"))
    assert page.select_one(".late").text == "Delayed."
    assert "Waiting: 1." in page.text


def test_the_status_says_when_partners_are_not_told_and_when_nothing_can_be_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "Bachau gwe" not in opened(PAGES["status"].address("cy")).text
    told = endpoint()
    assert "Anfonwyd pob newid." in opened(PAGES["status"].address("cy")).text
    waits_since = datetime.now(UTC) - timedelta(minutes=5)
    told.messages.create(item=uuid4(), version=1, message_id="msg_1", queued_at=waits_since, retry_at=waits_since)
    assert "Changes are waiting to be sent." in opened(PAGES["status"].address("en")).text
    # What a receiver that is down has not taken is no fault of ours.
    WebhookEndpoint.objects.update(failures=1)
    assert "Webhooks" not in opened(PAGES["status"].address("en")).text
    monkeypatch.setattr(engines, "engine", Failing)
    page = opened(PAGES["status"].address("cy"))
    assert "Ddim yn gweithio." in [one.text for one in page.select(".late")]
    assert "Nid yw chwilio'n ateb ar hyn o bryd." in page.text


def test_the_status_says_when_something_last_changed() -> None:
    change()
    at = localtime(Change.objects.get().at)
    assert f"The last change: {written_date(at, 'en')}, {at:%H:%M:%S}." in opened(PAGES["status"].address("en")).text


def test_what_is_deprecated_is_said_in_headers_and_on_the_page(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    ends = Deprecation(
        re.compile(r"/api/v1/old\Z"),
        "1.1.0",
        MARCH,
        MARCH + timedelta(days=184),
        Label("Defnyddiwch y llall.", "Use the other."),
    )
    assert deprecation_headers("/api/v1/old", [ends]) == [
        ("Deprecation", "@1803859200"),
        ("Sunset", "Wed, 01 Sep 2027 00:00:00 GMT"),
        ("Link", f'<{settings.API_URL}/partners/versions/>; rel="deprecation"; type="text/html"'),
    ]
    assert deprecation_headers("/api/v1/new", [ends]) == []
    monkeypatch.setattr(portal_views, "DEPRECATIONS", (ends,))
    text = opened(PAGES["versions"].address("cy")).main.text
    assert "Defnyddiwch y llall." in text
    assert "1 Medi 2027" in text


def test_the_release_is_the_one_that_is_described(settings: Any) -> None:
    root = Path(settings.BASE_DIR)
    released = re.findall(r"^## (\d\S+) - \d{4}-\d\d-\d\d$", (root / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert released[0] == RELEASE == tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"]
    for language in CODES:
        page = opened(PAGES["versions"].address(language)).main
        assert f" {RELEASE} " in page.text
        assert CONTRACT_VERSION in page.text
        assert page.find("a", href=f"{settings.API_URL}/api/docs/changelog")
    assert Client().get("/api/docs/changelog").status_code == 200


def test_partners_have_six_months() -> None:
    soon = Deprecation(re.compile("/x"), "1.1.0", MARCH, MARCH + timedelta(days=182), Label("", ""))
    assert too_short([soon]) == [soon]
    assert too_short() == []
    assert PAGES["versions"].address("en") == deprecations.EXPLAINED_AT
    assert ROOT.en == "/partners/"


def test_the_limits_shown_are_those_that_hold(settings: Any) -> None:
    settings.RATE_ANONYMOUS, settings.RATE_SANDBOX = 0, 777
    cells = [cell.text for cell in opened(PAGES["limits"].address("cy")).find_all("td")]
    assert cells == ["–", "120,000", "777"]


@pytest.mark.parametrize(("language", "operator"), [("cy", "Awdurdod Enghreifftiol"), ("en", "Example Authority")])
def test_the_terms_name_who_runs_the_service_and_may_be_another_operators(
    language: Language, operator: str, settings: Any, tmp_path: Path
) -> None:
    address = PAGES["terms"].address(language)
    assert WORDS[language]["site"] in opened(address).main.text
    settings.OPERATORS, settings.PARTNERS_EMAIL = {language: operator}, "partneriaid@example.wales"
    page = opened(address)
    assert page.select_one(".summary").text.startswith(operator)
    assert page.main.find("a", href="mailto:partneriaid@example.wales")
    for code in CODES:
        (tmp_path / f"{code}.html").write_text(f"<h2>{code} ŵ</h2>", encoding="utf-8")
    settings.TERMS_FOLDER = str(tmp_path)
    page = opened(address)
    assert [page.h2.text, len(page.main.find_all("ol"))] == [f"{language} ŵ", 0]


def test_a_contact_is_named_where_there_is_one(settings: Any) -> None:
    settings.PARTNERS_EMAIL = "partneriaid@example.wales"
    assert opened(PAGES["contact"].address("cy")).find("a", href="mailto:partneriaid@example.wales")
