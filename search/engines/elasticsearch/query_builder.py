"""A request as Elasticsearch's queries. Pure: it makes JSON and sends nothing.

Whatever comes from a reader's words is only ever a value in `terms`, `prefix` or `match_phrase`. Scores are sums of whole
numbers from search/engines/ranking.py, far below where 32-bit floats would round: the same as the embedded engine's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Final

from elasticsearch.dsl.query import (
    Bool,
    ConstantScore,
    DisMax,
    MatchAll,
    MatchNone,
    MatchPhrase,
    Prefix,
    Query,
    Range,
    Terms,
)

from search.engines import ranking

from ..documents import OWN_FIELDS, TWIN_FIELDS, FieldName
from ..engine_requests import AnalysedQuery, Clause, Facet, Filters, SearchRequest
from .document_fields import LONGEST_KEY


@dataclass(frozen=True, slots=True)
class SearchedFields:
    """The fields that one of a request's two queries searches, and what a phrase found there is worth."""

    fields: tuple[FieldName, ...]
    sequences: tuple[tuple[str, int], ...]  # of the title, of all text
    whole_title: str
    floor: int  # what every match in these fields scores at least


OWN: Final = SearchedFields(
    OWN_FIELDS,
    (("title_sequence", ranking.PHRASE_IN_TITLE), ("sequence", ranking.PHRASE_IN_TEXT)),
    "whole_title",
    ranking.DIRECT,
)
TWIN: Final = SearchedFields(
    TWIN_FIELDS,
    (("twin_title_sequence", ranking.PHRASE_IN_TWIN_TITLE), ("twin_sequence", ranking.PHRASE_IN_TWIN)),
    "twin_whole_title",
    0,
)


def search_query(request: SearchRequest) -> Query:
    """The items that a request finds before its facets narrow it, with their scores."""
    ages = [
        _constant_score(_new(request.now), ranking.NEW),
        _constant_score(_updated_since(ranking.fresh_since(request.now)), ranking.FRESH),
    ]
    return _matching(request, [_scored(query, fields) for query, fields in _queries(request)], ages)


def count_query(request: SearchRequest) -> Query:
    """The same items, for their number only."""
    return _matching(request, [Bool(must=_required(query, fields)) for query, fields in _queries(request)], [])


def _matching(request: SearchRequest, either: list[Query], ages: list[Query]) -> Query:
    if not either:
        return MatchNone()
    excluded = [
        _anywhere(clause, fields)
        for query, fields in ((request.own, OWN), (request.twin, TWIN))
        for clause in query.excluded
    ]
    return Bool(
        must=[DisMax(queries=either)],
        filter=[Terms(state=["public"]), Terms(doc_type=["item"]), *_narrowing(request.filters, request.now)],
        must_not=[Range("expires_at", {"lte": ranking.microseconds(request.now)}), *excluded],
        should=ages,
    )


def _queries(request: SearchRequest) -> Iterator[tuple[AnalysedQuery, SearchedFields]]:
    """The queries that are not empty, each with the fields that it searches."""
    for query, fields in ((request.own, OWN), (request.twin, TWIN)):
        if not query.empty:
            yield query, fields


def facet_filters(filters: Filters, excluding: Facet | None = None) -> list[Query]:
    """The filters of all facets but one."""
    chosen = filters.facets.items()
    return [Terms(facet, list(codes)) for facet, codes in chosen if codes and facet != excluding]


def all_of(queries: Sequence[Query]) -> Query:
    """What matches every one; nothing is scored."""
    return Bool(filter=list(queries))


def _narrowing(filters: Filters, now: datetime) -> Iterator[Query]:
    if filters.new is not None:
        yield _new(now) if filters.new else Bool(must_not=[_new(now)])
    if filters.updated_since is not None:
        yield _updated_since(filters.updated_since)


def _new(now: datetime) -> Query:
    return Range("new_until", {"gte": ranking.today(now).toordinal()})


def _updated_since(moment: datetime) -> Query:
    return Range("updated_at", {"gte": ranking.microseconds(moment)})


def _scored(query: AnalysedQuery, fields: SearchedFields) -> Query:
    """What a query finds in its fields. The bonuses are no condition."""
    floor = [_constant_score(MatchAll(), fields.floor)] if fields.floor else []
    return Bool(must=[*floor, *_required(query, fields)], should=list(_bonuses(query, fields)))


