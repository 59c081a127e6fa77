"""A request on the full-text tables: which documents match it, each with its score. Keys stand in FTS5's expressions in
quotes, and nothing else of a query is in them.

The tables give ids only; they are combined here, since that is several times as quick as in SQL.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, Literal

from search.engines import ranking

from ..documents import OWN_FIELDS, TWIN_FIELDS, FieldName
from ..engine_requests import AnalysedQuery, Clause, SearchRequest
from .index_tables import IndexTables

Side = Literal["own", "twin"]
Scores = dict[int, int]
FIELDS: Final[dict[Side, tuple[FieldName, ...]]] = {"own": OWN_FIELDS, "twin": TWIN_FIELDS}
_TITLE: Final[dict[Side, str]] = {"own": "title", "twin": "twin_title"}
_TEXT: Final[dict[Side, str]] = {"own": "text", "twin": "twin"}
_TITLE_SEQUENCE: Final[dict[Side, str]] = {"own": "title_sequence", "twin": "twin_title_sequence"}
_TITLE_IS_QUERY: Final[dict[Side, int]] = {"own": ranking.TITLE_IS_QUERY, "twin": ranking.TWIN_TITLE_IS_QUERY}
_PHRASE: Final[dict[Side, tuple[int, int]]] = {
    "own": (ranking.PHRASE_IN_TITLE, ranking.PHRASE_IN_TEXT),
    "twin": (ranking.PHRASE_IN_TWIN_TITLE, ranking.PHRASE_IN_TWIN),
}


class ClauseMatcher:
    """One condition at a time over the documents of one language."""

    def __init__(self, connection: sqlite3.Connection, tables: IndexTables) -> None:
        self._connection, self._tables = connection, tables

    def with_clause(self, clause: Clause, side: Side) -> set[int]:
        """The documents in which a clause matches on one side."""
        if clause.phrase:
            return set(self.with_phrase((_TITLE[side], _TEXT[side]), *clause.sequences))
        return set(self.with_keys(" AND ".join(_in(FIELDS[side], one) for one in _lists(clause))))

    def with_keys(self, expression: str) -> list[int]:
        return self._found(self._tables.keys, expression)

    def with_phrase(self, columns: Sequence[str], *sequences: Sequence[str]) -> list[int]:
        """The documents that have any of the sequences of keys in any of the columns."""
        any_of = " OR ".join(_quoted(" ".join(sequence)) for sequence in sequences)
        return self._found(self._tables.sequences, _in(columns, f"({any_of})"))

    def _found(self, table: str, expression: str) -> list[int]:
        return self.ids(f"SELECT group_concat(rowid) FROM {table} WHERE {table} MATCH ?", expression)  # noqa: S608 - our own names

    def ids(self, statement: str, value: str) -> list[int]:
        """What a statement gives as one text: made and split in half the time that as many rows take."""
        found: str | None = self._connection.execute(statement, (value,)).fetchone()[0]
        return list(map(int, found.split(","))) if found else []


class QueryMatcher(ClauseMatcher):
    """One request over the documents of its language."""

    def __init__(self, connection: sqlite3.Connection, tables: IndexTables, request: SearchRequest) -> None:
        super().__init__(connection, tables)
        self._request = request

    def scores(self) -> Scores:
        """The documents that match, with their scores but for what their age adds."""
        words = {word: self._word(word) for word in self._request.words}
        needed = [set(words[word]) for word in words if word in self._request.weights.significant]
        phrases = [self._phrase(number) for number in self._request.phrases]
        found = self._matching(needed, phrases)
        scores = dict.fromkeys(found, 0)
        for part in (*words.values(), *phrases, *map(self._concept, self._request.concepts)):
            _add_all(scores, part)
        if scores:
            self._add_bonuses(scores, words)
        return scores

    def members(self) -> set[int]:
        """The documents that match, where their scores are not needed."""
        significant = self._request.weights.significant.intersection(self._request.words)
        phrases = [self._phrase(number) for number in self._request.phrases]
        return self._matching([self._with_word(word, "own", "twin") for word in sorted(significant)], phrases)

    def excluded(self) -> set[int]:
        """The documents that have what is excluded."""
        found: set[int] = set()
        for side, query in self._sides():
            for clause in query.excluded:
                found.update(self.with_clause(clause, side))
        return found

    def _matching(self, words: Sequence[set[int]], phrases: Sequence[Scores]) -> set[int]:
        """Documents with enough of the words, and with all phrases, each given by those that have it."""
        parts = []
        needed = min(self._request.weights.needed, len(words))
        if needed == 1:
            parts.append(set().union(*words))
        elif needed:
            times = Counter(chain.from_iterable(words))
            parts.append({one for one, count in times.items() if count >= needed})
        parts += map(set, phrases)
        return set.intersection(*parts) if parts else set()

    def _sides(self) -> Iterator[tuple[Side, AnalysedQuery]]:
        yield "own", self._request.own
        yield "twin", self._request.twin

    def _with_word(self, word: int, *sides: Side) -> set[int]:
        ways = ((side, way) for side, query in self._sides() if side in sides for way in query.ways(word))
        return set().union(*(self.with_clause(way, side) for side, way in ways))

    def _word(self, word: int) -> Scores:
        """What a word is worth in each document that has it, or a relative of it: by its best field of either side."""
        scores: Scores = {}
        for side, query in self._sides():
            for way, weight in self._request.weights.ways(query, word):
                lists = _lists(way)
                _best(scores, _all_of([self._list(one, side, weight // len(lists)) for one in lists]))
        return scores

    def _list(self, one: str, side: Side, share: int) -> Scores:
        """The documents that have any of a list's keys, each with the impact of its best field, which comes last."""
        scores: Scores = {}
        for name in reversed(FIELDS[side]):
            scores.update(dict.fromkeys(self.with_keys(_in((name,), one)), share * ranking.IMPACTS[name]))
        return scores

    def _concept(self, key: str) -> Scores:
        scores: Scores = {}
        for side, query in reversed(list(self._sides())):
            if key in query.concepts:
                _best(scores, self._list(any_of([key]), side, self._request.weights.by_concept.get(key, 0)))
        return scores

    def _phrase(self, number: int) -> Scores:
        scores: Scores = {}
        weight = self._request.weights.of(number)
        for side, query in reversed(list(self._sides())):
            in_title, in_text = _PHRASE[side]
            for clause in query.phrases:
                if clause.word == number:
                    text = self.with_phrase((_TEXT[side],), *clause.sequences)
                    title = self.with_phrase((_TITLE[side],), *clause.sequences)
                    scores.update(dict.fromkeys(text, weight * in_text))
                    scores.update(dict.fromkeys(title, weight * in_title))
        return scores

    def _add_bonuses(self, scores: Scores, words: dict[int, Scores]) -> None:
        query, weights = self._request.own, self._request.weights
        known = weights.known & words.keys()
        for pair in query.pairs:
            if weight := weights.of(*pair.words):
                _add(scores, self.with_phrase((_TITLE["own"],), pair.phrase), weight * ranking.PAIR_IN_TITLE)
                _add(scores, self.with_phrase((_TEXT["own"],), pair.phrase), weight * ranking.PAIR_IN_TEXT)
        total = weights.of(*weights.by_word)
        if query.sequence:
            _add(scores, self.with_phrase((_TITLE["own"],), query.sequence), total * ranking.SEQUENCE_IN_TITLE)
            _add(scores, self.with_phrase((_TEXT["own"],), query.sequence), total * ranking.SEQUENCE_IN_TEXT)
        if twin := self._request.twin.sequence:
            _add(scores, self.with_phrase((_TITLE["twin"],), twin), total * ranking.SEQUENCE_IN_TWIN_TITLE)
        if len(known) > 1:
            own = [self._with_word(word, "own") for word in known]
            _add(scores, set.intersection(*own), total * ranking.ALL_WORDS)
        for side, analysed in self._sides():
            if analysed.primary_keys:
                column, table = _TITLE_SEQUENCE[side], self._tables.documents
                statement = f"SELECT group_concat(id) FROM {table} WHERE {column} = ? AND {column} != ''"  # noqa: S608 - our own names
                _add(scores, self.ids(statement, " ".join(analysed.primary_keys)), _TITLE_IS_QUERY[side])


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


def _best(scores: Scores, part: Scores) -> None:
    """Keeps of each document the best score."""
    for identity, score in part.items():
        if score > scores.get(identity, -1):
            scores[identity] = score


def _add_all(scores: Scores, part: Scores) -> None:
    """Adds the scores of a part to those that there are."""
    if len(part) < len(scores):
        for identity, score in part.items():
            if identity in scores:
                scores[identity] += score
    else:
        for identity in scores:
            scores[identity] += part.get(identity, 0)


def _add(scores: Scores, found: Iterable[int], bonus: int) -> None:
    for identity in scores.keys() & set(found):
        scores[identity] += bonus
