"""What highlights are made of: one string that is stored with a document, and where its parts are.

A head, an index of keys for each language, the texts. Nothing is analysed again when somebody searches: keys are looked up in
the index, which says where in the texts their words are.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, Literal, Protocol
from uuid import UUID

# Part of the content's fingerprint: changes with anything that is stored.
FORMAT: Final = 2
HighlightField = Literal["title", "headings", "summary", "body", "files", "labels"]
OWN_FIELDS: Final[tuple[HighlightField, ...]] = ("title", "headings", "summary", "body", "files", "labels")
TWIN_FIELDS: Final[tuple[HighlightField, ...]] = ("title", "headings", "summary")


class IndexedText(Protocol):
    """The texts of one edition, and where the words of each key are in them (indexing.analysed_text)."""

    def text(self, name: str) -> str:
        """The text of a field: a line a passage, a line break at its end."""

    def index(self, *names: str) -> str:
        """The index of keys over the first fields, which are named: lines of ` key key :length:offset,step,step`."""


@dataclass(frozen=True, slots=True)
class FilePage:
    """Where a part of the files' text comes from, and how many characters it has. `page` is from 1; None where unknown."""

    file: UUID
    page: int | None
    length: int


def build_highlight_source(own: IndexedText, twin: IndexedText | None, pages: Sequence[FilePage] = ()) -> str:
    """What is stored of a document: `own` has OWN_FIELDS, `twin` TWIN_FIELDS (others may follow them).

    Head: the lengths of both indexes and of all fields; a line of the files' pages. Then the indexes and the texts.
    """
    texts = [own.text(name) for name in OWN_FIELDS] + [twin.text(name) if twin else "" for name in TWIN_FIELDS]
    indexes = f"{own.index(*OWN_FIELDS)}\n", f"{twin.index(*TWIN_FIELDS) if twin else ''}\n"
    head = ",".join(str(len(part)) for part in (*indexes, *texts))
    files = ";".join(f"{one.file},{one.page or ''},{one.length}" for one in pages)
    return "".join([head, "\n", files, "\n", *indexes, *texts])


class HighlightSource:
    """A stored string, and the offsets of its parts."""

    __slots__ = ("bounds", "own", "pages", "stored", "twin")

    def __init__(self, stored: str) -> None:
        end = stored.index("\n")
        own, twin, *lengths = map(int, stored[:end].split(","))
        start = stored.index("\n", end + 1) + 1
        self.stored = stored
        self.pages = (end + 1, start - 1)
        middle, end = start + own, start + own + twin
        # Where each field begins, and where the last ends.
        self.bounds = list(accumulate(lengths, initial=end))
        # Each an index, and the texts that it is of.
        self.own = ((start, middle), (self.bounds[0], self.bounds[len(OWN_FIELDS)]))
        self.twin = ((middle, end), (self.bounds[len(OWN_FIELDS)], self.bounds[-1]))

    def field(self, offset: int) -> HighlightField:
        """The field that an offset is in."""
        return (*OWN_FIELDS, *TWIN_FIELDS)[bisect_right(self.bounds, offset) - 1]

    def page(self, offset: int) -> tuple[UUID | None, int | None]:
        """The file and page that an offset in the files' text is in; no page for that of a file's title."""
        end = self.bounds[OWN_FIELDS.index("files")]
        for entry in filter(None, self.stored[slice(*self.pages)].split(";")):
            file, page, length = entry.split(",")
            end += int(length)
            if offset < end:
                return UUID(file), int(page) if page else None
        return None, None
