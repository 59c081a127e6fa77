"""How many wrong passwords are too many: of one account from one address, and of one account from anywhere.

Nobody is locked out by address alone: a whole office has one. Whoever tries an account from many addresses locks it only for
addresses from which it has not been used lately, so that its owner can go on.
"""

from datetime import timedelta
from typing import Any, Final

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username, get_cool_off
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

# For so long an address is remembered from which somebody logged in.
KNOWN_FOR: Final = timedelta(days=90)
# What stands in a field of the request that axes would otherwise keep: nothing that was typed.
_NOTHING: Final = ""


class LockoutHandler(AxesDatabaseHandler):
    """axes' handler with a second limit, by account alone."""

    def is_locked(self, request: Any, credentials: dict[str, Any] | None = None) -> bool:
        if super().is_locked(request, credentials):
            return True
        username = get_client_username(request, credentials)
        recent = AccessAttempt.objects.filter(username=username, attempt_time__gte=timezone.now() - waiting_time())
        failures = recent.aggregate(all=Sum("failures_since_start"))["all"] or 0
        return failures >= settings.ACCOUNT_FAILURE_LIMIT and not is_known(username, request.axes_ip_address)

    def user_logged_in(self, sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
        """Notes the address, and forgets those that were noted too long ago."""
        super().user_logged_in(sender, request, user, **kwargs)
        AccessLog.objects.filter(attempt_time__lt=timezone.now() - KNOWN_FOR).delete()


def is_known(username: str | None, address: str | None) -> bool:
    """Whether an account has been used from an address lately."""
    since = timezone.now() - KNOWN_FOR
    return AccessLog.objects.filter(username=username, ip_address=address, attempt_time__gte=since).exists()


def waiting_time() -> timedelta:
    """For how long somebody is locked out, and wrong passwords are remembered."""
    found: timedelta = get_cool_off()
    return found


def locked_out(request: HttpRequest, response: HttpResponseBase, credentials: Any = None) -> HttpResponseBase:
    """The log-in screen, whose form says what is so, as an answer that no client takes for a log-in that may be repeated."""
    response.status_code = 429
    response["Retry-After"] = str(int(waiting_time().total_seconds()))
    return response


def unlock(username: str) -> int:
    """Forgets the wrong passwords of an account; how many notes of them there were."""
    return int(AccessAttempt.objects.filter(username=username).delete()[0])
