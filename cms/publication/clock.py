"""The time that all processes share: the database's. A machine whose clock is wrong must not decide for the others."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

_WRONG: Final = timedelta(seconds=10)


def shared_now() -> datetime:
    """The database's time. An SQLite file belongs to one machine, so that is the time there."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    moment: datetime = now
    return moment


def moment_within() -> Any:
    """The same time, as part of a statement that it would take another one to ask for."""
    return Now() if connection.vendor == "postgresql" else timezone.now()


def is_wrong_here(now: datetime) -> bool:
    """Whether this machine's clock, beside the shared one, would publish and take down at the wrong time."""
    return abs(timezone.now() - now) > _WRONG
