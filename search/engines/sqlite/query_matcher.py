"""A language's query on the full-text tables: which documents match it, each with its score. Keys stand in FTS5's
expressions in quotes, and nothing else of a query is in them.

The tables give ids only; they are combined here, since that is several times as quick as in SQL.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final, Literal

from search.engines import ranking

from ..documents import OWN_FIELDS, TWIN_FIELDS, FieldName
from ..engine_requests import AnalysedQuery, Clause
from .index_tables import IndexTables

Side = Literal["own", "twin"]
Scores = dict[int, int]
_FIELDS: Final[dict[Side, tuple[FieldName, ...]]] = {"own": OWN_FIELDS, "twin": TWIN_FIELDS}
_TITLE: Final[dict[Side, str]] = {"own": "title", "twin": "twin_title"}
_TEXT: Final[dict[Side, str]] = {"own": "text", "twin": "twin"}
_TITLE_SEQUENCE: Final[dict[Side, str]] = {"own": "title_sequence", "twin": "twin_title_sequence"}
_PHRASE: Final[dict[Side, tuple[int, int]]] = {
    "own": (ranking.PHRASE_IN_TITLE, ranking.PHRASE_IN_TEXT),
    "twin": (ranking.PHRASE_IN_TWIN_TITLE, ranking.PHRASE_IN_TWIN),
}


class QueryMatcher:
    """One query over the fields of one side: the documents' own, or their twins'."""

    def __init__(self, connection: sqlite3.Connection, tables: IndexTables, query: AnalysedQuery, side: Side) -> None:
        self._connection, self._tables, self._query, self._side = connection, tables, query, side

    def scores(self) -> Scores:
        """The documents that match the query, with their scores but for what their age adds."""
        query = self._query
        if query.empty:
            return {}
        parts = [self._phrase(clause.sequences) for clause in query.phrases]
        words = self._words()
        if query.minimum_should_match == len(words):
            scores = _all_of([*words, *parts])
        else:
            scores = _all_of([_some_of(words, query.minimum_should_match), *parts])
        if scores:
            self._add_bonuses(scores)
        return scores

    def members(self) -> set[int]:
        """The documents that match the query, where their scores are not needed."""
        query = self._query
        if query.empty:
            return set()
        words = [" AND ".join(self._anywhere(one) for one in _lists(clause)) for clause in query.words]
        if query.minimum_should_match < len(words):
            times = Counter(chain.from_iterable(map(self._with_keys, words)))
            parts = [{one for one, count in times.items() if count >= query.minimum_should_match}]
        else:
            parts = [set(self._with_keys(" AND ".join(words)))] if words else []
        parts += [set(self._with_phrase(self._texts(), *clause.sequences)) for clause in query.phrases]
        return set.intersection(*parts)

    def excluded(self) -> set[int]:
        """The documents that have what is excluded."""
        found: set[int] = set()
        for clause in self._query.excluded:
            if clause.phrase:
                found.update(self._with_phrase(self._texts(), *clause.sequences))
            else:
                found.update(self._with_keys(" AND ".join(self._anywhere(one) for one in _lists(clause))))
        return found

    def _words(self) -> list[Scores]:
        """The scores of each word. Where all are needed, only those of documents that have all."""
        lists = [_lists(clause) for clause in self._query.words]
        together = self._query.minimum_should_match == len(lists)
        everything = [self._anywhere(one) for word in lists for one in word]
        return [
            _all_of(
                [self._list(one, everything if together else [self._anywhere(each) for each in word]) for one in word]
            )
            for word in lists
        ]

    def _list(self, one: str, conditions: Sequence[str]) -> Scores:
        """The documents that have any of a list's keys, each with the weight of its best field, which comes last."""
        scores: Scores = {}
        rest = "".join(f" AND {condition}" for condition in conditions if condition != self._anywhere(one))
        for name in reversed(_FIELDS[self._side]):
            found = self._with_keys(f"{_in((name,), one)}{rest}")
            scores.update(dict.fromkeys(found, ranking.WEIGHTS[name] + ranking.WORD_MATCH))
        return scores

    def _phrase(self, sequences: Sequence[Sequence[str]]) -> Scores:
        in_title, in_text = _PHRASE[self._side]
        scores = dict.fromkeys(self._with_phrase((_TEXT[self._side],), *sequences), in_text)
        scores.update(dict.fromkeys(self._with_phrase((_TITLE[self._side],), *sequences), in_title))
        return scores

    def _add_bonuses(self, scores: Scores) -> None:
        query = self._query
        if query.sequence:
            _add(scores, self._with_phrase((_TITLE[self._side],), query.sequence), ranking.SEQUENCE_IN_TITLE)
            _add(scores, self._with_phrase((_TEXT[self._side],), query.sequence), ranking.SEQUENCE_IN_TEXT)
        if query.primary_keys:
            column, table = _TITLE_SEQUENCE[self._side], self._tables.documents
            statement = f"SELECT group_concat(id) FROM {table} WHERE {column} = ? AND {column} != ''"  # noqa: S608 - our own names
            _add(scores, self._ids(statement, " ".join(query.primary_keys)), ranking.TITLE_IS_QUERY)

    def _anywhere(self, one: str) -> str:
        return _in(_FIELDS[self._side], one)

    def _with_keys(self, expression: str) -> list[int]:
        return self._matching(self._tables.keys, expression)

    def _texts(self) -> tuple[str, str]:
        return _TITLE[self._side], _TEXT[self._side]

    def _with_phrase(self, columns: Sequence[str], *sequences: Sequence[str]) -> list[int]:
        """The documents that have any of the sequences of keys in any of the columns."""
        any_of = " OR ".join(_quoted(" ".join(sequence)) for sequence in sequences)
        return self._matching(self._tables.sequences, _in(columns, f"({any_of})"))

    def _matching(self, table: str, expression: str) -> list[int]:
        return self._ids(f"SELECT group_concat(rowid) FROM {table} WHERE {table} MATCH ?", expression)  # noqa: S608 - our own names

    def _ids(self, statement: str, value: str) -> list[int]:
        """What a statement gives as one text: made and split in half the time that as many rows take."""
        found: str | None = self._connection.execute(statement, (value,)).fetchone()[0]
        return list(map(int, found.split(","))) if found else []


def any_of(keys: Iterable[str], *, prefix: bool = False) -> str:
    """Any of the keys; with `prefix`, any key that begins with one of them."""
    sign = " *" if prefix else ""
    return f"({' OR '.join(_quoted(key) + sign for key in keys)})"


def _lists(clause: Clause) -> list[str]:
    if clause.prefixes:
        return [any_of(clause.prefixes, prefix=True)]
    return [any_of(keys) for keys in clause.keys]


def _in(fields: Sequence[str], expression: str) -> str:
    return f"({{{' '.join(fields)}}} : {expression})"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _all_of(parts: Sequence[Scores]) -> Scores:
    """What is in all parts, with its scores added up."""
    first, *others = sorted(parts, key=len)
    for part in others:
        first = {identity: score + part[identity] for identity, score in first.items() if identity in part}
    return first


def _some_of(parts: Sequence[Scores], needed: int) -> Scores:
    """What is in at least `needed` parts, with its scores added up."""
    times = Counter(chain.from_iterable(parts))
    scores: Counter[int] = Counter()
    for part in parts:
        for identity, score in part.items():
            scores[identity] += score
    return {identity: scores[identity] for identity, count in times.items() if count >= needed}


def _add(scores: Scores, found: Iterable[int], bonus: int) -> None:
    for identity in scores.keys() & set(found):
        scores[identity] += bonus
