"""Titles are in the order of the reader's alphabet."""

import random

from hypothesis import given
from hypothesis import strategies as st

from cms.publication.collation import title_key

# Each list is in order: by the Welsh alphabet, digraphs are letters of their own.
WELSH = [
    ["10 plentyn", "2 blentyn"],
    ["afal", "bachgen", "cath", "cysgu", "chwaer", "dydd", "ddoe", "eira", "fan", "ffa", "gwlad", "ngwlad", "hardd"],
    ["lamp", "lwc", "llan", "llety", "mam"],
    ["pwy", "phlant"],
    ["rwber", "rhaff", "sir", "tad", "tŷ", "thema", "uchel"],
    ["angen", "anghofio", "anfon", "anffodus", "anhawster"],
    ["bangor", "banhadlen"],
    ["Llandudno", "Llangefni", "Llanharan"],
    ["adfer", "addo"],
]


def ordered(titles: list[str], language: str) -> list[str]:
    shuffled = titles[:]
    random.Random(7).shuffle(shuffled)
    return sorted(shuffled, key=lambda title: title_key(title, language))  # type: ignore[arg-type]


def test_welsh_digraphs_are_letters() -> None:
    for titles in WELSH:
        assert ordered(titles, "cy") == titles


def test_english_knows_no_digraphs() -> None:
    assert ordered(["caring", "change", "cost", "dance", "ddt", "dye"], "en") == [
        "caring", "change", "cost", "dance", "ddt", "dye",
    ]  # fmt: skip


def test_n_and_g_are_two_letters_in_bangor() -> None:
    assert title_key("Bangor", "cy") < title_key("Banhadlen", "cy")
    assert title_key("angen", "cy") < title_key("ail", "cy") < title_key("anfon", "cy")


def test_accents_and_capitals_do_not_count() -> None:
    assert title_key("Tŷ", "cy") == title_key("ty", "cy") == title_key("TY", "cy")


@given(st.text(max_size=300), st.sampled_from(["cy", "en"]))
def test_a_key_is_figures_alone_whatever_the_title(title: str, language: str) -> None:
    key = title_key(title, language)  # type: ignore[arg-type]
    assert key == "" or key.isascii()
    assert key == "" or key.isdigit()
    assert len(key) <= 600
