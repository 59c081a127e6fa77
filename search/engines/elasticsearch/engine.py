"""The engine on Elasticsearch, an index a language. How queries are built and indices managed is beside it.

It answers what the embedded engine answers, in the same order (search/engines/ranking.py).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from itertools import chain, islice
from typing import Any, Final, cast
from uuid import UUID

from django.conf import settings
from rapidfuzz.distance import OSA

from cms.content.languages import Language
from search.engines import ranking

from ..circuit_breaker import ServiceFault, SlowAnswer
from ..documents import IndexDocument
from ..engine_requests import (
    FACETS,
    CountedClause,
    Facet,
    SearchRequest,
    SortName,
    UnknownWord,
    twin_request,
)
from ..interface import IndexBuild, IndexIdentity
from ..result_page import DocumentCounts, EngineHit, EngineSuggestion, ResultPage, SimilarWords
from . import query_builder as queries
from .client import ConnectionSettings, Service, fault
from .fuzzy_pattern import EDITS, fuzzy_pattern
from .indices import Indices

# Codes that a facet counts at most: there are fewer of each.
MAX_CODES: Final = 1000
# Similar words that are looked at.
MAX_SIMILAR_WORDS: Final = 10_000
# Of the time that a reader has left: what counting words may take, and the search in its full form. The rest is for its lighter
# form.
PART_OF_COUNTING: Final = 0.25
PART_OF_FULL_FORM: Final = 0.5
# Items that are read at a time, of all that have a key.
BATCH: Final = 500
_CODES: Final[Mapping[Facet, dict[str, Any]]] = {
    facet: {"terms": {"field": facet, "size": MAX_CODES}} for facet in FACETS
}
_Search = tuple[Language, Mapping[str, Any]]


class ElasticsearchEngine:
    """See `interface.Engine`. One a process; its threads share it."""

    name = "elasticsearch"

    def __init__(self, service: Service, prefix: str) -> None:
        self._service = service
        self._indices = Indices(service, prefix)

    @classmethod
    def from_settings(cls) -> "ElasticsearchEngine":
        """By settings.ELASTICSEARCH. Nothing is sent to the server yet."""
        connection = cast("ConnectionSettings", settings.ELASTICSEARCH)
        return cls(Service(connection), connection["prefix"])

    def search(self, request: SearchRequest) -> ResultPage:
        """See `interface.Engine`."""
        return self.search_each([request])[0]

    def search_each(self, requests: Sequence[SearchRequest]) -> Sequence[ResultPage]:
        """See `interface.Engine`. What is known to find nothing is not asked for.

        The hits matter more than what is counted beside them: where the server is slow, it is asked for these alone.
        """
        if not self._service.strained:
            with suppress(SlowAnswer):
                return self._pages(requests, PART_OF_FULL_FORM, reduced=False)
        return self._pages(requests, 1.0, reduced=True)

    def _pages(self, requests: Sequence[SearchRequest], part: float, *, reduced: bool) -> Sequence[ResultPage]:
        searches = [_searches(one, counting=not reduced) for one in requests]
        answers = iter(self._msearch(list(chain.from_iterable(searches)), part))
        of_each = (list(islice(answers, len(some))) for some in searches)
        return [_page(one, some, reduced) for one, some in zip(requests, of_each, strict=True)]

    def count(self, clauses: Sequence[CountedClause]) -> DocumentCounts:
        """See `interface.Engine`."""
        languages = list(dict.fromkeys(one.language for one in clauses))
        searches = [(language, _counting(queries.public_query())) for language in languages]
        searches += [
            (one.language, _counting(queries.clause_query(one.clause, queries.TWIN if one.in_twin else queries.OWN)))
            for one in clauses
        ]
        counts = [_total(answer) for answer in self._msearch(searches, PART_OF_COUNTING)]
        totals = dict(zip(languages, counts, strict=False))
        return DocumentCounts(totals, tuple(counts[len(languages) :]))

    def suggest(
        self, language: Language, words: tuple[tuple[str, ...], ...], limit: int
    ) -> tuple[EngineSuggestion, ...]:
        """See `interface.Engine`."""
        if not all(words) or not words:
            return ()
        body = {
            "query": queries.suggest_query(words),
            "size": limit,
            "sort": [{"_score": "desc"}, {"title_length": "asc"}, {"title_key": "asc"}, {"item": "asc"}],
            "stored_fields": ["title", "edition"],
            "docvalue_fields": ["doc_type"],
            "track_total_hits": False,
        }
        (found,) = self._msearch([(language, body)])
        return tuple(_suggestion(hit["_id"], hit["fields"]) for hit in found["hits"]["hits"])

    def similar(self, words: Sequence[UnknownWord]) -> tuple[SimilarWords, ...]:
        """See `interface.Engine`."""
        answers = self._msearch([(one.language, _similar_body(one)) for one in words])
        return tuple(_similar(one.word, answer["aggregations"]) for one, answer in zip(words, answers, strict=True))

    def write(self, documents: Iterable[IndexDocument]) -> None:
        """See `interface.Engine`."""
        self._indices.write(documents)

    def items_with(self, language: Language, keys: Iterable[str]) -> Iterator[UUID]:
        """See `interface.Engine`."""
        body = {
            "query": queries.any_key_query(list(dict.fromkeys(keys))),
            "size": BATCH,
            "sort": [{"item": "asc"}],
            "stored_fields": "_none_",
            "track_total_hits": False,
        }
        while True:
            (found,) = self._msearch([(language, body)])
            hits = found["hits"]["hits"]
            yield from (UUID(hit["sort"][0]) for hit in hits)
            if len(hits) < BATCH:
                return
            body["search_after"] = hits[-1]["sort"]

    def identity(self, content_fingerprint: str) -> IndexIdentity | None:
        """See `interface.Engine`."""
        return self._indices.identity(content_fingerprint)

    def tell(self, content_fingerprint: str, position: str) -> None:
        """See `interface.Engine`."""
        self._indices.tell(content_fingerprint, position)

    def build(self, content_fingerprint: str) -> AbstractContextManager[IndexBuild]:
        """See `interface.Engine`."""
        return self._indices.build(content_fingerprint)

    def _msearch(self, searches: Sequence[_Search], part: float = 1.0) -> Sequence[Mapping[str, Any]]:
        """Searches sent as one request, and their answers. A partial answer is none: it would miss items without saying so."""
        if not searches:
            return ()
        with self._service.reading(part) as (client, seconds):
            lines: list[Mapping[str, Any]] = []
            for language, body in searches:
                lines.append({"index": self._indices.alias(language), "allow_partial_search_results": False})
                # The server is told too: work that takes longer is for nobody.
                lines.append({**body, "timeout": f"{int(seconds * 1000)}ms"})
            answers: Sequence[Mapping[str, Any]] = client.msearch(searches=lines)["responses"]
            for answer in answers:
                if "error" in answer:
                    raise fault(answer["status"], answer["error"])
                if answer["timed_out"]:
                    raise SlowAnswer("Elasticsearch did not answer in time (timed_out)")
                if answer["_shards"]["failed"]:
                    raise ServiceFault("Elasticsearch answered in part only")
        return answers


def _searches(request: SearchRequest, *, counting: bool) -> Sequence[_Search]:
    """What is sent for a request: a page of it, and the number that the other language has."""
    twin = twin_request(request)
    if request.finds_nothing and twin.finds_nothing:
        return ()
    return (request.language, page_body(request, counting=counting)), (twin.language, _count_body(twin))


def page_body(request: SearchRequest, *, counting: bool = True) -> dict[str, Any]:
    """What is sent for a page of hits, with or without what is counted by facet."""
    position = request.position
    body: dict[str, Any] = {
        "query": queries.search_query(request),
        "aggs": {facet: _facet_counts(request, facet) for facet in FACETS if counting},
        "size": request.limit + 1,
        "sort": _order(request.sort, position is not None and position.backwards),
        "stored_fields": ["edition", "highlight_source"],
        "track_scores": True,
        "track_total_hits": True,
    }
    if facet_filters := queries.facet_filters(request.filters):
        # After the counts: every filter but its own narrows those of a facet.
        body["post_filter"] = queries.all_of(facet_filters)
    if position is not None:
        body["search_after"] = list(position.values)
    return body


def _page(request: SearchRequest, answers: Sequence[Mapping[str, Any]], reduced: bool) -> ResultPage:
    if not answers:
        return ResultPage((), False, 0, {facet: {} for facet in FACETS}, 0, reduced)
    found, twin_found = answers
    hits = [_hit(hit, request.sort) for hit in found["hits"]["hits"]]
    has_more = len(hits) > request.limit
    hits = hits[: request.limit]
    if request.position and request.position.backwards:
        hits.reverse()
    counts = {facet: {} if reduced else _codes(found["aggregations"][facet]) for facet in FACETS}
    return ResultPage(tuple(hits), has_more, _total(found), counts, _total(twin_found), reduced)


def _count_body(request: SearchRequest) -> dict[str, Any]:
    return _counting(queries.all_of([queries.count_query(request), *queries.facet_filters(request.filters)]))


def _counting(query: queries.Query) -> dict[str, Any]:
    return {"query": query, "size": 0, "track_total_hits": True}


def _similar_body(unknown: UnknownWord) -> dict[str, Any]:
    """A word that is not all letters is like none."""
    pattern = fuzzy_pattern(unknown.word) if unknown.word.isalpha() else ""
    like = {"terms": {"field": "words", "include": pattern, "size": MAX_SIMILAR_WORDS}}
    return {"size": 0, "aggs": {"itself": {"filter": queries.any_key_query(unknown.keys)}, "words": like}}


def _similar(word: str, found: Mapping[str, Any]) -> SimilarWords:
    if found["itself"]["doc_count"]:
        return None
    counts = _codes(found["words"])
    return tuple((like, count) for like, count in sorted(counts.items()) if OSA.distance(word, like) <= EDITS)


def _facet_counts(request: SearchRequest, facet: Facet) -> dict[str, Any]:
    others = queries.facet_filters(request.filters, excluding=facet)
    if not others:
        return _CODES[facet]
    return {"filter": queries.all_of(others), "aggs": {"codes": _CODES[facet]}}


def _order(sort: SortName, backwards: bool) -> list[dict[str, Any]]:
    fields = {"score": "_score"}
    return [
        {fields.get(name, name): {"order": "desc" if descending != backwards else "asc"}}
        for name, descending in ranking.ORDERS[sort]
    ]


def _hit(hit: Mapping[str, Any], sort: SortName) -> EngineHit:
    score = int(hit["_score"])
    values = (score, *hit["sort"][1:]) if sort == "relevance" else tuple(hit["sort"])
    fields = hit["fields"]
    return EngineHit(
        item=UUID(hit["_id"]),
        score=score,
        edition=fields["edition"][0],
        position=values,
        highlight_source=fields.get("highlight_source", [""])[0],
    )


def _suggestion(identity: str, fields: Mapping[str, Any]) -> EngineSuggestion:
    return EngineSuggestion(UUID(identity), fields["doc_type"][0], fields["title"][0], fields["edition"][0])


def _codes(counted: Mapping[str, Any]) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in counted.get("codes", counted)["buckets"]}


def _total(answer: Mapping[str, Any]) -> int:
    total: int = answer["hits"]["total"]["value"]
    return total
