"""Cursors of a search: opaque to clients, and good only for the search that they were made for."""

import re
from typing import Any, Final

from cms.publication.queries.keyset import opened, sealed

from ..engines.engine_requests import HitPosition, SortName
from ..engines.ranking import ORDERS

_FORMAT: Final = 1
_MAX_LENGTH: Final = 3000
_MAX_VALUE: Final = 2**53
# What each sort value is like: others than these are whole numbers.
_TEXTS: Final = {"title_key": re.compile(r"[0-9A-Za-z]{0,600}"), "item": re.compile(r"[0-9a-f-]{32,36}")}


def encode(mark: str, position: HitPosition) -> str:
    """The cursor of a position."""
    return sealed([_FORMAT, mark, int(position.backwards), *position.values])


def decode(cursor: str, mark: str, sort: SortName) -> HitPosition:
    """The position of a cursor. Raises ValueError for one that is malformed or of another search."""
    try:
        version, its_mark, backwards, *values = opened(cursor, _MAX_LENGTH)
    except TypeError as error:
        raise ValueError(cursor) from error
    names = [name for name, _ in ORDERS[sort]]
    if [version, its_mark] != [_FORMAT, mark] or backwards not in (0, 1) or len(values) != len(names):
        raise ValueError(cursor)
    if not all(map(_is_value, names, values)):
        raise ValueError(cursor)
    return HitPosition(tuple(values), bool(backwards))


def _is_value(name: str, value: Any) -> bool:
    if name in _TEXTS:
        return isinstance(value, str) and _TEXTS[name].fullmatch(value) is not None
    return type(value) is int and abs(value) < _MAX_VALUE
