"""A request to an engine, from what a reader typed; and which of the hits that it finds may be served."""

from collections.abc import Iterable

from django.utils import timezone

from cms.content.languages import Language, other
from cms.publication.queries.query_types import Cards

from ..engines.engine_requests import Filters, HitPosition, SearchRequest, SortName
from ..engines.result_page import EngineHit, ResultPage
from ..indexing.analysers import current_analyser
from .query_parser import analyse_query, parse_query


def build_request(
    language: Language, q: str, filters: Filters, sort: SortName, limit: int, position: HitPosition | None
) -> SearchRequest:
    """The request for a page of hits. Raises QueryError (query_parser)."""
    query = parse_query(q)
    own, twin = (analyse_query(query, current_analyser(code)) for code in (language, other(language)))
    return SearchRequest(language, own, twin, timezone.now(), filters, sort, limit, position)


def served_hits(page: ResultPage, cards: Cards) -> Iterable[EngineHit]:
    """The hits that are public now."""
    return (hit for hit in page.hits if hit.item in cards.by_item)
