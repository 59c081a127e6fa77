"""Cuts marked excerpts out of a text: as HTML, at words, the best cluster of different words first."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from .mark_finder import Mark

LENGTH: Final = 200
_ELLIPSIS: Final = "…"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a text as HTML; `start` is where its first mark begins."""

    start: int
    html: str


def excerpts(text: str, marks: Sequence[Mark], most: int) -> list[Excerpt]:
    """At most `most` excerpts of about LENGTH characters, none over another or over a line's end."""
    chosen: list[tuple[int, int]] = []
    found: list[Excerpt] = []
    for _, first, last in sorted(_windows(text, marks, most)):
        span = _span(text, marks[first][0], marks[last - 1][1])
        if all(span[1] <= start or span[0] >= end for start, end in chosen):
            chosen.append(span)
            found.append(_excerpt(text, marks, *span))
            if len(found) == most:
                break
    return found


def _windows(text: str, marks: Sequence[Mark], most: int) -> list[tuple[int, int, int]]:
    """For each mark: less the number of different clauses matched within LENGTH from it, and the first and last mark of
    these. It is enough when `most` windows apart match all clauses.
    """
    windows = []
    count, everything = len(marks), len({clause for _, _, clause in marks})
    times: Counter[int] = Counter()
    last = different = full = 0
    line_end = apart = -1
    for first, (start, end, clause) in enumerate(marks):
        if start >= line_end:
            line_end = text.find("\n", end)
        limit = min(start + LENGTH, line_end)
        while last < count and (marks[last][1] <= limit or last == first):
            added = marks[last][2]
            different += not times[added]
            times[added] += 1
            last += 1
        windows.append((-different, first, last))
        if different == everything and start >= apart:
            full, apart = full + 1, start + 2 * LENGTH
            if full == most:
                break
        times[clause] -= 1
        different -= not times[clause]
    return windows


def _span(text: str, begins: int, ends: int) -> tuple[int, int]:
    """What is shown around marks: as much before them as after, as far as the line goes, whole words only."""
    line_start, line_end = text.rfind("\n", 0, begins) + 1, text.find("\n", ends)
    start = max(line_start, min(begins - (LENGTH - (ends - begins)) // 2, line_end - LENGTH, begins))
    end = max(ends, min(line_end, start + LENGTH))
    if start > line_start:
        start = (text.find(" ", start, begins) + 1) or begins
    if end < line_end:
        space = text.rfind(" ", ends, end)
        end = space if space >= 0 else ends
    return start, end


def _excerpt(text: str, marks: Sequence[Mark], start: int, end: int) -> Excerpt:
    within = [mark for mark in marks[bisect_left(marks, (start,)) : bisect_left(marks, (end,))] if mark[1] <= end]
    before = "" if text[start - 1] == "\n" else _ELLIPSIS
    after = "" if text[end] == "\n" else _ELLIPSIS
    return Excerpt(within[0][0], f"{before}{with_marks(text, start, end, within)}{after}")


def with_marks(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    """A stretch of a text as HTML, its marks as `<mark>`."""
    parts = []
    at = start
    for first, last, _ in marks:
        parts += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
        at = last
    return "".join([*parts, escape(text[at:end])])
