"""When something is next to go out by the clock: a set of releases, or a page that is scheduled."""

import time
from datetime import datetime
from typing import Final

from django.db.models import Min
from django.utils import timezone
from wagtail.models import Revision

from ..models import ReleaseSet, SetState

# Seconds for which a process goes by what it has read.
READ_EVERY: Final = 5.0


class PlannedMoment:
    """The next moment, read of the database at most every READ_EVERY seconds. None where nothing is planned."""

    def __init__(self) -> None:
        self._read_at = float("-inf")
        self._moment: datetime | None = None

    def next(self) -> datetime | None:
        """The next moment after now."""
        now = timezone.now()
        if time.monotonic() - self._read_at >= READ_EVERY or (self._moment and self._moment <= now):
            self._read_at, self._moment = time.monotonic(), _read(now)
        return self._moment

    def forget(self) -> None:
        """Reads anew the next time."""
        self._read_at = float("-inf")


def _read(now: datetime) -> datetime | None:
    sets = ReleaseSet.objects.filter(state=SetState.OPEN, planned_for__gt=now).aggregate(next=Min("planned_for"))
    pages = Revision.objects.filter(approved_go_live_at__gt=now).aggregate(next=Min("approved_go_live_at"))
    return min((moment for moment in (sets["next"], pages["next"]) if moment), default=None)


planned_moment: Final = PlannedMoment()
