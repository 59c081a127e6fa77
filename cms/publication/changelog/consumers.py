"""Following the log: each consumer of it has an offset, gets every change in order, and is the only one to move it.

Consumers register here, so that the publication need not know them.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final, Protocol

from ..clock import shared_now
from ..models import Change, ConsumerOffset
from .leases import Clock, Lease
from .log import newest

BATCH: Final = 200
State = dict[str, Any]
Renew = Callable[[], None]
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a consumer has come, and what it keeps about that: JSON of its own."""

    version: int
    state: State


class Consumer(Protocol):
    """Whoever follows the log. Both methods may raise anything: they are called again, with the same changes.

    `renew` is to be called between steps of long work (at least every half minute); it raises leases.Interrupted where the
    work has to end. Raise leases.ExternalFailure for what is no fault of the code, such as a service that does not answer.
    """

    @property
    def name(self) -> str:
        """The name of its offset."""

    def resume(self, checkpoint: Checkpoint, renew: Renew) -> Checkpoint | None:
        """Called before any change: where to go on from. The checkpoint given, another one (where what was derived is gone and
        has been made anew), or None where it cannot be followed now though nothing has failed.
        """

    def apply(self, changes: Sequence[Change], state: State, renew: Renew) -> State:
        """Takes in changes, in order of version, and returns the state to keep with them.

        The same changes may come again, after a failure or a crash: applying them twice is applying them once.
        """


_factories: dict[str, Callable[[], Consumer]] = {}


def register(name: str, factory: Callable[[], Consumer]) -> None:
    """Adds the consumer called `name`. `factory` makes it where the log is followed, so that importing it costs nobody else."""
    _factories[name] = factory


def consumer_names() -> list[str]:
    """The names of the registered consumers."""
    return sorted(_factories)


@cache
def _made(name: str, factory: Callable[[], Consumer]) -> Consumer:
    return factory()


def consumers() -> list[Consumer]:
    """The registered consumers, by name."""
    return [_made(name, factory) for name, factory in sorted(_factories.items())]


def follow(consumer: Consumer, *, clock: Clock = shared_now, stop: Callable[[], bool] = bool) -> int:
    """Brings the consumer to the log's end, and returns how many changes it was given.

    Does nothing while another process does it, or while a failure is too recent. A failure is recorded and logged, not raised;
    only the database's own goes on to the caller.
    """
    applied = 0
    while True:
        lease = Lease.take(consumer.name, clock=clock, stop=stop)
        if lease is None:
            return applied
        finished = False
        with lease:
            if _resume(consumer, lease):
                for count in _batches(consumer, lease):
                    applied += count
                finished = True
        # Who committed a change while the lease was held was turned away, and relies on its holder to look again.
        if not finished or newest() <= lease.row.version:
            return applied


def _resume(consumer: Consumer, lease: Lease) -> bool:
    checkpoint = Checkpoint(lease.row.version, lease.row.state)
    resumed = consumer.resume(checkpoint, lease.renew)
    if resumed is None:
        return False
    if resumed != checkpoint:
        logger.info("%s: what it derived was made anew; it goes on from version %s", consumer.name, resumed.version)
        lease.set_offset(resumed.version, resumed.state)
    return True


def _batches(consumer: Consumer, lease: Lease) -> Any:
    """Applies batch after batch, and yields the size of each once the offset is past it."""
    while True:
        lease.renew()
        # Read first: log order is commit order, so all that is at most `head` can now be seen.
        head = newest()
        changes = list(Change.objects.filter(version__gt=lease.row.version).order_by("version")[:BATCH])
        if changes:
            state = consumer.apply(changes, lease.row.state, lease.renew)
            lease.advance(changes[-1].version, state)
            yield len(changes)
        if len(changes) < BATCH:
            if head > lease.row.version:
                lease.advance(head, lease.row.state)
            lease.note_success()
            return


@dataclass(frozen=True, slots=True)
class ConsumerStatus:
    """How far a consumer has followed the log. `behind` is in versions; `waiting_since` is when its next change was made."""

    name: str
    version: int
    behind: int
    waiting_since: datetime | None
    row: ConsumerOffset


def consumer_status(name: str) -> ConsumerStatus:
    """How far the consumer called `name` has followed the log."""
    row = ConsumerOffset.objects.filter(name=name).first() or ConsumerOffset(name=name)
    waiting = Change.objects.filter(version__gt=row.version).order_by("version").values_list("at", flat=True).first()
    return ConsumerStatus(name, row.version, max(0, newest() - row.version), waiting, row)
