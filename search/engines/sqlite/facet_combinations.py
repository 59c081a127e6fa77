"""The combinations of facet codes that documents have: by their numbers, facets are filtered and counted."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..engine_requests import FACETS, Facet
from .index_tables import combinations_table

_Chosen = Mapping[Facet, tuple[str, ...]]
_Counts = Mapping[int, int]
_Code = tuple[Facet, str]


class Combinations(NamedTuple):
    """The combinations of one build: for each by its number, the indexes of its codes in `codes`."""

    members: Mapping[int, Sequence[int]]
    codes: Sequence[_Code]

    def allowed(self, chosen: _Chosen, counts: _Counts, ignoring: Facet | None = None) -> _Counts:
        """Of combinations that are counted, those that the chosen facets leave; of one facet the filter may be ignored."""
        for facet, values in chosen.items():
            if values and facet != ignoring:
                any_of = {at for at, code in enumerate(self.codes) if code[0] == facet and code[1] in values}
                counts = {
                    number: count for number, count in counts.items() if not any_of.isdisjoint(self.members[number])
                }
        return counts

    def facets(self, chosen: _Chosen, counts: _Counts) -> dict[Facet, dict[str, int]]:
        """How many documents have each code. A facet's own filter does not narrow its counts."""
        found = self._by_facet(self.allowed(chosen, counts))
        for facet, values in chosen.items():
            if values:
                found[facet] = self._by_facet(self.allowed(chosen, counts, facet))[facet]
        return found

    def _by_facet(self, counts: _Counts) -> dict[Facet, dict[str, int]]:
        totals = [0] * len(self.codes)
        for number, count in counts.items():
            for at in self.members[number]:
                totals[at] += count
        found: dict[Facet, dict[str, int]] = {facet: {} for facet in FACETS}
        for (facet, code), total in zip(self.codes, totals, strict=True):
            if total:
                found[facet][code] = total
        return found


class CombinationCache:
    """Caches the combinations of one build, the latest asked for. They are only ever added to."""

    def __init__(self) -> None:
        self._cached = -1, Combinations({}, ())

    def get(self, connection: sqlite3.Connection, build: int) -> Combinations:
        """All combinations, as the connection's transaction sees them."""
        cached_build, known = self._cached
        if cached_build != build:
            known = Combinations({}, ())
        rows = connection.execute(
            f"SELECT id, {', '.join(FACETS)} FROM {combinations_table(build)} WHERE id > ?",  # noqa: S608 - our own names
            (max(known.members, default=0),),
        ).fetchall()
        if rows or cached_build != build:
            known = _with(known, rows)
            self._cached = build, known
        return known


def _with(known: Combinations, rows: Sequence[tuple[int, *tuple[str, ...]]]) -> Combinations:
    """The known combinations and some more. A value is a list of codes, which have no spaces in them."""
    members = dict(known.members)
    indexes = {code: at for at, code in enumerate(known.codes)}
    for number, *values in rows:
        codes = [(facet, code) for facet, value in zip(FACETS, values, strict=True) for code in value.split()]
        members[number] = tuple(indexes.setdefault(code, len(indexes)) for code in codes)
    return Combinations(members, tuple(indexes))
