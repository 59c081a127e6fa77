"""A place in the log and what changed after it, for who keeps what shows single items.

The log names every item of which bytes changed (ADR 54), so what shows nothing but items holds until one of them is named.
"""

from dataclasses import dataclass
from typing import Final

from ...changelog.log import position_of
from ...models import Change, LogHead

# Changes. Where there were more it is quicker to begin again.
MOST: Final = 2_000


@dataclass(frozen=True, slots=True)
class Place:
    """A generation of what outlets read, and the newest change of the log then, as `position_of` tells it from any other."""

    generation: int
    version: int
    position: str


def place_now() -> Place:
    """Where the log is. Two queries. Raises django.db.Error."""
    generation, version = LogHead.objects.values_list("generation", "version").first() or (0, 0)
    return Place(generation, version, position_of(Change.objects.filter(version=version).first()))


def changes_between(before: Place, now: Place) -> list[Change] | None:
    """The changes between two places, and maybe some after; None where it cannot be told, or where there are too many.

    It cannot where the database was put back to an earlier day, or the log was cleared of what ended something since.
    """
    if now.version < before.version or now.generation < before.generation:
        return None
    found = list(Change.objects.filter(version__gte=before.version).order_by("version")[: MOST + 1])
    horizon = LogHead.objects.values_list("horizon", flat=True).first() or 0
    first = found[0] if before.version and found else None
    if len(found) > MOST or horizon > before.version or position_of(first) != before.position:
        return None
    return [change for change in found if change.version > before.version]
