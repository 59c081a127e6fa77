"""The words that a mutated Welsh word may come from: the opposite of `cms.content.words.mutations`. Knows no dictionary."""

from collections.abc import Mapping
from typing import Final

# By the letters a word begins with, longest first: what may have stood there before a soft, nasal or aspirate mutation.
_ORIGINS: Final[Mapping[str, tuple[str, ...]]] = {
    "ngh": ("c",),
    "mh": ("p",), "nh": ("t",), "ng": ("g",),
    "ch": ("c",), "ph": ("p",), "th": ("t",),
    "dd": ("d",),
    "ff": (), "ll": (), "rh": (),
    "g": ("c",), "b": ("p",), "d": ("t",), "f": ("b", "m"), "m": ("b",), "n": ("d", "gn"),
    "l": ("ll", "gl"), "r": ("rh", "gr"), "w": ("gw",),
}  # fmt: skip
_VOWELS: Final = frozenset("aeiouwyâêîôûŷáéíóúýàèìòùỳäëïöüÿŵ")


def demutations(word: str) -> list[str]:
    """What `word` (lower case) may be a mutated form of, likeliest first: `flant` gives `blant` and `mlant`."""
    for length in (3, 2, 1):
        start = word[:length]
        if start in _ORIGINS:
            return [origin + word[length:] for origin in _ORIGINS[start]]
    if word[:1] == "h" and word[1:2] in _VOWELS:
        return [word[1:]]
    return ["g" + word] if word[:1] in _VOWELS else []
