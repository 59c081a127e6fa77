"""Pages of a list as connections (Relay's GraphQL Cursor Connections Specification), by keyset. What is in a list, they do not
know; a cursor is only good for the list, filters and sort that it was made for.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, TypeVar
from uuid import UUID

import orjson

from cms.content.vocabularies import Label
from cms.http import messages as shared
from cms.http.pagination import LARGEST_VERSION, WHOLE_NUMBERS, decode, encode
from cms.http.problems.problem import Problem
from cms.publication.queries.keyset import mark_of, sides
from cms.publication.queries.query_types import ORDER_FIELDS, EditionList, KeysetPosition, SortName, SortValue

from ..limits import MAX_PAGE, PAGE
from .payload_loader import LoaderName
from .resolvers import Arguments, FieldRequest
from .roots import messages
from .roots.argument_problems import invalid, refused

Read = Callable[[SortName, int, KeysetPosition | None], EditionList]
P = TypeVar("P")
_FORWARDS, _BACKWARDS = ("first", "after"), ("last", "before")
# Beyond the first and the last row of any list. Text that rows are sorted by is made of digits and capital letters.
_FIRST_ID, _LAST_ID = UUID(int=0), UUID(int=(1 << 128) - 1)
_TEXTS: Final = ("", "z" * 8)
_VERSIONS: Final = (0, LARGEST_VERSION)
_MOMENTS: Final = (datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 29, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list is asked for: at most `limit` rows after the cursor, or before it; with none, from the list's
    beginning or end.
    """

    limit: int
    cursor: str | None
    backwards: bool

    @property
    def refused(self) -> Problem:
        """The problem with a cursor that is malformed or of another list."""
        parameter = "before" if self.backwards else "after"
        return Problem("invalid-cursor", shared.INVALID_CURSOR, parameter=parameter, allowed=[messages.A_CURSOR])


def window_of(arguments: Arguments, usual: int = PAGE, longest: int = MAX_PAGE) -> Window:
    """The part that the arguments ask for. Raises Problem (400) where they make no sense together."""
    given = {name: arguments[name] for name in (*_FORWARDS, *_BACKWARDS) if arguments.get(name) is not None}
    ahead, back = ([name for name in names if name in given] for names in (_FORWARDS, _BACKWARDS))
    if ahead and back:
        raise refused(messages.FIRST_AND_LAST, back[0], _FORWARDS)
    size, cursor = _BACKWARDS if back else _FORWARDS
    limit = given.get(size, usual)
    if not 1 <= limit <= longest:
        raise invalid(size, Label(*(sentence.format(least=1, most=longest) for sentence in shared.A_NUMBER)))
    return Window(limit, given.get(cursor), bool(back))


def connection(
    wanted: Collection[str],
    window: Window,
    rows: Sequence[tuple[P, Any]],
    seal: Callable[[P], str],
    *,
    more: bool,
    total: int,
    ends: tuple[P | None, P | None] = (None, None),
) -> dict[str, Any]:
    """A connection of `rows`, each with its place. `more` says whether there are further ones in the direction that was read;
    `ends` are the places to go on from where there are no rows. Cursors are made only where they are `wanted`.
    """
    made: dict[str, Any] = {"nodes": [node for _, node in rows], "total_count": total}
    if "edges" in wanted:
        made["edges"] = [{"cursor": seal(place), "node": node} for place, node in rows]
    if "pageInfo" in wanted:
        first, last = (rows[0][0], rows[-1][0]) if rows else ends
        before, after = sides(begun=window.cursor is not None, backwards=window.backwards, more=more)
        made["page_info"] = {
            "has_previous_page": before,
            "has_next_page": after,
            "start_cursor": None if first is None else seal(first),
            "end_cursor": None if last is None else seal(last),
        }
    return made


def keyset_page(
    request: FieldRequest, loader: LoaderName | None, holds: Any, sort: SortName, read: Read
) -> dict[str, Any]:
    """The page of a list that is asked for, as `read` gives it: payloads of what `loader` names, which need not be read again,
    or what no loader reads. `holds` says what the list holds. Raises Problem (400).
    """
    window, mark = window_of(request.arguments), mark_of(holds, sort)
    # Whoever only wants the total is not read a row.
    limit = window.limit if request.fields & {"nodes", "edges", "pageInfo"} else 0
    page = read(sort, limit, _place(window, mark, sort))
    request.payloads.until(page.expires_at)
    rows = [(KeysetPosition(row.value, row.item), orjson.loads(row.content)) for row in page.rows]
    if loader is not None:
        for _, payload in rows:
            request.payloads.put(loader, (payload["id"], payload["language"]), payload, whole=request.whole)
    return connection(
        request.fields, window, rows, lambda place: encode(mark, sort, place), more=page.more, total=page.total
    )


def _place(window: Window, mark: str, sort: SortName) -> KeysetPosition | None:
    if window.cursor is None:
        return _end(sort) if window.backwards else None
    try:
        return replace(decode(window.cursor, mark, sort), backwards=window.backwards)
    except Problem:
        raise window.refused from None


def _end(sort: SortName) -> KeysetPosition:
    """Beyond the last row, looking back."""
    falling = sort.startswith("-")
    values: Sequence[SortValue] = _TEXTS
    if ORDER_FIELDS[sort] in WHOLE_NUMBERS:
        values = _VERSIONS
    elif ORDER_FIELDS[sort].endswith("_at"):
        values = _MOMENTS
    return KeysetPosition(values[not falling], _FIRST_ID if falling else _LAST_ID, backwards=True)
