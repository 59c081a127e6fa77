"""What an engine answers: a page of hits with counts, and suggestions."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from cms.content.languages import Language

from .documents import DocumentType
from .engine_requests import Facet


@dataclass(frozen=True, slots=True)
class EngineHit:
    """An item found. `position` are its sort values."""

    item: UUID
    score: int
    edition: int
    position: tuple[int | str, ...]
    highlight_source: str


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Hits in order, and whether there are more in the direction read; how many there are in all, by facet and code, and in
    the other language (`twin_total`). `reduced`: the engine is slow, and nothing was counted by facet.
    """

    hits: tuple[EngineHit, ...]
    has_more: bool
    total: int
    facets: Mapping[Facet, Mapping[str, int]]
    twin_total: int
    reduced: bool = False


@dataclass(frozen=True, slots=True)
class DocumentCounts:
    """How many public items there are in each language that was asked for, and in how many each clause matches."""

    totals: Mapping[Language, int]
    matching: tuple[int, ...]


# Words like one, each with how many documents have it; None where a document has the one itself.
SimilarWords = tuple[tuple[str, int], ...] | None


@dataclass(frozen=True, slots=True)
class EngineSuggestion:
    """A title or a term that begins with what was typed."""

    item: UUID
    doc_type: DocumentType
    title: str
    edition: int
