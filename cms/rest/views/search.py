"""Search in one language, and suggestions as one types."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from rest_framework.request import Request

from cms.content.languages import CODES, Language, other
from cms.edge.surrogate_keys import keys_of_anything, keys_of_terms
from cms.http import messages
from cms.http.caching.cache_policy import CachePolicy
from cms.http.headers import link
from cms.http.pagination import with_cursor
from cms.http.problems.problem import Problem
from cms.http.problems.search_problems import search_problem
from cms.http.responses import Representation, encoded, fingerprint, respond
from cms.publication.drafts.preview_overlay import SEARCHED, shown_overlay
from cms.publication.queries.keyset import mark_of
from cms.publication.queries.query_types import first_end
from search.engines.engine_requests import FACETS, Filters, HitPosition, SortName
from search.engines.interface import Unavailable
from search.querying import cursors, searcher
from search.querying.query_parser import QueryError
from search.querying.search_results import Hit, MatchedFile, SearchResults
from search.querying.suggest import SuggestedTitle, suggest

from ..filters import given_parameters
from ..openapi.documented import documented
from ..serializers import SearchQuery, SuggestQuery
from .base import LanguageView, plain


class SearchView(LanguageView):
    query = SearchQuery

    @documented("search", SearchQuery, "search")
    def get(self, request: Request, language: str) -> HttpResponse:
        """What is found in the language of the address, the best first: items with all of the words, then with some of them
        (`match`). Items that only their other version matches say so in `matched`.
        """
        values = self.values(request)
        filters, sort = filters_of(values), values["sort"]
        mark = mark_of(self.language, values["q"], filters, sort)
        place = _place(values["cursor"], mark, sort) if "cursor" in values else None
        try:
            results = searcher.search(self.language, values["q"], filters, sort, values["limit"], place)
        except (QueryError, Unavailable) as error:
            raise search_problem(error) from None
        given = {name: value for name, value in given_parameters(plain(request)).items() if name != "cursor"}
        return respond(plain(request), _page(results, mark, given))


class SuggestView(LanguageView):
    query = SuggestQuery

    @documented("suggest", SuggestQuery, "suggest")
    def get(self, request: Request, language: str) -> HttpResponse:
        """Titles of items, sections by their number, and terms of the glossary that have a word that begins like each that was
        typed, in any form. Mutations and accents are tolerated; where nothing begins so, one wrong key is too.
        """
        values = self.values(request)
        try:
            found = suggest(self.language, values["q"], values["limit"])
        except (QueryError, Unavailable) as error:
            raise search_problem(error) from None
        body = encoded({"items": [_suggestion(one) for one in found], **_searched()})
        keys = keys_of_anything(*CODES) | keys_of_terms(*CODES)
        policy = CachePolicy(first_end(found), short_lived=True, keys=keys)
        made = Representation(body, fingerprint(body), languages=self.language, cache_policy=policy)
        return respond(plain(request), made)


def _searched() -> dict[str, str]:
    """Says to who sees a preview that what is previewed is not searched."""
    return {"searched": SEARCHED} if shown_overlay() else {}


def _suggestion(one: SuggestedTitle) -> dict[str, Any]:
    named = {"title": one.title, "type": one.type, "id": str(one.item), "matched": one.matched}
    return {**named, "address": one.address, "api": one.api}


def filters_of(values: Mapping[str, Any]) -> Filters:
    """What narrows the search, of the parameters given."""
    return Filters(
        {name: values[name] for name in FACETS if name in values}, values.get("new"), values.get("updated_since")
    )


def _place(cursor: str, mark: str, sort: SortName) -> HitPosition:
    try:
        return cursors.decode(cursor, mark, sort)
    except ValueError:
        raise Problem(
            "invalid-cursor", messages.INVALID_CURSOR, parameter="cursor", allowed=[messages.A_CURSOR]
        ) from None


def _page(results: SearchResults, mark: str, given: Mapping[str, str]) -> Representation:
    """The ready cards joined, each with what was found in it. Nothing of a card is decoded or encoded again."""
    before, after = (
        with_cursor(_address(results.language), given, cursors.encode(mark, place) if place else None)
        for place in (results.before, results.after)
    )
    about = encoded(_about(results, given, after))[1:-1]
    body = b'{"items":[%b],%b,"did_you_mean":%b}' % (_hits(results.hits), about, _meant(results, given))
    counters = (results.count_again,) if results.count_again else ()
    return Representation(
        body=body,
        tag=fingerprint(body),
        languages=results.language,
        cache_policy=CachePolicy(results.expires_at, short_lived=True, on_hit=counters, keys=keys_of_anything(*CODES)),
        links=tuple(link(address, name) for address, name in ((after, "next"), (before, "prev")) if address),
    )


def _hits(hits: Iterable[Hit]) -> bytes:
    return b",".join(b"%b,%b" % (hit.card[:-1], encoded(_found(hit))[1:]) for hit in hits)


def _meant(results: SearchResults, given: Mapping[str, str]) -> bytes:
    """The likelier search that these are the results of."""
    q = results.did_you_mean
    return encoded(q and {"q": q, "address": _with(results.language, {**given, "q": q})})


def _found(hit: Hit) -> dict[str, Any]:
    highlights = [
        {"field": one.field, "language": one.language, "html": one.html, "file": one.file and _file(one.file)}
        for one in hit.highlights
    ]
    matched = {"language": hit.language, "fields": hit.fields}
    return {"matched": matched, "match": hit.match, "highlights": highlights}


def _file(file: MatchedFile) -> dict[str, Any]:
    return {"id": str(file.id), "title": file.title, "name": file.name, "page": file.page, "address": file.address}


def _about(results: SearchResults, given: Mapping[str, str], after: str | None) -> dict[str, Any]:
    """What a page of results says beside its items."""
    twin = other(results.language)
    counts = {
        name: [{"code": one.code, "label": one.label, "count": one.count} for one in some]
        for name, some in results.facets.items()
    }
    return {
        "next": after,
        "total": results.total,
        "language": results.language,
        "facets": counts,
        "also_in": {"language": twin, "total": results.twin_total, "address": _with(twin, given)},
        "lacks": results.lacks,
        **_searched(),
    }


def _address(language: Language) -> str:
    return f"{settings.API_URL}/api/v1/{language}/search"


def _with(language: Language, parameters: Mapping[str, str]) -> str:
    return f"{_address(language)}?{urlencode(parameters)}"
