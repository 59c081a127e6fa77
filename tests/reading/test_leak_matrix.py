"""What is not public is on no reading page: neither its own nor that of the page above it."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Page

from cms.content.languages import CODES, Language
from tests.factories import content as make
from tests.publication import scenes, scenes_incomplete, scenes_private

pytestmark = pytest.mark.django_db
assert scenes_private
assert scenes_incomplete
SOURCES = pytest.mark.parametrize("source", CODES)


def paths(hidden: scenes.Hidden, language: Language) -> set[str]:
    """Where the item would be, and the page above it."""
    pages = Page.objects.filter(translation_key=hidden.item)
    return {re.sub(r"^/[^/]+/", f"/{language}/", page.url_path) for page in pages} | {f"/{language}/"}


def words_at(path: str, language: Language) -> str:
    """The page less what it marks as the other language's: the name of that page, where this one is missing."""
    soup = BeautifulSoup(Client().get(path).content, "html.parser")
    for element in soup.find_all(lang=make.other(language)):
        element.decompose()
    return str(soup)


@SOURCES
@pytest.mark.parametrize("name", sorted(scenes.PRIVATE))
def test_what_is_private_is_on_no_page(name: str, source: Any) -> None:
    parent, _ = make.homes(source)
    hidden = scenes.PRIVATE[name](source, parent)
    for language in CODES:
        for path in paths(hidden, language):
            assert hidden.mark not in Client().get(path).content.decode(), path


@SOURCES
@pytest.mark.parametrize("name", sorted(scenes.INCOMPLETE))
def test_an_incomplete_translation_is_on_no_page_of_its_language(name: str, source: Any) -> None:
    parent, _ = make.homes(source)
    hidden = scenes.INCOMPLETE[name](source, parent)
    for language in hidden.languages:
        for path in paths(hidden, language):
            assert hidden.mark not in words_at(path, language), path
