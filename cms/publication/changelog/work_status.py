"""Whether the worker's work goes on: its last sign of life, what waits for it, and what fails."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Max

from ..clock import shared_now
from ..intents.pending import Backlog, backlog
from ..models import ConsumerOffset
from ..parity.daily_sample import SAMPLE
from ..safeguards.blast_radius import open_withdrawals
from .consumers import ConsumerStatus, consumer_names, consumer_status
from .leases import LEASE
from .log import newest
from .scheduled_jobs import COMPACTION, REPAIR, SCHEDULE
from .signs_of_life import WORKER

JOBS: Final = (SCHEDULE.name, REPAIR.name, COMPACTION.name, SAMPLE.name)
# What has waited for so long waits for somebody to see to it: workers show a sign every ten seconds, and settle every second.
TOO_LONG: Final = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class WorkStatus:
    """How the work stands at `now`, by the database's clock. `worker_seen` is None where no worker was ever seen."""

    now: datetime
    log_version: int
    worker_seen: datetime | None
    backlog: Backlog
    held_withdrawals: int
    consumers: list[ConsumerStatus]
    jobs: list[ConsumerOffset]

    @property
    def worker_is_silent(self) -> bool:
        """Whether no worker has shown a sign of life for too long."""
        return self.worker_seen is None or self.now - self.worker_seen > TOO_LONG

    @property
    def troubles(self) -> list[str]:
        """What somebody has to see to, one sentence each."""
        return list(self._troubles())

    def _troubles(self) -> Iterator[str]:
        if self.worker_is_silent:
            since = f"since {_written(self.worker_seen)}" if self.worker_seen else "ever"
            yield f"no worker has been seen {since}"
        if seconds := self.overdue(self.backlog.since):
            yield f"{self.backlog.count} change(s) wait to be settled, the oldest for {seconds} s"
        for consumer in self.consumers:
            if consumer.row.failures:
                yield _failure(consumer.row)
            elif seconds := self.overdue(consumer.waiting_since):
                yield f"{consumer.name} is {consumer.behind} change(s) behind, for {seconds} s"
        yield from (_failure(row) for row in self.jobs if row.failures)

    def overdue(self, since: datetime | None) -> int:
        """The seconds since then, where they are too many; else 0."""
        waited = self.now - since if since else timedelta()
        return int(waited.total_seconds()) if waited > TOO_LONG else 0

    def as_dict(self) -> dict[str, Any]:
        """What `manage.py worker --status --json` says (docs/operations.md)."""
        return {
            "well": not self.troubles,
            "troubles": self.troubles,
            "at": _written(self.now),
            "worker_seen_at": _written(self.worker_seen),
            "log_version": self.log_version,
            "to_be_settled": {
                "count": self.backlog.count,
                "since": _written(self.backlog.since),
                "failing": len(self.backlog.failing),
            },
            "held_withdrawals": self.held_withdrawals,
            "consumers": [
                {
                    "name": one.name, "version": one.version, "behind": one.behind, "since": _written(one.waiting_since),
                    **_attempts(one.row),
                }
                for one in self.consumers
            ],
            "jobs": [{"name": row.name, "done_at": _written(row.moved_at), **_attempts(row)} for row in self.jobs],
        }  # fmt: skip


def work_status() -> WorkStatus:
    """How the work stands now."""
    rows = ConsumerOffset.objects.in_bulk()
    return WorkStatus(
        now=shared_now(),
        log_version=newest(),
        worker_seen=worker_seen(),
        backlog=backlog(),
        held_withdrawals=open_withdrawals().count(),
        consumers=[consumer_status(name) for name in consumer_names()],
        jobs=[rows.get(name) or ConsumerOffset(name=name) for name in JOBS],
    )


def worker_seen() -> datetime | None:
    """When a worker last showed that it is alive: by its sign, or in the middle of something long by renewing its lease."""
    held = ConsumerOffset.objects.filter(name__in=[*consumer_names(), *JOBS]).aggregate(until=Max("held_until"))[
        "until"
    ]
    sign = ConsumerOffset.objects.filter(name=WORKER).values_list("moved_at", flat=True).first()
    return max(filter(None, (sign, held and held - LEASE)), default=None)


def _attempts(row: ConsumerOffset) -> dict[str, Any]:
    return {
        "failures": row.failures,
        "failing_since": _written(row.failing_since),
        "tried_again_at": _written(row.retry_at),
        "last_error": row.last_error,
    }


def _failure(row: ConsumerOffset) -> str:
    return f"{row.name} fails since {_written(row.failing_since)}: {row.last_error}"


def _written(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None
