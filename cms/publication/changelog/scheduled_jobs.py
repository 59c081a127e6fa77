"""What is done by the clock, by one process at a time: Wagtail's scheduled publications, and the daily repair of editions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.core.management import call_command
from django.utils import timezone

from ..models import ConsumerOffset
from ..reconciliation.rebuilding import steps
from .leases import Clock, Lease


@dataclass(frozen=True, slots=True)
class Job:
    """Something done every so often; `run` is given what it calls between its steps."""

    name: str
    every: timedelta
    run: Callable[[Callable[[], None]], None]


def publish_scheduled(renew: Callable[[], None]) -> None:
    """Publishes what is due and takes down what has expired."""
    call_command("publish_scheduled", verbosity=0)


def repair(renew: Callable[[], None]) -> None:
    """Makes every edition what the pages say, where a change was missed that sent no signal."""
    for batch, action in steps():
        renew()
        action(batch)


SCHEDULE: Final = Job("schedule", timedelta(minutes=1), publish_scheduled)
REPAIR: Final = Job("repair", timedelta(days=1), repair)


def run_due(
    job: Job,
    *,
    clock: Clock = timezone.now,
    stop: Callable[[], bool] = bool,
    between: Callable[[], None] = lambda: None,
) -> bool:
    """Does the job if its time has come and nobody else does it. True if it was done; a failure is recorded, not raised.

    `between` is called between its steps, for what cannot wait so long.
    """
    if not _due(job, ConsumerOffset.objects.filter(name=job.name).first(), clock):
        return False
    lease = Lease.take(job.name, clock=clock, stop=stop)
    if lease is None:
        return False

    def step() -> None:
        lease.renew()
        between()

    done = False
    with lease:
        # Another process may have done it since.
        if _due(job, lease.row, clock):
            job.run(step)
            lease.advance(lease.row.version, lease.row.state)
            done = True
    return done


def _due(job: Job, row: ConsumerOffset | None, clock: Clock) -> bool:
    return row is None or row.moved_at is None or row.moved_at + job.every <= clock()
