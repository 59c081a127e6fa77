"""Switching an endpoint off, on, and putting it back; who is told when it goes off by itself."""

import logging
from datetime import datetime
from typing import Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cms.accounts.mail import is_on
from cms.accounts.password_reset.outgoing import send_later
from cms.content.languages import Language, parse
from cms.content.words.dates import written_day
from cms.publication.models import Change

from ..models import EndReason, WebhookEndpoint

logger = logging.getLogger(__name__)
_BACKEND: Final = "django.contrib.auth.backends.ModelBackend"


def end_endpoint(endpoint: WebhookEndpoint, reason: EndReason, now: datetime) -> None:
    """Sends it nothing more, and where nobody switched it off has its partner's contacts and the admins told by mail."""
    if endpoint.ended:
        return
    endpoint.ended, endpoint.ended_at = reason, now
    endpoint.save(update_fields=["ended", "ended_at"])
    if reason != EndReason.HAND:
        logger.error(
            "webhooks: endpoint %s is off: %s."
            " What to do: its partner was mailed; switch it on in the admin once its receiver is well.",
            endpoint.pk,
            reason.value,
        )
        transaction.on_commit(lambda: send_later(lambda: tell(endpoint)), robust=True)


def switch_on(endpoint: WebhookEndpoint) -> None:
    """Goes on where it was left: what changed since is queued."""
    endpoint.ended, endpoint.ended_at = EndReason.NONE, None
    endpoint.failures, endpoint.failing_since, endpoint.retry_at, endpoint.last_fault = 0, None, None, ""
    endpoint.save(update_fields=["ended", "ended_at", "failures", "failing_since", "retry_at", "last_fault"])


def put_back(endpoint: WebhookEndpoint, since: datetime | None) -> int:
    """Has it told of all that changed since a moment, or ever: each item once, as it is now. Returns how many items changed."""
    before = Change.objects.filter(at__lt=since) if since else Change.objects.none()
    version = before.order_by("-version").values_list("version", flat=True).first() or 0
    WebhookEndpoint.objects.filter(pk=endpoint.pk, queued_to__gt=version).update(queued_to=version)
    return Change.objects.filter(version__gt=version, latest=True).count()


def tell(endpoint: WebhookEndpoint) -> None:
    """Mails each contact of the partner, and each user who may change webhooks, in their language."""
    if not is_on():
        return
    for address, (language, deliveries) in _readers(endpoint).items():
        with translation.override(language):
            subject, text = _mail(endpoint, language, deliveries)
        try:
            send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [address])
        except OSError as error:
            logger.error(
                "webhooks: a mail could not be sent: %s."
                " What to do: see that EMAIL_URL is right and the mail server answers, and tell the partner yourself.",
                error,
            )


def _readers(endpoint: WebhookEndpoint) -> dict[str, tuple[Language, str]]:
    """Addresses, each with the language of who reads it, and where that reader sees the deliveries."""
    found = {
        contact.email: (contact.language, f"{settings.API_URL}{reverse(f'portal-deliveries-{contact.language}')}")
        for contact in endpoint.partner.contacts.all()
    }
    in_admin = settings.WAGTAILADMIN_BASE_URL + reverse("webhook_deliveries", args=[endpoint.pk])
    permission = "webhooks.change_webhookendpoint"
    for user in get_user_model().objects.with_perm(permission, backend=_BACKEND).select_related("wagtail_userprofile"):
        profile = getattr(user, "wagtail_userprofile", None)
        language = profile.get_preferred_language() if profile else settings.LANGUAGE_CODE
        if user.email:
            found.setdefault(user.email, (parse(language) or "en", in_admin))
    return found


def _mail(endpoint: WebhookEndpoint, language: Language, deliveries: str) -> tuple[str, str]:
    since = localtime(endpoint.failing_since or endpoint.ended_at)
    fields = {
        "partner": endpoint.partner.name(language),
        "url": endpoint.url,
        "reason": endpoint.get_ended_display(),
        "fault": endpoint.get_last_fault_display() if endpoint.last_fault else "",
        "since": f"{written_day(since, language)}, {since:%H:%M}",
        "deliveries": deliveries,
    }
    subject = _("A webhook of %(partner)s has been switched off") % fields
    text = _(
        "Changes are no longer sent to this address:\n\n%(url)s\n\n"
        "Reason: %(reason)s. It has failed since %(since)s. %(fault)s\n\n"
        "Nothing is lost. Once the receiver is well, have it switched on again: everything that has changed meanwhile is then "
        "sent, each item once. Until then the changes can be read at any time from the API's feed, /api/v1/changes.\n\n"
        "What was sent, and what came of it: %(deliveries)s\n"
    )
    return subject, text % fields
