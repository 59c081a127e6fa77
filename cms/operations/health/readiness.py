"""Whether the service is ready, and of each check since when it is as it is. What was found is kept for a moment, so that
asking often costs nothing.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from cms.http.problems.problem import written_moment
from cms.publication.changelog.leases import described

from .bounded_reading import BoundedReading, NoAnswer
from .readiness_checks import CHECKS, Wrong

logger = logging.getLogger(__name__)
# Seconds for which what was found holds, and which all checks together may take.
KEPT: Final = 3.0
PATIENCE: Final = 4.0
Check = Callable[[], Wrong | None]


@dataclass(frozen=True, slots=True)
class CheckState:
    """How a check came out: a `reason` where something is wrong, and since when it has been so, as far as is known."""

    name: str
    reason: str
    since: datetime

    @property
    def is_well(self) -> bool:
        """Whether nothing is wrong."""
        return not self.reason


class Readiness:
    """The service's readiness as this process sees it."""

    def __init__(self, checks: Sequence[Check] = CHECKS, kept: float = KEPT, patience: float = PATIENCE) -> None:
        self._checks, self._kept, self._patience = checks, kept, patience
        self._read = BoundedReading(self._run, patience)
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self._states: dict[str, CheckState] = {}
        self._under_way, self._found = "", dict[str, Wrong | None]()

    def states(self) -> tuple[CheckState, ...]:
        """All checks as they came out, now or a moment ago."""
        with self._lock:
            if time.monotonic() - self._looked_at >= self._kept:
                self._look()
                self._looked_at = time.monotonic()
            return tuple(self._states.values())

    def _look(self) -> None:
        try:
            found = self._read()
        except NoAnswer:
            # The rest was not looked at, and stays as it was.
            found = {**self._found, self._under_way: Wrong(f"no answer within {self._patience:g} s")}
        for name, wrong in found.items():
            self._note(name, wrong)

    def _run(self) -> dict[str, Wrong | None]:
        found: dict[str, Wrong | None] = {}
        self._found = found
        for check in self._checks:
            self._under_way = check.__name__
            try:
                found[check.__name__] = check()
            except Exception as error:
                found[check.__name__] = Wrong(described(error))
        return found

    def _note(self, name: str, wrong: Wrong | None) -> None:
        before = self._states.get(name)
        reason = wrong.reason if wrong else ""
        changed = before is None or before.is_well != (wrong is None)
        since = (wrong and wrong.since) or (timezone.now() if before is None or changed else before.since)
        self._states[name] = CheckState(name, reason, since)
        if reason and changed:
            logger.error("not ready: %s: %s. What to do: see docs/operations.md, Not ready.", name, reason)
        elif before is not None and changed:
            logger.warning("ready again: %s", name)


def as_dict(states: Sequence[CheckState]) -> dict[str, Any]:
    """What `/readyz` says to whoever runs the service."""
    return {
        "ready": all(state.is_well for state in states),
        "checks": [
            {"name": one.name, "ready": one.is_well, "since": written_moment(one.since), "reason": one.reason}
            for one in states
        ],
    }


readiness: Final = Readiness()
