"""Pages of a list by keyset: the rows beside a place, never by offset, so that a late page takes as long as the first."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from .query_types import Place


def page_of(
    rows: QuerySet[Any], field: str, columns: Sequence[Any], limit: int, place: Place | None, *, descending: bool
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


def _beyond(field: str, place: Place, descending: bool) -> Q:
    """The rows after a place in the order of the query. The first condition lets an index find where to start."""
    step = "lt" if descending else "gt"
    from_here = Q(**{f"{field}__{step}e": place.value})
    return from_here & (Q(**{f"{field}__{step}": place.value}) | Q(**{f"item__{step}": place.item}))
