"""A worker's sign of life: a row that says when one was last at work, by the database's clock."""

from typing import Final

from ..models import ConsumerOffset
from .leases import Clock

# The row's name.
WORKER: Final = "worker"


def show(clock: Clock) -> None:
    """Says that a worker is at work now."""
    ConsumerOffset.objects.update_or_create(name=WORKER, defaults={"moved_at": clock()})
