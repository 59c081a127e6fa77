"""Words written as they are said, to how they may be written: pethe and petha to pethau, sbyty to ysbyty. Knows no dictionary
but the English one, whose words are no such Welsh.
"""

from collections.abc import Iterator
from typing import Final

from ..dictionary import forms

_BEGUN: Final = ("sb", "sg", "sm", "sn", "st")
# What -e and -a at the end of a word stand for, likeliest first.
_ENDED: Final = {"e": ("au", "ai", "ef"), "a": ("au", "af")}
_SHORTEST: Final = 4


def as_written(word: str) -> Iterator[str]:
    """`pethe` gives `pethau`, `sgidiau` gives `ysgidiau` and `esgidiau`: to be believed only where known."""
    may_be = len(word) >= _SHORTEST and (word.endswith(tuple(_ENDED)) or word.startswith(_BEGUN))
    if not may_be or word in forms("en"):
        return
    ended = [word, *(word[:-1] + ending for ending in _ENDED.get(word[-1], ()))]
    yield from ended[1:]
    if word.startswith(_BEGUN):
        for beginning in ("y", "e", "ei"):
            yield from (beginning + form for form in ended)
