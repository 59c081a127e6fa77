"""Whole pages of every type: what they show, in which language, and the way to the other one."""

import json
import re
from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from bs4.element import NavigableString
from django.utils import timezone

from cms.content.declaration.registry import item_types
from cms.content.vocabularies import IN_LANGUAGE
from cms.content.words.dates import MONTHS
from cms.reading.labels import AVAILABLE, LABELS, WORDS
from cms.reading.wording import file_facts, written_date, written_duration, written_minutes, written_pages, written_size
from tests.factories.editions import pair, withdrawn
from tests.reading.library import card, file, full, promo, published, word

pytestmark = pytest.mark.django_db
TYPES = tuple(item_types())


def spoken(page, language):
    """All that is read out in a language: text, labels and alternative text, without what is marked as another's."""
    parts: list[str] = []
    for node in page.descendants:
        is_text = isinstance(node, NavigableString)
        around = [*([] if is_text else [node]), *node.parents]
        if next((tag["lang"] for tag in around if tag.get("lang")), None) == language:
            named = [] if is_text else [node.get(name) for name in ("aria-label", "alt", "title", "content")]
            parts += [str(node)] if is_text else filter(None, named)
    return " ".join(parts)


@pytest.mark.parametrize("type_", TYPES)
def test_a_page_of_every_type_shows_all_its_words(read, language, type_):
    row = full(language, type_)
    page = read(row.path)
    said = spoken(page, language)
    known = set(re.findall(rf'"((?:gair|word)-{language}-[^" ]*)"', row.body.decode()))
    assert {text for text in known if text not in said} == set()
    assert page.html["lang"] == language


@pytest.mark.parametrize("type_", TYPES)
def test_no_label_of_the_other_language_is_on_a_page(read, language, other, type_):
    said = spoken(read(full(language, type_).path), language)
    labels = [*LABELS.values(), *AVAILABLE.values(), *IN_LANGUAGE.values()]
    foreign = [label.text(other) for label in labels] + list(MONTHS[other])
    assert [text for text in foreign if re.search(rf"(?<![\w-]){re.escape(text)}(?![\w-])", said)] == []


