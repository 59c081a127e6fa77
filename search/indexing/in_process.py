"""Follows the log in the process that published: what was published is found at once, where there is no worker.

The publisher waits for the documents of its own changes. What takes longer (a new index) or has failed is left to a thread.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from cms.publication.changelog.consumers import consumer_status, follow
from cms.publication.changelog.leases import LONGEST_EXTERNAL_DELAY, delay
from cms.publication.changelog.log import begin_generation

from .. import engines
from ..engines.interface import Unavailable
from .index_position import CONSUMER_NAME, current_checkpoint, follows, was_built
from .synonyms import synonyms_differ

logger = logging.getLogger(__name__)


def on_log_written(**kwargs: Any) -> None:
    """Brings the index up to date. One that was never built is left to `manage.py reindex`, or to the first search."""
    from .indexer import Indexer

    if not was_built():
        return
    follow(Indexer(builds=False))
    if is_behind():
        wake()


def on_looked_after(**kwargs: Any) -> None:
    """Has the index that was built brought up to date, or built anew where another took its place or its log's."""
    from .content_fingerprint import CONTENT_FINGERPRINT

    known = current_checkpoint()
    if "index" not in known.state:
        return
    with suppress(Unavailable):
        if is_behind() or synonyms_differ(known) or not follows(engines.engine().identity(CONTENT_FINGERPRINT), known):
            wake()


def on_synonym_changed(**kwargs: Any) -> None:
    """Has readers' words understood anew, and after the commit what these mean looked up in the texts."""
    begin_generation()
    if settings.WORKS_IN_PROCESS:
        transaction.on_commit(on_log_written, robust=True)


def is_behind() -> bool:
    """Whether the index has not come to the log's end, or failed on the way."""
    found = consumer_status(CONSUMER_NAME)
    return found.behind > 0 or found.row.failures > 0


def wake() -> None:
    """Has a thread of this process bring the index up to date, or build it. For when search is found to be unavailable.

    Does nothing where a worker follows the log instead, nor while such a thread runs.
    """
    if settings.WORKS_IN_PROCESS:
        _thread.wake()


class CatchUpThread:
    """A thread that follows the log until its end is reached, however often that fails, and ends."""

    def __init__(self, wait: Callable[[float], object] = time.sleep) -> None:
        self._wait = wait
        self._lock = threading.Lock()
        self._running = False
        self._wanted = False

    def wake(self) -> None:
        """Starts the thread; one that runs looks once more before it ends."""
        with self._lock:
            self._wanted = True
            if self._running:
                return
            self._running = True
        threading.Thread(target=self._run, name="search-follower", daemon=True).start()

    def _run(self) -> None:
        while self._goes_on():
            try:
                self.catch_up()
            except Exception:
                logger.exception(
                    "search: the index could not be brought up to date."
                    " What to do: run manage.py reindex; if that fails, report what stands below."
                )
            finally:
                connections.close_all()

    def _goes_on(self) -> bool:
        with self._lock:
            self._running, self._wanted = self._wanted, False
            return self._running

    def catch_up(self) -> None:
        """Follows until there is nothing behind."""
        from .indexer import Indexer

        attempts = 0
        while True:
            follow(Indexer())
            if was_built() and not is_behind():
                return
            attempts += 1
            self._wait(delay(attempts, LONGEST_EXTERNAL_DELAY))


_thread = CatchUpThread()
