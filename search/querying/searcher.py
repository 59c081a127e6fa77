"""The one reader of searches, for every outlet: what may be served now of what the engine finds. It knows nothing of HTTP.

The engine's index may be a moment behind: items, titles and addresses come from the editions, in one query, and
highlights are shown only where the index holds the edition that is public.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from itertools import islice
from time import monotonic
from typing import Any, Final, get_args

from cms.content.languages import Language, other
from cms.publication.queries import item_queries, list_queries
from cms.publication.queries.keyset import sides
from cms.publication.queries.query_types import Cards, ReadyCard

from ..engines.circuit_breaker import SlowAnswer
from ..engines.engine_requests import Filters, HitPosition, SearchRequest, SortName
from ..engines.interface import Finder, Unavailable
from ..engines.patience import somebody_waits
from ..engines.result_page import EngineHit, ResultPage
from ..highlighting.highlighter import Fragment, Highlights, highlight
from ..indexing import in_process
from ..indexing.analysers import current_generation
from ..statistics import search_counter
from . import facets
from .correction.did_you_mean import Meant, did_you_mean, may_be_misspelt
from .request_builder import SearchBasis, build_request, current_basis, looser, served_hits
from .search_results import Hit, HitHighlight, MatchedFile, Part, SearchResults, matching

LIMIT: Final = 10
# Seconds after a search was asked of the engine at which no more corrections are tried.
_TIME_FOR_CORRECTIONS: Final = 0.3
# How long an answer that lacks something is good for.
_INCOMPLETE_FOR: Final = timedelta(seconds=1)
# Looser requests that are tried at most where nothing is found.
_MOST_TRIED: Final = 6


@contextmanager
def for_a_reader() -> Iterator[None]:
    """Within it somebody waits. Where no index answers, the thread of this process that can build one is woken."""
    try:
        with somebody_waits():
            yield
    except Unavailable:
        in_process.wake()
        raise


@for_a_reader()
def search(
    language: Language,
    q: str,
    filters: Filters | None = None,
    sort: SortName = "relevance",
    limit: int = LIMIT,
    position: HitPosition | None = None,
) -> SearchResults:
    """A page of at most `limit` hits in one language. Raises QueryError (query_parser) and Unavailable (engines.interface)."""
    filters = filters or Filters()
    known, asked = current_generation(), partial(_answer, language, q, filters, sort, limit, position)
    answer, cards, hits = asked(current_basis())
    if known != (item_queries.generation() if cards.generation is None else cards.generation):
        # Something changed in the last moment, of which this process had not heard: what is answered would be kept as if it
        # were of now.
        answer, cards, hits = asked(current_basis(fresh=True))
    page, meant = answer.page, answer.meant
    total = page.total - (len(page.hits) - len(hits))
    count_again = None
    if position is None and not (filters.facets or filters.updated_since or filters.new is not None):
        # What is counted is what was typed, and what that finds.
        found = answer.found if meant else total
        count_again = partial(search_counter.count_search, answer.typed, language, found, q)
        count_again()
    ends = [card.expires_at for card in cards.by_item.values()]
    ends += [answer.request.now + _INCOMPLETE_FOR] if answer.lacks else []
    before, after = _neighbours(page, position)
    return SearchResults(
        language=language,
        hits=hits,
        total=total,
        facets=facets.labelled_counts(page.facets, filters.facets, language, cards.generation),
        twin_total=page.twin_total,
        did_you_mean=meant,
        before=before,
        after=after,
        count_again=count_again,
        expires_at=min((moment for moment in ends if moment), default=None),
        lacks=answer.lacks,
    )


def _answer(
    language: Language,
    q: str,
    filters: Filters,
    sort: SortName,
    limit: int,
    position: HitPosition | None,
    basis: SearchBasis,
) -> tuple["FirstAnswer", Cards, tuple[Hit, ...]]:
    build = partial(build_request, language, q, filters, sort, limit, position)
    try:
        request = build(basis)
    except SlowAnswer:
        basis = replace(basis, counts=False)
        request = build(basis)
    answer = first_answer(request, q, basis)
    return answer, *_shown_hits(answer.request, answer.page)


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """The page that answers a search, and its request: where `meant` says so those of a likelier search. `typed` are the
    primary keys of what was typed, `found` is how much that finds, and `lacks` what there was no time for.
    """

    request: SearchRequest
    page: ResultPage
    typed: tuple[str, ...]
    found: int
    meant: str | None
    lacks: tuple[Part, ...]


def first_answer(request: SearchRequest, q: str, basis: SearchBasis) -> FirstAnswer:
    """What the engine answers to a search, before it is known what of it may be served. Raises Unavailable."""
    # Counted from here: the first search of a process also loads the words of both languages.
    deadline = monotonic() + _TIME_FOR_CORRECTIONS
    request, page = _found(request, basis.engine)
    typed, found = request.own.primary_keys, page.total
    meant, was_looked_for = _meant(request, page, q, deadline, basis)
    if meant:
        request, page = meant.request, meant.page
    there = {"facets": not page.reduced, "did_you_mean": was_looked_for, "ranking": basis.counts}
    lacks = tuple(part for part in get_args(Part) if not there[part])
    return FirstAnswer(request, page, typed, found, meant.q if meant else None, lacks)


def _meant(
    request: SearchRequest, page: ResultPage, q: str, deadline: float, basis: SearchBasis
) -> tuple[Meant | None, bool]:
    """A likelier search, and whether there was time to look for one: a guess that takes too long does not spoil what was
    found.
    """
    if page.reduced:
        return None, False
    try:
        return did_you_mean(request, q, deadline, basis) if may_be_misspelt(request, page) else None, True
    except Unavailable:
        return None, False


def _shown_hits(request: SearchRequest, page: ResultPage) -> tuple[Cards, tuple[Hit, ...]]:
    """The cards of what an engine found, and its hits that are public."""
    highlights = {hit.item: highlight(hit.highlight_source, request) for hit in page.hits}
    in_files = [item for item, one in highlights.items() if any(fragment.file for fragment in one.fragments)]
    cards = list_queries.cards(list(highlights), request.language, in_files)
    hits = (_hit(one, cards.by_item[one.item], highlights[one.item], request) for one in served_hits(page, cards))
    return cards, tuple(hits)


def _found(request: SearchRequest, engine: Finder) -> tuple[SearchRequest, ResultPage]:
    """The page of the first request that finds anything, and that request."""
    page = engine.search(request)
    if not page.hits:
        tried = list(islice(looser(request), _MOST_TRIED))
        found = zip(tried, engine.search_each(tried), strict=True)
        return next((pair for pair in found if pair[1].hits), (request, page))
    return request, page


def _neighbours(page: ResultPage, position: HitPosition | None) -> tuple[HitPosition | None, HitPosition | None]:
    """The positions of the previous and the next page."""
    if not page.hits:
        return None, None
    back = position is not None and position.backwards
    has_previous, has_next = sides(begun=position is not None, backwards=back, more=page.has_more)
    return (
        HitPosition(page.hits[0].position, backwards=True) if has_previous else None,
        HitPosition(page.hits[-1].position) if has_next else None,
    )


def _hit(found: EngineHit, card: ReadyCard, highlights: Highlights, request: SearchRequest) -> Hit:
    language = request.language
    direct = bool(highlights.own_words) or not highlights.twin_words
    matched = language if direct else other(language)
    match = matching(request, highlights.own_words)
    # Without the edition that the index holds, or its twin, nobody knows whether the highlights are public.
    if found.edition != card.version or not (direct or card.twin):
        return Hit(found.item, card.card, matched, match, (), (), found.position)
    whole = [("title", highlights.title), ("summary", highlights.summary)]
    shown = [HitHighlight(field, language, html) for field, html in whole if html is not None]
    shown += [one for fragment in highlights.fragments if (one := _shown(fragment, card)) is not None]
    fields = tuple(dict.fromkeys(field for field, its_language in highlights.fields if its_language == matched))
    return Hit(found.item, card.card, matched, match, fields, tuple(shown), found.position)


def _shown(fragment: Fragment, card: ReadyCard) -> HitHighlight | None:
    """A fragment as it is shown; None for one of a file that the edition does not offer, or of a twin that is not public."""
    if fragment.file is None:
        return HitHighlight(fragment.field, fragment.language, fragment.html)
    file = _file(card.body.decode(), fragment)
    return None if file is None else HitHighlight(fragment.field, fragment.language, fragment.html, file)


def _file(body: str, fragment: Fragment) -> MatchedFile | None:
    """The file as the payload offers it. Only that one object of the payload is read."""
    start = body.find(f'{{"id":"{fragment.file}","title":')
    if start < 0 or fragment.file is None:
        return None
    offered: dict[str, Any] = json.JSONDecoder().raw_decode(body, start)[0]
    return MatchedFile(fragment.file, offered["title"], offered["name"], offered["address"], fragment.page)
