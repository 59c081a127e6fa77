"""Keys of a table's rows and columns that stay through edits, so that a cell's translation follows the cell.

Wagtail's table is a grid without keys, and its form drops whatever else is stored: so a table is compared with the page's
newest version when it is saved, and each row and column that was there keeps its key. Without keys, places are taken for them.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Final
from uuid import uuid4

from wagtail.fields import StreamField

Line = tuple[str, ...]
ROWS: Final = "row_ids"
COLUMNS: Final = "column_ids"


def keys_of(table: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The keys of the rows and of the columns."""
    rows = _grid(table)
    return (
        _known(table.get(ROWS), len(rows)),
        _known(table.get(COLUMNS), _width(rows)),
    )


def with_keys(table: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """A table whose rows and columns have the keys that they had `before`."""
    row_ids, column_ids = keys_of(before)
    old, new = _grid(before), _grid(table)
    rows = _matched(old, new)
    # Columns are compared by the rows that both have.
    both = [(old[was], new[place]) for place, was in rows.items()] or list(zip(old, new, strict=False))
    columns = _matched(_turned([one for one, _ in both], old), _turned([other for _, other in both], new))
    keys = {ROWS: _given(rows, row_ids, len(new)), COLUMNS: _given(columns, column_ids, _width(new))}
    # Keys that are the places are not stored: a table that nobody changed stays the very same.
    kept = {name: found for name, found in keys.items() if found != _known(None, len(found))}
    return {**{name: value for name, value in table.items() if name not in keys}, **kept}


def keep_keys(page: Any) -> None:
    """Gives the tables of a page the keys that they have in its newest version."""
    streams = [field.name for field in page._meta.get_fields() if isinstance(field, StreamField)]
    # Only tables are made of what is stored: the other blocks stay as they came.
    tables = [
        (name, getattr(page, name)[place])
        for name in streams
        for place, stored in enumerate(getattr(page, name).raw_data)
        if stored["type"] == "table"
    ]
    newest = page.latest_revision if tables else None
    if newest is None:
        return
    before = {name: dict(_tables(newest.content.get(name))) for name in streams}
    for name, block in tables:
        if block.id in before[name] and block.value and block.value.get("data"):
            block.value = with_keys(block.value, before[name][block.id])


def _tables(stored: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The tables of a stream as a revision stores it, by the key of their block."""
    blocks = json.loads(stored) if isinstance(stored, str) and '"table"' in stored else ()
    for block in blocks:
        if block["type"] == "table" and (block["value"] or {}).get("data"):
            yield block["id"], block["value"]


def _grid(table: Mapping[str, Any]) -> list[Line]:
    return [tuple(str(cell or "") for cell in line) for line in table.get("data") or ()]


def _width(rows: Sequence[Line]) -> int:
    return max(map(len, rows), default=0)


def _turned(rows: Sequence[Line], whole: Sequence[Line]) -> list[Line]:
    """The columns of some rows of the `whole`."""
    return [tuple(row[place] if place < len(row) else "" for row in rows) for place in range(_width(whole))]


def _known(stored: Any, count: int) -> list[str]:
    if isinstance(stored, list) and len(stored) == count == len(set(map(str, stored))):
        return [str(key) for key in stored]
    return [str(place) for place in range(count)]


def _given(found: Mapping[int, int], keys: Sequence[str], count: int) -> list[str]:
    """The keys of lines: of those that were found among the old, and new ones."""
    return [keys[found[place]] if place in found else uuid4().hex[:12] for place in range(count)]


def _matched(old: Sequence[Line], new: Sequence[Line]) -> dict[int, int]:
    """Which old line each new one is: the same, or else the most alike of those that are left."""
    found: dict[int, int] = {}
    for match in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        found.update((match.b + step, match.a + step) for step in range(match.size))
    left = [place for place in range(len(old)) if place not in set(found.values())]
    for place in range(len(new)):
        if place in found or not left:
            continue
        # The first of those that are equally alike: the order of lines seldom changes.
        best = max(left, key=lambda was: (_alike(old[was], new[place]), was == place))
        if _alike(old[best], new[place]) or (len(old) == len(new) and best == place):
            found[place] = best
            left.remove(best)
    return dict(sorted(found.items()))


def _alike(one: Line, other: Line) -> int:
    """How many cells two lines have in common."""
    shared = Counter(filter(None, one)) & Counter(filter(None, other))
    return shared.total()
