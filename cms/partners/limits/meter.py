"""Tokens that clients took in the present minute. A process counts by itself, so that no answer waits for another machine;
each second it adds what is new to the store that all processes share, and learns what the others counted (ADR 50).
"""

import logging
import threading
import time
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from django.db import connection

from ..callers import Caller
from .rate_stores import RateStore

logger = logging.getLogger(__name__)
WINDOW: Final = 60  # seconds
# Seconds between two looks at the store.
SHARE_EVERY: Final = 1.0
# Who has used less than this part of the limit is not told of: the writing would cost more than it could find out.
WORTH_SHARING: Final = 20
# Clients that a process counts in a minute. A flood from more addresses than this is not one that limits can stop.
MOST_CLIENTS: Final = 50_000


class Allowance(NamedTuple):
    """What a client may still take, and in how many seconds it has all of its limit again.

    It is `exhausted` where there was nothing left before: whoever has one token left is given any one answer.
    """

    remaining: int
    reset: int
    exhausted: bool


@dataclass(slots=True)
class _Count:
    """Tokens of one client: those the store had at the last look, and those that it has not been told of."""

    limit: int
    shared: int = 0
    own: int = 0


@dataclass(slots=True)
class _Minute:
    number: int
    counts: dict[str, _Count] = field(default_factory=dict)


class Meter:
    """What clients took in this minute. Every method may be called by any thread."""

    def __init__(self, store: RateStore | None) -> None:
        self._store = store
        self._lock, self._sharing = threading.Lock(), threading.Lock()
        self._minute = _Minute(0)
        self._thread: threading.Thread | None = None

    def take(self, caller: Caller, tokens: int) -> Allowance:
        """Counts tokens of somebody with a limit; fewer than none gives some back. None of it is refused here."""
        now = time.time()
        with self._lock:
            minute = self._minute if int(now) // WINDOW == self._minute.number else self._present(now)
            count = minute.counts.get(caller.client)
            if count is None:
                count = _Count(caller.limit)
                if len(minute.counts) < MOST_CLIENTS:
                    minute.counts[caller.client] = count
            count.limit = caller.limit
            count.own += tokens
            left = caller.limit - count.shared - count.own
        return Allowance(max(0, left), WINDOW - int(now) % WINDOW, left + tokens <= 0)

    def _present(self, now: float) -> _Minute:
        number = int(now) // WINDOW
        if number != self._minute.number:
            self._minute = _Minute(number)
        return self._minute

    def share(self) -> None:
        """Tells the store what is worth it, if only to learn what others took. Where it fails, a process goes on by itself."""
        if self._store is None:
            return
        with self._sharing:
            with self._lock:
                minute = self._present(time.time())
                own = {client: one.own for client, one in minute.counts.items() if _is_worth_it(one)}
            if not own:
                return
            totals = self._store.add(minute.number, own)
            with self._lock:
                for client, total in totals.items():
                    minute.counts[client].shared = total
                    minute.counts[client].own -= own[client]

    def start(self) -> None:
        """Starts the thread that shares, once; none where there is nobody to share with."""
        if self._thread is None and self._store is not None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="rates", daemon=True)
                    self._thread.start()

    def _run(self) -> None:
        fails = False
        while True:
            time.sleep(SHARE_EVERY)
            try:
                self.share()
                fails = False
            except Exception:
                if not fails:
                    logger.warning("What clients took is not shared: the store does not answer.", exc_info=True)
                fails = True
                connection.close()


def _is_worth_it(count: _Count) -> bool:
    return (count.shared + count.own) * WORTH_SHARING >= count.limit
