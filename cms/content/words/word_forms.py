"""The forms in which a word occurs in text: how they are written in a list, and how two are compared."""

import re
import unicodedata
from typing import Final

_SEPARATORS: Final = re.compile(r"[\n;]")
_SPACES: Final = re.compile(r"\s+")
_APOSTROPHES: Final = "’‘ʼ"


def split_forms(text: str) -> list[str]:
    """The forms of a list, one a line or separated by semicolons; empty ones are left out."""
    forms = (_SPACES.sub(" ", form).strip() for form in _SEPARATORS.split(text))
    return [form for form in forms if form]


def has_letters(text: str) -> bool:
    """Whether there is a letter in a text; figures and signs have no language."""
    return any(character.isalpha() for character in text)


def folded(text: str) -> str:
    """Text as forms are compared: NFC, no capitals, single spaces, straight apostrophes."""
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    for sign in _APOSTROPHES:
        composed = composed.replace(sign, "'")
    return " ".join(composed.split())
