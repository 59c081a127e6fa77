"""Work that one process at a time does, under a row of ConsumerOffset: whose turn it is, whether it failed, when it is
tried again.

It knows nothing of the work. No transaction is open while it is done, so a holder that dies leaves nothing but a lease that
runs out.
"""

import logging
import os
import random
import re
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Final, Self
from uuid import uuid4

from django.db import Error
from django.db.models import Q

from ..clock import shared_now
from ..models import ConsumerOffset

# Far longer than one step of any work; a step is what is done between two calls of `renew`.
LEASE: Final = timedelta(seconds=60)
FIRST_DELAY: Final = 1.0
LONGEST_DELAY: Final = 60.0
# Of what failed for a cause outside: asking whether a service is back costs nothing, and somebody waits for it.
LONGEST_EXTERNAL_DELAY: Final = 2.0
_CREDENTIALS: Final = re.compile(r"(?<=//)[^/@\s]+@")

Clock = Callable[[], datetime]
logger = logging.getLogger(__name__)


class ExternalFailure(Exception):
    """Work that failed for a cause outside of it, such as a service that does not answer: not worth a traceback."""


class Interrupted(Exception):
    """Work that ends before it is done, without having failed: its lease was lost, or the process is to stop."""


def delay(failures: int, longest: float = LONGEST_DELAY) -> float:
    """Seconds until the next attempt: doubling up to the longest, each up to a half shorter: many don't come at once."""
    doubled = FIRST_DELAY * 2.0 ** min(failures - 1, 30)
    return max(FIRST_DELAY, min(longest, doubled) * random.uniform(0.5, 1.0))  # noqa: S311 - no secret


def described(error: BaseException) -> str:
    """One line about an error, without passwords that an address in it may hold."""
    said = " ".join(str(error).split())
    line = said if isinstance(error, ExternalFailure) and said else f"{type(error).__name__}: {said}".rstrip(": ")
    return _CREDENTIALS.sub("", line)[:300]


class Lease:
    """The right to do the work called `name`. As a context manager it records a failure and lets the work go at its end.

    Errors of the work go no further, except where the database cannot take them down: `failed` tells.
    """

    def __init__(self, row: ConsumerOffset, clock: Clock, stop: Callable[[], bool]) -> None:
        self.row = row
        self.failed = False
        self._clock = clock
        self._stop = stop
        self._renewed_at = clock()

    @classmethod
    def take(
        cls, name: str, *, clock: Clock = shared_now, stop: Callable[[], bool] = bool, early: bool = False
    ) -> "Lease | None":
        """The lease; None while another holds it, or while it is too soon after a failure (unless `early`)."""
        ConsumerOffset.objects.get_or_create(name=name)
        now = clock()
        free = ConsumerOffset.objects.filter(Q(held_by="") | Q(held_until__lte=now), name=name)
        if not early:
            free = free.filter(Q(retry_at=None) | Q(retry_at__lte=now))
        holder = f"{socket.gethostname()[:60]} {os.getpid()} {uuid4()}"
        if not free.update(held_by=holder, held_until=now + LEASE):
            return None
        return cls(ConsumerOffset.objects.get(name=name), clock, stop)

    def renew(self) -> None:
        """Say between two steps that work goes on. Raises Interrupted where it should not."""
        if self._stop():
            raise Interrupted("the process is to stop")
        now = self._clock()
        if now - self._renewed_at > LEASE / 4:
            self._update(now, held_until=now + LEASE)

    def advance(self, version: int, state: dict[str, Any]) -> None:
        """Puts the offset at `version`, never back, with what the consumer keeps about it. The work has succeeded."""
        self.set_offset(max(version, self.row.version), state)

    def set_offset(self, version: int, state: dict[str, Any]) -> None:
        """Puts the offset anywhere. Raises Interrupted where the lease was lost meanwhile."""
        now = self._clock()
        self._update(now, version=version, state=state, moved_at=now, held_until=now + LEASE)
        self.row.version, self.row.state = version, state
        self.note_success()

    def release(self) -> None:
        """Lets the work go. Nothing where it was lost."""
        self._mine().update(held_by="", held_until=None)

    def note_success(self) -> None:
        """Notes that the work can be done (again)."""
        if self.row.failures:
            logger.warning(
                "%s: well again after %s failure(s) since %s", self.row.name, self.row.failures, self.row.failing_since
            )
            self.row.failures = 0
            self._update(self._clock(), failures=0, failing_since=None, retry_at=None, last_error="")

    def _update(self, now: datetime, **values: Any) -> None:
        self._renewed_at = now
        if not self._mine().update(**values):
            raise Interrupted("another process has taken over")

    def _mine(self) -> Any:
        return ConsumerOffset.objects.filter(name=self.row.name, held_by=self.row.held_by)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        try:
            if isinstance(error, Interrupted):
                logger.info("%s: ended: %s", self.row.name, error)
            elif isinstance(error, Exception):
                self._fail(error)
            self.release()
        except Error:
            if error is None:
                raise
            return False  # the work's own error tells more
        return isinstance(error, Exception)

    def _fail(self, error: Exception) -> None:
        """Takes down what failed and when it is tried again; logs the first failure of a row of them."""
        self.failed = True
        failures, now = self.row.failures + 1, self._clock()
        since = self.row.failing_since or now
        longest = LONGEST_EXTERNAL_DELAY if isinstance(error, ExternalFailure) else LONGEST_DELAY
        wait = delay(failures, longest)
        self._mine().update(
            failures=failures,
            failing_since=since,
            retry_at=now + timedelta(seconds=wait),
            last_error=described(error),
        )
        if failures == 1:
            logger.error(
                "%s: failing: %s. Tried again in %.0f s, then ever more seldom, at most %.0f s apart. Nothing is lost."
                " What to do: see that the service which it names answers; manage.py worker --status says when it is well.",
                self.row.name, described(error), wait, longest,
                exc_info=None if isinstance(error, ExternalFailure) else error,
            )  # fmt: skip
