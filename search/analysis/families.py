"""Families of words: adopt, adoption and adoptive; mabwysiadu, mabwysiadol and mabwysiadwr. A query for one finds the others,
for less than itself.

By tables first, then by endings, where what is left of a word, or that with a verb's ending, is a word that a dictionary has.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from .dictionary import lemmas
from .folding import fold

FAMILY: Final = "f_"
Knows = Callable[[str], bool]
_MAX_CACHED: Final = 20_000
_SHORTEST_STEM: Final = 4
# Endings, the longest first, with what may stand in their place in the word that the others are made of.
_ENGLISH: Final[Mapping[str, tuple[str, ...]]] = {
    "ational": ("ate", "e", ""), "ization": ("ize",), "isation": ("ise",), "ication": ("y",), "ation": ("ate", "", "e"),
    "ition": ("ite", "e"), "ility": ("le", "il"), "ement": ("e", ""), "ship": ("",), "hood": ("",), "ness": ("",),
    "less": ("",), "ment": ("",), "able": ("", "e"), "ible": ("", "e"), "ance": ("", "e", "y"), "ence": ("", "e"),
    "ancy": ("ant",), "ency": ("ent",), "tion": ("t", "te"), "sion": ("d", "de", "s", "se"), "ally": ("al", ""),
    "ing": ("", "e"), "ion": ("", "e"), "ive": ("", "e", "ion"), "ful": ("",), "ist": ("", "y"), "ity": ("", "e"),
    "ant": ("", "e"), "ent": ("", "e"), "ial": ("", "y", "e"), "ery": ("er", ""), "ee": ("", "e"), "er": ("", "e"),
    "or": ("", "e"), "al": ("", "e"), "ly": ("",), "ic": ("", "y"),
}  # fmt: skip
_WELSH: Final = ("iaeth", "aeth", "wraig", "iwr", "ydd", "iant", "iad", "edig", "rwydd", "aidd", "iol", "wr", "ol")
# With one of these, or as it stands, what is left has to be a headword.
_WELSH_VERBS: Final = ("u", "io", "o", "i", "a", "")
_LAST_VOWEL: Final = re.compile("(?:io|u|o|i|a)$")


class Families:
    """The families of one language. `knows` says whether its dictionary has a word as a lemma, `key_of` gives a word's key."""

    def __init__(self, language: str, knows: Knows, key_of: Callable[[str], str]) -> None:
        self._table = lemmas(f"{language}_families.txt")
        self._base = self._welsh if language == "cy" else self._english
        self._knows, self._key_of = knows, key_of
        self.key = lru_cache(_MAX_CACHED)(self._key)

    def _key(self, form: str, lemma: str) -> str:
        """The key of the family of a word, which is a form of a lemma; empty where it is too short, or no word, to have one."""
        named = self._table.get(form) or self._table.get(lemma)
        if named or (len(lemma) >= _SHORTEST_STEM and lemma.isalpha()):
            return FAMILY + self._key_of(fold(named or self._base(lemma)))
        return ""

    def _english(self, lemma: str) -> str:
        """The word that a lemma is made of: adopt of adoptive, by adoption."""
        for ending, others in _ENGLISH.items():
            stem = lemma.removesuffix(ending)
            if stem != lemma and len(stem) >= _SHORTEST_STEM:
                doubled = (stem[:-1],) if stem[-1] == stem[-2] else ()
                for base in (*(stem + other for other in others), *doubled):
                    if _SHORTEST_STEM <= len(base) < len(lemma) and self._knows(base):
                        return self._table.get(base) or self._english(base)
        return lemma

    def _welsh(self, lemma: str) -> str:
        """What is left of a lemma without its ending, where a verb or noun of it is known, and without its last vowel: ases of
        asesu and asesiad.
        """
        for ending in _WELSH:
            stem = lemma.removesuffix(ending)
            if stem != lemma and len(stem) >= _SHORTEST_STEM:
                base = next((stem + verb for verb in _WELSH_VERBS if self._knows(stem + verb)), "")
                if base:
                    return self._table.get(base) or _short(stem)
        return _short(lemma)


def _short(stem: str) -> str:
    shorter = _LAST_VOWEL.sub("", stem)
    return shorter if len(shorter) >= _SHORTEST_STEM else stem
