"""What a search gives outlets: hits with their ready cards, counts of facets, the neighbouring pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from cms.content.languages import Language

from ..engines.engine_requests import Facet, HitPosition, SearchRequest
from .facets import FacetCount

# How much of what was typed an item's own words have: all that is anywhere; most, by rarity; any; or none, and its twin has it.
Match = Literal["all", "most", "any", "twin"]
_MOST: Final = 0.6
# What the answer of a slow engine may be without: counts, a likelier spelling, an order by how rare the words are.
Part = Literal["facets", "did_you_mean", "ranking"]


def matching(request: SearchRequest, own_words: frozenset[int]) -> Match:
    """How much of a query the words make that an item has in its own language."""
    weights = request.weights
    if not own_words:
        return "twin"
    if own_words >= weights.known:
        return "all"
    return "most" if weights.of(*own_words) >= _MOST * weights.of(*weights.known) else "any"


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
    """An item found: its ready card, the language and fields that matched, how much of the query did, highlights, and its
    position in the order.
    """

    item: UUID
    card: bytes
    language: Language
    match: Match
    fields: tuple[str, ...]
    highlights: tuple[HitHighlight, ...]
    position: tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class SearchResults:
    """A page of hits. `twin_total` is how many the other language has; `did_you_mean` a likelier search where a word is
    nowhere: then it is that search of which these are the hits. `before` and `after` are the positions of the
    neighbouring pages. `count_again` counts the search once more: to be called when the same answer is given from a cache.
    `lacks` is what there was no time for.
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
    lacks: tuple[Part, ...] = ()
