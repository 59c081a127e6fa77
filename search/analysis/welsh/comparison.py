"""The adjective that a form of comparison may be of: equative, comparative or superlative. Knows no dictionary.

Endings and changes: P. W. Thomas, Gramadeg y Gymraeg (1996). The endings harden a b, d or g before them.
"""

import re
from typing import Final

COMPARED: Final = ("ach", "af", "ed", "a")
_ENDING: Final = re.compile("i?(?:ach|af|ed|a)$")
_HARDENED: Final = {"p": "b", "t": "d", "c": "g"}
_SHORTEST: Final = 3
# How the last syllable sounds where nothing follows it: trym-ach of trwm, tlot-ach of tlawd.
_LAST_VOWEL: Final = {"y": "w", "o": "aw", "e": "ai"}
_LAST_SYLLABLE: Final = re.compile("[yoe](?=[^aeiouwy]{1,2}$)")


def positives(word: str) -> list[str]:
    """`tecaf` gives `tec` and `teg`; `byrraf` gives `byrr` and `byr`: to be believed only where known."""
    stem = _ENDING.sub("", word)
    if stem == word or len(stem) < _SHORTEST:
        return []
    found = [stem]
    if stem[-1] in _HARDENED:
        found.append(stem[:-1] + _HARDENED[stem[-1]])
    if stem[-1] == stem[-2]:
        found.append(stem[:-1])
    changed = [_LAST_SYLLABLE.sub(lambda vowel: _LAST_VOWEL[vowel[0]], form) for form in found]
    return list(dict.fromkeys((*found, *changed)))
