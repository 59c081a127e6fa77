"""What a search gives outlets: hits with their ready cards, counts of facets, the neighbouring pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cms.content.languages import Language

from ..engines.engine_requests import Facet, HitPosition
from .facets import FacetCount


@dataclass(frozen=True, slots=True)
class MatchedFile:
    """A download that contains words of the search, and on which of its pages (from 1; None where it has none)."""

    id: UUID
    title: str
    name: str
    address: str
    page: int | None


@dataclass(frozen=True, slots=True)
class HitHighlight:
    """Words of an item in HTML, with those that match in <mark>."""

    field: str
    language: Language
    html: str
    file: MatchedFile | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """An item found: its ready card, the language and fields that matched, highlights, and its position in the order."""

    item: UUID
    card: bytes
    language: Language
    fields: tuple[str, ...]
    highlights: tuple[HitHighlight, ...]
    position: tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class SearchResults:
    """A page of hits. `twin_total` is how many the other language has; `did_you_mean` a likelier search where a word is
    unknown; `before` and `after` are the positions of the neighbouring pages. `count_again` counts the search once more: to
    be called when the same answer is given from a cache.
    """

    language: Language
    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[Facet, tuple[FacetCount, ...]]
    twin_total: int
    did_you_mean: str | None
    before: HitPosition | None
    after: HitPosition | None
    expires_at: datetime | None
    count_again: Callable[[], None] | None
