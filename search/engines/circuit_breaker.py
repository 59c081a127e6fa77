"""A circuit breaker (Nygard, Release It!, 2007): a service that fails is left alone for a while, and nobody waits for it.

It knows nothing of the service. One stands for one service in one process, shared by its threads.
"""

import logging
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

from .interface import Unavailable

FIRST_PAUSE: Final = 5.0
LONGEST_PAUSE: Final = 60.0
logger = logging.getLogger(__name__)


class ServiceFault(Unavailable):
    """The service itself fails (no connection, no answer in time, no shard ...): opens the circuit."""


class CircuitBreaker:
    """Closed: calls pass. Open, after a fault: they are refused at once, for 5 seconds doubling to 60 with each further
    fault. Then one call is let through to try, and the others are refused until it has reported.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._pause = 0.0  # 0 while closed
        self._until = 0.0
        self._trying = False
        self._reason = ""

    @contextmanager
    def guard(self) -> Iterator[None]:
        """For a call that must not wait: raises Unavailable while the circuit is open, and reports how the call went."""
        trying = self._admit()
        try:
            with self.watch():
                yield
        finally:
            if trying:
                with self._lock:
                    self._trying = False

    @contextmanager
    def watch(self) -> Iterator[None]:
        """For a call that is made in any case (a write, with a back-off of its own): only reports how it went."""
        try:
            yield
        except ServiceFault as fault:
            self._failed(str(fault))
            raise
        except Unavailable:
            # It did answer, only not with what was asked of it.
            self._succeeded()
            raise
        self._succeeded()

    def _admit(self) -> bool:
        """Whether the call is the one that tries a service which failed; refuses it while the circuit is open."""
        if not self._pause:
            return False
        with self._lock:
            remaining = self._until - self._clock()
            if self._pause and (remaining > 0 or self._trying):
                raise Unavailable(self._reason, max(1, math.ceil(remaining)))
            self._trying = bool(self._pause)
            return self._trying

    def _failed(self, reason: str) -> None:
        with self._lock:
            now, was_closed = self._clock(), not self._pause
            # Calls that were under way when the circuit opened fail too: that is one fault, not several.
            if was_closed or now >= self._until:
                self._pause = min(max(FIRST_PAUSE, self._pause * 2), LONGEST_PAUSE)
                self._until = now + self._pause
            self._reason = reason
        if was_closed:
            logger.error(
                "%s. It is not asked for %.0f s, then for longer, at most %.0f s", reason, FIRST_PAUSE, LONGEST_PAUSE
            )

    def _succeeded(self) -> None:
        if not self._pause:
            return
        with self._lock:
            was_open, self._pause, self._until = bool(self._pause), 0.0, 0.0
        if was_open:
            logger.warning("It answers again, after: %s", self._reason)
