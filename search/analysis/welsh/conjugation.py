"""The verb-noun of a finite Welsh verb, by its stem and an ending that only verbs have. Knows no dictionary but `cy_verbs.txt`.

Endings: P. W. Thomas, Gramadeg y Gymraeg (1996), written and spoken.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

from ..dictionary import rows

_ENDINGS: Final = tuple(rows("cy_verb_endings.txt"))
_CERTAIN: Final = frozenset(ending for kind, *endings in _ENDINGS if kind == "certain" for ending in endings)
_DOUBTFUL: Final = frozenset(ending for kind, *endings in _ENDINGS if kind == "doubtful" for ending in endings)
_LAST_LETTERS: Final = frozenset(ending[-1] for ending in _CERTAIN)
_ANY_LAST_LETTERS: Final = _LAST_LETTERS | {ending[-1] for ending in _DOUBTFUL}
VERB_NOUN_ENDINGS: Final = ("u", "i", "o", "io")
_LONGEST: Final = 5
_SHORTEST_STEM: Final = 2


@cache
def irregular_forms() -> Mapping[str, str]:
    """The whole forms of the table to their verb-nouns."""
    found: dict[str, str] = {}
    for verb, *parts in rows("cy_verbs.txt"):
        for form in (verb, *parts):
            if not form.endswith("-"):
                found.setdefault(form, verb)
    return found


@cache
def _stems() -> Mapping[str, tuple[str, ...]]:
    """Stems to verb-nouns, mostly one; a stem in -i also stands without it, marked so, for endings in i-."""
    found: dict[str, list[str]] = {}
    for verb, *parts in rows("cy_verbs.txt"):
        for part in parts:
            if part.endswith("-"):
                found.setdefault(part[:-1], []).append(verb)
                if part.endswith("i-"):
                    found.setdefault(part[:-2] + "+", []).append(verb)
    return {stem: tuple(verbs) for stem, verbs in found.items()}


def verb_nouns(word: str, *, certain: bool = True) -> tuple[str, ...]:
    """The verb-nouns that `word` is a finite form of, if its stem is in the table; with doubtful endings only if asked."""
    if word[-1:] not in (_LAST_LETTERS if certain else _ANY_LAST_LETTERS):
        return ()
    stems = _stems()
    for length in range(1, min(_LONGEST, len(word) - _SHORTEST_STEM) + 1):
        ending = word[-length:]
        if ending in _CERTAIN or (not certain and ending in _DOUBTFUL):
            stem = word[:-length]
            found = stems.get(stem, ()) + (stems.get(stem + "+", ()) if ending[0] == "i" else ())
            if found:
                return found
    return ()


def stems(word: str) -> list[str]:
    """What is left of `word`, three letters or more, without an ending that only verbs have."""
    lengths = range(1, min(_LONGEST, len(word) - _SHORTEST_STEM - 1) + 1)
    return [word[:-length] for length in lengths if word[-length:] in _CERTAIN]
