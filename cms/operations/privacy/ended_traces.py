"""Sessions that have ended, and old traces of log-ins: taken out daily, whether anybody logs in or not."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Final

from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.utils import timezone

from cms.accounts.logging_in.lockout import KNOWN_FOR, waiting_time
from cms.publication.changelog.scheduled_jobs import Job, run_due


class TraceKeeper:
    """Clears daily, beside the worker."""

    def run(self, stop: Callable[[], bool]) -> None:
        """Looks whether a day has passed."""
        self.once(stop)

    def once(self, stop: Callable[[], bool]) -> None:
        """Clears, if that was not done today."""
        run_due(_DAILY, stop=stop)


def clear_traces(renew: Callable[[], None] = lambda: None) -> None:
    """Takes out what docs/privacy.md says is kept for a time."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    renew()
    now = timezone.now()
    AccessAttempt.objects.filter(attempt_time__lt=now - waiting_time()).delete()
    AccessLog.objects.filter(attempt_time__lt=now - KNOWN_FOR).delete()


_DAILY: Final = Job("privacy", timedelta(days=1), clear_traces)
