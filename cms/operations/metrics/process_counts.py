"""What a process counts. Counting is adding up in memory, so that no answer waits for it; each second a thread takes it to the
process's files.
"""

import atexit
import logging
import threading
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final

from django.conf import settings

from .catalogue import BUCKETS, COUNTED, REQUESTS
from .count_files import open_metrics

logger = logging.getLogger(__name__)
# Seconds between two writings.
EVERY: Final = 1.0
Labels = tuple[str, ...]


class ProcessCounts:
    """Counts that wait, and the thread that writes them."""

    def __init__(self) -> None:
        self._lock, self._writing = threading.Lock(), threading.Lock()
        self._counts = Counter[tuple[str, Labels]]()
        # What says how something stands in this process, by the name of its gauge.
        self.states: dict[str, Callable[[], float]] = {}
        # Of each kind of request the seconds of all, how many took up to each of the bounds, and longer; and what is written.
        self._requests: dict[tuple[str, str, int], list[float]] = {}
        self._written: dict[tuple[str, str, int], list[float]] = {}
        self._metrics: dict[str, Any] | None = None
        self._thread: threading.Thread | None = None

    def add(self, name: str, *labels: str) -> None:
        """Counts one of a counter. Any thread may call it."""
        with self._lock:
            self._counts[name, labels] += 1
        if self._thread is None:
            self._start()

    def add_request(self, outlet: str, answer: str, status: int, seconds: float) -> None:
        """Counts a request by what it was and how long it took. The event loop alone calls it, so that no lock is needed."""
        found = self._requests.get((outlet, answer, status))
        if found is None:
            found = self._requests[outlet, answer, status] = [0.0] * (len(BUCKETS) + 2)
            self._start()
        found[0] += seconds
        found[bisect_left(BUCKETS, seconds) + 1] += 1

    def flush(self) -> None:
        """Writes what waits. What cannot be written is lost."""
        with self._writing:
            with self._lock:
                counts, self._counts = self._counts, Counter()
            if self._metrics is None:
                self._metrics = open_metrics(COUNTED)
            for (name, labels), times in counts.items():
                _child(self._metrics[name], labels).inc(times)
            for kind, row in list(self._requests.items()):
                now = row.copy()
                _observe(
                    self._metrics[REQUESTS].labels(*map(str, kind)), now, self._written.get(kind, [0.0] * len(now))
                )
                self._written[kind] = now
            for gauge, state in self.states.items():
                self._metrics[gauge].set(state())

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="metrics", daemon=True)
                self._thread.start()
                atexit.register(self.flush)

    def _run(self) -> None:
        fails = False
        while True:
            time.sleep(EVERY)
            try:
                self.flush()
                fails = False
            except Exception:
                if not fails:
                    logger.exception(
                        "what was counted cannot be written. What to do: see that METRICS_FOLDER can be written to, and that "
                        "its disk is not full."
                    )
                fails = True


def _observe(child: Any, now: Sequence[float], written: Sequence[float]) -> None:
    """Gives a histogram what was added since it was written: as its `observe` does, but for many at once."""
    seconds, *buckets = (one - before for one, before in zip(now, written, strict=True))
    child._sum.inc(seconds)
    for bucket, times in zip(child._buckets, buckets, strict=True):
        if times:
            bucket.inc(times)


def _child(metric: Any, labels: Labels) -> Any:
    return metric.labels(*labels) if labels else metric


process_counts: Final = ProcessCounts()
count = process_counts.add


def is_on() -> bool:
    """Whether anything is counted."""
    return bool(settings.METRICS_ADDRESS)
