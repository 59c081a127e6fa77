"""Pages of a list by keyset: the rows beside a place, never by offset, so that a late page takes as long as the first.

And what the cursors of such pages have in common, whatever is in them.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from .query_types import KeysetPosition


def page_of(
    rows: QuerySet[Any],
    field: str,
    columns: Sequence[Any],
    limit: int,
    place: KeysetPosition | None,
    *,
    descending: bool,
) -> tuple[list[tuple[Any, ...]], bool]:
    """`columns` of at most `limit` rows beside `place`, in the order of `field` and then of items; and whether there are
    further rows in the direction that was read.
    """
    backwards = place is not None and place.backwards
    falling = descending != backwards
    beside = rows if place is None else rows.filter(_beyond(field, place, falling))
    order = (f"-{field}", "-item") if falling else (field, "item")
    found = list(beside.order_by(*order).values_list(*columns)[: limit + 1])
    kept = found[:limit]
    return kept[::-1] if backwards else kept, len(found) > limit


def _beyond(field: str, place: KeysetPosition, descending: bool) -> Q:
    """The rows after a place in the order of the query. The first condition lets an index find where to start."""
    step = "lt" if descending else "gt"
    from_here = Q(**{f"{field}__{step}e": place.value})
    return from_here & (Q(**{f"{field}__{step}": place.value}) | Q(**{f"item__{step}": place.item}))


def mark_of(*parts: Any) -> str:
    """A short mark of what a list holds, so that a cursor is not used with another one."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=6).hexdigest()


def sealed(parts: Sequence[Any]) -> str:
    """Parts that are JSON as a cursor, opaque to clients and safe in an address."""
    return base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).rstrip(b"=").decode()


def opened(cursor: str, longest: int) -> Any:
    """What `sealed` was given, as far as anybody may know: any JSON may come of it. Raises ValueError for what is none."""
    if len(cursor) > longest or not cursor.isascii():
        raise ValueError(cursor)
    try:
        return json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, RecursionError) as error:
        raise ValueError(cursor) from error


def sides(*, begun: bool, backwards: bool, more: bool) -> tuple[bool, bool]:
    """Whether a page has one before it and one after it. `more` is what was found in the direction that was read; where a
    page was `begun` at a place, there is, or was, a row beyond that place.
    """
    return (more, begun) if backwards else (begun, more)
