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

# Seconds until a service that failed is tried again. Whoever tries may wait in vain, all others are refused at once.
PAUSE: Final = 1.0
# Slow answers one after the other until it is left alone; and for how long after one it is spared.
MOST_SLOW: Final = 3
STRAINED: Final = 3.0
# How often an operator is told that it is slow.
TOLD_EVERY: Final = 60.0
logger = logging.getLogger(__name__)


class ServiceFault(Unavailable):
    """The service itself fails (no connection, no answer in time, no shard ...): opens the circuit."""


class SlowAnswer(Unavailable):
    """The service is there, but has not answered in time or takes no more: slow is not down."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, 1)


class CircuitBreaker:
    """Closed: calls pass. Open, after a fault: they are refused at once, for a second. Then one call is let through to try,
    and the others are refused until it has reported.

    One slow answer opens nothing: the service is `strained` for a while, and whoever asks may ask for less. Three of them
    one after the other, without a good one between, are a fault.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._open = False
        self._until = 0.0
        self._trying = False
        self._reason = ""
        self._slow = 0  # answers in a row
        self._slow_at = -math.inf
        self._strained_until = self._told_at = -math.inf

    @property
    def strained(self) -> bool:
        """Whether it was slow a moment ago: to be asked for no more than is needed."""
        return self._clock() < self._strained_until

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
        begun = self._clock()
        try:
            yield
        except SlowAnswer as slow:
            self._slowed(begun, str(slow))
            raise
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
        if not self._open:
            return False
        with self._lock:
            remaining = self._until - self._clock()
            if self._open and (remaining > 0 or self._trying):
                raise Unavailable(self._reason, max(1, math.ceil(remaining)))
            self._trying = self._open
            return self._trying

    def _slowed(self, begun: float, reason: str) -> None:
        with self._lock:
            now = self._clock()
            self._strained_until = now + STRAINED
            # Calls that were under way when another was found slow met the same slowness.
            if begun >= self._slow_at:
                self._slow_at = now
                self._slow += 1
            is_fault = self._slow >= MOST_SLOW
            is_told = not is_fault and now - self._told_at >= TOLD_EVERY
            if is_told:
                self._told_at = now
        if is_fault:
            self._failed(reason)
        elif is_told:
            logger.warning("%s. It is asked for less for %.0f s, each time that it is slow", reason, STRAINED)

    def _failed(self, reason: str) -> None:
        with self._lock:
            now, was_open, self._open = self._clock(), self._open, True
            # Calls that were under way when the circuit opened fail too, and put nothing off.
            if not was_open or now >= self._until:
                self._until = now + PAUSE
            self._reason = reason
        if not was_open:
            logger.error(
                "%s. It is tried again every %.0f s."
                " What to do: see that Elasticsearch runs; everything but search works meanwhile.",
                reason,
                PAUSE,
            )

    def _succeeded(self) -> None:
        if not (self._open or self._slow):
            return
        with self._lock:
            was_open, self._open, self._until, self._slow = self._open, False, 0.0, 0
        if was_open:
            logger.warning("It answers again, after: %s", self._reason)
