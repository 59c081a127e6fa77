"""How long somebody waits for what may take several requests to an engine: together they have the time that one would have."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Final

_begun: Final = ContextVar[list[float] | None]("begun", default=None)


@contextmanager
def somebody_waits() -> Iterator[None]:
    """Within it time runs from the first request to an engine."""
    token = _begun.set([])
    try:
        yield
    finally:
        _begun.reset(token)


def waited() -> float:
    """Seconds since that first request; none where nobody waits."""
    begun, now = _begun.get(), monotonic()
    if begun is None:
        return 0.0
    if not begun:
        begun.append(now)
    return now - begun[0]
