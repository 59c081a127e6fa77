"""The engine on Elasticsearch: an index a language, asked for ready JSON. How queries are made and indices kept is beside it.

It gives what the embedded engine gives, in the same order (search/querying/ranking.py).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final, cast
from uuid import UUID

from django.conf import settings
from elasticsearch.dsl import A
from rapidfuzz.distance import OSA

from cms.content.languages import Language
from search.querying import ranking

from ..breaker import ServiceFault
from ..interface import FACETS, Build, Document, Facet, Hit, Page, Request, SortName, Suggestion, other
from . import query as queries
from .client import Connection, Service, fault
from .index import Indices
from .similar import EDITS, pattern

# Codes that a facet counts at most: there are fewer of each.
MOST_CODES: Final = 1000
# Words like another one that are looked at.
MOST_WORDS: Final = 10_000
# Items that are read at once, of all that have a key.
STEP: Final = 500
_CODES: Final[Mapping[Facet, dict[str, Any]]] = {
    facet: A("terms", field=facet, size=MOST_CODES).to_dict() for facet in FACETS
}


class ElasticsearchEngine:
    """See `interface.Engine`. One a process; its threads share it."""

    name = "elasticsearch"

    def __init__(self, service: Service, prefix: str) -> None:
        self._service = service
        self._indices = Indices(service, prefix)

    @classmethod
    def from_settings(cls) -> "ElasticsearchEngine":
        """By settings.ELASTICSEARCH. Nothing is asked of the server yet."""
        connection = cast("Connection", settings.ELASTICSEARCH)
        return cls(Service(connection), connection["prefix"])

    def search(self, request: Request) -> Page:
        """See `interface.Engine`."""
        found, also = self._several(
            (request.language, _page_body(request)), (request.twin.language, _count_body(other(request)))
        )
        hits = [_hit(hit, request.sort) for hit in found["hits"]["hits"]]
        more = len(hits) > request.limit
        hits = hits[: request.limit]
        if request.place and request.place.backwards:
            hits.reverse()
        counts = {facet: _codes(found["aggregations"][facet]) for facet in FACETS}
        return Page(tuple(hits), more, _total(found), counts, _total(also))

    def suggest(self, language: Language, words: tuple[tuple[str, ...], ...], limit: int) -> tuple[Suggestion, ...]:
        """See `interface.Engine`."""
        if not all(words) or not words:
            return ()
        body = {
            "query": queries.starting(words).to_dict(),
            "size": limit,
            "sort": [{"_score": "desc"}, {"title_length": "asc"}, {"title_key": "asc"}, {"item": "asc"}],
            "stored_fields": ["title", "edition"],
            "docvalue_fields": ["what"],
            "track_total_hits": False,
        }
        (found,) = self._several((language, body))
        return tuple(_suggestion(hit["_id"], hit["fields"]) for hit in found["hits"]["hits"])

    def similar(self, language: Language, word: str) -> tuple[tuple[str, int], ...]:
        """See `interface.Engine`."""
        if not word.isalpha():
            return ()
        words = A("terms", field="words", include=pattern(word), size=MOST_WORDS)
        (found,) = self._several((language, {"size": 0, "aggs": {"words": words.to_dict()}}))
        counts = _codes(found["aggregations"]["words"])
        return tuple((like, count) for like, count in sorted(counts.items()) if OSA.distance(word, like) <= EDITS)

    def write(self, documents: Iterable[Document]) -> None:
        """See `interface.Engine`."""
        self._indices.write(documents)

    def items_with(self, language: Language, keys: Iterable[str]) -> Iterator[UUID]:
        """See `interface.Engine`."""
        body = {
            "query": queries.having(list(dict.fromkeys(keys))).to_dict(),
            "size": STEP,
            "sort": [{"item": "asc"}],
            "stored_fields": "_none_",
            "track_total_hits": False,
        }
        while True:
            (found,) = self._several((language, body))
            hits = found["hits"]["hits"]
            yield from (UUID(hit["sort"][0]) for hit in hits)
            if len(hits) < STEP:
                return
            body["search_after"] = hits[-1]["sort"]

    def identity(self) -> str | None:
        """See `interface.Engine`."""
        return self._indices.identity()

    def build(self) -> AbstractContextManager[Build]:
        """See `interface.Engine`."""
        return self._indices.build()

    def _several(self, *searches: tuple[Language, Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
        """Searches sent as one request, and their answers. Half an answer is none: it would miss items without saying so."""
        lines: list[Mapping[str, Any]] = []
        for language, body in searches:
            lines.append({"index": self._indices.alias(language), "allow_partial_search_results": False})
            lines.append({**body, "timeout": self._service.patience})
        with self._service.reading() as client:
            answers: Sequence[Mapping[str, Any]] = client.msearch(searches=lines)["responses"]
            for answer in answers:
                if "error" in answer:
                    raise fault(answer["status"], answer["error"])
                if answer["timed_out"] or answer["_shards"]["failed"]:
                    raise ServiceFault("Elasticsearch answered in part only")
        return answers


def _page_body(request: Request) -> dict[str, Any]:
    place = request.place
    body: dict[str, Any] = {
        "query": queries.matching(request).to_dict(),
        "aggs": {facet: _counting(request, facet) for facet in FACETS},
        "size": request.limit + 1,
        "sort": _order(request.sort, place is not None and place.backwards),
        "stored_fields": ["edition", "material"],
        "track_scores": True,
        "track_total_hits": True,
    }
    if narrowing := queries.facets(request.filters):
        # After the counts: those of a facet heed every filter but its own.
        body["post_filter"] = queries.all_of(narrowing).to_dict()
    if place is not None:
        body["search_after"] = list(place.values)
    return body


def _count_body(request: Request) -> dict[str, Any]:
    query = queries.all_of([queries.counted(request), *queries.facets(request.filters)])
    return {"query": query.to_dict(), "size": 0, "track_total_hits": True}


def _counting(request: Request, facet: Facet) -> dict[str, Any]:
    others = queries.facets(request.filters, but=facet)
    if not others:
        return _CODES[facet]
    counted: dict[str, Any] = A("filter", filter=queries.all_of(others), aggs={"codes": _CODES[facet]}).to_dict()
    return counted


def _order(sort: SortName, backwards: bool) -> list[dict[str, Any]]:
    fields = {"score": "_score"}
    return [
        {fields.get(name, name): {"order": "desc" if descending != backwards else "asc"}}
        for name, descending in ranking.ORDERS[sort]
    ]


def _hit(hit: Mapping[str, Any], sort: SortName) -> Hit:
    score = int(hit["_score"])
    values = (score, *hit["sort"][1:]) if sort == "relevance" else tuple(hit["sort"])
    fields = hit["fields"]
    return Hit(
        item=UUID(hit["_id"]),
        score=score,
        direct=score >= ranking.DIRECT,
        edition=fields["edition"][0],
        place=values,
        material=fields.get("material", [""])[0],
    )


def _suggestion(identity: str, fields: Mapping[str, Any]) -> Suggestion:
    return Suggestion(UUID(identity), fields["what"][0], fields["title"][0], fields["edition"][0])


def _codes(counted: Mapping[str, Any]) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in counted.get("codes", counted)["buckets"]}


def _total(answer: Mapping[str, Any]) -> int:
    total: int = answer["hits"]["total"]["value"]
    return total
