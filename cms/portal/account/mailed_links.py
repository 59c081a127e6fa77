"""The link by which a contact logs in: signed, good once and for a quarter of an hour, and only the newest one."""

import secrets
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.db.models import Q
from django.utils import timezone

from cms.content.languages import parse
from cms.content.vocabularies import Label
from cms.partners.models import Contact

from ..portal_pages import PAGES

GOOD_FOR: Final = 15 * 60  # seconds
# Nobody gets more than one mail within this, however often somebody else asks for it.
_AGAIN_AFTER: Final = timedelta(minutes=1)
_SALT: Final = "cms.portal.link"
SUBJECT: Final = Label("Mewngofnodi i dudalennau'r partneriaid", "Log in to the partners' pages")
BODY: Final = Label(
    "Helo {name},\n\nDilynwch y ddolen hon i fewngofnodi i dudalennau partneriaid Sefydlogrwydd Cynnar Cymru:\n\n{link}\n\n"
    "Mae'n gweithio unwaith, am chwarter awr. Os nad chi a ofynnodd amdani, nid oes angen gwneud dim.\n",
    "Hello {name},\n\nFollow this link to log in to the pages for partners of Welsh Early Permanence:\n\n{link}\n\n"
    "It works once, for a quarter of an hour. If it was not you who asked for it, there is nothing to do.\n",
)
ENTER: Final = Label("mynd-i-mewn", "enter")


def send_link(email: str) -> None:
    """Writes to the contact with an e-mail address, in the contact's language; to nobody, where there is none."""
    now, nonce = timezone.now(), secrets.token_hex(16)
    rested = Q(link_sent_at=None) | Q(link_sent_at__lt=now - _AGAIN_AFTER)
    if not Contact.objects.filter(rested, email__iexact=email).update(link=nonce, link_sent_at=now):
        return
    contact = Contact.objects.get(link=nonce)
    language = parse(contact.language) or "cy"
    token = signing.dumps([contact.pk, nonce], salt=_SALT)
    address = f"{settings.API_URL}{PAGES['keys'].address(language)}{ENTER.text(language)}/{token}/"
    body = BODY.text(language).format(name=contact.name, link=address)
    send_mail(SUBJECT.text(language), body, None, [contact.email])


def is_good(token: str) -> bool:
    """Whether a link may still be used. Nothing is used up by asking: programs that read mail follow links too."""
    return _holder(token) is not None


def redeem(token: str) -> Contact | None:
    """The contact whose link it is, for the first who asks; None for anybody else."""
    contact = _holder(token)
    if contact is None or not Contact.objects.filter(pk=contact.pk, link=contact.link).update(link=""):
        return None
    return contact


def _holder(token: str) -> Contact | None:
    try:
        pk, nonce = signing.loads(token, salt=_SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    return Contact.objects.filter(pk=pk, link=nonce).exclude(link="").select_related("partner").first()
