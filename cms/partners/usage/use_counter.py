"""How much keys are used. Counts wait in memory, and a thread of each process writes them to the tables every minute."""

import datetime as dt
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone

from cms.counting.waiting_counts import WaitingCounts

from . import use_records

FLUSH_EVERY: Final = 60.0  # seconds
_WALES: Final = ZoneInfo("Europe/London")


@dataclass(slots=True)
class Uses:
    """Requests, the tokens that they took, how many were refused, and when the latest came (of `time.time()`)."""

    requests: int = 0
    tokens: int = 0
    refused: int = 0
    last: float = 0.0

    def plus(self, later: "Uses") -> "Uses":
        """Both together."""
        return Uses(
            self.requests + later.requests, self.tokens + later.tokens, self.refused + later.refused, later.last
        )


def today() -> dt.date:
    """The day in Wales."""
    return timezone.localdate(timezone=_WALES)


class UseCounter(WaitingCounts[int, Uses]):
    """The uses that a process has not written yet, by key.

    What is used is of the day of its writing: a minute before midnight may be the next day's.
    """

    def __init__(self) -> None:
        super().__init__("uses of keys", FLUSH_EVERY)

    def add(self, key: int, tokens: int, *, refused: bool = False) -> None:
        """Counts one request."""
        with self._lock:
            self.put(key, Uses(1, tokens, int(refused), time.time()))

    def write(self, taken: Mapping[int, Uses]) -> None:
        use_records.add_uses(taken, today())

    def delete_expired(self, day: dt.date) -> None:
        use_records.delete_expired(day)

    def today(self) -> dt.date:
        return today()


use_counter: Final = UseCounter()
use_counter.begin_anew_in_forks()
