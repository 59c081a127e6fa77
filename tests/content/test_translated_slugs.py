"""Slugs of translations hold the letters that were typed."""

import unicodedata

import pytest

from tests.factories import content as make


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["tŷ-gŵyl-ar-ôl-cân", unicodedata.normalize("NFD", "tŷ-gŵyl")])
def test_a_translated_slug_keeps_its_circumflexes(slug: str) -> None:
    home, _ = make.homes("en")
    page = make.landing(home, "en")
    welsh = make.translate(page, slug=slug)
    assert welsh.slug == unicodedata.normalize("NFC", slug)
    make.publish(page, title=make.words("en"))
    assert make.translate(page, slug=slug).slug == unicodedata.normalize("NFC", slug)
