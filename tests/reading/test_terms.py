"""The glossary's page, and the words explained on an item's page."""

import json
import re
from itertools import pairwise

import pytest

from cms.content.declaration.schema import payload_adapter
from cms.content.languages import other
from tests.factories import content as make
from tests.factories.editions import edition
from tests.factories.terms import term_pair
from tests.reading.library import parsed, published

pytestmark = pytest.mark.django_db
PATHS = {"cy": "/cy/termau/", "en": "/en/terms/"}
TITLES = {"cy": "Geirfa", "en": "Glossary"}
PAIRS = [
    ("dolen", "attachment"),
    ("ddoe", "Yesterday"),
    ("chwaer", "sister"),
    ("canolwr", "referee"),
    ("llys", "court"),
]


@pytest.fixture
def glossary():
    return [term_pair(cy, en, forms={"cy": ["gair arall"]}) for cy, en in PAIRS]


@pytest.mark.parametrize(
    ("code", "letters", "names"),
    [
        ("cy", ["C", "Ch", "D", "Dd", "Ll"], ["canolwr", "chwaer", "dolen", "ddoe", "llys"]),
        ("en", ["A", "C", "R", "S", "Y"], ["attachment", "court", "referee", "sister", "Yesterday"]),
    ],
)
def test_terms_are_below_the_letters_of_the_languages_alphabet(read, glossary, code, letters, names):
    page = read(PATHS[code])
    assert page.html["lang"] == code
    assert page.h1.get_text() == TITLES[code]
    assert [one.get_text() for one in page.find_all("h2")] == letters
    assert [one.get_text() for one in page.find_all("dt")] == names
    anchors = [link["href"].removeprefix("#") for link in page.select(".letters a")]
    assert [page.find(id=anchor).get_text() for anchor in anchors] == letters


def test_the_other_languages_word_says_which_language_it_is_in(read, glossary, language, other):
    page = read(PATHS[language])
    twins = {welsh if other == "cy" else english for welsh, english in PAIRS}
    marked = page.select(f'dd [lang="{other}"]')
    assert {one.get_text() for one in marked} == twins
    for one in page.find_all(lang=other):
        one.decompose()
    assert not any(word in page.main.get_text() for word in twins)


def test_the_glossary_leads_to_the_other_language_and_says_where_it_is(read, glossary, language, other):
    page = read(PATHS[language])
    address = f"https://{other}.example.test{PATHS[other]}"
    assert page.select_one(".language a")["href"] == address
    assert page.find("link", rel="canonical")["href"] == f"https://{language}.example.test{PATHS[language]}"
    assert {one["hreflang"] for one in page.select('link[rel="alternate"][hreflang]')} == {"cy", "en"}
    terms = json.loads(page.select_one('script[type="application/ld+json"]').string)["@graph"][0]["hasDefinedTerm"]
    assert {term["inDefinedTermSet"] for term in terms} == {f"https://{language}.example.test{PATHS[language]}"}
    assert len(terms) == len(glossary)


def test_without_a_public_term_there_is_no_glossary(read, language):
    term_pair("cudd", "hidden", state="withdrawn")
    assert "cudd" not in str(read(PATHS[language], 404))


def test_the_other_languages_name_for_it_is_no_address(read, glossary):
    read("/cy/terms/", 404)
    read("/en/termau/", 404)


def test_what_the_reader_has_is_not_sent_again_until_a_term_changes(client, glossary, language):
    tag = client.get(PATHS[language])["ETag"]
    assert client.get(PATHS[language], headers={"If-None-Match": tag}).status_code == 304
    term_pair("gair", "word")
    assert client.get(PATHS[language], headers={"If-None-Match": tag}).status_code == 200


def test_a_page_that_editors_put_at_the_same_address_is_shown(read, glossary, language):
    row = edition(language, path=PATHS[language], title="XYZ")
    assert read(PATHS[language]).h1.get_text() == "XYZ"
    type(row).objects.update(state="withdrawn")
    assert read(PATHS[language]).h1.get_text() == TITLES[language]


