"""Whether a serving process is frozen, and when one that has ended is started again. Knows no clock: it is told the time.

A process that has no share of the processor is silent too. To end it would make matters worse: another would have to start.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

# Seconds between two looks. Where more has passed, whoever looks had no share of the processor either.
LOOK: Final = 0.5
# Seconds after which what ended is started again: at once, and each time twice as late while it does not last.
_FIRST, _LONGEST = 1.0, 60.0
# Seconds that a process has to last for its next end to be the first again.
LASTING: Final = 60.0
_TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Silence:
    """How long a process has said nothing although it could have, in two measures, each of which ends at `patience` seconds.

    `frozen`: seconds in which whoever looks had its share of the processor and the process used none.
    `busy`: seconds of the processor that the process has used meanwhile: what answers needs a thousandth of one.
    """

    patience: float
    frozen: float = 0.0
    busy: float = 0.0
    _looked: float | None = None
    _used: float = 0.0

    def heard(self, now: float, used: float) -> None:
        """It answered; `used` are the seconds of the processor that it has used in its life."""
        self.frozen = self.busy = 0.0
        self._looked, self._used = now, used

    def is_over(self, now: float, used: float) -> bool:
        """It did not answer: whether it is to be ended."""
        if self._looked is not None:
            share = used - self._used
            self.busy += share
            # A look that comes late counts as one: what went by meanwhile, nobody saw.
            self.frozen = 0.0 if share > 0 else self.frozen + min(now - self._looked, 2 * LOOK)
        self._looked, self._used = now, used
        return self.frozen >= self.patience or self.busy >= self.patience


@dataclass(slots=True)
class Restarts:
    """When a process is started again, by how often it has not lasted."""

    _delay: float = field(default=0.0)
    _started: float | None = None

    def started(self, now: float) -> None:
        """It was started."""
        self._started = now

    def next_start(self, now: float) -> float:
        """It has ended: the time at which another is to start."""
        lasted = self._started is None or now - self._started >= LASTING
        due = now if lasted else now + self._delay
        self._delay = _FIRST if lasted or not self._delay else min(2 * self._delay, _LONGEST)
        return due


def processor_seconds(pid: int) -> float:
    """What a process has used of the processor in its life; 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS
