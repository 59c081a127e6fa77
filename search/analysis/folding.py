"""Folds words to the plain letters that keys are made of. Knows no language."""

import re
import unicodedata
from typing import Final

# What a writer does not see: soft hyphens, zero-width characters, marks of direction, a byte-order mark.
INVISIBLE: Final = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
APOSTROPHES: Final = "'\u2018\u2019\u201b\u02bc\u02b9\u2032\uff07`\u00b4"
HYPHENS: Final = "-\u2010\u2011"

_NO_LETTER: Final = re.compile(r"[\W_]+")
_UNSEEN: Final = re.compile(f"[{INVISIBLE}]")
_PLAIN: Final = {ord(mark): "'" for mark in APOSTROPHES} | {ord(mark): "-" for mark in HYPHENS}


def normalise(text: str) -> str:
    """Lower case and NFC, one apostrophe, one hyphen, nothing invisible; accents stay: `Tŷ’r` gives `tŷ'r`."""
    if text.isascii():
        return text.lower().replace("`", "'")
    # Twice, because lower-casing can take a character apart (the Turkish dotted capital I).
    composed = unicodedata.normalize("NFC", _UNSEEN.sub("", text)).lower()
    return unicodedata.normalize("NFC", composed).translate(_PLAIN)


def fold(text: str) -> str:
    """Lower case without accents, one apostrophe, one hyphen: `Tŷ’r Cyngor` gives `ty'r cyngor`."""
    return _without_marks(normalise(text))


def key_of(word: str) -> str:
    """The key of a word: folded, letters and digits only. `e-bost` gives `ebost`; nothing but marks gives ``."""
    folded = word if word.isascii() else _without_marks(word)
    return folded if folded.isascii() and folded.isalnum() else _NO_LETTER.sub("", folded)


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    taken_apart = unicodedata.normalize("NFKD", text)
    letters = "".join(letter for letter in taken_apart if not unicodedata.combining(letter))
    # A letter of compatibility (ﬁ, Ⅳ) may come apart into capitals or into spaces.
    return unicodedata.normalize("NFC", letters).lower()
