"""The embedded engine: an index in a file of its own, by SQLite's FTS5. For one machine, with nothing to install."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Final
from uuid import UUID, uuid4

from rapidfuzz import process
from rapidfuzz.distance import OSA

from cms.content.languages import CODES, Language

from ..documents import IndexDocument
from ..engine_requests import CountedClause, SearchRequest, UnknownWord, twin_request
from ..interface import IndexIdentity, Unavailable
from ..result_page import DocumentCounts, EngineSuggestion, ResultPage, SimilarWords
from .connection_pool import ConnectionPool
from .document_order import DocumentOrderCache
from .document_writer import write_documents
from .facet_combinations import CombinationCache
from .index_tables import (
    BUILDS,
    COMBINATION_BITS,
    FULL_TEXT,
    POSITIONS,
    IndexTables,
    create_statements,
    drop_statements,
    fingerprint,
)
from .query_matcher import ClauseMatcher, Side, any_of
from .request_matches import RequestMatches, by_combination

_EDITS: Final = 2
_BATCH: Final = 100


class SqliteEngine:
    """See interface.Engine. `path` may be `:memory:`, for an index that ends with the process."""

    name = "sqlite"

    def __init__(self, path: str) -> None:
        self._connections = ConnectionPool(path, BUILDS, POSITIONS)
        self._combinations = CombinationCache()
        self._orders = DocumentOrderCache()

    def search(self, request: SearchRequest) -> ResultPage:
        """A page of public items. Everything is read in one transaction."""
        with self._connections.reading() as connection:
            build, written = _serving(connection)
            found = RequestMatches(connection, IndexTables(build, request.language), request, self._orders, written)
            twin = twin_request(request)
            twin_found = RequestMatches(connection, IndexTables(build, twin.language), twin, self._orders, written)
            combinations = self._combinations.get(connection, build)
            chosen = request.filters.facets
            scores = found.scored()
            counts = by_combination(scores)
            allowed = combinations.allowed(chosen, counts)
            page = found.page(scores, allowed if len(allowed) < len(counts) else None)
            hits = found.hits(page[: request.limit])
            twin_counts = combinations.allowed(chosen, twin_found.counts())
        return ResultPage(
            hits=hits[::-1] if request.position and request.position.backwards else hits,
            has_more=len(page) > request.limit,
            total=sum(allowed.values()),
            facets=combinations.facets(chosen, counts),
            twin_total=sum(twin_counts.values()),
        )

    def search_each(self, requests: Sequence[SearchRequest]) -> Iterable[ResultPage]:
        """Each as it is wanted: nothing is on its way to anywhere."""
        return map(self.search, requests)

    def count(self, clauses: Sequence[CountedClause]) -> DocumentCounts:
        """In how many public items each clause matches."""
        with self._connections.reading() as connection:
            build, _ = _serving(connection)
            tables = {language: IndexTables(build, language) for language in {one.language for one in clauses}}
            found = tuple(
                len(ClauseMatcher(connection, tables[one.language]).with_clause(one.clause, _side(one)))
                for one in clauses
            )
            totals = {language: _items(connection, of_one) for language, of_one in tables.items()}
        return DocumentCounts(totals, found)

    def suggest(
        self, language: Language, words: tuple[tuple[str, ...], ...], limit: int
    ) -> tuple[EngineSuggestion, ...]:
        """Titles and terms with a start for each of the words."""
        if not words or not all(words):
            return ()
        expression = " AND ".join(any_of(alternatives, prefix=True) for alternatives in words)
        first = " OR ".join("substr(first_start, 1, ?) = ?" for _ in words[0])
        lengths = [value for alternative in words[0] for value in (len(alternative), alternative)]
        with self._connections.reading() as connection:
            tables = IndexTables(_serving(connection)[0], language)
            rows = connection.execute(
                f"SELECT item, doc_type, title, edition FROM {tables.starts} s JOIN {tables.documents} d ON d.id = s.rowid"  # noqa: S608 - our own names
                f" WHERE {tables.starts} MATCH ?"
                f" ORDER BY ({first}) DESC, length(title), title_key, item LIMIT ?",
                (expression, *lengths, limit),
            ).fetchall()
        return tuple(EngineSuggestion(UUID(item), doc_type, title, edition) for item, doc_type, title, edition in rows)

    def similar(self, words: Sequence[UnknownWord]) -> tuple[SimilarWords, ...]:
        """For each, the words of its language at most two edits from it."""
        return tuple(
            None if any(True for _ in self.items_with(one.language, one.keys)) else self._like(one.language, one.word)
            for one in words
        )

    def _like(self, language: Language, word: str) -> tuple[tuple[str, int], ...]:
        with self._connections.reading() as connection:
            tables = IndexTables(_serving(connection)[0], language)
            counts = dict(
                connection.execute(
                    f"SELECT term, doc FROM {tables.spellings} WHERE length(term) BETWEEN ? AND ?",  # noqa: S608 - our own names
                    (len(word) - _EDITS, len(word) + _EDITS),
                ).fetchall()
            )
        near = process.extract(word, list(counts), scorer=OSA.distance, score_cutoff=_EDITS, limit=None)
        return tuple(sorted((found, counts[found]) for found, _, _ in near))

    def write(self, documents: Iterable[IndexDocument]) -> None:
        """Stores documents in the index that serves. Raises Unavailable where there is none: it would not be whole."""
        made = list(documents)
        with self._connections.writing() as connection:
            write_documents(connection, _serving(connection)[0], made)

    def items_with(self, language: Language, keys: Iterable[str]) -> Iterator[UUID]:
        """The items whose document has any of the keys in any of its fields."""
        wanted = iter(dict.fromkeys(keys))
        seen: set[str] = set()
        while batch := list(islice(wanted, _BATCH)):
            with self._connections.reading() as connection:
                tables = IndexTables(_serving(connection)[0], language)
                rows = connection.execute(
                    f"SELECT item FROM {tables.keys} k JOIN {tables.documents} d ON d.id = k.rowid"  # noqa: S608 - our own names
                    f" WHERE {tables.keys} MATCH ?",
                    (any_of(batch),),
                ).fetchall()
            for (item,) in rows:
                if item not in seen:
                    seen.add(item)
                    yield UUID(item)

    def identity(self, content_fingerprint: str) -> IndexIdentity | None:
        """Which build serves, and its position in the log. Only who can make a new index calls this: a damaged file is set
        aside here.
        """
        try:
            with self._connections.reading() as connection:
                row = connection.execute(
                    "SELECT number, identity, fingerprint, position FROM builds LEFT JOIN positions USING (number) WHERE serves"
                ).fetchone()
                for table in _full_text_tables(row[0]) if row else ():
                    connection.execute(f"SELECT rowid FROM {table} LIMIT 1")  # noqa: S608 - our own names
        except Unavailable:
            if not self._connections.damaged:
                raise
        if self._connections.damaged:
            self._connections.set_aside()
            return None
        return IndexIdentity(row[1], row[3] or "") if row and row[2] == fingerprint(content_fingerprint) else None

    def tell(self, content_fingerprint: str, position: str) -> None:
        """Keeps the position of the build that serves."""
        with self._connections.writing() as connection:
            _keep_position(connection, _serving(connection)[0], position)

    @contextmanager
    def build(self, content_fingerprint: str) -> Iterator["SqliteBuild"]:
        """A new set of tables beside the one that serves."""
        with self._connections.writing() as connection:
            _remove_unused(connection)
            columns = "(identity, fingerprint) VALUES (?, ?)"
            number = (
                connection.execute(
                    f"INSERT INTO builds {columns}", (uuid4().hex, fingerprint(content_fingerprint))
                ).lastrowid
                or 0
            )
            for statement in create_statements(number):
                connection.execute(statement)
        begun = SqliteBuild(self._connections, number)
        try:
            yield begun
        finally:
            if not begun.serves:
                with self._connections.writing() as connection:
                    _remove_unused(connection)


class SqliteBuild:
    """See interface.IndexBuild."""

    def __init__(self, connections: ConnectionPool, number: int) -> None:
        self._connections = connections
        self._number = number
        self.serves = False

    def write(self, documents: Iterable[IndexDocument]) -> None:
        """Adds documents; each call is a transaction of its own, so that others can write in between."""
        made = list(documents)
        with self._connections.writing() as connection:
            write_documents(connection, self._number, made)

    def commit(self, position: str = "") -> None:
        """Lets the new tables serve from one moment to the next, and drops the old ones."""
        for table in _full_text_tables(self._number):
            with self._connections.writing() as connection:
                connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 - our own names
        with self._connections.writing() as connection:
            _keep_position(connection, self._number, position)
            connection.execute("UPDATE builds SET serves = (number = ?)", (self._number,))
            _remove_unused(connection)
        self.serves = True


def _side(counted: CountedClause) -> Side:
    return "twin" if counted.in_twin else "own"


def _items(connection: sqlite3.Connection, tables: IndexTables) -> int:
    """How many public items there are."""
    items = f"SELECT count(*) FROM {tables.documents} WHERE id >= ?"  # noqa: S608 - our own names
    total: int = connection.execute(items, (1 << COMBINATION_BITS,)).fetchone()[0]
    return total


def _keep_position(connection: sqlite3.Connection, build: int, position: str) -> None:
    connection.execute("INSERT OR REPLACE INTO positions (number, position) VALUES (?, ?)", (build, position))


def _serving(connection: sqlite3.Connection) -> tuple[int, int]:
    """The number of the build that serves, and the last number that was given to one of its documents."""
    row = connection.execute("SELECT number, last_document FROM builds WHERE serves").fetchone()
    if row is None:
        raise Unavailable("there is no index yet")
    return row[0], row[1]


def _full_text_tables(build: int) -> list[str]:
    return [getattr(IndexTables(build, language), name) for language in CODES for name in FULL_TEXT]


def _remove_unused(connection: sqlite3.Connection) -> None:
    """Drops the tables of all builds but the one that serves."""
    for (number,) in connection.execute("SELECT number FROM builds WHERE NOT serves").fetchall():
        for statement in drop_statements(number):
            connection.execute(statement)
    connection.execute("DELETE FROM builds WHERE NOT serves")
    connection.execute("DELETE FROM positions WHERE number NOT IN (SELECT number FROM builds)")
