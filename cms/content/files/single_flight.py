"""What many ask for at once is made by one of them: the others in this process wait, and then find it made."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, Final
from weakref import WeakValueDictionary

# A lock is forgotten with the last who holds or waits for it.
_flights: Final = WeakValueDictionary[Hashable, Any]()
_looking: Final = Lock()


@contextmanager
def single_flight(key: Hashable) -> Iterator[None]:
    """Within it nobody else of this process is within the same. Look again first whether it has been made meanwhile."""
    with _looking:
        flight = _flights.get(key)
        if flight is None:
            flight = _flights[key] = Lock()
    with flight:
        yield
