"""Passages in the real words of a text, those that were sought marked: what is stored for it, and how it is marked.

The material is one string: a head, an index of keys for each language, the texts. Nothing is analysed again when somebody
searches: keys are looked for in the index as they stand, and say where in the texts their words are.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final, Literal
from uuid import UUID

from cms.content.languages import Language, other

from ..engines.interface import Request
from ..indexing.analysed_text import Texts
from .excerpts import Excerpt, excerpts, with_marks
from .matches import Mark, found_by

# Part of the index's fingerprint: changes with anything that is stored.
FORMAT: Final = 1
HighlightField = Literal["title", "headings", "summary", "body", "files"]
OWN: Final[tuple[HighlightField, ...]] = ("title", "headings", "summary", "body", "files")
TWIN: Final[tuple[HighlightField, ...]] = ("title", "headings", "summary")
# Found in own text, these are shown whole; the rest in fragments.
_WHOLE: Final[tuple[HighlightField, ...]] = ("title", "summary")
FRAGMENTS: Final = 3


@dataclass(frozen=True, slots=True)
class FilePage:
    """Where a part of the files' text comes from, and how many characters it has. `page` is from 1; None where unknown."""

    file: UUID
    page: int | None
    length: int


@dataclass(frozen=True, slots=True)
class Fragment:
    """A passage as HTML. `file` and its page (from 1) are those that it stands in, if any."""

    field: HighlightField
    language: Language
    html: str
    file: UUID | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """What is shown of a hit: title and summary whole, where a word is in them, and passages of all else. `fields` are
    those in which something was found.
    """

    title: str | None = None
    summary: str | None = None
    fragments: tuple[Fragment, ...] = ()
    fields: tuple[tuple[HighlightField, Language], ...] = ()


def material(own: Texts, twin: Texts | None, pages: Sequence[FilePage] = ()) -> str:
    """What is stored of a document: `own` has the fields of OWN, `twin` those of TWIN (others may follow them).

    Head: the lengths of both indexes and of all fields; a line of the files' pages. Then the indexes and the texts.
    """
    texts = [own.text(name) for name in OWN] + [twin.text(name) if twin else "" for name in TWIN]
    indexes = f"{own.index(*OWN)}\n", f"{twin.index(*TWIN) if twin else ''}\n"
    head = ",".join(str(len(part)) for part in (*indexes, *texts))
    files = ";".join(f"{one.file},{one.page or ''},{one.length}" for one in pages)
    return "".join([head, "\n", files, "\n", *indexes, *texts])


def marked(material: str, request: Request) -> Marked:
    """The hit's passages: those of its own language if they meet its reading, else those of its twin if they meet the other."""
    if not material:
        return Marked()
    stored = _Stored(material)
    marks, met = found_by(request.own, material, *stored.own)
    if not met:
        twin_marks, twin_met = found_by(request.twin, material, *stored.twin)
        if twin_met:
            return _through_twin(stored, twin_marks, other(request.language))
    return _direct(stored, marks, request.language)


class _Stored:
    """The parts of a material, by their places in it."""

    __slots__ = ("bounds", "material", "own", "pages", "twin")

    def __init__(self, material: str) -> None:
        end = material.index("\n")
        own, twin, *lengths = map(int, material[:end].split(","))
        start = material.index("\n", end + 1) + 1
        self.material = material
        self.pages = (end + 1, start - 1)
        middle, end = start + own, start + own + twin
        # Where each field begins, and where the last ends.
        self.bounds = list(accumulate(lengths, initial=end))
        # Each an index, and the texts that it is of.
        self.own = ((start, middle), (self.bounds[0], self.bounds[len(OWN)]))
        self.twin = ((middle, end), (self.bounds[len(OWN)], self.bounds[-1]))

    def field(self, place: int) -> int:
        """Which field a place is in, counted over OWN and then TWIN."""
        return bisect_right(self.bounds, place) - 1

    def is_within(self, place: int, names: Sequence[HighlightField]) -> bool:
        """Whether a place is in one of those fields of OWN."""
        return any(self.bounds[OWN.index(name)] <= place < self.bounds[OWN.index(name) + 1] for name in names)

    def page(self, place: int) -> tuple[UUID | None, int | None]:
        """The file and page that a place in the files' text is in; no file for that of a file's title."""
        at = self.bounds[OWN.index("files")]
        for entry in filter(None, self.material[slice(*self.pages)].split(";")):
            file, page, length = entry.split(",")
            at += int(length)
            if place < at:
                return UUID(file), int(page) if page else None
        return None, None


def _direct(stored: _Stored, marks: Sequence[Mark], language: Language) -> Marked:
    title, summary = (_whole(stored, marks, OWN.index(name)) for name in _WHOLE)
    rest = [mark for mark in marks if not stored.is_within(mark[0], _WHOLE)]
    fragments = tuple(_fragment(stored, one, language) for one in excerpts(stored.material, rest, FRAGMENTS))
    return Marked(title, summary, fragments, _fields(stored, marks, language))


def _through_twin(stored: _Stored, marks: Sequence[Mark], language: Language) -> Marked:
    # The twin's index also knows words of its other fields, whose texts are not stored.
    marks = marks[: bisect_left(marks, (stored.bounds[-1],))]
    fragments = tuple(_fragment(stored, one, language) for one in excerpts(stored.material, marks, FRAGMENTS))
    return Marked(None, None, fragments, _fields(stored, marks, language))


def _whole(stored: _Stored, marks: Sequence[Mark], at: int) -> str | None:
    start, end = stored.bounds[at], stored.bounds[at + 1]
    within = [mark for mark in marks if start <= mark[0] < end]
    return with_marks(stored.material, start, end - 1, within).replace("\n", " ") if within else None


def _fragment(stored: _Stored, excerpt: Excerpt, language: Language) -> Fragment:
    name = (*OWN, *TWIN)[stored.field(excerpt.at)]
    file, page = stored.page(excerpt.at) if name == "files" else (None, None)
    return Fragment(name, language, excerpt.html, file, page)


def _fields(stored: _Stored, marks: Sequence[Mark], language: Language) -> tuple[tuple[HighlightField, Language], ...]:
    """The fields that any mark is in."""
    edges = [bisect_left(marks, (bound,)) for bound in stored.bounds]
    return tuple(
        (name, language) for name, (first, last) in zip((*OWN, *TWIN), pairwise(edges), strict=True) if first < last
    )
