"""Another secret for an endpoint, without a message that its receiver cannot verify: two sign until the older is ended."""

from django.db import transaction

from cms.publication.clock import shared_now

from ..models import WebhookEndpoint
from .sealed_secrets import Unreadable, new_secret, seal, sealed_anew


def rotate(endpoint: WebhookEndpoint) -> str:
    """Gives it a new secret, beside which the one before goes on signing, and returns it: it is not shown again."""
    made = new_secret()
    with transaction.atomic():
        row = WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
        row.previous_secret, row.secret, row.secret_since = row.secret, seal(made), shared_now()
        row.save(update_fields=["previous_secret", "secret", "secret_since"])
    return made


def end_previous(endpoint: WebhookEndpoint) -> None:
    """Lets the newest secret alone sign."""
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(previous_secret="")


def seal_all_anew() -> int:
    """Stores all secrets by the SECRET_KEY of now: the one before is needed no more. Returns how many could not be read."""
    unreadable = 0
    for pk in WebhookEndpoint.objects.values_list("pk", flat=True):
        with transaction.atomic():
            row = WebhookEndpoint.objects.select_for_update().get(pk=pk)
            try:
                row.secret = sealed_anew(row.secret) if row.secret else ""
                row.previous_secret = sealed_anew(row.previous_secret) if row.previous_secret else ""
            except Unreadable:
                unreadable += 1
                continue
            row.save(update_fields=["secret", "previous_secret"])
    return unreadable
