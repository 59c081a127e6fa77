"""A request as Elasticsearch's queries. Pure: it makes JSON and sends nothing. It makes dictionaries itself: objects of
the client's DSL, which become the same, take six times as long.

Whatever comes from a reader's words is only ever a value in `terms`, `prefix` or `match_phrase`. Scores are sums of whole
numbers from search/engines/ranking.py, far below where 32-bit floats would round: the same as the embedded engine's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from search.engines import ranking

from ..documents import OWN_FIELDS, TWIN_FIELDS, FieldName
from ..engine_requests import AnalysedQuery, Clause, Facet, Filters, SearchRequest
from .document_fields import LONGEST_KEY

Query = dict[str, Any]
NOTHING: Final[Query] = {"match_none": {}}


@dataclass(frozen=True, slots=True)
class SearchedFields:
    """The fields of one side, and what a phrase found there is worth."""

    fields: tuple[FieldName, ...]
    sequences: tuple[tuple[str, int], ...]  # of the title, of all text
    whole_title: str
    title_is_query: int


OWN: Final = SearchedFields(
    OWN_FIELDS,
    (("title_sequence", ranking.PHRASE_IN_TITLE), ("sequence", ranking.PHRASE_IN_TEXT)),
    "whole_title",
    ranking.TITLE_IS_QUERY,
)
TWIN: Final = SearchedFields(
    TWIN_FIELDS,
    (("twin_title_sequence", ranking.PHRASE_IN_TWIN_TITLE), ("twin_sequence", ranking.PHRASE_IN_TWIN)),
    "twin_whole_title",
    ranking.TWIN_TITLE_IS_QUERY,
)


def search_query(request: SearchRequest) -> Query:
    """The items that a request finds before its facets narrow it, with their scores."""
    ages = [
        _constant_score(_new(request.now), ranking.NEW),
        _constant_score(_updated_since(ranking.fresh_since(request.now)), ranking.FRESH),
    ]
    words = {word: _scored_word(request, word) for word in request.words}
    phrases = [_scored_phrase(request, number) for number in request.phrases]
    others = [query for word, query in words.items() if word not in request.weights.significant]
    concepts = [_scored_concept(request, key) for key in request.concepts]
    return _matching(request, words, phrases, [*others, *concepts, *_bonuses(request), *ages])


def count_query(request: SearchRequest) -> Query:
    """The same items, for their number only."""
    words = {word: _anywhere(request, word) for word in request.words}
    return _matching(request, words, [_scored_phrase(request, number) for number in request.phrases], [])


def clause_query(clause: Clause, searched: SearchedFields) -> Query:
    """The public items in which a clause matches on one side."""
    return all_of([*_public(), _within(clause, searched)])


def public_query() -> Query:
    """All public items."""
    return all_of(_public())


def _matching(request: SearchRequest, words: dict[int, Query], phrases: list[Query], extra: list[Query]) -> Query:
    significant = [query for word, query in words.items() if word in request.weights.significant]
    needed = min(request.weights.needed, len(significant))
    required = [*phrases]
    if needed:
        required.append({"bool": {"should": significant, "minimum_should_match": needed}})
    if not required:
        return NOTHING
    excluded = [_within(clause, fields) for query, fields in _sides(request) for clause in query.excluded]
    return {
        "bool": {
            "must": required,
            "filter": [*_public(), *_narrowing(request.filters, request.now)],
            "must_not": [_range("expires_at", lte=ranking.microseconds(request.now)), *excluded],
            "should": extra,
        }
    }


def _public() -> list[Query]:
    return [_terms("state", ["public"]), _terms("doc_type", ["item"])]


def _sides(request: SearchRequest) -> tuple[tuple[AnalysedQuery, SearchedFields], ...]:
    return (request.own, OWN), (request.twin, TWIN)


def facet_filters(filters: Filters, excluding: Facet | None = None) -> list[Query]:
    """The filters of all facets but one."""
    chosen = filters.facets.items()
    return [{"terms": {facet: list(codes)}} for facet, codes in chosen if codes and facet != excluding]


def all_of(queries: Sequence[Query]) -> Query:
    """What matches every one; nothing is scored."""
    return {"bool": {"filter": queries}}


def _narrowing(filters: Filters, now: datetime) -> Iterator[Query]:
    if filters.new is not None:
        yield _new(now) if filters.new else {"bool": {"must_not": [_new(now)]}}
    if filters.updated_since is not None:
        yield _updated_since(filters.updated_since)


def _new(now: datetime) -> Query:
    return _range("new_until", gte=ranking.today(now).toordinal())


def _updated_since(moment: datetime) -> Query:
    return _range("updated_at", gte=ranking.microseconds(moment))


def _scored_word(request: SearchRequest, word: int) -> Query:
    """A word, or a relative of it, by the best field of either side that it is in."""
    ways = [
        _scored_clause(way, weight, fields)
        for query, fields in _sides(request)
        for way, weight in request.weights.ways(query, word)
    ]
    return ways[0] if len(ways) == 1 else _best_of(ways)


def _scored_clause(clause: Clause, weight: int, searched: SearchedFields) -> Query:
    """Each list of keys, or the prefixes, by the best field that has any of them."""
    if clause.prefixes:
        begun = [
            _begins(field, prefix, weight * ranking.IMPACTS[field])
            for prefix in clause.prefixes
            for field in searched.fields
        ]
        return _best_of(begun)
    share = weight // len(clause.keys)
    lists = [
        _best_of([_any(field, keys, share * ranking.IMPACTS[field]) for field in searched.fields])
        for keys in clause.keys
    ]
    return lists[0] if len(lists) == 1 else {"bool": {"must": lists}}


def _anywhere(request: SearchRequest, word: int) -> Query:
    return _any_of([_within(way, fields) for query, fields in _sides(request) for way in query.ways(word)])


def _scored_concept(request: SearchRequest, key: str) -> Query:
    weight = request.weights.by_concept.get(key, 0)
    return _best_of(
        [
            _any(field, (key,), weight * ranking.IMPACTS[field])
            for query, searched in _sides(request)
            if key in query.concepts
            for field in searched.fields
        ]
    )


def _scored_phrase(request: SearchRequest, number: int) -> Query:
    weight = request.weights.of(number)
    return _best_of(
        [
            _constant_score(_phrase(sequence, phrase), weight * impact)
            for query, fields in _sides(request)
            for clause in query.phrases
            if clause.word == number
            for sequence, impact in fields.sequences
            for phrase in clause.sequences
        ]
    )


def _bonuses(request: SearchRequest) -> Iterator[Query]:
    query, weights = request.own, request.weights
    (title, _), (text, _) = OWN.sequences
    for pair in query.pairs:
        if weight := weights.of(*pair.words):
            yield _constant_score(_phrase(title, pair.phrase), weight * ranking.PAIR_IN_TITLE)
            yield _constant_score(_phrase(text, pair.phrase), weight * ranking.PAIR_IN_TEXT)
    total = weights.of(*weights.by_word)
    if query.sequence:
        yield _constant_score(_phrase(title, query.sequence), total * ranking.SEQUENCE_IN_TITLE)
        yield _constant_score(_phrase(text, query.sequence), total * ranking.SEQUENCE_IN_TEXT)
    if request.twin.sequence:
        title, _ = TWIN.sequences[0]
        yield _constant_score(_phrase(title, request.twin.sequence), total * ranking.SEQUENCE_IN_TWIN_TITLE)
    known = weights.known & set(request.words)
    own = [[_within(way, OWN) for way in query.ways(word)] for word in sorted(known)]
    if len(known) > 1 and all(own):
        yield _constant_score(all_of([_any_of(ways) for ways in own]), total * ranking.ALL_WORDS)
    for analysed, fields in _sides(request):
        if analysed.primary_keys:
            yield _terms(fields.whole_title, [" ".join(analysed.primary_keys)], fields.title_is_query)


def _constant_score(query: Query, weight: int) -> Query:
    """Matches what `query` does; the score is the weight, whatever the query would give."""
    return {"constant_score": {"filter": query, "boost": weight}}


def _best_of(queries: Sequence[Query]) -> Query:
    """What matches any; the best of them scores."""
    return {"dis_max": {"queries": queries}}


def _any_of(queries: Sequence[Query]) -> Query:
    return {"bool": {"should": queries}}


def _terms(field: str, values: Sequence[str], weight: int = 1) -> Query:
    return {"terms": {field: values, "boost": weight}}


def _range(field: str, **limits: int) -> Query:
    return {"range": {field: limits}}


def _within(clause: Clause, searched: SearchedFields) -> Query:
    """Whether a clause matches in any of the fields."""
    if clause.phrase:
        return _any_of([_phrase(sequence, phrase) for sequence, _ in searched.sequences for phrase in clause.sequences])
    if clause.prefixes:
        return _any_of([_begins(field, prefix) for field in searched.fields for prefix in clause.prefixes])
    return all_of([_any_of([_any(field, keys) for field in searched.fields]) for keys in clause.keys])


def _any(field: FieldName, keys: Sequence[str], weight: int = 1) -> Query:
    """Any of the keys; scores the weight, as `terms` does, and not by how often or rare they are."""
    return _terms(f"keys.{field}", [key[:LONGEST_KEY] for key in keys], weight)


def _begins(field: FieldName, prefix: str, weight: int = 1) -> Query:
    return {"prefix": {f"keys.{field}": {"value": prefix[:LONGEST_KEY], "boost": weight}}}


def _start(field: str, prefix: str) -> Query:
    return {"prefix": {field: {"value": prefix}}}


def _phrase(sequence: str, phrase: Sequence[str]) -> Query:
    return {"match_phrase": {sequence: {"query": " ".join(phrase)}}}


def any_key_query(keys: Sequence[str]) -> Query:
    """The documents that have any of the keys in any field."""
    return all_of([_any_of([_any(field, keys) for field in (*OWN_FIELDS, *TWIN_FIELDS)])])


def suggest_query(words: Sequence[Sequence[str]]) -> Query:
    """Public titles and terms with a start for each word, scored 1 where the first word typed begins the title."""
    begun = [_any_of([_start("starts", prefix) for prefix in prefixes]) for prefixes in words]
    first = _any_of([_start("first_start", prefix) for prefix in words[0]])
    return {"bool": {"filter": [_terms("state", ["public"]), *begun], "should": [_constant_score(first, 1)]}}