def _required(query: AnalysedQuery, fields: SearchedFields) -> list[Query]:
    """What has to match: enough of the words and all of the phrases."""
    words = [_scored_word(clause, fields) for clause in query.words]
    if query.minimum_should_match < len(words):
        words = [Bool(should=words, minimum_should_match=query.minimum_should_match)]
    return [*(_scored_phrase(clause.sequences, fields) for clause in query.phrases), *words]


def _bonuses(query: AnalysedQuery, fields: SearchedFields) -> Iterator[Query]:
    if query.primary_keys:
        yield Terms(fields.whole_title, [" ".join(query.primary_keys)], boost=ranking.TITLE_IS_QUERY)
    if query.sequence:
        (title, _), (text, _) = fields.sequences
        yield _constant_score(_phrase(title, query.sequence), ranking.SEQUENCE_IN_TITLE)
        yield _constant_score(_phrase(text, query.sequence), ranking.SEQUENCE_IN_TEXT)


def _scored_word(clause: Clause, searched: SearchedFields) -> Query:
    """Each list of keys, or the prefixes, by the best field that has any of them."""
    if clause.prefixes:
        begun = ((_begins(field, prefix, _weight(field)) for prefix in clause.prefixes) for field in searched.fields)
        return DisMax(queries=list(chain.from_iterable(begun)))
    lists: list[Query] = [
        DisMax(queries=[_any(field, keys, _weight(field)) for field in searched.fields]) for keys in clause.keys
    ]
    return lists[0] if len(lists) == 1 else Bool(must=lists)


def _weight(field: FieldName) -> int:
    return ranking.WEIGHTS[field] + ranking.WORD_MATCH


def _scored_phrase(phrases: Sequence[Sequence[str]], searched: SearchedFields) -> Query:
    return DisMax(
        queries=[
            _constant_score(_phrase(sequence, phrase), weight)
            for sequence, weight in searched.sequences
            for phrase in phrases
        ]
    )


def _constant_score(query: Query, weight: int) -> Query:
    """Matches what `query` does; the score is the weight, whatever the query would give."""
    return ConstantScore(filter=query, boost=weight)


def _anywhere(clause: Clause, searched: SearchedFields) -> Query:
    """Whether a clause matches in any of the fields."""
    if clause.phrase:
        return Bool(
            should=[_phrase(sequence, phrase) for sequence, _ in searched.sequences for phrase in clause.sequences]
        )
    if clause.prefixes:
        return Bool(should=[_begins(field, prefix) for field in searched.fields for prefix in clause.prefixes])
    return Bool(filter=[Bool(should=[_any(field, keys) for field in searched.fields]) for keys in clause.keys])


def _any(field: FieldName, keys: Sequence[str], weight: int = 1) -> Query:
    """Any of the keys; scores the weight, as `terms` does, and not by how often or rare they are."""
    return Terms(f"keys.{field}", [key[:LONGEST_KEY] for key in keys], boost=weight)


def _begins(field: FieldName, prefix: str, weight: int = 1) -> Query:
    return Prefix(f"keys.{field}", {"value": prefix[:LONGEST_KEY], "boost": weight})


def _start(field: str, prefix: str) -> Query:
    return Prefix(field, {"value": prefix})


def _phrase(sequence: str, phrase: Sequence[str]) -> Query:
    return MatchPhrase(sequence, {"query": " ".join(phrase)})


def any_key_query(keys: Sequence[str]) -> Query:
    """The documents that have any of the keys in any field."""
    return Bool(filter=[Bool(should=[_any(field, keys) for field in (*OWN_FIELDS, *TWIN_FIELDS)])])


def suggest_query(words: Sequence[Sequence[str]]) -> Query:
    """Public titles and terms with a start for each word, scored 1 where the first word typed begins the title."""
    begun = [Bool(should=[_start("starts", prefix) for prefix in prefixes]) for prefixes in words]
    first = Bool(should=[_start("first_start", prefix) for prefix in words[0]])
    return Bool(filter=[Terms(state=["public"]), *begun], should=[_constant_score(first, 1)])
