"""Every block, in both languages, with the markup that those who do not see it depend on."""

import json
import re

import pytest

from cms.content.declaration.blocks import block_payloads
from cms.reading.labels import WORDS
from tests.reading.library import BLOCK_TYPES, block, published, rich, word

pytestmark = pytest.mark.django_db


def strings(value):
    """The words in a block, as opposed to its codes and addresses."""
    return set(re.findall(r"(?:gair|word)-[a-z]{2}-[a-z-]+", json.dumps(value)))


def shown(read, language, *blocks, type_="information", **members):
    row = published(language, type_, body=list(blocks), **members)
    return read(row.path).main


def test_every_block_type_of_the_payload_is_here():
    assert set(block_payloads()) == set(BLOCK_TYPES)


@pytest.mark.parametrize("type_", BLOCK_TYPES)
def test_a_block_shows_all_its_words(read, language, type_):
    made = block(language, type_)
    page = shown(read, language, made)
    everything = page.get_text(" ") + " ".join(picture["alt"] for picture in page.find_all("img"))
    assert [text for text in strings(made) if text not in everything] == []


@pytest.mark.parametrize("type_", BLOCK_TYPES)
def test_a_block_in_the_other_language_says_so(read, language, other, type_):
    page = shown(read, language, block(other, type_))
    own = page.find(attrs={"lang": other})
    assert own is not None
    for text in strings(block(other, type_)):
        assert text not in page.get_text().replace(own.get_text(), "")
    for name in ("key_message", "watch", "captions", "transcript", "telephone", "email", "website", "hours"):
        assert WORDS[language][name] not in own.get_text(" ")


@pytest.mark.parametrize(
    ("header", "columns", "rows"), [("row", 2, 0), ("column", 0, 2), ("both", 2, 1), ("neither", 0, 0)]
)
def test_a_table_marks_its_headings(read, language, header, columns, rows):
    page = shown(read, language, block(language, "table", header=header, rows=[["a", "b"], ["c", "d"]]))
    assert len(page.select('thead th[scope="col"]')) == columns
    assert len(page.select('th[scope="row"]')) == rows
    assert len(page.select("th, td")) == 4
    assert page.caption.text == word(language, "caption")


def test_an_empty_corner_of_a_table_is_no_heading(read, language):
    page = shown(read, language, block(language, "table"))
    assert all(heading.get_text(strip=True) for heading in page.find_all("th"))


def test_a_wide_table_can_be_scrolled_from_the_keyboard(read, language):
    page = shown(read, language, block(language, "table"))
    group = page.select_one('[role="group"][tabindex="0"]')
    assert page.find(id=group["aria-labelledby"]).text == word(language, "caption")


def test_a_picture_has_its_alternative_text_or_an_empty_one(read, language):
    picture = {**block(language, "image")["picture"], "alt_text": "", "decorative": True}
    page = shown(read, language, block(language, "image"), block(language, "image", picture=picture))
    assert [image["alt"] for image in page.find_all("img")] == [word(language, "alt"), ""]
    assert page.img["srcset"].endswith("/800.webp 800w")


@pytest.mark.parametrize(
    ("code", "facts"), [("cy", "PDF, 48 KB, 2 dudalen, Cymraeg"), ("en", "PDF, 48 KB, 2 pages, English")]
)
def test_a_file_says_what_it_is(read, code, facts):
    page = shown(read, code, block(code, "file"))
    assert page.select_one(".facts").text == f"({facts})"
    assert page.select_one(".file a")["hreflang"] == code


def test_a_video_is_a_link_with_its_transcript_and_captions(read, language):
    page = shown(read, language, block(language, "video"))
    assert [link["href"] for link in page.select(".video a")] == [
        "https://fideo.example.org/x",
        "https://fideo.example.org/bsl",
        "https://api.example.test/files/x/x.pdf",
    ]
    assert page.select_one(".video a[hreflang=bfi]").text.startswith(WORDS[language]["sign_language"])
    assert page.select_one(".video time")["datetime"] == "PT12M30S"
    assert word(language, "transcript") in page.select_one(".video details").text
    assert page.find("video") is None


def test_a_telephone_number_can_be_dialled(read, language):
    page = shown(read, language, block(language, "contact"))
    assert page.select_one('a[href^="tel:"]')["href"] == "tel:+442920180110"


def test_text_is_escaped_and_clean_rich_text_is_not(read, language):
    nasty = "<script>alert(1)</script> & \"x\" 'y'"
    page = shown(
        read,
        language,
        block(language, "heading", text=nasty),
        block(language, "quote", text=nasty, attribution=nasty),
        block(language, "checklist", title=nasty, points=[nasty]),
        block(language, "table", caption=nasty, rows=[[nasty]]),
        block(language, "text"),
    )
    assert page.find("script") is None
    assert page.get_text().count(nasty) == 7
    assert page.strong.text == word(language, "text")


def test_a_link_that_leads_to_the_other_language_says_so(read, language, other):
    html = f'<p><a href="https://x.example.test/" data-item="x" hreflang="{other}">a</a></p>'
    entry = {"text": "b", "item": None, "address": "https://example.org/", "language": other}
    page = shown(
        read,
        language,
        block(language, "text", text={**rich(language, "x"), "html": html}),
        block(language, "links", links=[entry]),
    )
    said = "(yn Saesneg)" if language == "cy" else "(in Welsh)"
    assert f"a {said}" in page.get_text()
    assert f"b {said}" in page.get_text()
    assert {link["hreflang"] for link in page.find_all("a", hreflang=True)} == {other}


@pytest.mark.parametrize(
    ("levels", "expected"), [([2, 3, 2], ["h2", "h3", "h2"]), ([3, 3, 2, 3], ["h2", "h3", "h2", "h3"])]
)
def test_no_level_of_headings_is_skipped(read, language, levels, expected):
    made = [block(language, "heading", id=str(place), level=level) for place, level in enumerate(levels)]
    page = shown(read, language, *made)
    assert [heading.name for heading in page.find_all(["h2", "h3", "h4"])] == expected
