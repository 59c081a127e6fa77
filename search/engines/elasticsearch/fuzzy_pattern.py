"""Which words of an index may be within two edits of one: a pattern that matches all of those, and few others. Pure."""

from collections.abc import Iterator
from typing import Final

EDITS: Final = 2


def fuzzy_pattern(word: str) -> str:
    """A regular expression of Lucene's (and Python's) kind, for a word of letters only: none of them has a meaning there.

    Of three pieces of the word two edits leave one as it is, unless they swap letters across a border between pieces: then
    what is on one side of the border and the swapped letters with it are as expected (Navarro, A guided tour to
    approximate string matching, 2001, 8.1; with swaps added).
    """
    if not word.isalpha():
        raise ValueError("A word has letters only")
    return "|".join(dict.fromkeys(_alternatives(word)))


def _alternatives(word: str) -> Iterator[str]:
    size = len(word)
    one, two = size // 3, size - size // 3
    for start, end in ((0, one), (one, two), (two, size)):
        yield f"{_any(start)}{word[start:end]}{_any(size - end)}"
    if one:
        swapped = _swap(word, one)
        yield f"{swapped[: two - 1]}{_any(size - two + 1)}"
        swapped = _swap(word, two)
        yield f"{_any(one + 1)}{swapped[one + 1 :]}"


def _swap(word: str, border: int) -> str:
    """The letters on both sides of a border change places."""
    return word[: border - 1] + word[border] + word[border - 1] + word[border + 1 :]


def _any(letters: int) -> str:
    """About so many letters: what is at the word's beginning or end has only room for its own edits."""
    return f".{{{max(0, letters - EDITS)},{letters + EDITS}}}" if letters else ""