@pytest.mark.parametrize("type_", TYPES)
def test_the_outline_has_one_first_heading_and_skips_no_level(read, language, type_):
    page = read(full(language, type_).path)
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("type_", TYPES)
def test_what_refers_to_another_part_of_a_page_finds_it(read, language, type_):
    page = read(full(language, type_).path)
    ids = [node["id"] for node in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    referred = [node["aria-labelledby"] for node in page.find_all(attrs={"aria-labelledby": True})]
    assert set(referred) | {link["href"][1:] for link in page.select('a[href^="#"]')} <= set(ids)


def test_a_guide_has_a_list_of_its_chapters(read, language):
    page = read(full(language, "guide").path)
    link = page.select_one("nav.contents a")
    assert link.text == word(language, "chapter")
    assert word(language, "chapter") in page.find(id=link["href"][1:]).text


def test_a_page_loads_nothing_but_the_style_sheet_and_pictures(read, language):
    page = read(full(language, "home").path)
    assert [link["href"] for link in page.select('link[rel="stylesheet"]')] == ["/static/reading/reading.css"]
    assert page.select('script:not([type="application/ld+json"]), iframe, form, style, object, video') == []
    assert {picture["src"].split("/")[2] for picture in page.find_all("img")} == {"api.example.test"}


def test_a_title_is_escaped(read, client, language):
    row = published(language, title="<b>A & B</b>", summary='"><script>')
    assert b"<b>A" not in client.get(row.path).content
    page = read(row.path)
    assert page.h1.text == "<b>A & B</b>"
    assert page.find("meta", attrs={"name": "description"})["content"] == '"><script>'


def test_the_switch_leads_to_the_same_item(read, language, other):
    item, there = uuid4(), f"/{other}/elsewhere/"
    row = published(language, item=item)
    published(other, item=item, path=there)
    page = read(row.path)
    link = page.select_one("nav.language a")
    assert (link["href"], link["lang"], link["hreflang"]) == (f"https://{other}.example.test{there}", other, other)
    alternates = {link["hreflang"]: link["href"] for link in page.select('link[rel="alternate"][hreflang]')}
    both = {code: f"https://{code}.example.test{path}" for code, path in ((language, row.path), (other, there))}
    assert alternates == both


def test_the_switch_says_in_words_that_there_is_no_other_language(read, language, other):
    item = uuid4()
    row = published(language, item=item)
    for prepare in (lambda: None, lambda: withdrawn(other, item=item)):
        prepare()
        nav = read(row.path).select_one("nav.language")
        assert nav.find("a") is None
        assert nav.get_text(strip=True) == WORDS[language]["not_in_other"]


def test_canonical_is_what_the_payload_says(read, language):
    row = full(language)
    assert read(row.path).select_one('link[rel="canonical"]')["href"] == f"https://{language}.example.test{row.path}"


def test_new_is_marked_until_the_day_is_over(read, language):
    today = timezone.localdate()
    ends = {today: True, today + timedelta(days=9): True, today - timedelta(days=1): False, None: False}
    for end, expected in ends.items():
        row = published(language, new_until=end)
        assert bool(read(row.path).select_one(".new")) is expected


def test_a_long_list_of_children_says_that_it_is_cut(read, language):
    said = read(full(language).path).main.text
    assert ("Dangosir y 1 cyntaf o 150." if language == "cy" else "The first 1 of 150 are shown.") in said


def test_cards_and_promos_in_the_other_language_say_so(read, language, other):
    row = full(language, "home", related=[card(other)], promos=[promo(language, other)])
    page = read(row.path)
    assert page.find("li", lang=other).a.text == word(other, "card")
    assert page.select_one(".promos a")["hreflang"] == other
    assert IN_LANGUAGE[other].text(language) in page.select_one(".promos h2").text


def test_what_is_not_there_has_no_heading(read, language):
    page = read(published(language, body=[]).path)
    assert [heading.text for heading in page.find_all("h2")] == [WORDS[language]["about"]]
    assert page.select_one(".breadcrumb") is None


def test_words_are_complete_and_differ():
    for label in [*LABELS.values(), *AVAILABLE.values(), *IN_LANGUAGE.values()]:
        assert label.cy
        assert label.en
        assert label.cy != label.en
        assert set(re.findall(r"\{\w+\}", label.cy)) == set(re.findall(r"\{\w+\}", label.en))


def test_dates_sizes_and_counts_as_each_language_writes_them():
    assert written_date("2026-07-14", "cy") == "14 Gorffennaf 2026"
    assert written_date("2026-07-14", "en") == "14 July 2026"
    assert written_date("2026-06-30T23:30:00Z", "cy") == "1 Gorffennaf 2026"
    assert [written_pages(count, "cy") for count in (1, 2, 3, 6)] == [
        "1 dudalen",
        "2 dudalen",
        "3 tudalen",
        "6 thudalen",
    ]
    assert [written_pages(count, "en") for count in (1, 2)] == ["1 page", "2 pages"]
    assert [written_minutes(count, "cy") for count in (1, 2, 12)] == ["1 munud", "2 funud", "12 munud"]
    assert [written_minutes(count, "en") for count in (1, 12)] == ["1 minute", "12 minutes"]
    lengths = (1, 90, 750, 3600, 3720, 7261)
    assert [written_duration(seconds, "cy") for seconds in lengths] == [
        "1 eiliad", "1 munud 30 eiliad", "12 munud 30 eiliad", "1 awr", "1 awr 2 funud", "2 awr 1 munud 1 eiliad",
    ]  # fmt: skip
    assert [written_duration(seconds, "en") for seconds in lengths] == [
        "1 second", "1 minute 30 seconds", "12 minutes 30 seconds", "1 hour", "1 hour 2 minutes",
        "2 hours 1 minute 1 second",
    ]  # fmt: skip
    assert [written_size(size) for size in (0, 999, 999_499, 999_500)] == ["1 KB", "1 KB", "999 KB", "1.0 MB"]
    assert (
        file_facts(file("cy", file_language="mul", pages=None), "cy") == "PDF, 48 KB, Cymraeg a Saesneg, ochr yn ochr"
    )


def test_both_languages_of_a_pair_are_pages_of_their_own(read):
    for row in pair():
        assert read(row.path).h1.text == row.title


STALE = {
    "cy": "Newidiwyd fersiwn Saesneg y dudalen hon ar 14 Gorffennaf 2026.",
    "en": "The Welsh version of this page changed on 14 July 2026.",
}


def outdated(row):
    """The payload's `languages`, as they are where the row's language is an out-of-date translation."""
    stale = {"translation_status": "stale", "since": "2026-07-14T10:00:00Z"}
    entries = json.loads(row.body)["languages"]
    return [{**entry, **stale} if entry["language"] == row.language else entry for entry in entries]


def test_an_out_of_date_translation_says_so_on_its_page_and_on_paper_and_no_other_does(read, language):
    current = published(language)
    stale = published(language, languages=outdated(current))
    for row, said in ((current, False), (stale, True)):
        assert (STALE[language] in spoken(read(row.path), language)) is said
        assert (STALE[language] in spoken(read(f"/{language}/print/{row.item}/"), language)) is said
    assert spoken(read(stale.path), language).count(STALE[language]) == 1
