"""Finds where the words of a reading stand in a highlight's material, by the index of keys in it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice, pairwise
from typing import Final

from ..analysis import fold
from ..engines.interface import Reading

# A prefix may begin very many words: as many different ones as this are marked.
_MOST_LINES: Final = 20
_MOST_MARKS: Final = 200
_WORD: Final = re.compile(r"[^\W_]+")
# A clitic is no word of its own in a phrase (gofal i'r plant), but one in a text that is taken apart at its signs.
_PARTS_OF_WORD: Final = 2
_LONGEST_WORD: Final = 40
_Place = tuple[int, int]


# (start, end, which of the things that were asked for)
Mark = tuple[int, int, int]


def found_by(
    reading: Reading, material: str, index_at: tuple[int, int], texts_at: tuple[int, int]
) -> tuple[list[Mark], bool]:
    """The marks in order, none over another, and whether the reading is met. The index and the texts that it is of are
    between those places; offsets in it are from the texts' beginning.
    """
    marks: list[Mark] = []
    words = phrases = 0
    index = _Index(material, index_at, texts_at)
    for what, clause in enumerate(reading.words):
        groups = [index.starting(clause.prefixes)] if clause.prefixes else [index.having(keys) for keys in clause.keys]
        words += all(groups)
        for group in groups:
            marks += [(first, last, what) for first, last in group]
    for what, clause in enumerate(reading.phrases, len(reading.words)):
        stretches, met = index.phrase(clause.phrase)
        phrases += met
        marks += [(first, last, what) for first, last in stretches]
    return _apart(marks), not reading.empty and words >= reading.needed and phrases == len(reading.phrases)


def _apart(marks: list[Mark]) -> list[Mark]:
    """In order of place; of two that overlap, the one that begins first."""
    kept: list[Mark] = []
    reached = -1
    for mark in sorted(marks):
        if mark[0] >= reached:
            kept.append(mark)
            reached = mark[1]
    return kept[:_MOST_MARKS]


class _Index:
    """The index of keys of one language. A line: ` key key :length:offset,step,step`."""

    def __init__(self, material: str, index_at: tuple[int, int], texts_at: tuple[int, int]) -> None:
        self._material = material
        self._start, self._end = index_at
        self._texts, self._texts_end = texts_at

    def having(self, keys: Sequence[str]) -> list[_Place]:
        """The places of words that have any of the keys."""
        return [place for key in keys for place in self._places(f" {key} ")]

    def starting(self, prefixes: Sequence[str]) -> list[_Place]:
        """The places of words with a key that begins with any of the prefixes."""
        return [place for prefix in prefixes for place in self._places(f" {prefix}")]

    def phrase(self, phrase: Sequence[str]) -> tuple[list[_Place], bool]:
        """The stretches of a phrase, and whether it is met; all of its words where it is not. Function words are not in the
        index: they are looked for in the text itself, as they stand in the phrase.
        """
        places = [sorted(self.having((key,))) for key in phrase]
        known = [at for at, group in enumerate(places) if group]
        if not known:
            written = self._written(phrase)
            return written, bool(written)
        first, last = phrase[: known[0]], phrase[known[-1] + 1 :]
        chains = [place for place in places[known[0]] if not first or self._follows(place[0], first)]
        for before, at in pairwise(known):
            chains = list(self._continued(chains, places[at], phrase[before + 1 : at]))
        chains = [place for place in chains if not last or self._goes_on(place[1], last)]
        if chains:
            return chains, True
        return [place for group in places for place in group], False

    def _written(self, phrase: Sequence[str]) -> list[_Place]:
        """The stretches where these very words stand one after the other."""
        wanted = re.compile(r"\b" + r"[^\w\n]+".join(map(re.escape, phrase)) + r"\b", re.IGNORECASE)
        found = wanted.finditer(self._material, self._texts, self._texts_end)
        return [match.span() for match in islice(found, _MOST_LINES)]

    def _continued(
        self, chains: Sequence[_Place], following: Sequence[_Place], between: Sequence[str]
    ) -> Iterator[_Place]:
        """The stretches that go on with one of the places following, with just the words between."""
        for start, end in chains:
            at = bisect_left(following, (end, 0))
            if at < len(following) and self._apart_by(end, following[at][0], between):
                yield start, following[at][1]

    def _follows(self, place: int, words: Sequence[str]) -> bool:
        """Whether those function words stand just before a place."""
        before = self._material[max(place - _LONGEST_WORD * len(words), self._texts) : place].rpartition("\n")[2]
        return _is_within(words, _words(before)[-_PARTS_OF_WORD * len(words) :])

    def _goes_on(self, place: int, words: Sequence[str]) -> bool:
        """Whether those function words stand just behind a place."""
        end = min(place + _LONGEST_WORD * len(words), self._texts_end)
        behind = self._material[place:end].partition("\n")[0]
        return _is_within(words, _words(behind)[: _PARTS_OF_WORD * len(words) + 1])

    def _apart_by(self, end: int, start: int, between: Sequence[str]) -> bool:
        """Whether nothing but those function words is between two places."""
        if start - end > _LONGEST_WORD * (len(between) + 1):
            return False
        gap = self._material[end:start]
        if "\n" in gap:
            return False
        words = _words(gap)
        return len(words) <= _PARTS_OF_WORD * (len(between) + 1) - 1 and _is_within(between, words)

    def _places(self, needle: str) -> Iterator[_Place]:
        material, texts = self._material, self._texts
        at = material.find(needle, self._start, self._end)
        for _ in range(_MOST_LINES):
            if at < 0:
                return
            colon = material.index(":", at) + 1
            end = material.index("\n", colon)
            length, _, steps = material[colon:end].partition(":")
            size = int(length)
            for offset in accumulate(map(int, steps.split(","))):
                yield texts + offset, texts + offset + size
            at = material.find(needle, end, self._end)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _is_within(wanted: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the wanted words are among the words, in that order."""
    rest = iter(words)
    return all(word in rest for word in wanted)
