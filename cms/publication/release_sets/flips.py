"""Letting a set go out, or undoing it: all of it in one commit, or nothing.

What goes out is composed within the transaction, unseen, before the moment comes; the commit is the moment.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import Error, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log as note

from ..changelog.log import Log
from ..clock import shared_now
from ..intents.settlement import settle
from ..models import Change, Release, ReleaseKind, ReleaseSet, ReleaseSetItem, SetState
from ..releases.last_releases import Versions, last_releases, versions_of
from ..releases.planning import Flip
from ..releases.recording import name_of
from .faults import Fault, FaultyError, FlipReconciler, broken_items
from .set_members import ClosedError, items_of

PLANNED: Final = "publication.plan_release"
UNPLANNED: Final = "publication.unplan_release"
# What composing an item takes where nobody has tried, in seconds; and how much sooner than it takes it is begun.
_EACH: Final = 0.02
_SLACK: Final = 1.5
_MARGIN: Final = 0.3
# The longest time before its moment at which a set is begun: writers wait meanwhile.
LONGEST_LEAD: Final = timedelta(seconds=30)
logger = logging.getLogger(__name__)


def release(release_set: ReleaseSet, user: Any) -> list[Change]:
    """Lets a set go out now. Raises FaultyError, with the items at fault, and ClosedError for a set that is not open."""
    settle()
    return _carried_out(release_set, user, Flip(release_set, items_of(release_set)))


def plan(release_set: ReleaseSet, moment: datetime | None, user: Any) -> None:
    """Lets the worker release an open set at a moment, or (None) at no moment."""
    changed = ReleaseSet.objects.filter(pk=release_set.pk, state=SetState.OPEN)
    with transaction.atomic():
        if not changed.update(planned_for=moment, failed_at=None, failures=[], by=user, by_name=name_of(user)):
            raise ClosedError
        data = {"planned_for": moment.isoformat()} if moment else None
        note(instance=release_set, action=PLANNED if moment else UNPLANNED, user=user, data=data)


def rehearse(release_set: ReleaseSet) -> float:
    """Does all of a release but the commit; returns how many seconds it took. Raises as `release` does."""
    started = time.monotonic()
    with transaction.atomic():
        _flip(Log.lock(), Flip(release_set, items_of(release_set)))
        transaction.set_rollback(True)
    seconds = time.monotonic() - started
    ReleaseSet.objects.filter(pk=release_set.pk).update(seconds=seconds)
    return seconds


def revert(release_set: ReleaseSet, user: Any, reason: str = "", *, leave_newer: bool = False) -> ReleaseSet:
    """Undoes a released set as one: its items are again what they were before; what first came out with it is taken down.

    Raises FaultyError where an item was released again since, unless `leave_newer` leaves such as they are; and ClosedError for
    a set that is not released, or undone already.
    """
    settle()
    with transaction.atomic():
        log = Log.lock()
        row = ReleaseSet.objects.get(pk=release_set.pk)
        if row.state != SetState.RELEASED or ReleaseSet.objects.filter(reverts=row).exists():
            raise ClosedError
        undone = {one.item: one for one in row.releases.order_by("pk")}
        last = last_releases(undone)
        newer = {item for item, one in undone.items() if last[item].id != one.pk}
        if newer and not leave_newer:
            raise FaultyError(Fault(item, "newer") for item in sorted(newer))
        back = {item: _before(one) for item, one in undone.items() if item not in newer}
        name = (_("Undone: %(name)s") % {"name": row.name})[:200]
        made = ReleaseSet.objects.create(name=name, reason=reason, reverts=row, is_major=row.is_major)
        ReleaseSetItem.objects.bulk_create([ReleaseSetItem(release_set=made, item=item) for item in sorted(back)])
        _end(made, log, user)
        _flip(log, Flip(made, frozenset(back), back))
    return made


def release_due(renew: Callable[[], None], sleep: Callable[[float], object] = time.sleep) -> None:
    """Releases each set whose moment has come, or is so near that it has to be begun."""
    for moment, row in due_sets(shared_now()):
        renew()
        sleep(max(0.0, (moment - lead(row) - shared_now()).total_seconds()))
        try:
            _carried_out(row, row.by, Flip(row, items_of(row)), moment, sleep)
        except ClosedError:
            continue
        except FaultyError as error:
            failures = [fault.stored() for fault in error.faults]
            ReleaseSet.objects.filter(pk=row.pk).update(failed_at=shared_now(), failures=failures)
            logger.error(
                "not released: %s. Nothing of it went out. At fault: %s."
                " What to do: open the release in the admin, mend what is at fault and release it again.",
                row.name,
                error,
            )


def due_sets(now: datetime) -> list[tuple[datetime, ReleaseSet]]:
    """The planned sets that have to be begun in the next two seconds, each with its moment, the first first."""
    rows = ReleaseSet.objects.filter(state=SetState.OPEN, failed_at=None, planned_for__lte=now + 2 * LONGEST_LEAD)
    planned = [(row.planned_for, row) for row in rows.order_by("planned_for", "pk") if row.planned_for]
    return [(moment, row) for moment, row in planned if moment - lead(row) <= now + timedelta(seconds=2)]


def lead(row: ReleaseSet) -> timedelta:
    """How long before its moment a set is begun."""
    seconds = row.seconds or _EACH * row.members.count()
    return min(LONGEST_LEAD, timedelta(seconds=seconds * _SLACK + _MARGIN))


def _carried_out(
    release_set: ReleaseSet,
    user: Any,
    flip: Flip,
    moment: datetime | None = None,
    sleep: Callable[[float], object] = time.sleep,
) -> list[Change]:
    """All in one transaction, which waits for the moment before it commits."""
    try:
        with transaction.atomic():
            log = Log.lock()
            row = ReleaseSet.objects.filter(pk=release_set.pk, state=SetState.OPEN).first()
            if row is None or (moment is not None and row.planned_for != moment):
                raise ClosedError
            log.now = max(log.now, moment) if moment else log.now
            _end(row, log, user)
            changes = _flip(log, Flip(row, items_of(row), flip.back))
            if moment is not None:
                sleep(max(0.0, (moment - shared_now()).total_seconds()))
            return changes
    except (Error, FaultyError, ClosedError):
        raise
    except Exception as error:
        if found := broken_items(flip):
            raise FaultyError(found) from error
        raise


def _flip(log: Log, flip: Flip) -> list[Change]:
    reconciler = FlipReconciler(log, flip)
    changes = reconciler.reconcile(flip.items) if flip.items else []
    if reconciler.unmade:
        raise FaultyError(Fault(item, "broken") for item in sorted(reconciler.unmade))
    return changes


def _end(row: ReleaseSet, log: Log, user: Any) -> None:
    row.state, row.ended_at, row.by, row.by_name = SetState.RELEASED, log.now, user, name_of(user)
    row.failed_at, row.failures = None, []
    row.save()


def _before(one: Release) -> Versions:
    """What readers saw before a release; of what was alone until a moment, the pair before that."""
    earlier = Release.objects.filter(item=one.item, pk__lt=one.pk).order_by("-pk")
    last = earlier.exclude(kind=ReleaseKind.ALONE, until__isnull=False).first()
    return versions_of(last) if last else {}
