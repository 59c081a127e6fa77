"""What is shown of a hit: fragments in the real words of the document, with those that match the query marked."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final
from uuid import UUID

from cms.content.languages import Language, other

from ..engines.engine_requests import SearchRequest
from .excerpts import Excerpt, excerpts, with_marks
from .highlight_source import OWN_FIELDS, TWIN_FIELDS, HighlightField, HighlightSource
from .mark_finder import Mark, find_marks

# Where a word of the item's own language is in them, these are shown whole; the rest in fragments.
_WHOLE: Final[tuple[HighlightField, ...]] = ("title", "summary")
MAX_FRAGMENTS: Final = 3


@dataclass(frozen=True, slots=True)
class Fragment:
    """An excerpt as HTML, and where it is from. `file` and its page (from 1) are those that it is in, if any."""

    field: HighlightField
    language: Language
    html: str
    file: UUID | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Highlights:
    """What is shown of a hit: title and summary whole, where a word is in them, and fragments of all else. `fields` are
    those in which something matches; `own_words` the numbers of what matches in its own language, and `twin_words` of what
    does in the other where none does in its own.
    """

    title: str | None = None
    summary: str | None = None
    fragments: tuple[Fragment, ...] = ()
    fields: tuple[tuple[HighlightField, Language], ...] = ()
    own_words: frozenset[int] = frozenset()
    twin_words: frozenset[int] = frozenset()


def highlight(stored: str, request: SearchRequest) -> Highlights:
    """The highlights of a stored highlight source: those of its own language if any word is in it, else those of its twin."""
    if not stored:
        return Highlights()
    source = HighlightSource(stored)
    marks, own_words = find_marks(request.own, stored, *source.own)
    if own_words:
        return replace(_direct(source, marks, request.language), own_words=own_words)
    twin_marks, twin_words = find_marks(request.twin, stored, *source.twin)
    if twin_words:
        return replace(_through_twin(source, twin_marks, other(request.language)), twin_words=twin_words)
    return _direct(source, marks, request.language)


def _direct(source: HighlightSource, marks: Sequence[Mark], language: Language) -> Highlights:
    by_field = _by_field(source, marks)
    own = dict(by_field[: len(OWN_FIELDS)])
    title, summary = (_whole(source, name, own[name]) for name in _WHOLE)
    rest = [mark for name, within in own.items() if name not in _WHOLE for mark in within]
    return Highlights(title, summary, _fragments(source, rest, language), _fields(by_field, language))


def _through_twin(source: HighlightSource, marks: Sequence[Mark], language: Language) -> Highlights:
    # The twin's index also knows words of its other fields, whose texts are not stored.
    marks = marks[: bisect_left(marks, (source.bounds[-1],))]
    return Highlights(None, None, _fragments(source, marks, language), _fields(_by_field(source, marks), language))


def _whole(source: HighlightSource, name: HighlightField, marks: Sequence[Mark]) -> str | None:
    number = OWN_FIELDS.index(name)
    start, end = source.bounds[number], source.bounds[number + 1]
    return with_marks(source.stored, start, end - 1, marks).replace("\n", " ") if marks else None


def _fragments(source: HighlightSource, marks: Sequence[Mark], language: Language) -> tuple[Fragment, ...]:
    return tuple(_fragment(source, one, language) for one in excerpts(source.stored, marks, MAX_FRAGMENTS))


def _fragment(source: HighlightSource, excerpt: Excerpt, language: Language) -> Fragment:
    name = source.field(excerpt.start)
    file, page = source.page(excerpt.start) if name == "files" else (None, None)
    return Fragment(name, language, excerpt.html, file, page)


def _by_field(source: HighlightSource, marks: Sequence[Mark]) -> list[tuple[HighlightField, Sequence[Mark]]]:
    """The marks that are in each field of the item, then of its twin."""
    edges = [bisect_left(marks, (bound,)) for bound in source.bounds]
    fields = zip((*OWN_FIELDS, *TWIN_FIELDS), pairwise(edges), strict=True)
    return [(name, marks[first:last]) for name, (first, last) in fields]


def _fields(
    by_field: Iterable[tuple[HighlightField, Sequence[Mark]]], language: Language
) -> tuple[tuple[HighlightField, Language], ...]:
    """The fields that any mark is in."""
    return tuple((name, language) for name, marks in by_field if marks)
