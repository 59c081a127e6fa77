"""Alphabetical order of titles. In Welsh ch, dd, ff, ng, ll, ph, rh and th are letters of their own.

Keys are strings of digits, so that every database collation orders them alike. Source: CLDR `cy`.
"""

import re
import unicodedata
from typing import Final

from cms.content.languages import Language

_WELSH: Final = tuple("a b c ch d dd e f ff g ng h i j k l ll m n o p ph q r rh s t th u v w x y z".split(" "))  # noqa: SIM905
_ENGLISH: Final = list("abcdefghijklmnopqrstuvwxyz")
_ALPHABETS: Final = {"cy": _WELSH, "en": _ENGLISH}
_SPACE: Final = "00"
# Digits sort before letters; two figures a character, digits from 10, letters from 30.
_FIGURES: Final = {
    language: {
        **{str(digit): f"{digit + 10}" for digit in range(10)},
        **{letter: f"{index + 30}" for index, letter in enumerate(letters)},
    }
    for language, letters in _ALPHABETS.items()
}
_LETTERS: Final = {
    language: {figures[letter]: letter.capitalize() for letter in _ALPHABETS[language]}
    for language, figures in _FIGURES.items()
}
# Words in which n and g are two letters, as in Ban-gor; matched at any mutation-free start of a word.
_N_G_APART: Final = re.compile(r"\b(ban|llan|dan)g(?=or\b|efni|oll|os|rann)")
_TOKENS: Final = {
    "cy": re.compile(r"ch|dd|ff|ng|ll|ph|rh|th|[a-z0-9]|\s+|-"),
    "en": re.compile(r"[a-z0-9]|\s+|-"),
}
_KEY_LENGTH: Final = 600


def letter_of(key: str, language: Language) -> str:
    """The letter that a title begins with, by its key: `Ll`, `A`; `#` for a figure or sign."""
    return _LETTERS[language].get(key[:2], "#")


def title_key(title: str, language: Language) -> str:
    """A string whose plain order is the alphabetical order of `title` in `language`; accents do not count."""
    folded = unicodedata.normalize("NFD", title.casefold())
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    if language == "cy":
        plain = _N_G_APART.sub(r"\1|g", plain)
    figures = _FIGURES[language]
    key = "".join(figures.get(token, _SPACE) for token in _TOKENS[language].findall(plain.strip()))
    return key[:_KEY_LENGTH]
