"""What is not public is on no reading page and in no printable document: neither its own nor that of what is above it."""

import io
import json
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pypdf import PdfReader
from wagtail.models import Page

from cms.content.languages import CODES, Language
from cms.reading.item_page import SEARCH_PATHS
from cms.reading.printing import pdf
from cms.reading.printing.typesetting import typeset
from tests.factories import content as make
from tests.publication import scenes, scenes_incomplete, scenes_private
from tests.search.outlet import Index, index

pytestmark = [pytest.mark.django_db, pytest.mark.repetitive]
assert scenes_private
assert index
assert scenes_incomplete


@cache
def typeset_once(data: str, pictures: tuple[tuple[str, bytes], ...], moment: datetime) -> bytes:
    return typeset(json.loads(data), dict(pictures), moment)


@pytest.fixture(autouse=True)
def the_same_is_typeset_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same data give the same bytes, and most scenes leave the section's document as it is."""

    def given(data: Any, pictures: dict[str, bytes], moment: datetime) -> bytes:
        return typeset_once(json.dumps(data), tuple(pictures.items()), moment)

    monkeypatch.setattr(pdf, "typeset", given)


def paths(hidden: scenes.Hidden, section: Page, language: Language) -> set[str]:
    """Where the item would be, and the pages above it."""
    pages = Page.objects.filter(translation_key__in=[hidden.item, section.translation_key])
    return {re.sub(r"^/[^/]+/", f"/{language}/", page.url_path) for page in pages} | {f"/{language}/"}


def words_at(address: str, without: str = "") -> str:
    """What is answered there, less what is marked as the other language's: the name of that page, where this one is missing."""
    response = Client().get(address)
    if response["Content-Type"] == "application/pdf":
        reader = PdfReader(io.BytesIO(response.content))
        return f"{reader.metadata} {' '.join(page.extract_text() for page in reader.pages)}"
    if "xml" in response["Content-Type"]:
        return response.content.decode()
    soup = BeautifulSoup(response.content, "html.parser")
    for element in soup.find_all(lang=without) if without else ():
        element.decompose()
    return str(soup)


def printed(language: Language, *items: UUID) -> Iterator[str]:
    """The addresses of the items' documents."""
    return (f"/{language}/print/{item}{ending}" for item in items for ending in ("/", ".pdf"))


def embedded(language: Language, item: UUID) -> str:
    """The address of the item in other sites' pages."""
    return f"/embed/{language}/{item}"


def places(hidden: scenes.Hidden, section: Page, language: Language) -> Iterator[str]:
    """Where the item could be read or told of, and the section above it: pages, feed, sitemap, fragments and documents."""
    yield from (f"/{language}/atom.xml", "/sitemap.xml", embedded(language, hidden.item))
    yield from paths(hidden, section, language)
    yield from printed(language, hidden.item, section.translation_key)


def check_that_a_late_index_gives_nothing_away(hidden: scenes.Hidden, language: Language, index: Index) -> None:
    """The search page shows nothing of an item that only the index takes for a public one."""
    index.still_has(hidden.item, language, hidden.mark)
    for word in (hidden.mark.lower(), f"{hidden.mark.lower()}x"):
        page = BeautifulSoup(words_at(f"{SEARCH_PATHS[language]}?q={word}"), "html.parser")
        assert hidden.mark not in str(page)
        assert page.select(".results, .meant") == []


@scenes.each(scenes.PRIVATE)
def test_what_is_private_is_on_no_page(name: str, source: Any, index: Index) -> None:
    section, hidden = scenes.below_a_section(name, source)
    for language in CODES:
        for address in places(hidden, section, language):
            assert hidden.mark not in words_at(address), address
    for language in hidden.languages:
        check_that_a_late_index_gives_nothing_away(hidden, language, index)


@scenes.each(scenes.INCOMPLETE)
def test_an_incomplete_translation_is_on_no_page_of_its_language(name: str, source: Any, index: Index) -> None:
    section, hidden = scenes.below_a_section(name, source)
    for language in hidden.languages:
        for address in places(hidden, section, language):
            assert hidden.mark not in words_at(address, without=make.other(language)), address
        check_that_a_late_index_gives_nothing_away(hidden, language, index)


@pytest.mark.parametrize("language", CODES)
def test_the_matrix_would_see_a_public_page(language: Language) -> None:
    section = scenes.section_below_home(language)
    page = make.landing(section, language, **scenes.secret(language))
    hidden = scenes.Hidden(page.translation_key, (language,))
    seen = {address for address in places(hidden, section, language) if scenes.MARK in words_at(address)}
    own = {re.sub(r"^/[^/]+/", f"/{language}/", one.url_path) for one in (page, section)}
    assert {
        *own,
        f"/{language}/atom.xml",
        embedded(language, page.translation_key),
        *printed(language, page.translation_key, section.translation_key),
    } == seen
