"""Marking terms: what is found, where nothing may be, and what stays as it was."""

import re
from html.parser import HTMLParser
from typing import Any

import nh3
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cms.content.languages import Language
from cms.content.projection.rich_text import plain_text
from cms.publication.glossary.lexicon import Lexicon, LexiconEntry
from cms.publication.glossary.marking import Marking

ID = "00000000-0000-4000-8000-0000000000{:02d}"
MARKED = re.compile(r'<span class="term" data-term="[^"]*?(\d\d)">(.*?)</span>', re.DOTALL)


def lexicon(language: Language, *terms: str) -> Lexicon:
    """Terms numbered from 0; each is `name|other form|…`."""
    entries = [
        (LexiconEntry(ID.format(number), forms, forms, "", ""), forms.split("|")) for number, forms in enumerate(terms)
    ]
    return Lexicon(entries, language)


def marks(html: str, language: Language, *terms: str) -> list[tuple[int, str]]:
    """(number of the term, words marked), in order."""
    return [(int(number), words) for number, words in MARKED.findall(Marking(lexicon(language, *terms)).html(html))]


@pytest.mark.parametrize(
    ("html", "terms", "expected"),
    [
        ("<p>The panel met. The panel left.</p>", ["panel"], [(0, "panel")]),
        ("<p>Panels and a PANEL.</p>", ["panel|panels"], [(0, "Panels")]),
        ("<p>An adoption panel</p>", ["panel", "adoption panel"], [(1, "adoption panel")]),
        ("<p>An adoption panel is a panel.</p>", ["panel", "adoption panel"], [(1, "adoption panel"), (0, "panel")]),
        (
            "<p>Adoption panel, adoption panel; panel</p>",
            ["panel", "adoption panel"],
            [(1, "Adoption panel"), (0, "panel")],
        ),
        ("<p>a care plan, care</p>", ["care", "care plan"], [(1, "care plan"), (0, "care")]),
        ("<p>the care order plan</p>", ["care order", "order plan"], [(0, "care order")]),
        ("<p>empanelled panelling</p>", ["panel"], []),
        ("<p>non-panel panel-led</p>", ["panel"], []),
        ("<p>well‑being, being</p>", ["being", "well-being"], [(1, "well‑being"), (0, "being")]),
        ("<p>The carer's and the carer’s</p>", ["carer"], [(0, "carer")]),
        ("<p>children’s guardian</p>", ["children's guardian"], [(0, "children’s guardian")]),
        ("<p>early&nbsp;permanence</p>", ["early permanence"], [(0, "early&nbsp;permanence")]),
        ("<p>early\n permanence</p>", ["early permanence"], [(0, "early\n permanence")]),
        ("<p>early <b>permanence</b></p>", ["early permanence", "permanence"], [(1, "permanence")]),
        ("<p><b>em</b>panel <b>p</b>anel pan<i>el</i> panel<b>s</b></p>", ["panel", "anel", "pan"], []),
        ("<p>panel<b> member</b></p>", ["panel"], [(0, "panel")]),
        ("<p>Qualities &amp; Skills</p>", ["qualities & skills", "amp"], [(0, "Qualities &amp; Skills")]),
        (
            '<p><a href="panel">panel</a></p><h2>panel</h2><h3>A panel</h3><p>panel</p>',
            ["panel|p|href|a"],
            [(0, "panel")],
        ),
        ('<p><a href="x">the <b>panel</b></a> <strong>panel</strong></p>', ["panel"], [(0, "panel")]),
        ("<ul><li>panel</li></ul><p>x</p>", ["li", "p", "ul"], []),
        ("<p>(WEP) “WEP”</p>", ["early permanence|WEP"], [(0, "WEP")]),
        ("<p>a cafe\u0301 café</p>", ["café"], [(0, "cafe\u0301")]),
        ("<p>Straße and panel</p>", ["panel", "strasse"], [(1, "Straße"), (0, "panel")]),
        ("<p>“panel”… panel/board</p>", ["board", "panel"], [(1, "panel"), (0, "board")]),
        ("<p>Section 31</p>", ["section 31|s.31"], [(0, "Section 31")]),
    ],
)
def test_in_english_the_first_whole_word_of_each_term_is_marked(html: str, terms: list[str], expected: Any) -> None:
    assert marks(html, "en", *terms) == expected


