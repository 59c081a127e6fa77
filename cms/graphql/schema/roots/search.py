"""Search in one language, and suggestions as one types: what REST finds, in the same order."""

from typing import Any, Final

import orjson

from cms.content.languages import Language, other
from cms.content.vocabularies import Label
from cms.http import messages
from cms.http.caching.cache_policy import SHORT_LIVED, CachePolicy
from cms.http.problems.search_problems import search_problem
from cms.publication.drafts.preview_overlay import SEARCHED, shown_overlay
from cms.publication.queries.keyset import mark_of
from cms.publication.queries.query_types import first_end
from search.engines.engine_requests import HitPosition, SortName
from search.engines.interface import Unavailable
from search.engines.ranking import ORDERS
from search.querying import cursors, searcher
from search.querying.query_parser import QueryError
from search.querying.search_results import Hit, MatchedFile, SearchResults
from search.querying.suggest import LIMIT as SUGGESTIONS
from search.querying.suggest import MAX_LIMIT as MAX_SUGGESTIONS
from search.querying.suggest import suggest

from ...limits import MAX_SEARCH_PAGE, SEARCH_PAGE
from ..paging import Window, connection, window_of
from ..resolvers import Arguments, FieldRequest, RootResolver
from .argument_problems import invalid
from .filters import search_filters

_COST, _SUGGEST_COST = 20, 5
# Below and above whatever hits are sorted by: a score is more than nothing, and the rest are moments.
_TEXTS: Final = ("", "z")
_LARGEST: Final = 2**53 - 1
_EXTREMES: Final[dict[str, tuple[int | str, int | str]]] = {
    "title_key": _TEXTS,
    "item": _TEXTS,
    "score": (0, _LARGEST),
}


def _search(request: FieldRequest) -> dict[str, Any]:
    arguments = request.arguments
    language: Language = arguments["language"]
    filters, sort = search_filters(arguments.get("filter")), _sort(arguments)
    window = window_of(arguments, SEARCH_PAGE, MAX_SEARCH_PAGE)
    mark = mark_of(language, arguments["q"], filters, sort)
    try:
        results = searcher.search(language, arguments["q"], filters, sort, window.limit, _place(window, mark, sort))
    except (QueryError, Unavailable) as error:
        raise search_problem(error) from None
    _tell(request, results)
    rows = [(HitPosition(hit.position), _hit(request, hit, language)) for hit in results.hits]
    page = connection(
        request.fields,
        window,
        rows,
        lambda place: cursors.encode(mark, place),
        more=(results.before if window.backwards else results.after) is not None,
        total=results.total,
        ends=(results.before, results.after),
    )
    return {**page, **_about(results)}


def _sort(arguments: Arguments) -> SortName:
    return arguments.get("sort") or "relevance"


def _place(window: Window, mark: str, sort: SortName) -> HitPosition | None:
    if window.cursor is None:
        return _end(sort) if window.backwards else None
    try:
        return HitPosition(cursors.decode(window.cursor, mark, sort).values, window.backwards)
    except ValueError:
        raise window.refused from None


def _end(sort: SortName) -> HitPosition:
    """Beyond the last hit, looking back."""
    values = (_EXTREMES.get(name, (-_LARGEST, _LARGEST))[not falling] for name, falling in ORDERS[sort])
    return HitPosition(tuple(values), backwards=True)


def _tell(request: FieldRequest, results: SearchResults) -> None:
    """What an answer that is given again has to heed."""
    counters = (results.count_again,) if results.count_again else ()
    request.payloads.cache_policy &= CachePolicy(results.expires_at, short_lived=True, on_hit=counters)


def _hit(request: FieldRequest, hit: Hit, language: Language) -> dict[str, Any]:
    """A hit. Its item's card goes into the store, where the field `item` finds it."""
    key = (str(hit.item), language)
    request.payloads.put("items", key, orjson.loads(hit.card), whole=False)
    return {
        "item": {"id": key[0], "lang": language},
        "matched": {"language": hit.language, "fields": list(hit.fields)},
        "match": hit.match,
        "highlights": [
            {
                "field": one.field,
                "language": one.language,
                "html": one.html,
                "file": one.file and _file(one.file, language),
            }
            for one in hit.highlights
        ],
    }


def _file(file: MatchedFile, language: Language) -> dict[str, Any]:
    own = {"title": file.title, "name": file.name, "page": file.page, "address": file.address}
    return {"id": str(file.id), "lang": language, **own}


def _about(results: SearchResults) -> dict[str, Any]:
    """What a page of results says beside its hits."""
    facets = {
        name: [{"code": one.code, "label": one.label, "count": one.count} for one in some]
        for name, some in results.facets.items()
    }
    return {
        "facets": facets,
        "also_in": {"language": other(results.language), "total": results.twin_total},
        "did_you_mean": results.did_you_mean,
        "lacks": results.lacks,
        "searched": SEARCHED if shown_overlay() else None,
    }


def _suggest(request: FieldRequest) -> list[dict[str, Any]]:
    language: Language = request.arguments["language"]
    try:
        found = suggest(language, request.arguments["q"], _suggestions(request.arguments))
    except (QueryError, Unavailable) as error:
        raise search_problem(error) from None
    request.payloads.cache_policy &= SHORT_LIVED.until(first_end(found))
    return [
        {
            "title": one.title,
            "type": one.type,
            "matched": one.matched,
            "id": str(one.item),
            "lang": language,
            "address": one.address,
            "api": one.api,
        }
        for one in found
    ]


def _suggestions(arguments: Arguments) -> int:
    limit = arguments.get("limit")
    if limit is None:
        return SUGGESTIONS
    if not 1 <= limit <= MAX_SUGGESTIONS:
        raise invalid(
            "limit", Label(*(sentence.format(least=1, most=MAX_SUGGESTIONS) for sentence in messages.A_NUMBER))
        )
    return int(limit)


SEARCH: Final = RootResolver(_search, cost=_COST, size=SEARCH_PAGE)
SUGGEST: Final = RootResolver(_suggest, cost=_SUGGEST_COST)
