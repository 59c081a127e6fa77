"""Where terms stand in a text, sign by sign, and what is marked of it."""

import pytest

from cms.content.languages import Language
from cms.publication.glossary.lexicon import Lexicon, LexiconEntry
from cms.publication.glossary.marking import Marking, rewritten

ID = "00000000-0000-4000-8000-0000000000{:02d}"


def made(language: Language, *forms: str) -> Lexicon:
    """Terms numbered from 0; each is `name|other form|…`."""
    entries = [LexiconEntry(ID.format(number), names, names, "", "") for number, names in enumerate(forms)]
    return Lexicon([(entry, entry.name.split("|")) for entry in entries], language)


def found(text: str, *forms: str, language: Language = "en", seen: tuple[int, ...] = ()) -> list[tuple[int, str]]:
    """(number of the term, the words it stands at), in order."""
    matches = made(language, *forms).matches(text, {ID.format(number) for number in seen})
    return [(int(match.entry.id[-2:]), text[match.start : match.end]) for match in matches]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("panel", ["panel"]), ("a panel", ["panel"]), ("panels panel", ["panel"]), ("empanel panel", ["panel"]),
        ("panel panel", ["panel", "panel"]), ("panels", []), ("_panel", []), ("panel_", []), ("7panel", []),
        ("panel7", []), ("panel\u0300", []), ("panel\u036f", []), ("non-panel", []), ("a e-panel", []), ("e\u0301-panel", []),
        ("panel-led", []), ("panel‐led", []), ("panel‑led", []), ("-panel", ["panel"]), (" -panel- ", ["panel"]),
        ("…panel…", ["panel"]), ("*panel*", ["panel"]), ("…panels, panel", ["panel"]), ("PANEL Panel", ["PANEL", "Panel"]),
        ("<panel>", []), ("&panel;", []), ("<b>panel</b>", ["panel"]), ("<b>em</b>panel", []), ("em<b>panel</b>", []),
        ("<p>em</p>panel", ["panel"]), ("<b>a </b>panel", ["panel"]), ("<b></b>panel", ["panel"]),
        ("panel<b>s</b>", []), ("panel</b><i>s</i>", []), ("panel<b>-led</b>", []), ("panel<b>- a</b>", ["panel"]),
        ("panel<b> s</b>", ["panel"]), ("panel<p>s</p>", ["panel"]), ("panel<b>", ["panel"]), ("<br>panel", ["panel"]),
        ('<a href="a">panel</a>', ["panel"]), ('<a href="panel">a</a>', []), ("em<i></i><b>panel</b>", []),
        ("<span x>em</span>panel", []), ("Straße panel", ["panel"]), ("ŉ panel", ["panel"]), ("e\u0301 panel", ["panel"]),
        ("a &panel;", []), ("a m<b>panel</b>", []), ("\u0301 panel", ["panel"]), ("e\u036f-panel", []), ("e\u0300-panel", []),
        ("İ panel", ["panel"]), ("_panel Panel", ["Panel"]), ("panel_ Panel", ["Panel"]),
        ("«panel»", ["panel"]), ("[panel]", ["panel"]), ("panel\xa0x", ["panel"]),
    ],
)  # fmt: skip
def test_a_term_stands_where_its_whole_word_does(text: str, words: list[str]) -> None:
    assert found(text, "panel") == [(0, word) for word in words]


@pytest.mark.parametrize(
    ("form", "text", "word"),
    [
        ("early permanence", "an early \n\xa0permanence.", "early \n\xa0permanence"),
        ("early permanence", "early&nbsp; permanence", "early&nbsp; permanence"),
        ("child's plan", "a child's plan", "child's plan"), ("child's plan", "a child’s plan", "child’s plan"),
        ("child's plan", "a child‘s plan", "child‘s plan"), ("a child's plan", "a childʼs plan", "a childʼs plan"),
        ("co-op", "a co-op", "co-op"), ("co-op", "a co‐op", "co‐op"), ("co-op", "a co‑op", "co‑op"),
        ("a & b", "an a &amp; b", "a &amp; b"), ("a < b", "a &lt; b", "a &lt; b"), ("a > b", "a &gt; b", "a &gt; b"),
        ("(s.31)", "a s.31 order", "s.31"), ("café", "a cafe\u0301", "cafe\u0301"), ("a.b", "axb a.b", "a.b"),
    ],
)  # fmt: skip
def test_a_form_is_found_however_its_signs_are_written(form: str, text: str, word: str) -> None:
    assert found(text, form) == [(0, word)]


