"""The documents of one language in order: where each stands by title, item and date, so that a page is cut without a look at
the documents. Read once, and again when anything was written.

What a page is sorted by is one number a document: a value, and below it twice the document's place in the order of titles or
of items. A place between two documents is an odd number.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from heapq import nlargest, nsmallest
from sqlite3 import Connection
from typing import Any, Final

from cms.content.languages import Language
from search.querying import ranking

from ..interface import Place, Request, SortName
from .schema import COMBINATION_BITS, Tables

_PLACES: Final = 1 << 40


class Order:
    """All public items of a language."""

    def __init__(self, connection: Connection, tables: Tables) -> None:
        columns = "id, title_key, item, published_at, updated_at, new_until"
        statement = f"SELECT {columns} FROM {tables.documents} WHERE id >= ? ORDER BY title_key, item"  # noqa: S608 - our own names
        rows = connection.execute(statement, (1 << COMBINATION_BITS,)).fetchall()
        self._titles = [(title, item) for _, title, item, *_ in rows]
        self._by_title = [row[0] for row in rows]
        by_item = sorted(rows, key=lambda row: str(row[2]))
        self._items = [row[2] for row in by_item]
        self._by_item = [row[0] for row in by_item]
        self._title_place = {one: 2 * at for at, one in enumerate(self._by_title)}
        self._item_place = {one: 2 * at for at, one in enumerate(self._by_item)}
        self._published = {row[0]: row[3] for row in rows}
        self._updated = {row[0]: row[4] for row in rows}
        self._new_until = {row[0]: row[5] for row in rows}

    def filtered(self, found: Iterable[int], request: Request) -> set[int]:
        """Those of the documents that the filters but for facets leave."""
        left, filters = set(found), request.filters
        if filters.new is not None:
            today, wanted = ranking.today(request.now).toordinal(), filters.new
            left = {one for one in left if (self._new_until[one] >= today) == wanted}
        if filters.updated_since is not None:
            since = ranking.microseconds(filters.updated_since)
            left = {one for one in left if self._updated[one] >= since}
        return left

    def page(self, scores: dict[int, int], request: Request) -> list[tuple[int, int]]:
        """(document, score with what its age adds) of at most one more than the limit, in the order that is read."""
        place, most = request.place, request.limit + 1
        if request.sort == "relevance":
            if place is None and len(scores) > most:
                cut = nlargest(most, scores.values())[-1] - ranking.NEW - ranking.FRESH
                scores = {one: score for one, score in scores.items() if score >= cut}
            scores = self._with_age(scores, request)
        keys = self._keys(scores, request.sort)
        if place is not None:
            start = self._start(place, request.sort)
            keys = [-key for key in keys if key < start] if place.backwards else [key for key in keys if key > start]
        turned = (place is not None and place.backwards) != request.sort.startswith("-")
        ids = self._by_title if request.sort.endswith(("relevance", "title")) else self._by_item
        page = [ids[(-key if turned else key) % _PLACES // 2] for key in nsmallest(most, keys)]
        chosen = {one: scores[one] for one in page}
        return list((chosen if request.sort == "relevance" else self._with_age(chosen, request)).items())

    def _with_age(self, scores: dict[int, int], request: Request) -> dict[int, int]:
        today = ranking.today(request.now).toordinal()
        fresh = ranking.microseconds(ranking.fresh_since(request.now))
        new_until, updated = self._new_until, self._updated
        return {
            one: score + ranking.NEW * (new_until[one] >= today) + ranking.FRESH * (updated[one] >= fresh)
            for one, score in scores.items()
        }

    def _keys(self, scores: dict[int, int], sort: SortName) -> list[int]:
        """What documents are sorted by: numbers that rise in the order of the sort."""
        if sort == "relevance":
            places = self._title_place
            return [places[one] - score * _PLACES for one, score in scores.items()]
        sign = -1 if sort.startswith("-") else 1
        if sort.endswith("title"):
            places = self._title_place
            return [sign * places[one] for one in scores]
        places, moments = self._item_place, self._updated if sort.endswith("updated") else self._published
        return [sign * (moments[one] * _PLACES + places[one]) for one in scores]

    def _start(self, place: Place, sort: SortName) -> int:
        """The number of a place, whether or not its item is still there."""
        if sort == "relevance":
            score, *title = place.values
            return _rank(self._titles, tuple(title)) - int(score) * _PLACES
        sign = -1 if sort.startswith("-") else 1
        if sort.endswith("title"):
            return sign * _rank(self._titles, place.values)
        moment, item = place.values
        return sign * (int(moment) * _PLACES + _rank(self._items, item))


def _rank(ordered: Sequence[Any], wanted: Any) -> int:
    at = bisect_left(ordered, wanted)
    return 2 * at if at < len(ordered) and ordered[at] == wanted else 2 * at - 1


class Orders:
    """Remembers the order of each language, as long as nothing is written."""

    def __init__(self) -> None:
        self._known: dict[Language, tuple[tuple[int, int], Order]] = {}

    def of(self, connection: Connection, tables: Tables, written: int) -> Order:
        """The order as the connection's transaction sees it. `written` tells states of the build's documents apart."""
        state = (tables.build, written)
        known = self._known.get(tables.language)
        if known is None or known[0] != state:
            known = self._known[tables.language] = (state, Order(connection, tables))
        return known[1]
