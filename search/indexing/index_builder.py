"""Building a new index of everything while the old one serves and is written to.

Only the end of it, when the new one takes over, needs the lease of the log's consumer.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from cms.publication.changelog.consumers import BATCH, Checkpoint, Renew
from cms.publication.changelog.leases import Lease
from cms.publication.changelog.log import begin_generation, newest, position_of
from cms.publication.models import Change, Edition, TermEdition

from .. import engines
from ..engines.interface import IndexBuild
from .content_fingerprint import CONTENT_FINGERPRINT
from .document_builder import build_documents, item_batches
from .index_position import CONSUMER_NAME, current_checkpoint, follows
from .synonyms import meant_forms
from .term_forms import TermForms, holds_a_term, public_forms

LEASE_NAME: Final = "search-build"
# Seconds that the end of a build waits for the consumer's lease: longer than a lease lasts.
LEASE_TIMEOUT: Final = 90.0

Progress = Callable[[int], object]


class IndexBusy(Exception):
    """Another process builds an index, or does not release the consumer's lease."""


def index_size() -> int:
    """How many items and terms there are."""
    return sum(model.objects.values("item").distinct().count() for model in (Edition, TermEdition))


def is_usable() -> bool:
    """Whether the index that serves is this database's and this release's. Raises Unavailable."""
    return follows(engines.engine().identity(CONTENT_FINGERPRINT), current_checkpoint())


def build_index(*, renew: Renew | None = None, progress: Progress = bool) -> Checkpoint:
    """Builds an index of everything, lets it serve in the old one's place, and returns where in the log to go on.

    `renew` renews the consumer's lease, for a caller that has it and will place the cursor; otherwise both are done here.
    Raises IndexBusy, Unavailable and leases.Interrupted; the old index then serves on.
    """
    lease = Lease.take(LEASE_NAME, early=True)
    if lease is None:
        raise IndexBusy("Another process is building the index.")

    def renew_both() -> None:
        lease.renew()
        if renew is not None:
            renew()

    try:
        with engines.engine().build(CONTENT_FINGERPRINT) as index:
            filler = _IndexFiller(index, renew_both)
            filler.fill(progress)
            filler.catch_up()
            if renew is not None:
                return filler.finish()
            with _consumer_lease(renew_both) as consumer:
                checkpoint = filler.finish()
                consumer.set_offset(checkpoint.version, checkpoint.state)
                return checkpoint
    finally:
        lease.release()


class _IndexFiller:
    """Fills a new index. `version` is how far in the log it has come."""

    def __init__(self, build: IndexBuild, renew: Renew) -> None:
        self._build = build
        self._renew = renew
        self.version = newest()
        self._forms: TermForms = public_forms()
        self._synonyms: TermForms = meant_forms()
        self._before_terms: int | None = None

    def fill(self, progress: Progress) -> None:
        """Writes everything there is."""
        for items in item_batches():
            self._renew()
            self._write(items)
            progress(len(items))

    def catch_up(self) -> None:
        """Indexes what was logged meanwhile, to the log's end."""
        more = True
        while more:
            self._renew()
            head = newest()
            changes = list(Change.objects.filter(version__gt=self.version).order_by("version")[:BATCH])
            if changes:
                self._apply(changes)
            more = len(changes) == BATCH
            self.version = changes[-1].version if more else max(head, self.version, *(row.version for row in changes))

    def finish(self) -> Checkpoint:
        """The rest of the log, and the swap.

        Where a term changed meanwhile, the log is followed again from before that: only then is it known which texts of the
        new index contain it.
        """
        self.catch_up()
        self._build.commit(position_of(Change.objects.filter(version__lte=self.version).order_by("version").last()))
        begin_generation()
        version = self.version if self._before_terms is None else self._before_terms
        serving = engines.engine().identity(CONTENT_FINGERPRINT)
        return Checkpoint(
            version, {"index": serving and serving.name, "forms": self._forms, "synonyms": self._synonyms}
        )

    def _apply(self, changes: list[Change]) -> None:
        items = list(dict.fromkeys(change.item for change in changes))
        if self._before_terms is None and holds_a_term(items):
            self._before_terms = self.version
        self._write(items)

    def _write(self, items: list[Any]) -> None:
        version = newest()
        self._build.write(build_documents(items, version))


@contextmanager
def _consumer_lease(renew: Renew) -> Iterator[Lease]:
    """The lease of the log's consumer that keeps the index, as soon as it is free."""
    deadline = time.monotonic() + LEASE_TIMEOUT
    while (lease := Lease.take(CONSUMER_NAME, early=True)) is None:
        if time.monotonic() > deadline:
            raise IndexBusy("Another process follows the log and does not release its lease.")
        renew()
        time.sleep(0.2)
    try:
        yield lease
    finally:
        lease.release()
