"""Counts what is searched for, without a trace of who searched. A search never waits for it and never fails by it: counts
wait in memory, and a thread of each process writes them to the table every few seconds.
"""

import atexit
import logging
import os
import re
import threading
from collections.abc import Mapping, Sequence
from typing import Final

from django.conf import settings
from django.db import Error, connection

from cms.content.languages import Language

from . import count_records
from .count_records import CountKey, Tally

logger = logging.getLogger(__name__)

FLUSH_INTERVAL: Final = 10.0  # seconds
FLUSH_SIZE: Final = 500  # counts that are written without waiting for the time
# Counts that wait while the database takes none, and different searches that a process counts by their words in a day:
# what a flood can cost.
MAX_WAITING: Final = 5_000
MAX_WORDS: Final = 6
MAX_LENGTH: Final = 200
# An e-mail address, or a number that may be of a telephone, a case or a person.
PERSONAL: Final = re.compile(r"@|\d{4}|\d(?:[\s().+-]*\d){7}")


def publishable_keys(keys: Sequence[str], query: str) -> str:
    """The keys as they are stored; empty for a query that may say something of a person, and for none."""
    joined = " ".join(sorted(set(keys)))
    long = len(query.split()) > MAX_WORDS or len(keys) > MAX_WORDS or len(joined) > MAX_LENGTH
    if long or PERSONAL.search(query) or PERSONAL.search(joined) or not all(key.isalnum() for key in keys):
        return ""
    return joined


class SearchCounter:
    """The counts that a process has not written yet. Every method may be called by any thread."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._lock, self._writing, self._wake = threading.Lock(), threading.Lock(), threading.Event()
        self._waiting: dict[CountKey, Tally] = {}
        self._day, self._seen = count_records.today(), set[tuple[Language, str]]()
        self._cleaned_on = self._day.min
        self._thread: threading.Thread | None = None

    def add(self, keys: str, language: Language, hits: int) -> None:
        """Counts one search."""
        with self._lock:
            day = count_records.today()
            if day != self._day:
                self._day, self._seen = day, set()
            if len(self._seen) >= MAX_WAITING and (language, keys) not in self._seen:
                keys = ""
            self._seen.add((language, keys))
            self._add(CountKey(day, language, keys), Tally(1, int(not hits), hits))
            if len(self._waiting) == FLUSH_SIZE:
                self._wake.set()

    def _add(self, key: CountKey, tally: Tally) -> None:
        if key not in self._waiting and len(self._waiting) >= MAX_WAITING:
            key = key._replace(keys="")
        self._waiting[key] = self._waiting[key].plus(tally) if key in self._waiting else tally

    def flush(self) -> bool:
        """Writes what waits; False where the database did not take it, and it goes on waiting."""
        with self._writing:
            with self._lock:
                taken, self._waiting = self._waiting, {}
            if not taken:
                return True
            try:
                count_records.add_counts(taken)
            except Error:
                logger.warning("The counts of searches could not be written; they wait.", exc_info=True)
                self._put_back(taken)
                return False
            self._clean()
            return True

    def _put_back(self, taken: Mapping[CountKey, Tally]) -> None:
        with self._lock:
            later, self._waiting = self._waiting, dict(taken)
            for key, tally in later.items():
                self._add(key, tally)

    def _clean(self) -> None:
        """Once a day, deletes what is no longer needed."""
        day = count_records.today()
        if day == self._cleaned_on:
            return
        self._cleaned_on = day
        try:
            count_records.delete_expired(day)
        except Error:
            logger.warning("Old counts of searches could not be removed; the next day tries again.", exc_info=True)

    def start(self) -> None:
        """Starts the thread that writes, once."""
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="search-counts", daemon=True)
                    self._thread.start()
                    atexit.register(self.flush)

    def _run(self) -> None:
        while True:
            self._wake.wait(FLUSH_INTERVAL)
            self._wake.clear()
            try:
                self.flush()
            except Exception:
                logger.exception("The counts of searches could not be written.")
            finally:
                connection.close()


_counter = SearchCounter()
flush = _counter.flush
if hasattr(os, "register_at_fork"):
    # The thread stays behind, and so does what it is going to write.
    os.register_at_fork(after_in_child=_counter._begin)


def count_search(keys: Sequence[str], language: Language, hits: int, query: str = "") -> None:
    """Counts a search: its primary keys, one a word, and how many items it found in all. Neither raises nor blocks.

    `query` is what was typed. It is looked at, so that what may be personal is counted without its words, and is not stored.
    Count first pages only, and not what filters narrowed: that it found nothing would say nothing.
    """
    try:
        _counter.add(publishable_keys(keys, query), language, hits)
        if settings.SEARCH_COUNTS:
            _counter.start()
    except Exception:
        logger.exception("A search was not counted.")
