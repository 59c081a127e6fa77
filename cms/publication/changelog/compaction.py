"""Clearing the log of what nobody needs any more: what was superseded long ago, and what ended long ago (ADR 48)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from ..clock import shared_now
from ..models import Change, ConsumerOffset, Edition, LogHead, State, TermEdition
from .consumers import consumer_names
from .leases import Clock
from .log import Log

_BATCH: Final = 1000


@dataclass(frozen=True, slots=True)
class Compaction:
    """How many changes may go, of them how many of items that are not public any more, and the consumer that holds it up."""

    removable: int
    tombstones: int
    held_up_by: str


def compaction(clock: Clock = shared_now) -> Compaction:
    """What there is to be cleared. It changes nothing."""
    before, held_up_by = _before(clock)
    found = _removable(before)
    return Compaction(found.count(), found.filter(latest=True).count(), held_up_by)


def compact(progress: Callable[[int], object] = bool, clock: Clock = shared_now) -> None:
    """Clears it, while the log goes on being written and read. Tokens from before the horizon are refused first, so that nobody
    is told of some tombstones and not of others. Safe to interrupt and to run again.
    """
    found = _removable(_before(clock)[0])
    newest = found.filter(latest=True).aggregate(newest=Max("version"))["newest"]
    if newest is not None:
        with transaction.atomic():
            Log.lock().write()
            LogHead.objects.filter(horizon__lt=newest).update(horizon=newest, compacted=F("generation"))
    reached = 0
    while batch := list(found.filter(version__gt=reached).values_list("version", flat=True)[:_BATCH]):
        Change.objects.filter(version__in=batch).delete()
        reached = batch[-1]
        progress(len(batch))


def _before(clock: Clock) -> tuple[int, str]:
    """The version before which the log may be cleared: that of the newest change which was followed by others long enough ago
    and which all consumers have seen; and the consumer that is behind that, if any is.
    """
    then = clock() - timedelta(days=settings.CHANGES_KEPT)
    old: int = Change.objects.filter(at__lt=then).aggregate(newest=Max("version"))["newest"] or 0
    offsets = ConsumerOffset.objects.filter(name__in=consumer_names(), version__lt=old)
    slowest = offsets.order_by("version").first()
    return (slowest.version, slowest.name) if slowest else (old, "")


def _removable(before: int) -> QuerySet[Change]:
    """The changes before a version but for the last ones of what is public."""
    public: Any = [
        Exists(model.objects.filter(item=OuterRef("item"), state=State.PUBLISHED)) for model in (Edition, TermEdition)
    ]
    is_public = Q(public[0]) | Q(public[1])
    return Change.objects.filter(version__lt=before).exclude(Q(latest=True) & is_public).order_by("version")
