"""How much keys are used. Counts wait in memory, and a thread of each process writes them to the tables every minute."""

import atexit
import datetime as dt
import logging
import os
import threading
import time
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.db import Error, connection
from django.utils import timezone

from . import use_records

logger = logging.getLogger(__name__)
FLUSH_EVERY: Final = 60.0  # seconds
_WALES: Final = ZoneInfo("Europe/London")


@dataclass(slots=True)
class Uses:
    """Requests, the tokens that they took, how many were refused, and when the latest came (of `time.time()`)."""

    requests: int = 0
    tokens: int = 0
    refused: int = 0
    last: float = 0.0


def today() -> dt.date:
    """The day in Wales."""
    return timezone.localdate(timezone=_WALES)


class UseCounter:
    """The uses that a process has not written yet, by key. Every method may be called by any thread.

    What is used is of the day of its writing: a minute before midnight may be the next day's.
    """

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._lock, self._writing = threading.Lock(), threading.Lock()
        self._waiting: dict[int, Uses] = {}
        self._thread: threading.Thread | None = None

    def add(self, key: int, tokens: int, *, refused: bool = False) -> None:
        """Counts one request."""
        with self._lock:
            uses = self._waiting.get(key)
            if uses is None:
                uses = self._waiting[key] = Uses()
            uses.requests += 1
            uses.tokens += tokens
            uses.refused += refused
            uses.last = time.time()

    def flush(self) -> None:
        """Writes what waits; where the database does not take it, it goes on waiting."""
        with self._writing:
            with self._lock:
                taken, self._waiting = self._waiting, {}
            if not taken:
                return
            try:
                use_records.add_uses(taken, today())
                use_records.delete_expired(today())
            except Error:
                logger.warning("How much keys were used could not be written; it waits.", exc_info=True)
                self._put_back(taken)

    def _put_back(self, taken: dict[int, Uses]) -> None:
        with self._lock:
            for key, later in self._waiting.items():
                uses = taken.setdefault(key, Uses())
                uses.requests += later.requests
                uses.tokens += later.tokens
                uses.refused += later.refused
                uses.last = later.last
            self._waiting = taken

    def start(self) -> None:
        """Starts the thread that writes, once."""
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="uses of keys", daemon=True)
                    self._thread.start()
                    atexit.register(self.flush)

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            pause.wait(FLUSH_EVERY)
            try:
                self.flush()
            except Exception:
                logger.exception("How much keys were used could not be written.")
            finally:
                connection.close()


use_counter: Final = UseCounter()
if hasattr(os, "register_at_fork"):
    # The thread stays behind, and so does what it is going to write.
    os.register_at_fork(after_in_child=use_counter._begin)
