"""The demo as readers and partners meet it: complete in both languages, without a word of the other, without a dead link."""

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import product
from typing import Any
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import TestCase
from simplemma import in_target_language
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.content.models import File
from cms.publication.models import Edition, State
from cms.reading.preview_page import preview_page
from demo.loading import source
from tests.factories.demo import load_demo

LANGUAGES = ("cy", "en")
# A name or two of a few words is in no language; from here on the words tell.
FEWEST_WORDS = 4
WORD = re.compile(r"[^\W\d_]{2,}")
# Addresses, codes, markup (whose words are in `plain`) and what names the other language on purpose.
NOT_PROSE = {
    "html", "svg", "address", "api", "canonical", "path", "name_in_other_language", "email", "website", "print", "languages",
    "publisher", "commissioner", "sizes", "id", "item", "key", "to", "digest", "twin",
}  # fmt: skip
ORGANISATIONS = {"attribution"}


def prose(node: Any, key: str = "", where: str = "") -> Iterator[tuple[str, str]]:
    """(place, text) of all that a reader of the payload is to read."""
    if key in NOT_PROSE or key in ORGANISATIONS:
        return
    if isinstance(node, dict):
        for name, value in node.items():
            yield from prose(value, name, f"{where}.{name}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from prose(value, key, f"{where}.{number}")
    elif isinstance(node, str):
        yield from ((where, line) for line in node.split("\n"))


def is_in_the_other_language(text: str, language: str) -> bool:
    """Whether more of its words are known in the other language than in its own."""
    words = " ".join(WORD.findall(text))
    if len(words.split()) < FEWEST_WORDS:
        return False
    known = {code: in_target_language(words, lang=code) for code in LANGUAGES}
    return known["en" if language == "cy" else "cy"] > known[language]


def addresses(node: Any) -> Iterator[str]:
    """Every address in a payload, those inside its HTML too."""
    if isinstance(node, dict):
        for value in node.values():
            yield from addresses(value)
    elif isinstance(node, list):
        for value in node:
            yield from addresses(value)
    elif isinstance(node, str):
        if node.startswith("http"):
            yield node
        yield from (unescape(found) for found in re.findall(r'href="(http[^"]+)"', node))


def soup(response: Any) -> Any:
    """The page of a response."""
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The child lives with foster carers today", "cy", True),
        ("Mae'r plentyn yn byw gyda gofalwyr maeth heddiw", "en", True),
        ("Mae'r plentyn yn byw gyda gofalwyr maeth heddiw", "cy", False),
        ("The child lives with foster carers today", "en", False),
        ("AFKA Cymru", "en", False),
    ],
)
def test_the_language_of_a_text_is_told(text: str, language: str, expected: bool) -> None:
    assert is_in_the_other_language(text, language) is expected


