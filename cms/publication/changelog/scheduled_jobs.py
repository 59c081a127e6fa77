"""What is done by the clock, by one process at a time: scheduled publications, and daily the repair of editions and the log's
compaction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.core.management import call_command
from wagtail.models import Revision

from ..clock import shared_now
from ..intents.pending import everything
from ..models import ConsumerOffset, Edition, Intent, State
from ..reconciliation.actions import reconcile
from ..reconciliation.made_by import fingerprint, is_outdated
from ..reconciliation.rebuilding import steps
from ..release_sets.flips import due_sets, release_due
from ..releases.last_releases import ended_items
from .compaction import compact
from .leases import Clock, Lease


@dataclass(frozen=True, slots=True)
class Job:
    """Something done every so often, and whenever it `is_owed`, which is given what it kept when it was last done.

    `run` is given what it calls between its steps; `state` is what is kept then.
    """

    name: str
    every: timedelta
    run: Callable[[Callable[[], None]], None]
    is_owed: Callable[[dict[str, Any]], bool] = lambda kept: False
    state: Callable[[], dict[str, Any]] = dict


def publish_scheduled(renew: Callable[[], None]) -> None:
    """Publishes what is due, takes down what has expired, ends what was alone until now, and lets planned sets out."""
    call_command("publish_scheduled", verbosity=0)
    reconcile(ended_items(shared_now()))
    release_due(renew)


def repair(renew: Callable[[], None]) -> None:
    """Makes every edition what the pages say, and so settles what was noted for everything until it began."""
    owed, todo = list(everything().values_list("pk", flat=True)), steps()
    kept = ConsumerOffset.objects.filter(name=REPAIR.name)
    for done, (batch, action) in enumerate(todo):
        renew()
        kept.update(state={"step": done + 1, "steps": len(todo)})
        action(batch)
    Intent.objects.filter(pk__in=owed).delete()


def is_something_due(kept: dict[str, Any]) -> bool:
    """Whether the moment of something has come, or of a set is near: to be published, or no longer to be public."""
    now = shared_now()
    expired = Edition.objects.filter(expires_at__lte=now, state=State.PUBLISHED)
    scheduled = Revision.objects.filter(approved_go_live_at__lte=now)
    return any(found.exists() for found in (expired, scheduled, ended_items(now))) or bool(due_sets(now))


SCHEDULE: Final = Job("schedule", timedelta(minutes=1), publish_scheduled, is_something_due)


def _made_otherwise(kept: dict[str, Any]) -> bool:
    return everything().exists() or is_outdated(kept.get("made_by"))


REPAIR: Final = Job("repair", timedelta(days=1), repair, _made_otherwise, lambda: {"made_by": fingerprint()})


def clear_log(renew: Callable[[], None]) -> None:
    """Clears the log of what nobody needs any more."""
    compact(lambda removed: renew())


COMPACTION: Final = Job("compaction", timedelta(days=1), clear_log)


def run_due(
    job: Job,
    *,
    clock: Clock = shared_now,
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
            lease.advance(lease.row.version, job.state())
            done = True
    return done


def _due(job: Job, row: ConsumerOffset | None, clock: Clock) -> bool:
    return row is None or row.moved_at is None or row.moved_at + job.every <= clock() or job.is_owed(row.state)
