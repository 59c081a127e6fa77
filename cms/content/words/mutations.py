"""Initial mutations of Welsh words: soft, nasal and aspirate, and h before a vowel.

Which of them stands where depends on the word before; here are all that a word can have.
Source: P. W. Thomas, Gramadeg y Gymraeg (1996).
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

# By initial letter, longest first where one letter begins another. Letters that are not here never change.
_CHANGES: Final[Mapping[str, tuple[str, ...]]] = {
    "ch": (), "dd": (), "ff": (), "ng": (), "ph": (), "th": (), "ts": (),
    "ll": ("l",),
    "rh": ("r",),
    "p": ("b", "mh", "ph"),
    "t": ("d", "nh", "th"),
    "c": ("g", "ngh", "ch"),
    "b": ("f", "m"),
    "d": ("dd", "n"),
    "g": ("", "ng"),
    "m": ("f",),
}  # fmt: skip
_VOWELS: Final = frozenset("aeiouwy")
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+")


def mutated(word: str) -> set[str]:
    """Every mutated form of `word`, itself not among them; a capital stays a capital, initials (GMC) do not mutate."""
    if len(word) < 2 or word.isupper():
        return set()
    letter, changes = _initial(word)
    rest = word[len(letter) :]
    return {_with_capital_of(word, change + (rest if letter else word.lower()[0] + word[1:])) for change in changes}


def softened(form: str) -> str:
    """A form with its first word in the soft mutation, where it has one: `Cyngor Ceredigion`, `Gyngor Ceredigion`."""
    first = _FIRST_WORD.match(form)
    letter, changes = _initial(first[0]) if first and not first[0].isupper() else ("", ())
    if not letter or not changes:
        return form
    return _with_capital_of(form, changes[0] + form[len(letter) :])


def mutated_forms(form: str) -> set[str]:
    """A form of one or more words with its first word mutated in each way."""
    first = _FIRST_WORD.match(form)
    if first is None:
        return set()
    return {changed + form[first.end() :] for changed in mutated(first[0])}


def _initial(word: str) -> tuple[str, tuple[str, ...]]:
    """The letter that changes (empty for a vowel, before which h is put) and what it may become."""
    start = word[:2].lower()
    for letter in (start, start[:1]):
        if letter in _CHANGES:
            return letter, _CHANGES[letter]
    plain = unicodedata.normalize("NFD", start[:1])[:1]
    return "", ("h",) if plain in _VOWELS else ()


def _with_capital_of(word: str, changed: str) -> str:
    return changed[:1].upper() + changed[1:] if word[:1].isupper() else changed
