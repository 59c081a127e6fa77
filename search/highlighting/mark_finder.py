"""Finds where the words of a query are in a highlight source, by the index of keys in it."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice, pairwise
from typing import Final

from ..analysis import fold
from ..engines.engine_requests import AnalysedQuery

# A prefix may begin very many words: as many different ones as this are marked.
_MAX_LINES: Final = 20
_MAX_MARKS: Final = 200
_WORD: Final = re.compile(r"[^\W_]+")
# A clitic is no word of its own in a phrase (gofal i'r plant), but one in a text that is split at its signs.
_PARTS_OF_WORD: Final = 2
_LONGEST_WORD: Final = 40
_Span = tuple[int, int]
# (start, end, number of the clause that matches)
Mark = tuple[int, int, int]


def find_marks(
    query: AnalysedQuery, source: str, index_span: _Span, texts_span: _Span
) -> tuple[list[Mark], frozenset[int]]:
    """The marks in order, none over another, and the numbers of the words and phrases that match. The spans are those of the
    index and of the texts that it is of; offsets in it are from the texts' beginning.
    """
    marks: list[Mark] = []
    matched: set[int] = set()
    index = _KeyIndex(source, index_span, texts_span)
    for clause in (*query.words, *query.relatives):
        groups = [index.starting(clause.prefixes)] if clause.prefixes else [index.having(keys) for keys in clause.keys]
        if all(groups):
            matched.add(clause.word)
        for group in groups:
            marks += [(first, last, clause.word) for first, last in group]
    for clause in query.phrases:
        spans, found = index.any_phrase(clause.sequences)
        if found:
            matched.add(clause.word)
        marks += [(first, last, clause.word) for first, last in spans]
    return _without_overlaps(marks), frozenset(matched)


def _without_overlaps(marks: list[Mark]) -> list[Mark]:
    """In order; of two that overlap, the one that begins first."""
    left: list[Mark] = []
    reached = -1
    for mark in sorted(marks):
        if mark[0] >= reached:
            left.append(mark)
            reached = mark[1]
    return left[:_MAX_MARKS]


class _KeyIndex:
    """The index of keys of one language. A line: ` key key :length:offset,step,step`."""

    def __init__(self, source: str, index_span: _Span, texts_span: _Span) -> None:
        self._source = source
        self._start, self._end = index_span
        self._texts, self._texts_end = texts_span

    def having(self, keys: Sequence[str]) -> list[_Span]:
        """Where words are that have any of the keys."""
        return self._spans(f" {key} " for key in keys)

    def starting(self, prefixes: Sequence[str]) -> list[_Span]:
        """Where words are with a key that begins with any of the prefixes."""
        return self._spans(f" {prefix}" for prefix in prefixes)

    def any_phrase(self, phrases: Sequence[Sequence[str]]) -> tuple[list[_Span], bool]:
        """As `phrase`, of the first of them that is anywhere; of the first at all, if none is."""
        found = [self.phrase(phrase) for phrase in phrases]
        return next((one for one in found if one[1]), found[0])

    def phrase(self, phrase: Sequence[str]) -> tuple[list[_Span], bool]:
        """Where a phrase is, and whether it is anywhere; where its words are, if it is not. Function words are not in the
        index: they are looked for in the text itself, as they stand in the phrase.
        """
        groups = [sorted(self.having((key,))) for key in phrase]
        known = [at for at, group in enumerate(groups) if group]
        if not known:
            written = self._written(phrase)
            return written, bool(written)
        first, last = phrase[: known[0]], phrase[known[-1] + 1 :]
        chains = [span for span in groups[known[0]] if not first or self._follows(span[0], first)]
        for before, at in pairwise(known):
            chains = list(self._continued(chains, groups[at], phrase[before + 1 : at]))
        chains = [span for span in chains if not last or self._goes_on(span[1], last)]
        if chains:
            return chains, True
        return [span for group in groups for span in group], False

    def _written(self, phrase: Sequence[str]) -> list[_Span]:
        """Where these very words stand one after the other."""
        wanted = re.compile(r"\b" + r"[^\w\n]+".join(map(re.escape, phrase)) + r"\b", re.IGNORECASE)
        found = wanted.finditer(self._source, self._texts, self._texts_end)
        return [match.span() for match in islice(found, _MAX_LINES)]

    def _continued(
        self, chains: Sequence[_Span], following: Sequence[_Span], between: Sequence[str]
    ) -> Iterator[_Span]:
        """The chains that go on with one of the spans following, with just the words between."""
        for start, end in chains:
            at = bisect_left(following, (end, 0))
            if at < len(following) and self._is_apart_by(end, following[at][0], between):
                yield start, following[at][1]

    def _follows(self, offset: int, words: Sequence[str]) -> bool:
        """Whether those function words stand just before an offset."""
        before = self._source[max(offset - _LONGEST_WORD * len(words), self._texts) : offset].rpartition("\n")[2]
        return _is_within(words, _words(before)[-_PARTS_OF_WORD * len(words) :])

    def _goes_on(self, offset: int, words: Sequence[str]) -> bool:
        """Whether those function words stand just behind an offset."""
        end = min(offset + _LONGEST_WORD * len(words), self._texts_end)
        behind = self._source[offset:end].partition("\n")[0]
        return _is_within(words, _words(behind)[: _PARTS_OF_WORD * len(words) + 1])

    def _is_apart_by(self, end: int, start: int, between: Sequence[str]) -> bool:
        """Whether nothing but those function words is between two offsets."""
        if start - end > _LONGEST_WORD * (len(between) + 1):
            return False
        gap = self._source[end:start]
        if "\n" in gap:
            return False
        words = _words(gap)
        return len(words) <= _PARTS_OF_WORD * (len(between) + 1) - 1 and _is_within(between, words)

    def _spans(self, needles: Iterable[str]) -> list[_Span]:
        """Those of all lines that have any of the needles. A word's keys are mostly in one line: it is read once."""
        found: list[_Span] = []
        for colon, end in dict.fromkeys(line for needle in needles for line in self._lines(needle)):
            length, _, steps = self._source[colon:end].partition(":")
            size = int(length)
            first, *rest = map(int, steps.split(","))
            found += [(start, start + size) for start in accumulate(rest, initial=self._texts + first)]
        return found

    def _lines(self, needle: str) -> Iterator[_Span]:
        """Where the figures are of each line that has it."""
        source = self._source
        at = source.find(needle, self._start, self._end)
        for _ in range(_MAX_LINES):
            if at < 0:
                return
            colon = source.index(":", at) + 1
            end = source.index("\n", colon)
            yield colon, end
            at = source.find(needle, end, self._end)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _is_within(wanted: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the wanted words are among the words, in that order."""
    rest = iter(words)
    return all(word in rest for word in wanted)