def test_the_longest_form_is_taken_and_none_within_it() -> None:
    assert found("adoption panel day", "panel", "adoption panel", "panel day") == [(1, "adoption panel")]
    assert found("adoption panel", "adoption", "adoption panel", "adoption panel day") == [(1, "adoption panel")]
    assert found("care plan care", "care", "care plan") == [(1, "care plan"), (0, "care")]


def test_like_forms_belong_to_the_first_term() -> None:
    assert found("WEP", "one|wep", "two|WEP") == [(0, "WEP")]


def test_an_unmutated_form_is_never_taken_for_the_mutation_of_another() -> None:
    assert found("baru", "paru", "baru", language="cy") == [(1, "baru")]
    assert found("bharu", "paru", language="cy") == []
    assert found("ei phanel", "panel", language="cy") == [(0, "phanel")]
    assert found("ei phanel", "panel", language="en") == []


def test_terms_once_seen_are_left_out_unless_they_stand_over_others() -> None:
    assert found("panel, order", "panel", "order", seen=(0,)) == [(1, "order")]
    assert found("care plan", "care plan", "plan", seen=(0,)) == [(0, "care plan")]
    assert found("care plan", "care plan", "plan", seen=(0, 1)) == []
    assert found("a b c", "a b", "b c", "c", seen=(0, 1)) == [(0, "a b"), (2, "c")]


def test_a_lexicon_without_words_is_empty() -> None:
    assert not made("en")
    assert not made("en", "—")
    assert made("en", "panel")


def marked(html: str, *forms: str) -> str:
    return Marking(made("en", *forms)).html(html).replace(f' data-term="{ID.format(0)}"', "")


def test_what_is_marked_is_not_marked_again() -> None:
    once = Marking(made("en", "panel")).html("<p>panel panel</p>")
    assert once.count("<span") == 1
    assert Marking(made("en", "panel")).html(once) == once


def test_nothing_is_marked_in_links_headings_or_marks_and_all_else_is() -> None:
    mark = '<span class="term">panel</span>'
    for tag in ("a", "h1", "h2", "h3", "h4", "h5", "h6", "span"):
        closed = f"<{tag}>the panel</{tag}>"
        assert marked(f"{closed} panel", "panel") == f"{closed} {mark}"
    assert marked("<p>\n<b>panel</b></p>", "panel") == f"<p>\n<b>{mark}</b></p>"
    assert marked("<p>a\nb</p>", "panel") == "<p>a\nb</p>"


def test_terms_are_given_in_alphabetical_order_with_what_they_mean() -> None:
    entries = [LexiconEntry(ID.format(n), name, key, f"{name}?", f"/{n}") for n, name, key in (
        (1, "order", "2"), (3, "plan", "1"), (2, "carer", "1"),
    )]  # fmt: skip
    marking = Marking(Lexicon([(entry, [entry.name]) for entry in entries], "en"))
    marking.html("order carer plan order")
    assert marking.references() == [
        {"id": ID.format(n), "name": name, "definition": f"{name}?", "address": f"/{n}"}
        for n, name in ((2, "carer"), (3, "plan"), (1, "order"))
    ]


def test_a_term_is_marked_where_a_reader_first_meets_it() -> None:
    order = ["introduction", "video", "body", "chapters", "other"]
    content = {name: {"html": f"<p>panel {name}</p>", "plain": ""} for name in reversed(order)}
    for name in order:
        marking = Marking(made("en", "panel"))
        assert [key for key, node in marking.content(content).items() if "<span" in node["html"]] == [name]
        del content[name]


def test_only_rich_text_is_rewritten_wherever_it_is() -> None:
    rich = {"html": "a", "plain": "a"}
    node = {"html": "a", "list": [rich, "a", {"deep": rich}], "number": 1}
    changed = {"html": "A", "plain": "a"}
    assert rewritten(node, str.upper) == {"html": "a", "list": [changed, "a", {"deep": changed}], "number": 1}
    assert node["list"] == [rich, "a", {"deep": rich}]
