"""What a process remembers of what outlets read, for as long as the log's generation says that nothing has changed."""

import time
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final, Generic, TypeVar

from ..drafts.preview_overlay import shown_overlay
from .item_queries import generation

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
# Seconds. Nobody is served what was taken down longer ago than this and the query that finds out.
CHECK_EVERY: Final = 0.1


class GenerationWatch:
    """The generation of what outlets read, asked of the database no more often than every CHECK_EVERY seconds."""

    def __init__(self, interval: float = CHECK_EVERY) -> None:
        self._interval = interval
        self._lock = Lock()
        self._newest = -1
        self._asked = float("-inf")

    def current(self) -> int:
        """The generation as of CHECK_EVERY seconds ago or later. Raises django.db.Error where the database does not answer."""
        if time.monotonic() - self._asked < self._interval:
            return self._newest
        with self._lock:
            if time.monotonic() - self._asked >= self._interval:
                self._ask()
            return self._newest

    def known(self) -> int | None:
        """The generation where it was asked for within CHECK_EVERY seconds. Asks nothing."""
        return self._newest if time.monotonic() - self._asked < self._interval else None

    def ask(self) -> int:
        """The generation now. Raises django.db.Error."""
        with self._lock:
            self._ask()
            return self._newest

    def _ask(self) -> None:
        moment = time.monotonic()
        self._newest = generation()
        self._asked = moment


class GenerationCache(Generic[Key, Value]):
    """Values that are found once for each generation. There are at most `limit`; then it begins anew.

    What is read with a preview is never kept, nor given what was read without.
    """

    def __init__(self, limit: int = 500) -> None:
        self._limit = limit
        self._known: dict[Key, tuple[int, Value]] = {}

    def get(
        self, key: Key, at: int | None, find: Callable[[], Value], holds: Callable[[Value], bool] | None = None
    ) -> Value:
        """The value at a generation; `find` makes it where it isn't known or no longer `holds`. At None it is not stored."""
        known = self._at_hand(key)
        if known is not None and known[0] == at and (holds is None or holds(known[1])):
            return known[1]
        found = find()
        if at is not None and shown_overlay() is None:
            if len(self._known) >= self._limit:
                self._known = {}
            self._known[key] = (at, found)
        return found

    def known(self, key: Key, at: int) -> Value | None:
        """The value at a generation, where it is known."""
        known = self._at_hand(key)
        return known[1] if known is not None and known[0] == at else None

    def _at_hand(self, key: Key) -> tuple[int, Value] | None:
        return self._known.get(key) if shown_overlay() is None else None

    def clear(self) -> None:
        """Forgets everything."""
        self._known = {}
