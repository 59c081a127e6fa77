"""Passages in the real words of the text: what is marked, what is cut, and that no text becomes markup."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.highlighting.highlight_source import OWN_FIELDS, TWIN_FIELDS, FilePage, build_highlight_source
from search.highlighting.highlighter import Fragment, Highlights, highlight
from search.indexing.analysed_text import AnalysedText
from tests.search.factories import analyser, request

TWIN = {"title": ["Guide for parents"], "summary": ["How children are adopted"], "headings": ["The court"]}


def read(texts, analyser, names):
    made = AnalysedText(analyser)
    for name in names:
        made.add(name, texts.get(name, ()))
    return made


def show(q, language="cy", *, twin=None, **texts):
    own: Any = {name: [text] if isinstance(text, str) else text for name, text in texts.items()}
    other = "en" if language == "cy" else "cy"
    return highlight(
        build_highlight_source(
            read(own, analyser(language), OWN_FIELDS), twin and read(twin, analyser(other), TWIN_FIELDS)
        ),
        request(q, language),
    )


def plain(html):
    return unescape(re.sub(r"</?mark>", "", html))


def test_the_word_is_marked_as_it_is_written():
    shown = show("plentyn", title="Blant a phlant", summary="Gofal plant.")
    assert shown.title == "<mark>Blant</mark> a <mark>phlant</mark>"
    assert shown.summary == "Gofal <mark>plant</mark>."
    assert shown.fields == (("title", "cy"), ("summary", "cy"))


def test_a_clitic_stays_outside_and_an_accent_inside():
    assert show("rhieni ty", title="Rhieni'r tŷ").title == "<mark>Rhieni</mark>&#x27;r <mark>tŷ</mark>"


def test_title_and_summary_are_shown_only_where_something_is_in_them():
    shown = show("plant", title="Canllaw", summary="Gofal", body="plant")
    assert (shown.title, shown.summary) == (None, None)
    assert shown.fragments == (Fragment("body", "cy", "<mark>plant</mark>"),)


def test_text_never_becomes_markup():
    shown = show("plant", title="<b>plant</b> & <script>", body='plant" onclick="x" <mark>')
    assert shown.title == "&lt;b&gt;<mark>plant</mark>&lt;/b&gt; &amp; &lt;script&gt;"
    assert shown.fragments[0].html == "<mark>plant</mark>&quot; onclick=&quot;x&quot; &lt;mark&gt;"


def test_a_long_text_is_cut_at_words_with_an_ellipsis():
    body = "gair " * 100 + "plant " + "arall " * 100
    (fragment,) = show("plant", body=body).fragments
    text = plain(fragment.html)
    assert text.startswith("…gair ")
    assert text.endswith(" arall…")
    assert 150 < len(text) < 210
    assert text.strip("…") in body


def test_the_passage_with_most_different_words_comes_first():
    body = ["Mae plant yma, plant acw, plant eto.", "Gair. " * 60, "Mae gofal plant yn bwysig."]
    fragments = show("gofal plant", body=body).fragments
    assert fragments[0].html == "Mae <mark>gofal</mark> <mark>plant</mark> yn bwysig."
    assert fragments[1].html.startswith("Mae <mark>plant</mark> yma")


def test_there_are_three_passages_at_most_and_none_over_another():
    body = " ".join(f"plant{' gair' * 60} {number}" for number in range(10))
    fragments = show("plant", body=body).fragments
    assert len(fragments) == 3
    assert len({plain(fragment.html) for fragment in fragments}) == 3
    assert all(fragment.html.count("<mark>") == 1 for fragment in fragments)


def test_a_passage_does_not_go_beyond_its_paragraph():
    shown = show("plant", body=["Mae'r llys yma.\nMae plant yma.", "Mae'r tŷ yma."])
    assert [plain(fragment.html) for fragment in shown.fragments] == ["Mae plant yma."]


def test_a_phrase_is_marked_as_one_and_its_words_alone_are_not():
    shown = show('"gofal y plant"', title="Plant a gofal y plant", body="Gofal plant. Gofal i'r plant. Gofal y blant.")
    assert shown.title == "Plant a <mark>gofal y plant</mark>"
    assert [fragment.html for fragment in shown.fragments] == [
        "Gofal plant. Gofal i&#x27;r plant. <mark>Gofal y blant</mark>."
    ]


def test_a_phrase_that_begins_with_a_function_word_is_looked_for_behind_it():
    shown = show('"y plant"', title="Plant a'r plant ac y plant")
    assert shown.title == "Plant a&#x27;r plant ac y <mark>plant</mark>"


def test_a_prefix_marks_all_that_begin_with_it():
    shown = show("mab*", title="Mabwysiadu a fabolgampau a mebyd")
    assert shown.title == "<mark>Mabwysiadu</mark> a <mark>fabolgampau</mark> a mebyd"


def test_what_is_found_through_the_twin_is_shown_in_its_language():
    shown = show("children", title="Plant", summary="Mabwysiadu", twin=TWIN)
    assert (shown.title, shown.summary) == (None, None)
    assert shown.fragments == (Fragment("summary", "en", "How <mark>children</mark> are adopted"),)
    assert shown.fields == (("summary", "en"),)


def test_own_words_go_before_the_twins():
    shown = show("court", title="Court", twin=TWIN)
    assert (shown.title, shown.fragments, shown.fields) == ("<mark>Court</mark>", (), (("title", "cy"),))


def test_a_passage_of_a_file_says_which_file_and_page():
    texts, first, second = AnalysedText(analyser("cy")), uuid4(), uuid4()
    for name in ("title", "headings", "summary", "body"):
        texts.add(name, [])
    passages = [
        (first, None, "Ffurflen"),
        (first, 1, "Mae'r llys yma."),
        (first, 2, "Mae plant yma."),
        (second, None, "Blant"),
    ]
    lengths = texts.add("files", [text for *_, text in passages])
    texts.add("labels", [])
    pages = [FilePage(file, page, length) for (file, page, _), length in zip(passages, lengths, strict=True)]
    shown = highlight(build_highlight_source(texts, None, pages), request("plant llys"))
    assert [(one.file, one.page, plain(one.html)) for one in shown.fragments] == [
        (first, 1, "Mae'r llys yma."), (first, 2, "Mae plant yma."), (second, None, "Blant"),
    ]  # fmt: skip


def test_nothing_found_or_nothing_stored_is_nothing_shown():
    assert show("xyz", title="Plant", twin=TWIN) == Highlights()
    assert highlight("", request("plant")) == Highlights()
    assert show("plant") == Highlights()


WORDS = ["plant", "Blant", "gofal", "y", "i'r", "<b>", "&", "tŷ", "e-bost", "\n", "x" * 150, "\x00", "6.2"]
TEXT = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


@given(TEXT, TEXT, TEXT, st.sampled_from(["plant", '"gofal y plant"', "pl*", "gofal plant tŷ", "e-bost 6.2", '"y"']))
@settings(max_examples=150, deadline=None)
def test_passages_are_the_text_itself_with_marks_at_words(title, summary, body, q):
    shown = show(q, title=title, summary=summary, body=body)
    everything = " ".join(f"{title} {summary} {body}".replace("\x00", " ").split())
    for html in (shown.title, shown.summary, *(fragment.html for fragment in shown.fragments)):
        if html is not None:
            assert "<mark>" in html
            assert plain(html).strip("…") in everything
            assert html.count("<mark>") == html.count("</mark>")
            assert "<" not in re.sub(r"</?mark>", "", html)


@pytest.mark.parametrize("field", ["title", "summary", "headings", "body", "files"])
def test_every_field_that_matched_is_named(field):
    assert show("plant", **{field: "plant"}).fields == ((field, "cy"),)


def test_words_of_a_twins_body_are_not_looked_for_in_what_is_stored():
    own, twin = AnalysedText(analyser("cy")), AnalysedText(analyser("en"))
    for name, text in (
        ("title", "Plant"),
        ("headings", ""),
        ("summary", ""),
        ("body", "Mae'r plant yma"),
        ("files", ""),
        ("labels", ""),
    ):
        own.add(name, [text])
    for name, text in (
        ("title", "Child"),
        ("headings", "A court"),
        ("summary", "x"),
        ("body", "a secret court"),
        ("files", ""),
    ):
        twin.add(name, [text])
    stored = build_highlight_source(own, twin)
    assert "secret" not in stored
    assert highlight(stored, request("secret")) == Highlights()
    assert highlight(stored, request("court")).fragments == (Fragment("headings", "en", "A <mark>court</mark>"),)


def test_a_phrase_of_function_words_alone_is_marked_as_it_stands():
    assert show('"i\'r"', title="Canllaw i'r plant", body="I rieni").title == "Canllaw <mark>i</mark>&#x27;r plant"


def test_a_phrase_that_only_the_twin_has_is_shown_there():
    twin = {"title": ["A guide"], "summary": ["For legal representatives of parents"], "headings": []}
    shown = show('"legal representatives"', title="Canllaw", summary="legal", twin=twin)
    assert shown.fragments == (Fragment("summary", "en", "For <mark>legal representatives</mark> of parents"),)
    assert shown.summary is None


def test_a_phrase_is_marked_with_its_hyphen_or_without():
    for q in ('"gofal-plant"', '"gofal plant"'):
        assert show(q, title="Gofal plant").title == "<mark>Gofal plant</mark>"
        assert show(q, title="Gofal-plant").title == "<mark>Gofal-plant</mark>"


def test_a_phrase_that_ends_with_a_function_word_needs_it():
    assert show('"plant y"', title="Plant y llys", summary="Plant a'r llys").fields == (("title", "cy"),)
