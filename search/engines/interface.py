"""What an engine is given and what it gives: documents, requests, pages. Two engines keep to it and give the same answers.

No engine is handed a user's text: only keys that the analysis made, codes of closed lists, and moments.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal, Protocol
from uuid import UUID

from cms.content.languages import Language

# Where a document has keys, best first. `often` are keys that come again and again in the body; `twin_title` and `twin`
# (summary and headings) are those of the other language, as that language is analysed.
FieldName = Literal["title", "headings", "summary", "often", "body", "files", "twin_title", "twin"]
OWN_FIELDS: Final[tuple[FieldName, ...]] = ("title", "headings", "summary", "often", "body", "files")
TWIN_FIELDS: Final[tuple[FieldName, ...]] = ("twin_title", "twin")

Facet = Literal["type", "kind", "audience", "section", "topic"]
FACETS: Final[tuple[Facet, ...]] = ("type", "kind", "audience", "section", "topic")
SortName = Literal["relevance", "title", "-title", "updated", "-updated", "published", "-published"]


class Unavailable(Exception):
    """The engine cannot answer, or cannot take what is written to it. `retry_after` is in seconds."""

    def __init__(self, reason: str, retry_after: int = 5) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Document:
    """What an engine keeps of an item (or of a term, for suggestions) in one language.

    A write wins if its `version` (the log's, from before the content was read) is at least the one kept. What was
    withdrawn or deleted is kept as a tombstone (`state` gone, the rest empty), so that no late write brings it back.
    """

    item: UUID
    language: Language
    version: int
    state: Literal["public", "gone"] = "public"
    what: Literal["item", "term"] = "item"
    edition: int = 0
    type: str = ""
    kind: str = ""
    section: str = ""
    audiences: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    title: str = ""
    title_key: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    new_until: date | None = None
    expires_at: datetime | None = None
    keys: Mapping[FieldName, tuple[str, ...]] = field(default_factory=dict)  # distinct; each only in its best field
    title_sequence: str = ""  # primary keys, joined by spaces
    sequence: str = ""  # of all own text, passages apart by BREAK
    twin_title_sequence: str = ""
    twin_sequence: str = ""
    starts: tuple[str, ...] = ()  # of the title's (or the term's forms') words, for suggestions
    words: tuple[str, ...] = ()  # distinct words as written, in lower case: what `similar` looks through
    material: str = ""  # what highlights are made of (search/highlighting/highlights.py)


# Between passages in a sequence: no key is like it.
BREAK: Final = "_"


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that is asked for; exactly one of the three is filled.

    `keys`: each of the lists has to be met, by any of its keys. `prefixes`: a key begins with any of them. `phrase`: primary
    keys that stand next to each other in this order.
    """

    keys: tuple[tuple[str, ...], ...] = ()
    prefixes: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as one language reads it. Of `words` (of keys or prefixes) at least `needed` are met, of `phrases` all, and
    nothing of `excluded`. `whole` are the primary keys of all words and phrases in order: what a title may be wholly.
    """

    language: Language
    words: tuple[Clause, ...] = ()
    phrases: tuple[Clause, ...] = ()
    excluded: tuple[Clause, ...] = ()
    whole: tuple[str, ...] = ()
    needed: int = 0

    @property
    def sequence(self) -> tuple[str, ...]:
        """`whole` of two words or more: what may stand side by side in a text."""
        return self.whole if len(self.whole) > 1 else ()

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return not (self.words or self.phrases)


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search. Several values of one mean any of them."""

    facets: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    new: bool | None = None
    updated_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Just after (or, backwards, before) a hit in the order of the search: its sort values as `Hit.place` has them."""

    values: tuple[int | str, ...]
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """A search of `language`: direct matches by the `own` reading, and those through the other language by `twin`.

    `now` decides what is new, fresh or expired: both engines are told the same moment.
    """

    language: Language
    own: Reading
    twin: Reading
    now: datetime
    filters: Filters = field(default_factory=Filters)
    sort: SortName = "relevance"
    limit: int = 10
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """An item found. `direct` says that its own language matched, else it was found through its twin."""

    item: UUID
    score: int
    direct: bool
    edition: int
    place: tuple[int | str, ...]
    material: str


@dataclass(frozen=True, slots=True)
class Page:
    """Hits in order; `more` in the direction read; `total` of all; counts by facet and code; hits in the other language."""

    hits: tuple[Hit, ...]
    more: bool
    total: int
    facets: Mapping[Facet, Mapping[str, int]]
    also: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A title or a term that begins as asked."""

    item: UUID
    what: Literal["item", "term"]
    title: str
    edition: int


class Build(Protocol):
    """A new index, of both languages, beside the one that serves."""

    def write(self, documents: Iterable[Document]) -> None:
        """Adds documents, as `Engine.write` does."""

    def commit(self) -> None:
        """Lets it serve in the place of the old one, both languages at once, and removes the old."""


class Engine(Protocol):
    """A place that keeps documents and finds them. Every method may raise Unavailable; none waits much longer than a second,
    but for `write`, `build` and what they give.
    """

    name: str

    def search(self, request: Request) -> Page:
        """A page of public items. `also` counts what `other(request)` would find."""

    def suggest(self, language: Language, words: tuple[tuple[str, ...], ...], limit: int) -> tuple[Suggestion, ...]:
        """Public titles and terms with, for each of `words`, a start that begins with any of its alternatives.

        Those whose first word it is come first, then shorter titles, then by title_key and item.
        """

    def similar(self, language: Language, word: str) -> tuple[tuple[str, int], ...]:
        """Words at most two edits (Damerau-Levenshtein, optimal alignment) from `word`, with how many documents have each."""

    def write(self, documents: Iterable[Document]) -> None:
        """Keeps documents, newer versions winning; those of equal version are taken. Visible to searches on return."""

    def items_with(self, language: Language, keys: Iterable[str]) -> Iterator[UUID]:
        """The items whose document in `language` has any of the keys in any of its fields."""

    def identity(self) -> str | None:
        """What tells the index that serves from any other; None where there is none, or where it is of another make
        (mapping, analysis: `fingerprint`) than this release's.
        """

    def build(self) -> AbstractContextManager[Build]:
        """Begins a new index; it is thrown away unless `commit` was called. What an interrupted one left is removed first."""


def other(request: Request) -> Request:
    """The same search of the other language: the readings change places, the filters stay."""
    return Request(request.twin.language, request.twin, request.own, request.now, request.filters)
