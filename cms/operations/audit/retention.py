"""For how long entries are kept. What the publication judges by stays, and then says no more who it was."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from cms.publication.changelog.scheduled_jobs import Job, run_due

# By these the publication knows what went out and whether a translation is behind (cms/publication/completeness/staleness.py).
JUDGED_BY: Final = (
    "wagtail.publish", "wagtail.publish.schedule", "wagtail.unpublish", "wagtail.convert_alias",
    "wagtail_localize.convert_to_alias",
)  # fmt: skip
# Entries taken out in one statement.
_AT_ONCE: Final = 1000


class AuditKeeper:
    """Clears daily, beside the worker."""

    def run(self, stop: Callable[[], bool]) -> None:
        """Looks whether a day has passed."""
        self.once(stop)

    def once(self, stop: Callable[[], bool]) -> None:
        """Clears, if that was not done today."""
        run_due(_DAILY, stop=stop)


def clear_audit(renew: Callable[[], None] = lambda: None) -> int:
    """Takes out what is older than AUDIT_KEPT_DAYS; how many entries went."""
    before = timezone.now() - timedelta(days=settings.AUDIT_KEPT)
    judged = PageLogEntry.objects.filter(timestamp__lt=before, action__in=JUDGED_BY)
    judged.exclude(user=None).update(user=None)
    gone = 0
    old: list[Any] = [
        ModelLogEntry.objects.filter(timestamp__lt=before),
        PageLogEntry.objects.filter(timestamp__lt=before).exclude(action__in=JUDGED_BY),
    ]
    for rows in old:
        while keys := list(rows.values_list("pk", flat=True)[:_AT_ONCE]):
            gone += rows.filter(pk__in=keys).delete()[0]
            renew()
    return gone


_DAILY: Final = Job("audit", timedelta(days=1), clear_audit)  # type: ignore[arg-type]
