"""The log of changes: an item, its languages, what happened, under a version that only grows.

`log_written` is sent after the commit of a transaction that added changes, so that whoever follows the log can wake up.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.dispatch import Signal

from ..clock import shared_now
from ..models import Change, LogHead

# With `version`, the newest one. A receiver's failure is logged and reaches nobody.
log_written = Signal()
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def newest() -> int:
    """The log's newest version; 0 while there is none."""
    return LogHead.objects.values_list("version", flat=True).first() or 0


def position_of(change: Change | None) -> str:
    """What a follower keeps of the last change that it was told of: its version, and what tells it from any other of that
    version, since versions are issued again where a database was put back to an earlier day. Empty before the first.
    """
    if change is None:
        return ""
    told = f"{change} {change.at.timestamp()}"
    return f"{change.version}:{hashlib.blake2b(told.encode(), digest_size=12).hexdigest()}"


def begin_generation() -> None:
    """Says that something which outlets read, other than what the log tells of, is not what it was."""
    LogHead.objects.filter(id=1).update(generation=Greatest(F("generation") + 1, _moment(shared_now())))


def _moment(now: datetime) -> int:
    """Microseconds since 1970. A generation is at least that: one from before a database was restored never comes again."""
    return (now - _EPOCH) // timedelta(microseconds=1)


class Log:
    """The log, locked by the present transaction until it commits: so log order is commit order."""

    def __init__(self, head: LogHead, now: datetime) -> None:
        self._head = head
        self.now = now
        self.rows: list[Change] = []
        self._written = 0

    @classmethod
    def lock(cls) -> "Log":
        """Waits for every earlier writer to commit. Call inside a transaction, before reading what is to be written."""
        LogHead.objects.get_or_create(id=1)
        return cls(LogHead.objects.select_for_update().get(id=1), shared_now())

    def append(self, item: UUID, languages: Iterable[str], kind: str) -> int:
        """Adds a change and returns its version."""
        self._head.version += 1
        self.rows.append(
            Change(version=self._head.version, item=item, languages=",".join(sorted(languages)), kind=kind, at=self.now)
        )
        return self._head.version

    def write(self) -> list[Change]:
        """Saves what was added since it was last written, begins a new generation, and returns all that was added."""
        if new := self.rows[self._written :]:
            _supersede(new)
            Change.objects.bulk_create(new)
            if not self._written:
                transaction.on_commit(self._announce, robust=True)
            self._written = len(self.rows)
        self._head.generation = max(self._head.generation + 1, _moment(self.now))
        self._head.save(update_fields=["version", "generation"])
        return self.rows

    def _announce(self) -> None:
        log_written.send_robust(sender=Log, version=self._head.version)


def _supersede(new: Sequence[Change]) -> None:
    """Leaves the last change of each item alone to be its latest."""
    last = {change.item: change for change in new}
    for change in new:
        change.latest = change is last[change.item]
    Change.objects.filter(item__in=last, latest=True).update(latest=False)
