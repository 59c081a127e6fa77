"""The combinations of facets that documents have: by their numbers, facets are filtered and counted."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..interface import FACETS, Facet
from .schema import combinations

_Wanted = Mapping[Facet, tuple[str, ...]]
_Counts = Mapping[int, int]
_Code = tuple[Facet, str]


class Groups(NamedTuple):
    """The combinations of one build: for each by its number, the places of its codes in `codes`."""

    places: Mapping[int, Sequence[int]]
    codes: Sequence[_Code]

    def allowed(self, wanted: _Wanted, counts: _Counts, but: Facet | None = None) -> _Counts:
        """Of combinations that are counted, those that the facets asked for leave; of one facet the filter may be ignored."""
        for facet, values in wanted.items():
            if values and facet != but:
                any_of = {at for at, code in enumerate(self.codes) if code[0] == facet and code[1] in values}
                counts = {
                    number: count for number, count in counts.items() if not any_of.isdisjoint(self.places[number])
                }
        return counts

    def facets(self, wanted: _Wanted, counts: _Counts) -> dict[Facet, dict[str, int]]:
        """How many documents have each code. A facet's own filter does not narrow its counts."""
        found = self._by_facet(self.allowed(wanted, counts))
        for facet, values in wanted.items():
            if values:
                found[facet] = self._by_facet(self.allowed(wanted, counts, facet))[facet]
        return found

    def _by_facet(self, counts: _Counts) -> dict[Facet, dict[str, int]]:
        totals = [0] * len(self.codes)
        for number, count in counts.items():
            for at in self.places[number]:
                totals[at] += count
        found: dict[Facet, dict[str, int]] = {facet: {} for facet in FACETS}
        for (facet, code), total in zip(self.codes, totals, strict=True):
            if total:
                found[facet][code] = total
        return found


class Combinations:
    """Remembers the combinations of the build that was asked for last. They are only ever added to."""

    def __init__(self) -> None:
        self._known = -1, Groups({}, ())

    def of(self, connection: sqlite3.Connection, build: int) -> Groups:
        """All combinations, as the connection's transaction sees them."""
        known_build, groups = self._known
        if known_build != build:
            groups = Groups({}, ())
        rows = connection.execute(
            f"SELECT id, {', '.join(FACETS)} FROM {combinations(build)} WHERE id > ?",  # noqa: S608 - our own names
            (max(groups.places, default=0),),
        ).fetchall()
        if rows or known_build != build:
            groups = _with(groups, rows)
            self._known = build, groups
        return groups


def _with(groups: Groups, rows: Sequence[tuple[int, *tuple[str, ...]]]) -> Groups:
    """The groups and some more. A value is a list of codes, which have no spaces in them."""
    places = dict(groups.places)
    known = {code: at for at, code in enumerate(groups.codes)}
    for number, *values in rows:
        codes = [(facet, code) for facet, value in zip(FACETS, values, strict=True) for code in value.split()]
        places[number] = tuple(known.setdefault(code, len(known)) for code in codes)
    return Groups(places, tuple(known))
