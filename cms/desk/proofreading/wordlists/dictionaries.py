"""The spelling dictionaries of both languages, read by Hunspell when a text is first checked (0.2 s and 15 MB for both).

Welsh is Bangor University's; English is that of SCOWL for Britain, with -ise. Their licences lie beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from .word_tables import DATA, listed_words

if TYPE_CHECKING:
    from cms.content.languages import Language

_MAX_CACHED: Final = 20_000
_LETTERS: Final[dict[str, str]] = {
    "cy": "abcdefghijlmnoprstuwyâêîôûŵŷïáóòè",
    "en": "abcdefghijklmnopqrstuvwxyz'",
}
_MOST_SUGGESTED: Final = 3
_LONGEST: Final = 24


@cache
def _dictionary(language: Language) -> Any:
    from hunspell import Hunspell

    return Hunspell(language, hunspell_data_dir=str(DATA))


@cache
def _extra(language: Language) -> frozenset[str]:
    """Words that the dictionaries lack and every reader of this field knows."""
    return listed_words(f"{language}_more.txt")


@lru_cache(_MAX_CACHED)
def is_word(form: str, language: Language) -> bool:
    """Whether a dictionary has a form as it is written; apostrophes are straight."""
    extra = _extra(language)
    return form in extra or (form[:1].lower() + form[1:]) in extra or bool(_dictionary(language).spell(form))


@lru_cache(_MAX_CACHED)
def mutations_of(form: str) -> frozenset[str]:
    """How a Welsh word may have come by its first letter: `radical`, `soft`, `nasal`, `aspirate`, `h`. Empty if unknown."""
    return frozenset(_MUTATION[flag] for flag in _flags(form))


_MUTATION: Final = {"": "radical", "M": "soft", "T": "nasal", "L": "aspirate", "H": "h"}


def _flags(form: str) -> Iterator[str]:
    for analysis in _dictionary("cy").analyze(form):
        flags = {part[3:] for part in analysis.split() if part.startswith("fl:")}
        yield next((flag for flag in "MTLH" if flag in flags), "")


def likely(form: str, language: Language) -> list[str]:
    """Words that a misspelled one may stand for: one letter more, fewer, another, or two exchanged."""
    if len(form) > _LONGEST:
        return []
    found = dict.fromkeys(word for word in _one_edit(form, _LETTERS[language]) if is_word(word, language))
    return list(found)[:_MOST_SUGGESTED]


def _one_edit(form: str, letters: str) -> Iterator[str]:
    """The likeliest first."""
    for at in range(len(form) - 1):
        yield form[:at] + form[at + 1] + form[at] + form[at + 2 :]
    for at in range(1, len(form)):
        yield form[:at] + form[at] + form[at:]
    for at in range(len(form)):
        yield form[:at] + form[at + 1 :]
    for at in range(1, len(form) + 1):
        yield from (form[:at] + letter + form[at:] for letter in letters)
    for at in range(len(form)):
        yield from (form[:at] + letter + form[at + 1 :] for letter in letters)
