"""Keyset cursors: opaque to clients, and good only for the list that they were made for."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from cms.publication.queries.keyset import opened, sealed, sides
from cms.publication.queries.query_types import ORDER_FIELDS, EditionList, KeysetPosition, ListRow, SortName

from . import messages
from .identifiers import uuid_of
from .problems.problem import Problem

_FORMAT: Final = 1
_KEY: Final = re.compile(r"[0-9A-Za-z]{0,600}")
_LONGEST: Final = 2000
_LAST_ID: Final = (1 << 128) - 1
# The largest whole number that every client can read (GraphQL's Int).
LARGEST_VERSION: Final = (1 << 31) - 1
WHOLE_NUMBERS: Final = {"version", "id"}


def encode(mark: str, sort: SortName, place: KeysetPosition) -> str:
    """The cursor of a place."""
    value = place.value.astimezone(UTC).isoformat() if isinstance(place.value, datetime) else place.value
    return sealed([_FORMAT, mark, sort, value, str(place.item), int(place.backwards)])


def decode(cursor: str, mark: str, sort: SortName) -> KeysetPosition:
    """The place of a cursor. Raises Problem (400) for one that is malformed or of another list or sort."""
    try:
        return _place(opened(cursor, _LONGEST), mark, sort)
    except (ValueError, TypeError, OverflowError):
        raise Problem(
            "invalid-cursor", messages.INVALID_CURSOR, parameter="cursor", allowed=[messages.A_CURSOR]
        ) from None


def _place(parts: Any, mark: str, sort: SortName) -> KeysetPosition:
    version, its_mark, its_sort, value, item, backwards = parts
    known = uuid_of(item)
    if [version, its_mark, its_sort] != [_FORMAT, mark, sort] or known is None or backwards not in (0, 1):
        raise ValueError
    if ORDER_FIELDS[sort].endswith("_at"):
        moment = datetime.fromisoformat(value)
        if moment.tzinfo != UTC:
            raise ValueError
        return KeysetPosition(moment, known, bool(backwards))
    if ORDER_FIELDS[sort] in WHOLE_NUMBERS:
        if type(value) is not int or abs(value) > LARGEST_VERSION:
            raise ValueError
    elif not _KEY.fullmatch(value):
        raise ValueError
    return KeysetPosition(value, known, bool(backwards))


def neighbours(
    mark: str, sort: SortName, place: KeysetPosition | None, page: EditionList
) -> tuple[str | None, str | None]:
    """The cursors of the previous and the next page, None where there is none."""
    back = place is not None and place.backwards
    has_previous, has_next = sides(begun=place is not None, backwards=back, more=page.more)
    first = _beside(page.rows[0], True) if page.rows else _turned(place, sort, True)
    last = _beside(page.rows[-1], False) if page.rows else _turned(place, sort, False)
    return (
        encode(mark, sort, first) if has_previous and first else None,
        encode(mark, sort, last) if has_next and last else None,
    )


def _beside(row: ListRow, backwards: bool) -> KeysetPosition:
    return KeysetPosition(row.value, row.item, backwards)


def _turned(place: KeysetPosition | None, sort: SortName, backwards: bool) -> KeysetPosition | None:
    """The way back from a page that turned out empty; one id further, so that the row of the place itself is read again."""
    if place is None:
        return None
    step = -1 if sort.startswith("-") == backwards else 1
    return KeysetPosition(place.value, UUID(int=min(max(place.item.int + step, 0), _LAST_ID)), backwards)


def with_cursor(address: str, parameters: Mapping[str, object], cursor: str | None) -> str | None:
    """The address of a page; None for no cursor."""
    if cursor is None:
        return None
    return f"{address}?{urlencode({**parameters, 'cursor': cursor})}"
