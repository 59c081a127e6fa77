"""A request to an engine, from what a reader typed; and which of the hits that it finds may be served."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils import timezone

from cms.content.languages import CODES, Language, other
from cms.publication.queries.query_types import Cards

from .. import engines
from ..analysis import Analyser
from ..engines.engine_requests import AnalysedQuery, Clause, Filters, HitPosition, SearchRequest, SortName
from ..engines.interface import Finder
from ..engines.result_page import EngineHit, ResultPage
from ..indexing.analysers import current_analyser
from .query_parser import analyse_both, parse_query
from .rarity import equal_weights, weigh


@dataclass(frozen=True, slots=True)
class SearchBasis:
    """What a query is understood by: the analysers, and the engine that says how rare its words are. Without
    `counts` all words are worth the same.
    """

    engine: Finder
    analysers: Mapping[Language, Analyser]
    counts: bool = True


def current_basis(*, fresh: bool = False) -> SearchBasis:
    """What readers' queries are understood by, as of a moment ago; with `fresh`, as of now."""
    analysers = {code: current_analyser(code, fresh=fresh and code == CODES[0]) for code in CODES}
    return SearchBasis(engines.engine(), analysers)


def build_request(
    language: Language,
    q: str,
    filters: Filters,
    sort: SortName,
    limit: int,
    position: HitPosition | None,
    basis: SearchBasis | None = None,
) -> SearchRequest:
    """The request for a page of hits. Raises QueryError (query_parser) and Unavailable."""
    parsed, basis = parse_query(q), basis or current_basis()
    own, twin = analyse_both(parsed, basis.analysers[language], basis.analysers[other(language)])
    weights, twin_weights = weigh(own, twin, basis.engine) if basis.counts else equal_weights(own, twin)
    return SearchRequest(language, own, twin, timezone.now(), weights, filters, sort, limit, position, twin_weights)


def looser(request: SearchRequest) -> Iterator[SearchRequest]:
    """The requests to try, one after the other, where nothing is found: for any one of the significant words; of function words
    alone, which are looked for as they were typed, for ever fewer of them side by side.
    """
    weights = request.weights
    if weights.needed > 1:
        yield replace(request, weights=replace(weights, needed=1))
    if not (request.own.words or request.twin.words) and request.own.phrases:
        typed = request.own.primary_keys
        for length in range(len(typed) - 1, 1, -1):
            for start in range(len(typed) - length + 1):
                phrase = Clause(phrase=typed[start : start + length])
                own, twin = replace(request.own, phrases=(phrase,)), AnalysedQuery(request.twin.language)
                yield replace(request, own=own, twin=twin, weights=replace(weights, by_word={phrase.word: 1}))


def served_hits(page: ResultPage, cards: Cards) -> Iterable[EngineHit]:
    """The hits that are public now."""
    return (hit for hit in page.hits if hit.item in cards.by_item)
