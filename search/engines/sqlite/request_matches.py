"""The documents of the embedded index that match one request: how many of each combination, and a page of them."""

from collections import Counter
from collections.abc import Collection, Container, Sequence
from functools import cached_property
from sqlite3 import Connection
from uuid import UUID

from search.engines import ranking

from ..engine_requests import SearchRequest
from ..result_page import EngineHit
from .document_order import DocumentOrder, DocumentOrderCache
from .index_tables import COMBINATION_BITS, IndexTables
from .query_matcher import QueryMatcher

Counts = Counter[int]


class RequestMatches:
    """The documents that match a request, before facets narrow them. `written` changes with every write to the index."""

    def __init__(
        self,
        connection: Connection,
        tables: IndexTables,
        request: SearchRequest,
        orders: DocumentOrderCache,
        written: int,
    ) -> None:
        self._connection, self._tables, self._request = connection, tables, request
        self._orders, self._written = orders, written
        self._matcher = QueryMatcher(connection, tables, request)

    def counts(self) -> Counts:
        """How many there are of each combination."""
        return Counter([one >> COMBINATION_BITS for one in self._remaining(self._matcher.members())])

    def scored(self) -> dict[int, int]:
        """All of them with their scores, but for what their age adds."""
        scores = self._matcher.scores()
        left = self._remaining(scores.keys())
        return scores if len(left) == len(scores) else {one: scores[one] for one in left}

    def page(self, scores: dict[int, int], combinations: Container[int] | None) -> list[tuple[int, int]]:
        """(document, score) of at most one more than the limit, of these combinations only; None for all."""
        if combinations is not None:
            scores = {one: score for one, score in scores.items() if one >> COMBINATION_BITS in combinations}
        return self._order.page(scores, self._request) if scores else []

    def hits(self, page: Sequence[tuple[int, int]]) -> tuple[EngineHit, ...]:
        """The hits of a page, with what their highlights are made of."""
        names = [name for name, _ in ranking.ORDERS[self._request.sort] if name != "score"]
        columns = ", ".join(("id", "item", "edition", "highlight_source", *(f"documents.{name}" for name in names)))
        ids = ", ".join(str(one) for one, _ in page)
        tables = f"{self._tables.documents} AS documents JOIN {self._tables.highlight_sources} USING (id)"
        rows = self._connection.execute(f"SELECT {columns} FROM {tables} WHERE id IN ({ids})")  # noqa: S608 - our own names
        by_id = {row[0]: row for row in rows}
        return tuple(self._hit(score, *by_id[one]) for one, score in page)

    def _hit(self, score: int, _: int, item: str, edition: int, highlight_source: str, *values: str | int) -> EngineHit:
        position = (score, *values) if self._request.sort == "relevance" else values
        return EngineHit(UUID(item), score, edition, position, highlight_source)

    @cached_property
    def _order(self) -> DocumentOrder:
        return self._orders.get(self._connection, self._tables, self._written)

    def _remaining(self, found: Collection[int]) -> Collection[int]:
        """Those that are neither excluded nor expired, and that the filters other than facets leave."""
        if not found:
            return found
        without = self._matcher.excluded() | self._expired()
        left = set(found) - without if without else found
        filters = self._request.filters
        if filters.new is None and filters.updated_since is None:
            return left
        return self._order.filtered(left, self._request)

    def _expired(self) -> set[int]:
        statement = f"SELECT id FROM {self._tables.documents} WHERE expires_at <= ?"  # noqa: S608 - our own names
        return {one for (one,) in self._connection.execute(statement, (ranking.microseconds(self._request.now),))}


def by_combination(scores: dict[int, int]) -> Counts:
    """How many of the documents there are of each combination."""
    return Counter([one >> COMBINATION_BITS for one in scores])
