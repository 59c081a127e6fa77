"""What a document's texts are taken apart to: the same for a word whatever signs stand about it, and terms of several words."""

import pytest

from search.analysis import Analyser
from search.indexing.analysed_text import AnalysedText

TERMS = [["special guardianship order", "SGO"], ["court"]]


def read(text, terms=TERMS, before=""):
    made = AnalysedText(Analyser("en", terms))
    made.add("body", [before])
    made.add("title", [text])
    return made


def concepts(text):
    return [key for key in read(text).frequencies("title") if key.startswith("c_")]


@pytest.mark.parametrize(
    "written", ["children,", "(children", "“children”", "--children--", "children's", "'children'"]
)
def test_signs_about_a_word_change_neither_its_keys_nor_where_it_stands(written):
    alone, seen_before = read(written), read(written, before="children")
    assert seen_before.frequencies("title") == alone.frequencies("title")
    assert seen_before.sequence("title") == alone.sequence("title")
    assert seen_before.spellings("title") == alone.spellings("title") == ("children",)
    start = written.index("children")
    assert f":8:{start}" in alone.index("title")
    # Behind the first text, a space and its own signs.
    assert f":8:0,{len('children') + 1 + start}" in seen_before.index("body", "title") + "\n"


@pytest.mark.parametrize(
    "written",
    [
        "a special guardianship order.",
        "(special guardianship) orders",
        "special – guardianship order",
        "the special/guardianship order",
        "Special special guardianship orders",
    ],
)
def test_a_term_of_several_words_is_found_wherever_it_begins(written):
    assert concepts(written) == concepts("SGO")


@pytest.mark.parametrize("written", ["special guardianship", "special order", "guardianship order special", "special"])
def test_a_part_of_a_term_is_not_it(written):
    assert concepts(written) == []
