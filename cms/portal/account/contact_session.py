"""Who is logged in to the partners' pages: noted in Django's session, beside whoever is logged in to the admin."""

import time
from typing import Final

from django.http import HttpRequest

from cms.accounts.sessions.session_ending import CONTACT_KEY, end_sessions_of_contact
from cms.partners.models import Contact

LASTS: Final = 8 * 60 * 60  # seconds


def log_in(request: HttpRequest, contact: Contact) -> None:
    """From now on the session is the contact's, under another key."""
    request.session.cycle_key()
    request.session[CONTACT_KEY] = [contact.pk, int(time.time()) + LASTS]


def log_out(request: HttpRequest) -> None:
    """The session is nobody's."""
    request.session.pop(CONTACT_KEY, None)
    request.session.cycle_key()


def log_out_everywhere(request: HttpRequest, contact: Contact) -> None:
    """Neither this session nor any other is the contact's."""
    log_out(request)
    end_sessions_of_contact(contact.pk)


def contact_of(request: HttpRequest) -> Contact | None:
    """Who is logged in, as long as it lasts and the partner has that contact."""
    pk, until = request.session.get(CONTACT_KEY, (0, 0))
    if until < time.time():
        return None
    return Contact.objects.filter(pk=pk).select_related("partner").first()
