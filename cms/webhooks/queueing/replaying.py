"""Telling an endpoint again: one item, or a test that tells nothing."""

from uuid import UUID

from django.db import transaction

from cms.publication.clock import shared_now
from cms.publication.models import Change
from cms.publication.queries.feed.change_entries import entries_of

from ..models import WebhookEndpoint
from .message_bodies import body_of, events_of, message_of, test_message
from .message_queue import filter_of


def replay_item(endpoint: WebhookEndpoint, item: UUID) -> bool:
    """Has the endpoint told of an item as it is now, whatever events it takes. False where the log knows no such item."""
    change = Change.objects.filter(item=item).order_by("-version").first()
    if change is None:
        return False
    now = shared_now()
    (entry,) = entries_of([change], filter_of(endpoint), now)
    with transaction.atomic():
        WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
        endpoint.messages.filter(item=item).delete()
        event = events_of(entry.payload)[0]
        message = message_of(entry.payload, event, body_of(entry.payload, event), now)
        message.endpoint = endpoint
        message.save()
    return True


def send_test(endpoint: WebhookEndpoint) -> str:
    """Has a test sent, also to an endpoint that is off. Returns the id of the message."""
    message = test_message(shared_now())
    message.endpoint = endpoint
    message.save()
    return message.message_id
