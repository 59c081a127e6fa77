"""Reading that whoever asks does not wait for longer than they can: a database or a disk may never answer."""

import threading
import time
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from django.db import connection

Result = TypeVar("Result")
# Seconds after which what still reads is left to itself and another begins: what it waits for may be gone for good.
_LEFT_ALONE: Final = 60.0


class NoAnswer(Exception):
    """What is read has not answered in time."""


class BoundedReading(Generic[Result]):
    """`read`, done by a thread of its own with a database connection of its own; one at a time."""

    def __init__(self, read: Callable[[], Result], seconds: float) -> None:
        self._read, self._seconds = read, seconds
        self._lock = threading.Lock()
        self._busy_since: float | None = None

    def __call__(self) -> Result:
        """What was read. Raises NoAnswer, or what `read` raises."""
        now = time.monotonic()
        with self._lock:
            if self._busy_since is not None and now - self._busy_since < _LEFT_ALONE:
                raise NoAnswer
            self._busy_since = now
        results: list[Result] = []
        errors: list[Exception] = []

        def work() -> None:
            try:
                results.append(self._read())
            except Exception as error:
                errors.append(error)
            finally:
                connection.close()
                with self._lock:
                    if self._busy_since == now:
                        self._busy_since = None

        thread = threading.Thread(target=work, name="bounded-reading", daemon=True)
        thread.start()
        thread.join(self._seconds)
        if errors:
            raise errors[0]
        if not results:
            raise NoAnswer
        return results[0]
