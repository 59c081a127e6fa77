"""Pages of what is below an item. The first hundred are named in its payload; only what comes after those is asked of the
database, for the one item that a cursor belongs to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from cms.http import messages
from cms.http.problems.problem import Problem
from cms.publication.queries import batches, list_queries
from cms.publication.queries.keyset import mark_of, opened, sealed
from cms.publication.queries.query_types import EditionFilter, KeysetPosition

from .payload_loader import PayloadKey, PayloadLoader
from .resolvers import Arguments, FieldRequest, Source
from .roots.messages import A_CURSOR

_LONGEST_CURSOR: Final = 200
_FURTHER: Final = "further_children"


@dataclass(frozen=True, slots=True)
class ChildrenPage:
    """The ids on a page, and whether there are children before and after it."""

    ids: list[str]
    before: bool
    after: bool


def fetch(sources: Sequence[Source], arguments: Arguments, request: FieldRequest) -> None:
    """Reads the page after a cursor that leads beyond the payload's own children. Raises Problem for a bad cursor."""
    if arguments.get("after") is None:
        return
    mark, after = _opened(arguments["after"])
    for source in sources:
        if _mark(source) == mark and _start(source, after, arguments["first"]) is None:
            # Two fields of one query may ask for different pages of the same item.
            known = source.setdefault(_FURTHER, {})
            known[after, arguments["first"]] = _further(source, after, arguments["first"], request)
            return


def keys(source: Source, arguments: Arguments) -> Iterable[PayloadKey]:
    """The children on the page. Raises Problem where the cursor is another item's."""
    return [(item, source["language"]) for item in _page(source, arguments).ids]


def value(source: Source, arguments: Arguments, payloads: PayloadLoader) -> dict[str, Any]:
    """The connection, less those children that are public no longer."""
    page, mark = _page(source, arguments), _mark(source)
    found = [(item, payloads.get("items", (item, source["language"]))) for item in page.ids]
    edges = [{"cursor": sealed([mark, item]), "node": node} for item, node in found if node is not None]
    return {
        "nodes": [edge["node"] for edge in edges],
        "edges": edges,
        "page_info": {
            "has_previous_page": page.before,
            "has_next_page": page.after,
            "start_cursor": edges[0]["cursor"] if edges else None,
            "end_cursor": edges[-1]["cursor"] if edges else None,
        },
        "total_count": source["children_total"],
    }


def _page(source: Source, arguments: Arguments) -> ChildrenPage:
    first, start = arguments["first"], 0
    if arguments.get("after") is not None:
        mark, after = _opened(arguments["after"])
        if mark != _mark(source):
            raise _refused()
        place = _start(source, after, first)
        if place is None:
            further: ChildrenPage = source[_FURTHER][after, first]
            return further
        start = place
    ids = [child["id"] for child in source["children"][start : start + first]]
    return ChildrenPage(ids, start > 0, source["children_total"] > start + first)


def _start(source: Source, after: str, first: int) -> int | None:
    """Where the page begins in the payload's own children; None where they do not fill it."""
    ids = [child["id"] for child in source["children"]]
    if after not in ids:
        return None
    start = ids.index(after) + 1
    return start if start + first <= len(ids) or len(ids) == source["children_total"] else None


def _further(source: Source, after: str, first: int, request: FieldRequest) -> ChildrenPage:
    position = batches.position(UUID(after), source["language"])
    if position is None:
        raise _refused()
    below = EditionFilter(language=source["language"], parents=(UUID(source["id"]),))
    found = list_queries.editions(below, "position", first, KeysetPosition(position, UUID(after)))
    request.payloads.until(found.expires_at)
    return ChildrenPage([str(row.item) for row in found.rows], True, found.more)


def _mark(source: Source) -> str:
    return mark_of("children", source["id"], source["language"])


def _opened(cursor: str) -> tuple[str, str]:
    try:
        mark, item = opened(cursor, _LONGEST_CURSOR)
        return str(mark), str(UUID(item))
    except (ValueError, TypeError, AttributeError):
        raise _refused() from None


def _refused() -> Problem:
    return Problem("invalid-cursor", messages.INVALID_CURSOR, parameter="after", allowed=[A_CURSOR])
