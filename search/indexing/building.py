"""Building a new index of everything while the old one serves and is written to.

Only the end of it, when the new one takes over, needs the lease of whoever follows the log.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from cms.publication.changelog.consumers import BATCH, Keep, Position
from cms.publication.changelog.leases import Lease
from cms.publication.changelog.log import begin_generation, newest
from cms.publication.models import Change, Edition, TermEdition

from .. import engines
from ..engines.interface import Build
from .documents import documents, everything
from .index_position import NAME
from .term_forms import Forms, holds_a_term, public_forms

LEASE_NAME: Final = "search-build"
# Seconds that the end of a build waits for whoever follows the log just then: longer than a lease lasts.
PATIENCE: Final = 90.0

Progress = Callable[[int], object]


class Busy(Exception):
    """Another process builds an index, or does not let go of the log's cursor."""


def size() -> int:
    """How many items and terms there are."""
    return sum(model.objects.values("item").distinct().count() for model in (Edition, TermEdition))


def build(*, held: Keep | None = None, progress: Progress = bool) -> Position:
    """Builds an index of everything, lets it serve in the old one's place, and returns where in the log to go on.

    `held` keeps the consumer's lease, for who has it and will place the cursor; otherwise both are done here.
    Raises Busy, Unavailable and leases.Ended; the old index then serves on.
    """
    lease = Lease.take(LEASE_NAME, early=True)
    if lease is None:
        raise Busy("Another process is building the index.")

    def keep() -> None:
        lease.keep()
        if held is not None:
            held()

    try:
        with engines.engine().build() as new:
            filling = _Filling(new, keep)
            filling.fill(progress)
            filling.catch_up()
            if held is not None:
                return filling.finish()
            with _following(keep) as follower:
                position = filling.finish()
                follower.place(position.version, position.state)
                return position
    finally:
        lease.release()


class _Filling:
    """A new index being filled. `version` is how far it has taken in the log."""

    def __init__(self, new: Build, keep: Keep) -> None:
        self._new = new
        self._keep = keep
        self.version = newest()
        self._forms: Forms = public_forms()
        self._before_terms: int | None = None

    def fill(self, progress: Progress) -> None:
        """Writes everything there is."""
        for items in everything():
            self._keep()
            self._write(items)
            progress(len(items))

    def catch_up(self) -> None:
        """Takes in what was logged meanwhile, to the log's end."""
        more = True
        while more:
            self._keep()
            head = newest()
            changes = list(Change.objects.filter(version__gt=self.version).order_by("version")[:BATCH])
            if changes:
                self._take_in(changes)
            more = len(changes) == BATCH
            self.version = changes[-1].version if more else max(head, self.version, *(row.version for row in changes))

    def finish(self) -> Position:
        """The rest of the log, and the exchange.

        Where a term changed meanwhile, the log is followed again from before that: only then is it known which texts of the
        new index hold it.
        """
        self.catch_up()
        self._new.commit()
        begin_generation()
        version = self.version if self._before_terms is None else self._before_terms
        return Position(version, {"index": engines.engine().identity(), "forms": self._forms})

    def _take_in(self, changes: list[Change]) -> None:
        items = list(dict.fromkeys(change.item for change in changes))
        if self._before_terms is None and holds_a_term(items):
            self._before_terms = self.version
        self._write(items)

    def _write(self, items: list[Any]) -> None:
        version = newest()
        self._new.write(documents(items, version))


@contextmanager
def _following(keep: Keep) -> Iterator[Lease]:
    """The lease of whoever follows the log for the index, as soon as it is free."""
    deadline = time.monotonic() + PATIENCE
    while (lease := Lease.take(NAME, early=True)) is None:
        if time.monotonic() > deadline:
            raise Busy("Another process follows the log and does not let go.")
        keep()
        time.sleep(0.2)
    try:
        yield lease
    finally:
        lease.release()
