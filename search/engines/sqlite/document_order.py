"""The documents of one language in order, by title, item and date, so that a page is cut without reading the documents. Read
once, and again after anything was written.

A page is sorted by one number a document: a value, and in its lower bits twice the document's rank in the order of titles or
of items. A position between two documents is an odd number.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from heapq import nlargest, nsmallest
from sqlite3 import Connection
from typing import Any, Final

from cms.content.languages import Language
from search.engines import ranking

from ..engine_requests import HitPosition, SearchRequest, SortName
from .index_tables import COMBINATION_BITS, IndexTables

_RANKS: Final = 1 << 40


class DocumentOrder:
    """All public items of a language."""

    def __init__(self, connection: Connection, tables: IndexTables) -> None:
        columns = "id, title_key, item, published_at, updated_at, new_until"
        statement = f"SELECT {columns} FROM {tables.documents} WHERE id >= ? ORDER BY title_key, item"  # noqa: S608 - our own names
        rows = connection.execute(statement, (1 << COMBINATION_BITS,)).fetchall()
        self._titles = [(title, item) for _, title, item, *_ in rows]
        self._by_title = [row[0] for row in rows]
        by_item = sorted(rows, key=lambda row: str(row[2]))
        self._items = [row[2] for row in by_item]
        self._by_item = [row[0] for row in by_item]
        self._title_rank = {one: 2 * at for at, one in enumerate(self._by_title)}
        self._item_rank = {one: 2 * at for at, one in enumerate(self._by_item)}
        self._published = {row[0]: row[3] for row in rows}
        self._updated = {row[0]: row[4] for row in rows}
        self._new_until = {row[0]: row[5] for row in rows}

    def filtered(self, found: Iterable[int], request: SearchRequest) -> set[int]:
        """Those of the documents that the filters other than facets leave."""
        left, filters = set(found), request.filters
        if filters.new is not None:
            today, wanted = ranking.today(request.now).toordinal(), filters.new
            left = {one for one in left if (self._new_until[one] >= today) == wanted}
        if filters.updated_since is not None:
            since = ranking.microseconds(filters.updated_since)
            left = {one for one in left if self._updated[one] >= since}
        return left

    def page(self, scores: dict[int, int], request: SearchRequest) -> list[tuple[int, int]]:
        """(document, score with what its age adds) of at most one more than the limit, in the order that is read."""
        position, most = request.position, request.limit + 1
        if request.sort == "relevance":
            if position is None and len(scores) > most:
                cut = nlargest(most, scores.values())[-1] - ranking.NEW - ranking.FRESH
                scores = {one: score for one, score in scores.items() if score >= cut}
            scores = self._with_age(scores, request)
        keys = self._keys(scores, request.sort)
        if position is not None:
            start = self._start(position, request.sort)
            keys = [-key for key in keys if key < start] if position.backwards else [key for key in keys if key > start]
        reversed_ = (position is not None and position.backwards) != request.sort.startswith("-")
        ids = self._by_title if request.sort.endswith(("relevance", "title")) else self._by_item
        page = [ids[(-key if reversed_ else key) % _RANKS // 2] for key in nsmallest(most, keys)]
        chosen = {one: scores[one] for one in page}
        return list((chosen if request.sort == "relevance" else self._with_age(chosen, request)).items())

    def _with_age(self, scores: dict[int, int], request: SearchRequest) -> dict[int, int]:
        today = ranking.today(request.now).toordinal()
        fresh = ranking.microseconds(ranking.fresh_since(request.now))
        new_until, updated = self._new_until, self._updated
        return {
            one: score + ranking.NEW * (new_until[one] >= today) + ranking.FRESH * (updated[one] >= fresh)
            for one, score in scores.items()
        }

    def _keys(self, scores: dict[int, int], sort: SortName) -> list[int]:
        """The sort keys of documents: numbers that rise in the order of the sort."""
        if sort == "relevance":
            ranks = self._title_rank
            return [ranks[one] - score * _RANKS for one, score in scores.items()]
        sign = -1 if sort.startswith("-") else 1
        if sort.endswith("title"):
            ranks = self._title_rank
            return [sign * ranks[one] for one in scores]
        ranks, moments = self._item_rank, self._updated if sort.endswith("updated") else self._published
        return [sign * (moments[one] * _RANKS + ranks[one]) for one in scores]

    def _start(self, position: HitPosition, sort: SortName) -> int:
        """The sort key of a position, whether or not its item is still there."""
        if sort == "relevance":
            score, *title = position.values
            return _rank(self._titles, tuple(title)) - int(score) * _RANKS
        sign = -1 if sort.startswith("-") else 1
        if sort.endswith("title"):
            return sign * _rank(self._titles, position.values)
        moment, item = position.values
        return sign * (int(moment) * _RANKS + _rank(self._items, item))


def _rank(ordered: Sequence[Any], wanted: Any) -> int:
    at = bisect_left(ordered, wanted)
    return 2 * at if at < len(ordered) and ordered[at] == wanted else 2 * at - 1


class DocumentOrderCache:
    """Caches the order of each language, as long as nothing is written."""

    def __init__(self) -> None:
        self._cached: dict[Language, tuple[tuple[int, int], DocumentOrder]] = {}

    def get(self, connection: Connection, tables: IndexTables, written: int) -> DocumentOrder:
        """The order as the connection's transaction sees it. `written` changes with every write to the build."""
        state = (tables.build, written)
        cached = self._cached.get(tables.language)
        if cached is None or cached[0] != state:
            cached = self._cached[tables.language] = (state, DocumentOrder(connection, tables))
        return cached[1]
