"""What is public around a preview, as it would be beside it: what shows something of a previewed item, or is below one that
gets another address.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from ..models import Edition
from ..payload.neighbourhood import Neighbourhood
from ..reconciliation.appearance import Appearance, at_or_below, editions_showing
from ..reconciliation.tracked_edition import BYTES
from ..releases.released_places import EditionKey
from ..visibility import is_served, listed, served
from .preview_overlay import Moves


def moves_of(stored: Iterable[Edition], editions: Mapping[EditionKey, Edition]) -> Moves:
    """The addresses that items have and would have, where those differ."""
    found = {
        row.path: shown.path
        for row in stored
        if (shown := editions.get((row.item, row.lang))) is not None and shown.path != row.path
    }
    return Moves(found)


class PreviewNeighbourhood(Neighbourhood):
    """The public editions around those of a preview, which stand in for their items' own, and around `others`."""

    def __init__(
        self,
        items: frozenset[UUID],
        editions: Mapping[EditionKey, Edition],
        now: datetime,
        moves: Moves,
        others: Iterable[Edition] = (),
    ) -> None:
        super().__init__([*editions.values(), *others], now)
        self.items, self.editions, self.moves = items, editions, moves
        public = {key: row for key, row in self.by_key.items() if key[0] not in items}
        above = [row for row in self.by_path.values() if row.item not in items]
        for row in {id(row): row for row in (*public.values(), *above, *others)}.values():
            row.path = moves.there(row.path)
        self.by_key = public | {**editions}
        shown = [*(row for row in public.values() if is_served(row, now)), *above, *editions.values()]
        self.by_path = {row.path: row for row in shown}

    def _child_rows(self, edition: Edition) -> tuple[list[Any], int]:
        rows, total = super()._child_rows(edition)
        own = [one for one in self.editions.values() if _is_below(one, edition) and one.withdrawn_at is None]
        hidden = Edition.objects.filter(
            listed(self.now), parent=edition.item, language=edition.language, item__in=self.items
        ).count()
        kept = [row._replace(path=self.moves.there(row.path)) for row in rows if row.item not in self.items]
        return sorted([*kept, *own], key=lambda row: row.position), total - hidden + len(own)


def _is_below(one: Edition, edition: Edition) -> bool:
    return one.parent == edition.item and one.language == edition.language


class Around:
    """Composes them, `made` from the stored rows, when they are asked for: they may be all that is below a home page."""

    def __init__(
        self, near: PreviewNeighbourhood, stored: Iterable[Edition], made: Callable[[Edition, Neighbourhood], None]
    ) -> None:
        self._near, self._made = near, made
        self._appearances = [Appearance.of(one) for one in (*near.editions.values(), *stored)]
        if near.moves:
            below = Edition.objects.filter(served(near.now), at_or_below(set(near.moves.paths)))
            self._appearances += [Appearance.of(one) for one in below.defer(*BYTES, "content")]
        self._known: dict[EditionKey, Edition | None] = {}

    def editions(self, keys: Collection[EditionKey]) -> Mapping[EditionKey, Edition]:
        """Those of public editions that would be given otherwise, with their bytes."""
        new = set(keys) - self._known.keys()
        if new:
            rows = self._showing({item for item, _ in new} - self._near.items)
            near = PreviewNeighbourhood(
                self._near.items, self._near.editions, self._near.now, self._near.moves, rows
            )  # fmt: skip
            for row in rows:
                self._made(row, near)
            self._known |= dict.fromkeys(new) | {(row.item, row.lang): row for row in rows}
        return {key: made for key in keys if (made := self._known[key]) is not None}

    def _showing(self, items: set[UUID]) -> list[Edition]:
        public = Edition.objects.filter(served(self._near.now), item__in=items).defer(*BYTES)
        conditions = editions_showing(self._appearances) if items else ()
        return list({row.pk: row for condition in conditions for row in public.filter(condition)}.values())
