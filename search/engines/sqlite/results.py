"""What one request finds in one language of the embedded index: how many of each combination, and a page of it."""

from collections import Counter
from collections.abc import Collection, Container, Sequence
from functools import cached_property
from sqlite3 import Connection
from uuid import UUID

from search.querying import ranking

from ..interface import Hit, Request
from .match import Matching
from .order import Order, Orders
from .schema import COMBINATION_BITS, Tables

Counts = Counter[int]


class Found:
    """The documents that match a request, whatever facets are asked for. `written` tells states of the index apart."""

    def __init__(self, connection: Connection, tables: Tables, request: Request, orders: Orders, written: int) -> None:
        self._connection, self._tables, self._request = connection, tables, request
        self._orders, self._written = orders, written
        self._own = Matching(connection, tables, request.own, "own")
        self._twin = Matching(connection, tables, request.twin, "twin")

    def counts(self) -> Counts:
        """How many there are of each combination."""
        members = self._left(self._own.members() | self._twin.members())
        return Counter([one >> COMBINATION_BITS for one in members])

    def scored(self) -> dict[int, int]:
        """All of them with their scores, but for what their age adds."""
        scores = self._twin.scores()
        scores.update({one: ranking.DIRECT + score for one, score in self._own.scores().items()})
        left = self._left(scores.keys())
        return scores if len(left) == len(scores) else {one: scores[one] for one in left}

    def page(self, scores: dict[int, int], combinations: Container[int] | None) -> list[tuple[int, int]]:
        """(document, score) of at most one more than the limit, of these combinations only; None for all."""
        if combinations is not None:
            scores = {one: score for one, score in scores.items() if one >> COMBINATION_BITS in combinations}
        return self._order.page(scores, self._request) if scores else []

    def hits(self, page: Sequence[tuple[int, int]]) -> tuple[Hit, ...]:
        """The hits of a page, with their materials."""
        names = [name for name, _ in ranking.ORDERS[self._request.sort] if name != "score"]
        columns = ", ".join(("id", "item", "edition", "material", *(f"documents.{name}" for name in names)))
        ids = ", ".join(str(one) for one, _ in page)
        tables = f"{self._tables.documents} AS documents JOIN {self._tables.materials} USING (id)"
        rows = self._connection.execute(f"SELECT {columns} FROM {tables} WHERE id IN ({ids})")  # noqa: S608 - our own names
        by_id = {row[0]: row for row in rows}
        return tuple(self._hit(score, *by_id[one]) for one, score in page)

    def _hit(self, score: int, _: int, item: str, edition: int, material: str, *values: str | int) -> Hit:
        place = (score, *values) if self._request.sort == "relevance" else values
        return Hit(UUID(item), score, score >= ranking.DIRECT, edition, place, material)

    @cached_property
    def _order(self) -> Order:
        return self._orders.of(self._connection, self._tables, self._written)

    def _left(self, found: Collection[int]) -> Collection[int]:
        """What is left without what is excluded or expired, and by the filters that are not facets."""
        if not found:
            return found
        without = self._own.excluded() | self._twin.excluded() | self._expired()
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
