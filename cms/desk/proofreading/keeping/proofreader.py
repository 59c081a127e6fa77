"""Goes through what has changed since it was checked, beside the worker: whatever saved it, and as long as it takes."""

import time
from collections.abc import Callable
from typing import Final
from uuid import UUID

from cms.publication.changelog.leases import Lease

from .changed_since import items_to_check
from .present_knowledge import present_knowledge
from .proofs import proofread_each

NAME: Final = "proofreading"
# Seconds between two looks for what has changed; and how long it rests after an item, beside what the item took.
_LOOK: Final = 10.0
_REST: Final = 1.0
_AT_ONCE: Final = 50


class Proofreader:
    """Works while nobody else does. What it could not read it leaves until it is started anew."""

    def __init__(self) -> None:
        self._unreadable: set[UUID] = set()

    def run(self, stop: Callable[[], bool]) -> None:
        """Goes on until it is to stop; takes no more than half of a processor."""
        while not stop():
            self._round(stop, rest=_REST)
            end = time.monotonic() + _LOOK
            while not stop() and time.monotonic() < end:
                time.sleep(0.1)

    def once(self, stop: Callable[[], bool]) -> None:
        """Checks what there is to check."""
        self._round(stop, rest=0.0)

    def _round(self, stop: Callable[[], bool], rest: float) -> None:
        waiting = [item for item in items_to_check() if item not in self._unreadable]
        lease = Lease.take(NAME, stop=stop) if waiting else None
        if lease is None:
            return
        with lease:
            for start in range(0, len(waiting), _AT_ONCE):
                # Words and terms may have come to be known meanwhile.
                knowledge = present_knowledge()
                for item in waiting[start : start + _AT_ONCE]:
                    lease.renew()
                    began = time.monotonic()
                    self._unreadable.update(proofread_each([item], knowledge))
                    time.sleep((time.monotonic() - began) * rest)
            lease.note_success()
