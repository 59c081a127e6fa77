"""Counts that wait in memory, and the thread of each process that writes them to a table now and then. Who counts never waits
for it and never fails by it.
"""

import atexit
import datetime as dt
import logging
import os
import threading
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Generic, Protocol, Self, TypeVar

from django.db import Error, connection

logger = logging.getLogger(__name__)


class Count(Protocol):
    """What can be added up. `later` was counted after it."""

    def plus(self, later: Self) -> Self:
        """Both together."""


Key = TypeVar("Key")
Counted = TypeVar("Counted", bound=Count)


class WaitingCounts(ABC, Generic[Key, Counted]):
    """The counts that a process has not written yet. Every method may be called by any thread.

    `name` says what is counted, and names the thread, which writes every so many seconds or when it is woken.
    """

    def __init__(self, name: str, every: float) -> None:
        self._name, self._every = name, every
        self._begin()

    def _begin(self) -> None:
        self._lock, self._writing, self._wake = threading.Lock(), threading.Lock(), threading.Event()
        self._waiting: dict[Key, Counted] = {}
        self._cleaned_on = dt.date.min
        self._thread: threading.Thread | None = None

    @abstractmethod
    def write(self, taken: Mapping[Key, Counted]) -> None:
        """Adds counts to the table. Raises django.db.Error where the database does not take them."""

    @abstractmethod
    def delete_expired(self, day: dt.date) -> None:
        """Deletes what is no longer needed on a day. Called once a day."""

    @abstractmethod
    def today(self) -> dt.date:
        """The day on which what is counted now is counted."""

    def put(self, key: Key, count: Counted) -> None:
        """Adds to what waits. Whoever calls it holds the lock."""
        known = self._waiting.get(key)
        self._waiting[key] = count if known is None else known.plus(count)

    def flush(self) -> bool:
        """Writes what waits; False where the database did not take it, and it goes on waiting."""
        with self._writing:
            with self._lock:
                taken, self._waiting = self._waiting, {}
            if not taken:
                return True
            try:
                self.write(taken)
            except Error:
                logger.warning("%s could not be written, and wait.", self._name, exc_info=True)
                self._put_back(taken)
                return False
            self._clean()
            return True

    def _put_back(self, taken: dict[Key, Counted]) -> None:
        with self._lock:
            later, self._waiting = self._waiting, taken
            for key, count in later.items():
                self.put(key, count)

    def _clean(self) -> None:
        day = self.today()
        if day == self._cleaned_on:
            return
        self._cleaned_on = day
        try:
            self.delete_expired(day)
        except Error:
            logger.warning("%s: old ones could not be deleted; the next day tries again.", self._name, exc_info=True)

    def start(self) -> None:
        """Starts the thread that writes, once."""
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                    self._thread.start()
                    atexit.register(self.flush)

    def begin_anew_in_forks(self) -> None:
        """For the counter of a whole process: the thread stays behind where it forks, and so does what it is going to write."""
        os.register_at_fork(after_in_child=self._begin)

    def _run(self) -> None:
        while True:
            self._wake.wait(self._every)
            self._wake.clear()
            try:
                self.flush()
            except Exception:
                logger.exception(
                    "%s could not be written. What to do: see that the database answers; the counts wait.", self._name
                )
            finally:
                connection.close()
