"""Out of the bin for good: by somebody, or by the worker each day, of what has been kept for long enough."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from wagtail.log_actions import log

from cms.publication.changelog.scheduled_jobs import Job, run_due
from cms.publication.clock import shared_now

from .models import BinnedItem

DELETE_FOR_GOOD: Final = "trash.purge"


def delete_for_good(binned: BinnedItem, user: Any) -> None:
    """Deletes what is kept of an item; `user` is None for the worker."""
    with transaction.atomic():
        log(instance=binned, action=DELETE_FOR_GOOD, user=user, deleted=True)
        binned.delete()


def delete_expired(renew: Callable[[], None] = lambda: None) -> None:
    """Deletes for good what was to be kept until now, an item at a time."""
    for binned in BinnedItem.objects.filter(kept_until__lte=shared_now()).order_by("kept_until"):
        renew()
        delete_for_good(binned, None)


_DAILY: Final = Job("bin", timedelta(days=1), delete_expired)


class BinEmptier:
    """Looks daily, beside the worker."""

    def run(self, stop: Callable[[], bool]) -> None:
        """Looks whether a day has passed."""
        self.once(stop)

    def once(self, stop: Callable[[], bool]) -> None:
        """Deletes what is due, if that was not done today."""
        run_due(_DAILY, stop=stop)
