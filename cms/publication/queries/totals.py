"""How many editions a list selects, counted once for each generation of what outlets read.

Counting takes the longer the more there are; nothing else about a list does.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Final


@dataclass(frozen=True, slots=True)
class Total:
    """The number of editions selected, and the first moment at which one of them expires."""

    total: int
    expires_at: datetime | None


class Totals:
    """The totals of the selections asked for lately, in this process."""

    LIMIT: Final = 500

    def __init__(self) -> None:
        self._known: dict[Hashable, tuple[int, Total]] = {}

    def of(self, selection: Hashable, generation: int | None, now: datetime, count: Callable[[], Total]) -> Total:
        """The total at a generation; `count` finds it where it isn't known, or where the generation isn't."""
        known = self._known.get(selection)
        if known is not None and known[0] == generation and not _is_past(known[1].expires_at, now):
            return known[1]
        found = count()
        if generation is not None:
            if len(self._known) >= self.LIMIT:
                self._known = {}
            self._known[selection] = (generation, found)
        return found

    def forget(self) -> None:
        """Forgets everything."""
        self._known = {}


def _is_past(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now
