"""Counts what is searched for, without a trace of who searched. A search never waits for it and never fails by it: counts
wait in memory, and a thread of each process writes them to the table every few seconds.
"""

import datetime as dt
import logging
import re
from collections.abc import Mapping, Sequence
from typing import Final

from django.conf import settings
from django.dispatch import Signal

from cms.content.languages import Language
from cms.counting.waiting_counts import WaitingCounts

from . import count_records
from .count_records import CountKey, Tally

logger = logging.getLogger(__name__)
# With the `language` of a search and its `hits`.
searched = Signal()

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


class SearchCounter(WaitingCounts[CountKey, Tally]):
    """The counts that a process has not written yet, by day, language and words."""

    def __init__(self) -> None:
        super().__init__("search-counts", FLUSH_INTERVAL)

    def _begin(self) -> None:
        super()._begin()
        self._day, self._seen = count_records.today(), set[tuple[Language, str]]()

    def add(self, keys: str, language: Language, hits: int) -> None:
        """Counts one search."""
        with self._lock:
            day = count_records.today()
            if day != self._day:
                self._day, self._seen = day, set()
            if len(self._seen) >= MAX_WAITING and (language, keys) not in self._seen:
                keys = ""
            self._seen.add((language, keys))
            self.put(CountKey(day, language, keys), Tally(1, int(not hits), hits))
            if len(self._waiting) == FLUSH_SIZE:
                self._wake.set()

    def put(self, key: CountKey, count: Tally) -> None:
        if key not in self._waiting and len(self._waiting) >= MAX_WAITING:
            key = key._replace(keys="")
        super().put(key, count)

    def write(self, taken: Mapping[CountKey, Tally]) -> None:
        count_records.add_counts(taken)

    def delete_expired(self, day: dt.date) -> None:
        count_records.delete_expired(day)

    def today(self) -> dt.date:
        return count_records.today()


_counter = SearchCounter()
_counter.begin_anew_in_forks()
flush = _counter.flush


def count_search(keys: Sequence[str], language: Language, hits: int, query: str = "") -> None:
    """Counts a search: its primary keys, one a word, and how many items it found in all. Neither raises nor blocks.

    `query` is what was typed. It is looked at, so that what may be personal is counted without its words, and is not stored.
    Count first pages only, and not what filters narrowed: that it found nothing would say nothing.
    """
    try:
        _counter.add(publishable_keys(keys, query), language, hits)
        if settings.SEARCH_COUNTS:
            _counter.start()
        searched.send(sender=SearchCounter, language=language, hits=hits)
    except Exception:
        logger.exception("A search was not counted. What to do: report it with what stands below; it was answered.")
