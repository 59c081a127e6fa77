"""The first hits of a query as they are, and as they would be with a change: what rises, falls, comes and goes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal
from uuid import UUID

from cms.content.languages import Language
from cms.publication.queries import list_queries

from ..engines.engine_requests import Filters
from ..highlighting.highlighter import highlight
from ..querying.request_builder import SearchBasis, build_request, current_basis, served_hits
from ..querying.search_results import Match, matching
from ..querying.searcher import first_answer
from .tried_change import TriedChange

LIMIT: Final = 10
Move = Literal["same", "rose", "fell", "new", "gone"]


@dataclass(frozen=True, slots=True)
class TrialHit:
    """A hit: its place from 1, how much of the query it has, and how it moves: so many places up or down, or in or out."""

    place: int
    item: UUID
    title: str
    match: Match
    move: Move = "same"
    moved: int = 0


@dataclass(frozen=True, slots=True)
class FirstHits:
    """How many items a query finds, and the first of them; where `meant` says so, those of a likelier spelling."""

    total: int
    hits: tuple[TrialHit, ...]
    meant: str | None = None


@dataclass(frozen=True, slots=True)
class TrialRun:
    """What a query finds now, and what it would find with the change; None where nothing is tried."""

    now: FirstHits
    then: FirstHits | None

    @property
    def changes_nothing(self) -> bool:
        """Whether all that is shown would stay as it is."""
        return self.then == self.now


def try_out(language: Language, q: str, change: TriedChange | None) -> TrialRun:
    """Both lists. Raises QueryError (query_parser), TooManyPages (tried_change) and Unavailable (engines.interface)."""
    now = first_hits(language, q, current_basis())
    if change is None:
        return TrialRun(now, None)
    texts = change.texts
    titles = {texts.item: texts.title} if texts and texts.title and texts.language == language else {}
    then = first_hits(language, q, change.basis(), titles)
    before, after = ({hit.item: hit.place for hit in hits.hits} for hits in (now, then))
    gone = tuple(hit if hit.item in after else replace(hit, move="gone") for hit in now.hits)
    return TrialRun(replace(now, hits=gone), replace(then, hits=tuple(_moved(hit, before) for hit in then.hits)))


def first_hits(language: Language, q: str, basis: SearchBasis, titles: Mapping[UUID, str] | None = None) -> FirstHits:
    """What a query finds first, with other titles than the public ones where these are given."""
    request = build_request(language, q, Filters(), "relevance", LIMIT, None, basis)
    answer = first_answer(request, q, basis)
    request, page = answer.request, answer.page
    cards = list_queries.cards([hit.item for hit in page.hits], language)
    found = list(served_hits(page, cards))
    hits = tuple(
        TrialHit(
            place,
            hit.item,
            (titles or {}).get(hit.item) or cards.by_item[hit.item].title,
            matching(request, highlight(hit.highlight_source, request).own_words),
        )
        for place, hit in enumerate(found, 1)
    )
    return FirstHits(page.total - (len(page.hits) - len(found)), hits, answer.meant)


def _moved(hit: TrialHit, before: Mapping[UUID, int]) -> TrialHit:
    """A hit with how it has moved from its place before."""
    if hit.item not in before:
        return replace(hit, move="new")
    moved = before[hit.item] - hit.place
    return replace(hit, move="rose" if moved > 0 else "fell" if moved else "same", moved=abs(moved))