def test_without_a_slash_the_address_leads_on(client, glossary):
    assert client.get("/cy/termau")["Location"] == "/cy/termau/"


TERM = "0b8f6f0e-52a3-4d0f-8a8e-4c1f0a3f7e55"
UNKNOWN = "1c9a7a1f-52a3-4d0f-8a8e-4c1f0a3f7e55"


def marked_page(language, *, terms=True):
    """A page with two marks, of which only the first is among its terms."""
    html = f'<p>A <span class="term" data-term="{TERM}">Word</span>, <span class="term" data-term="{UNKNOWN}">two</span></p>'
    block = {"id": "a", "lang": language, "type": "text", "text": {"html": html, "plain": "A Word, two"}}
    term = {"id": TERM, "name": "word <x>", "definition": "Its meaning.", "address": f"https://x.test/#term-{TERM}"}
    return published(language, body=[block], terms=[term] if terms else [])


def test_a_marked_word_leads_to_its_explanation_on_the_same_page_and_back(read, language):
    page = read(marked_page(language).path)
    word = page.select_one("p a.term")
    explained = page.find(id=word["href"].removeprefix("#"))
    assert word.get_text() == "Word"
    assert explained.dt.get_text() == "word <x>"
    assert "Its meaning." in explained.dd.get_text()
    assert explained.a["href"] == f"#{word['id']}"
    assert page.find(id="terms").get_text() == {"cy": "Esbonio geiriau", "en": "Words explained"}[language]
    assert page.find(href=f"https://{language}.example.test{PATHS[language]}")


def test_no_id_is_there_twice_and_every_way_within_the_page_leads_somewhere(read, glossary, language):
    for page in (read(PATHS[language]), read(marked_page(language).path)):
        ids = [one["id"] for one in page.find_all(id=True)]
        assert len(ids) == len(set(ids))
        targets = {one["href"][1:] for one in page.select('a[href^="#"]')}
        assert targets <= set(ids)


def test_headings_skip_no_rank(read, glossary, language):
    for page in (read(PATHS[language]), read(marked_page(language).path)):
        ranks = [int(one.name[1]) for one in page.find_all(re.compile("^h[1-6]$"))]
        assert ranks[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(ranks))


def test_a_page_without_terms_says_nothing_of_them(read, language):
    page = read(published(language).path)
    assert page.find(id="terms") is None
    assert page.select("a.term") == []


def test_a_mark_whose_explanation_is_missing_is_plain_text(read, language):
    page = read(marked_page(language).path)
    assert [link.get_text() for link in page.select("a.term")] == ["Word"]
    assert "A Word, two" in page.main.get_text()
    assert read(marked_page(language, terms=False).path).select("a.term") == []


@pytest.mark.parametrize("source", ["cy", "en"])
def test_a_term_and_a_page_that_editors_publish_are_read_together(client, source):
    names = {"cy": "panel", "en": "board"}
    home, _ = make.homes(source)
    page = make.landing(home, source, body=[("text", f"<p>{make.MARKS[source]} {names[source]}</p>")])
    target = other(source)
    block = f"body.{page.body[0].id}"
    translation = make.translate(page, given={block: f"{make.MARKS[target]} {names[target]}"})
    make.term_pair("panel", "board", source)
    for one in (page, translation):
        language = one.locale.language_code
        path = re.sub(r"^/[^/]+/", f"/{language}/", one.url_path)
        shown = parsed(client.get(path))
        assert shown.select_one("a.term").get_text() == names[language]
        assert shown.select_one("dl.terms dt").get_text() == names[language]
        assert names[other(language)] not in shown.main.get_text()
        assert parsed(client.get(PATHS[language])).select_one("dt").get_text() == names[language]


def test_the_payload_of_these_tests_is_one(language):
    payload_adapter().validate_json(marked_page(language).body)
