"""Ending sessions before their time. They are rows of the database, so that what is deleted is over in every process at once.

What a session holds is known to nobody but Django, so each is looked at.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from ..account_log import SESSIONS_ENDED, note

# Where partners' own pages note who is logged in.
CONTACT_KEY: Final = "partner_contact"


def sessions_of(user: Any) -> QuerySet[Session]:
    """Those in which somebody is logged in, or waits to give a second factor."""
    return sessions_where(lambda data: data.get(SESSION_KEY) == str(user.pk))


def sessions_of_contact(pk: int) -> QuerySet[Session]:
    """Those in which a contact of a partner is logged in."""
    return sessions_where(lambda data: data.get(CONTACT_KEY, [None])[0] == pk)


def sessions_where(is_meant: Callable[[dict[str, Any]], bool]) -> QuerySet[Session]:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    rows = Session.objects.values_list("session_key", "session_data")
    return Session.objects.filter(pk__in=[key for key, data in rows.iterator() if is_meant(store.decode(data))])


def end_sessions(user: Any, *, by: Any = None) -> int:
    """Ends all sessions of somebody, and notes it; how many there were."""
    count = _ended(sessions_of(user))
    if count:
        note(SESSIONS_ENDED, user, data={"count": count}, **({"user": by} if by else {}))
    return count


def end_sessions_of_contact(pk: int) -> int:
    """The same of a contact."""
    return _ended(sessions_of_contact(pk))


def end_all_sessions() -> int:
    """Whoever is logged in, anywhere, has to log in again."""
    return _ended(Session.objects.all())


def switched_off(sender: Any, instance: Any, **kwargs: Any) -> None:
    """An account that is switched off has no session to come back to when it is switched on again."""
    if not instance.is_active and instance.stood.get("is_active"):
        end_sessions(instance)


def _ended(sessions: QuerySet[Session]) -> int:
    return sessions.delete()[0]
