"""What the page of deliveries shows: each of the partner's webhooks, how it is, and what was sent to it last."""

from typing import Any, Final

from django.utils import translation
from django.utils.timezone import localtime

from cms.content.languages import Language
from cms.partners.models import Partner
from cms.reading.wording import written_date
from cms.webhooks.models import WebhookAttempt, WebhookEndpoint

from .account_words import DELIVERY_WORDS

SHOWN: Final = 50


def deliveries_context(partner: Partner, language: Language) -> dict[str, Any]:
    """The partner's webhooks, each with its latest deliveries."""
    endpoints = WebhookEndpoint.objects.filter(partner=partner)
    with translation.override(language):
        return {"partner": partner.name(language), "webhooks": [_shown(endpoint, language) for endpoint in endpoints]}


def has_webhooks(partner: Partner) -> bool:
    """Whether there is anything to show."""
    return WebhookEndpoint.objects.filter(partner=partner).exists()


def _shown(endpoint: WebhookEndpoint, language: Language) -> dict[str, Any]:
    return {
        "number": endpoint.pk,
        "url": endpoint.url,
        "state": str(endpoint.state_in_words()),
        "waiting": endpoint.messages.count(),
        "delivered": _moment(endpoint.delivered_at, language),
        "attempts": [_attempt(attempt, language) for attempt in endpoint.attempts.all()[:SHOWN]],
    }


def _attempt(attempt: WebhookAttempt, language: Language) -> dict[str, Any]:
    return {
        "at": _moment(attempt.at, language),
        "event": str(attempt.get_event_display()),
        "item": attempt.item,
        "outcome": str(attempt.outcome_in_words()),
        "fault": str(attempt.get_fault_display()) if attempt.fault else "",
        "status": attempt.status or "",
    }


def _moment(moment: Any, language: Language) -> str:
    if moment is None:
        return DELIVERY_WORDS["never"].text(language)
    here = localtime(moment)
    return f"{written_date(here, language)}, {here:%H:%M:%S}"
