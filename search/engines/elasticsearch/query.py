"""What is asked for as Elasticsearch's queries. Pure: it makes JSON and sends nothing.

Whatever comes from a reader's words is only ever a value in `terms`, `prefix` or `match_phrase`. Scores are sums of whole
numbers from search/querying/ranking.py, far below where 32-bit floats would round: the same as the embedded engine's.
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

from search.querying import ranking

from ..interface import OWN_FIELDS, TWIN_FIELDS, Clause, Facet, FieldName, Filters, Reading, Request
from .documents import LONGEST_KEY


@dataclass(frozen=True, slots=True)
class Side:
    """The fields that one of a request's two readings is held against, and what a phrase found there is worth."""

    fields: tuple[FieldName, ...]
    sequences: tuple[tuple[str, int], ...]  # of the title, of all text
    whole_title: str
    floor: int  # what every match on this side scores at least


OWN: Final = Side(
    OWN_FIELDS,
    (("title_sequence", ranking.PHRASE_IN_TITLE), ("sequence", ranking.PHRASE_IN_TEXT)),
    "whole_title",
    ranking.DIRECT,
)
TWIN: Final = Side(
    TWIN_FIELDS,
    (("twin_title_sequence", ranking.PHRASE_IN_TWIN_TITLE), ("twin_sequence", ranking.PHRASE_IN_TWIN)),
    "twin_whole_title",
    0,
)


def matching(request: Request) -> Query:
    """The items that a request finds before its facets narrow it, with their scores."""
    ages = [
        _worth(_new(request.now), ranking.NEW),
        _worth(_updated_since(ranking.fresh_since(request.now)), ranking.FRESH),
    ]
    return _matching(request, [_scored(reading, side) for reading, side in _sides(request)], ages)


def counted(request: Request) -> Query:
    """The same items, for their number only."""
    return _matching(request, [Bool(must=_asked(reading, side)) for reading, side in _sides(request)], [])


def _matching(request: Request, sides: list[Query], ages: list[Query]) -> Query:
    if not sides:
        return MatchNone()
    excluded = [
        _met(clause, side)
        for reading, side in ((request.own, OWN), (request.twin, TWIN))
        for clause in reading.excluded
    ]
    return Bool(
        must=[DisMax(queries=sides)],
        filter=[Terms(state=["public"]), Terms(what=["item"]), *_narrowing(request.filters, request.now)],
        must_not=[Range("expires_at", {"lte": ranking.microseconds(request.now)}), *excluded],
        should=ages,
    )


def _sides(request: Request) -> Iterator[tuple[Reading, Side]]:
    """The readings that ask for something."""
    for reading, side in ((request.own, OWN), (request.twin, TWIN)):
        if not reading.empty:
            yield reading, side


def facets(filters: Filters, but: Facet | None = None) -> list[Query]:
    """The filters of all facets but one."""
    chosen = filters.facets.items()
    return [Terms(facet, list(codes)) for facet, codes in chosen if codes and facet != but]


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


def _scored(reading: Reading, side: Side) -> Query:
    """What a reading finds on its side. The bonuses are no condition."""
    floor = [_worth(MatchAll(), side.floor)] if side.floor else []
    return Bool(must=[*floor, *_asked(reading, side)], should=list(_bonuses(reading, side)))


def _asked(reading: Reading, side: Side) -> list[Query]:
    """What has to be met: enough of the words and all of the phrases."""
    words = [_scored_word(clause, side) for clause in reading.words]
    if reading.needed < len(words):
        words = [Bool(should=words, minimum_should_match=reading.needed)]
    return [*(_scored_phrase(clause.phrase, side) for clause in reading.phrases), *words]


def _bonuses(reading: Reading, side: Side) -> Iterator[Query]:
    if reading.whole:
        yield Terms(side.whole_title, [" ".join(reading.whole)], boost=ranking.TITLE_IS_QUERY)
    if reading.sequence:
        (title, _), (text, _) = side.sequences
        yield _worth(_phrase(title, reading.sequence), ranking.SEQUENCE_IN_TITLE)
        yield _worth(_phrase(text, reading.sequence), ranking.SEQUENCE_IN_TEXT)


def _scored_word(clause: Clause, side: Side) -> Query:
    """Each list of keys, or the prefixes, by the best field that has any of them."""
    if clause.prefixes:
        begun = ((_begun(field, prefix, _weight(field)) for prefix in clause.prefixes) for field in side.fields)
        return DisMax(queries=list(chain.from_iterable(begun)))
    lists: list[Query] = [
        DisMax(queries=[_any(field, keys, _weight(field)) for field in side.fields]) for keys in clause.keys
    ]
    return lists[0] if len(lists) == 1 else Bool(must=lists)


def _weight(field: FieldName) -> int:
    return ranking.WEIGHTS[field] + ranking.MET


def _scored_phrase(phrase: Sequence[str], side: Side) -> Query:
    return DisMax(queries=[_worth(_phrase(sequence, phrase), weight) for sequence, weight in side.sequences])


def _worth(query: Query, weight: int) -> Query:
    """Matches what `query` does; the score is the weight, whatever the query would give."""
    return ConstantScore(filter=query, boost=weight)


def _met(clause: Clause, side: Side) -> Query:
    """Whether a clause is met anywhere on a side."""
    if clause.phrase:
        return Bool(should=[_phrase(sequence, clause.phrase) for sequence, _ in side.sequences])
    if clause.prefixes:
        return Bool(should=[_begun(field, prefix) for field in side.fields for prefix in clause.prefixes])
    return Bool(filter=[Bool(should=[_any(field, keys) for field in side.fields]) for keys in clause.keys])


def _any(field: FieldName, keys: Sequence[str], weight: int = 1) -> Query:
    """Any of the keys; scores the weight, as `terms` does, and not by how often or rare they are."""
    return Terms(f"keys.{field}", [key[:LONGEST_KEY] for key in keys], boost=weight)


def _begun(field: FieldName, prefix: str, weight: int = 1) -> Query:
    return Prefix(f"keys.{field}", {"value": prefix[:LONGEST_KEY], "boost": weight})


def _start(field: str, prefix: str) -> Query:
    return Prefix(field, {"value": prefix})


def _phrase(sequence: str, phrase: Sequence[str]) -> Query:
    return MatchPhrase(sequence, {"query": " ".join(phrase)})


def having(keys: Sequence[str]) -> Query:
    """The documents that have any of the keys in any field."""
    return Bool(filter=[Bool(should=[_any(field, keys) for field in (*OWN_FIELDS, *TWIN_FIELDS)])])


def starting(words: Sequence[Sequence[str]]) -> Query:
    """Public titles and terms with a start for each word, scored 1 where the first word typed begins the title."""
    begun = [Bool(should=[_start("starts", prefix) for prefix in prefixes]) for prefixes in words]
    first = Bool(should=[_start("first_start", prefix) for prefix in words[0]])
    return Bool(filter=[Terms(state=["public"]), *begun], should=[_worth(first, 1)])
