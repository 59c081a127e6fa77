"""Cursors of a search: opaque to clients, and good only for the search that they were made for."""

import base64
import binascii
import hashlib
import json
import re
from typing import Any, Final

from .engines.interface import Place, SortName
from .ranking import ORDERS

_FORMAT: Final = 1
_LONGEST: Final = 3000
_LARGEST: Final = 2**53
# What each sort value is like: others than these are whole numbers.
_TEXTS: Final = {"title_key": re.compile(r"[0-9A-Za-z]{0,600}"), "item": re.compile(r"[0-9a-f-]{32,36}")}


def mark_of(*parts: Any) -> str:
    """A short mark of what is sought and how it is ordered."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=6).hexdigest()


def encode(mark: str, place: Place) -> str:
    """The cursor of a place."""
    parts = [_FORMAT, mark, int(place.backwards), *place.values]
    return base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).rstrip(b"=").decode()


def decode(cursor: str, mark: str, sort: SortName) -> Place:
    """The place of a cursor. Raises ValueError for one that is malformed or of another search."""
    try:
        version, its_mark, backwards, *values = _parts(cursor)
    except (TypeError, binascii.Error, RecursionError) as error:
        raise ValueError(cursor) from error
    names = [name for name, _ in ORDERS[sort]]
    if [version, its_mark] != [_FORMAT, mark] or backwards not in (0, 1) or len(values) != len(names):
        raise ValueError(cursor)
    if not all(map(_is_value, names, values)):
        raise ValueError(cursor)
    return Place(tuple(values), bool(backwards))


def _parts(cursor: str) -> Any:
    if len(cursor) > _LONGEST or not cursor.isascii():
        raise ValueError
    return json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))


def _is_value(name: str, value: Any) -> bool:
    if name in _TEXTS:
        return isinstance(value, str) and _TEXTS[name].fullmatch(value) is not None
    return type(value) is int and abs(value) < _LARGEST