@pytest.mark.parametrize(
    ("html", "terms", "expected"),
    [
        ("<p>Mae'r plant yma.</p>", ["plant"], [(0, "plant")]),
        ("<p>Dau blentyn, fy mhlentyn</p>", ["plentyn"], [(0, "blentyn")]),
        ("<p>Ei phlentyn hi</p>", ["plentyn|plant"], [(0, "phlentyn")]),
        ("<p>o rieni’r plentyn</p>", ["rhiant|rhieni"], [(0, "rieni")]),
        ("<p>yng Nghymru</p>", ["Cymru"], [(0, "Nghymru")]),
        ("<p>LLEOLIAD neu leoliad</p>", ["lleoliad"], [(0, "LLEOLIAD")]),
        ("<p>ei hasesiad hi</p>", ["asesiad"], [(0, "hasesiad")]),
        ("<p>i blant sy’n derbyn gofal</p>", ["plant sy'n derbyn gofal", "gofal"], [(0, "blant sy’n derbyn gofal")]),
        ("<p>am ofal maeth</p>", ["gofal maeth"], [(0, "ofal maeth")]),
        ("<p>baru</p>", ["paru", "baru"], [(1, "baru")]),
        ("<p>cymharu, paru</p>", ["paru"], [(0, "paru")]),
        ("<p>tŷ, dŷ, y ty\u0302</p>", ["tŷ"], [(0, "tŷ")]),
        ("<p>nhŷ</p>", ["tŷ"], [(0, "nhŷ")]),
        ("<p>ngmc GMC</p>", ["Gwasanaeth Mabwysiadu Cenedlaethol|GMC"], [(0, "GMC")]),
    ],
)
def test_in_welsh_any_mutated_form_is_marked(html: str, terms: list[str], expected: Any) -> None:
    assert marks(html, "cy", *terms) == expected


def test_english_words_do_not_mutate() -> None:
    assert marks("<p>blant</p>", "en", "plant") == []


def test_the_first_place_is_that_on_the_page_and_each_term_is_there_once() -> None:
    def rich(text: str) -> dict[str, str]:
        return {"html": f"<p>{text}</p>", "plain": text}

    content = {
        "title": "panel",
        "summary": "panel",
        "chapters": [{"title": "panel", "body": [{"type": "text", "text": rich("order, panel, carer")}]}],
        "body": [{"type": "heading", "text": "carer"}, {"type": "text", "text": rich("the panel and the order")}],
        "introduction": rich("the panel"),
        "related": ["panel"],
    }
    before = repr(content)
    marking = Marking(lexicon("en", "panel", "order", "carer", "child"))
    made = marking.content(content)
    assert repr(content) == before
    assert list(made) == list(content)
    assert MARKED.findall(made["introduction"]["html"]) == [("00", "panel")]
    assert MARKED.findall(made["body"][1]["text"]["html"]) == [("01", "order")]
    assert MARKED.findall(made["chapters"][0]["body"][0]["text"]["html"]) == [("02", "carer")]
    assert "<span" not in repr({name: made[name] for name in ("title", "summary", "related")})
    assert made["body"][1]["text"]["plain"] == "the panel and the order"
    assert [entry.name for entry in marking.terms] == ["carer", "order", "panel"]


def test_without_terms_the_content_is_given_back_untouched() -> None:
    content = {"body": [{"html": "<p>panel</p>", "plain": "panel"}]}
    assert Marking(lexicon("en")).content(content) is content


class Outline(HTMLParser):
    """Fails at a tag that is not closed where it should be."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag != "br":
            self.open.append(tag)
        if tag == "span":
            assert not {"a", "h2", "h3", "h4"} & set(self.open)
            assert self.open.count("span") == 1
            assert [name for name, _ in attrs] == ["class", "data-term"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


TAGS = {"p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "a", "h2", "h3", "h4"}
TERMS = ["panel|panels|AP", "adoption panel", "order", "care order|p", "plant sy'n derbyn gofal", "ŵyr|tŷ", "a & b"]
SIGNS = """
panel Panels AP adoption order care plant blant sy'n sy’n derbyn gofal ŵyr hŵyr dŷ & < > " - ‑ , . p href
ß e\u0301 \u0301 İ &nbsp;
<p> </p> <b> </b> <strong> <i> </i> <ul><li> </li></ul> <h2> </h2> </a> <br> <span> <!--panel--> <a~href="/x">
<a~href="https://example.org/panel?a=1&b=2"> <a~title='panel'>
"""
WORDS = st.sampled_from([sign.replace("~", " ") for sign in SIGNS.split()])
HTML = st.lists(WORDS, max_size=40).map(lambda words: nh3.clean(" ".join(words), tags=TAGS, attributes={"a": {"href"}}))


@settings(max_examples=300, deadline=None)
@given(html=HTML, language=st.sampled_from(["cy", "en"]))
@example(html='<p><a href="panel">x</a> panel</p>', language="en")
def test_whatever_the_html_only_marks_are_added(html: str, language: Language) -> None:
    found = lexicon(language, *TERMS)
    marking = Marking(found)
    made = marking.html(html)
    assert re.sub(r'<span class="term" data-term="[^"]*">|</span>', "", made) == html
    assert plain_text(made) == plain_text(html)
    Outline(made)
    ids = re.findall(r'data-term="([^"]*)"', made)
    assert len(ids) == len(set(ids)) == len(marking.terms)
    assert Marking(found).html(made) == made
