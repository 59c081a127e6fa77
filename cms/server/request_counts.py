"""Counts requests by outlet, by how their answers came about and by status, with the time that they took."""

import time

from cms.http.caching.response_cache import Environ
from cms.operations.metrics.process_counts import is_on, process_counts
from cms.operations.outlets import OTHER, outlet_of

from .calls import Answer


def count_malformed(status: int) -> None:
    """Counts what came and could not be read as a request."""
    if is_on():
        process_counts.add_request(OTHER, "refused", status, 0.0)


def count_request(environ: Environ, answer: Answer, started: float) -> None:
    """Counts a request that was begun at `started`, a time of `time.perf_counter()`, and is answered now."""
    process_counts.add_request(outlet_of(environ), answer.origin, answer.status, time.perf_counter() - started)
