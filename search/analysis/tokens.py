"""Finds the words of a text with their offsets: apostrophes, clitics, hyphens, numbers. Knows no dictionary."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from .folding import APOSTROPHES, HYPHENS, INVISIBLE, normalise

if TYPE_CHECKING:
    from cms.content.languages import Language


def _marks() -> str:
    """The combining marks of the basic plane as ranges: they belong to the letter before them."""
    ranges: list[list[int]] = []
    for code in range(0x300, 0xFE30):
        if unicodedata.category(chr(code)) in {"Mn", "Mc"}:
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_LETTER: Final = rf"(?:[^\W_][{_marks()}{INVISIBLE}]*)"
_JOINT: Final = f"[{re.escape(APOSTROPHES + HYPHENS)}]"
# U.K. is UK; no initial is begun in the middle of a word.
_DOTTED: Final = r"(?<!\w)[^\W\d_](?:\.[^\W\d_])+(?!\w)"
# 6.2 and 1,000 are one word, as are i'r, O'Brien and e-bost.
_WORD: Final = re.compile(rf"{_DOTTED}|{_LETTER}+(?:(?:{_JOINT}|(?<=\d)[.,](?=\d)){_LETTER}+)*")
# GPs, SGOs: capitals with the s of a plural.
_ABBREVIATIONS: Final = re.compile(r"[A-Z]{2,5}s")
_LONGEST: Final = 100  # letters of a word that count; what is longer is no word
_CLITICS: Final[dict[str, re.Pattern[str]]] = {
    "cy": re.compile(r"'(?:r|n|i|u|w|ch|m|th|s|d|ll)$"),
    "en": re.compile(r"'(?:s|d|ll|re|ve|m|t)$"),
}
_ELIDED: Final = re.compile(r"^[df]'(?=\w{2})")


class Word(NamedTuple):
    """A word of a text: where it stands, and its normalised form without clitics."""

    start: int
    end: int
    form: str


def words(text: str, language: Language) -> Iterator[Word]:
    """The words in order: `text[start:end]` is the word as written, without a clitic ('r, 'n, 's) at its end."""
    for found in _WORD.finditer(text):
        written = found[0]
        form = normalise(written)[:_LONGEST]
        if written.isalpha() and written[-1] == "s" and _ABBREVIATIONS.fullmatch(written):
            form = form[:-1]
        elif "." in form and form[0].isalpha():
            form = form.replace(".", "")
        if form.isalpha():
            yield Word(found.start(), found.end(), form)
        elif form:
            yield _stripped(found.start(), found.end(), form, language, plain=len(form) == len(written))


def _stripped(start: int, end: int, form: str, language: Language, *, plain: bool) -> Word:
    """Without clitics; offsets move with it only if writing and form have the same length."""
    bare = form
    while clitic := _CLITICS[language].search(bare):
        bare = bare[: clitic.start()]
    if language == "cy" and _ELIDED.match(bare):
        bare = bare[2:]
        start += 2 if plain else 0
    return Word(start, start + len(bare) if plain else end, bare)