@pytest.mark.xdist_group("demo")
class DemoLibrary(TestCase):
    """The demo of this project, as it is in demo/, loaded once."""

    demo: source.Demo

    @classmethod
    def setUpTestData(cls) -> None:
        cls.demo = source.read(settings.BASE_DIR / "demo")
        load_demo()

    def payloads(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for edition in Edition.objects.filter(state=State.PUBLISHED).order_by("path"):
            yield edition.language, json.loads(bytes(edition.body))

    def local(self, address: str) -> str | None:
        """The path of an address of ours; None for another site's."""
        for base in (settings.API_URL, *settings.PUBLIC_URLS.values()):
            if address.startswith(f"{base}/"):
                return unquote(address.removeprefix(base).partition("#")[0])
        return None

    def read(self, address: str) -> Any:
        path = self.local(address)
        assert path is not None, address
        response = self.client.get(path)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        return response

    def item(self, language: str, path: str) -> dict[str, Any]:
        answer: dict[str, Any] = self.client.get(f"/api/v1/{language}/items", {"path": path}).json()
        return answer

    def test_there_are_45_items_and_60_terms(self) -> None:
        assert len(self.demo.items) >= 45
        for language in LANGUAGES:
            assert self.client.get(f"/api/v1/{language}/terms", {"limit": 1}).json()["total"] >= 60

    def test_every_item_is_public_in_both_languages_and_up_to_date(self) -> None:
        public = Edition.objects.filter(state=State.PUBLISHED, translation_status="current")
        expected = {(item.id, language) for item, language in product(self.demo.items, LANGUAGES)}
        assert set(public.values_list("item", "language")) == expected

    def test_some_items_are_written_in_welsh_first(self) -> None:
        assert len([item for item in self.demo.items if item.source == "cy"]) >= 4

    def test_the_admins_forms_would_accept_every_page(self) -> None:
        for found in Page.objects.filter(depth__gt=1).specific():
            for field in found._meta.fields:
                if isinstance(field, StreamField):
                    field.stream_block.clean(getattr(found, field.name))

    def test_every_word_and_pdf_file_says_how_many_pages_it_has(self) -> None:
        assert not File.objects.exclude(file__endswith=".vtt").filter(pages=None).exists()

    def test_no_edition_has_a_text_in_the_other_language(self) -> None:
        found = [
            (language, payload["path"], where, text)
            for language, payload in self.payloads()
            for where, text in prose(payload)
            if is_in_the_other_language(text, language)
        ]
        assert found == []

    def test_no_download_has_a_text_in_the_other_language(self) -> None:
        found = [
            (file.title, line)
            for file in File.objects.exclude(language="mul")
            for page in file.reading.pages
            for line in page["text"].split("\n")
            if is_in_the_other_language(line, file.language)
        ]
        assert found == []

    def test_no_term_has_a_text_in_the_other_language(self) -> None:
        for language in LANGUAGES:
            for term in self.client.get(f"/api/v1/{language}/terms", {"limit": 100}).json()["items"]:
                assert not is_in_the_other_language(term["definition"], language), term

    @pytest.mark.repetitive
    def test_no_address_of_ours_is_dead(self) -> None:
        found = {address for _, payload in self.payloads() for address in addresses(payload)}
        ours = sorted(address for address in found if self.local(address) and not address.endswith(".pdf/"))
        dead = [address for address in ours if self.client.get(self.local(address) or "").status_code != 200]
        assert len(ours) > 500
        assert dead == []

    @pytest.mark.repetitive
    def test_no_link_on_a_reading_page_is_dead_and_none_changes_the_language_unsaid(self) -> None:
        dead, unsaid, seen = [], [], set()
        for language, payload in self.payloads():
            page = soup(self.read(payload["canonical"]))
            for anchor in page.find_all("a", href=True):
                path = self.local(anchor["href"]) or (anchor["href"] if anchor["href"].startswith("/") else None)
                if path is None:
                    continue
                if path.startswith(f"/{'en' if language == 'cy' else 'cy'}/") and not anchor.get("hreflang"):
                    unsaid.append((payload["path"], path))
                if path not in seen and not path.endswith(".pdf"):
                    seen.add(path)
                    if self.client.get(path).status_code not in {200, 302}:
                        dead.append((payload["path"], path))
        assert (dead, unsaid) == ([], [])
        assert {payload["path"] for _, payload in self.payloads()} <= seen

    @pytest.mark.repetitive
    def test_a_preview_is_the_reading_page_to_the_last_byte(self) -> None:
        for edition in Edition.objects.filter(state=State.PUBLISHED).order_by("path"):
            page = Page.objects.get(translation_key=edition.item, locale__language_code=edition.language)
            assert preview_page(page.specific).content == self.client.get(edition.path).content, edition.path

    def test_every_item_has_a_document_for_paper(self) -> None:
        for language, payload in self.payloads():
            document = soup(self.read(payload["print"]["html"]))
            assert (document.html["lang"], document.h1.text) == (language, payload["title"])

    def test_from_for_professionals_to_the_welsh_flowchart_to_print(self) -> None:
        """Over REST, by what each payload says of the next."""
        professionals = next(
            one for one in self.item("cy", "/cy/")["children"] if one["title"] == "I weithwyr proffesiynol"
        )
        answer = self.client.get(f"/api/v1/cy/items/{professionals['id']}").json()
        framework = next(one for one in answer["children"] if one["type"] == "framework")
        sections = self.client.get(f"/api/v1/cy/items/{framework['id']}").json()["children"]
        section = next(one for one in sections if one["number"] == "6")
        resources = self.client.get(f"/api/v1/cy/items/{section['id']}").json()["children"]
        flowchart = next(one for one in resources if one["title"].startswith("Siart Llif 3"))
        self.check_flowchart(self.client.get(f"/api/v1/cy/items/{flowchart['id']}").json())

    def check_flowchart(self, payload: dict[str, Any]) -> None:
        assert (payload["language"], payload["kind"]["label"]) == ("cy", "Siart llif")
        chart = next(block for block in payload["body"] if block["type"] == "flowchart")
        assert chart["svg"].startswith("<svg")
        assert {step["kind"] for step in chart["steps"]} >= {"start", "decision", "end"}
        file = payload["files"][0]
        assert (file["language"], file["format"]) == ("cy", "pdf")
        response = self.read(file["address"])
        assert response["Content-Language"] == "cy"
        assert b"".join(response.streaming_content).startswith(b"%PDF-")

    def test_the_same_way_by_the_links_of_the_reading_pages(self) -> None:
        address = "/cy/"
        for text in ("I weithwyr proffesiynol", "Fframwaith Sefydlogrwydd Cynnar Cymru", "Adran 6", "Siart Llif 3"):
            page = soup(self.client.get(address))
            links = [
                one for one in page.main.find_all("a", href=True) if one.get_text(" ", strip=True).startswith(text)
            ]
            labelled = links or [
                one.find("a", href=True) for one in page.main.find_all("li") if text in one.get_text(" ", strip=True)
            ]
            assert labelled, f"{address}: {text}"
            address = self.local(labelled[0]["href"]) or labelled[0]["href"]
        page = soup(self.client.get(address))
        assert page.html["lang"] == "cy"
        assert page.find("svg", attrs={"role": "img"}) is not None
        download = next(
            one for one in page.find_all("a", href=True) if one["href"].endswith(".pdf") and "/files/" in one["href"]
        )
        response = self.read(download["href"])
        assert (response["Content-Type"], response["Content-Language"]) == ("application/pdf", "cy")

    def test_a_video_says_all_that_a_player_needs(self) -> None:
        videos = [
            (language, block)
            for language, payload in self.payloads()
            for block in [*payload["body"], payload.get("video")]
            if block and block["type"] == "video"
        ]
        assert len(videos) >= 20
        for language, video in videos:
            assert video["captions"]["language"] in {language, "mul"}
            assert video["transcript"]["plain"]
            assert self.read(video["captions"]["address"])["Content-Type"].startswith("text/vtt")
        assert any(video["sign_language"] for _, video in videos)
