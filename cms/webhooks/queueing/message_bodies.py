"""What a message says: its type, its time and the feed's entry (Standard Webhooks 1.0), never a word of the content."""

from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal
from uuid import uuid4

from pydantic import TypeAdapter, WithJsonSchema

from cms.content.declaration import fields
from cms.content.declaration.tolerance import open_list
from cms.content.declaration.values import Frozen
from cms.publication.queries.feed.change_payload import ChangePayload

from ..models import ITEM_EVENTS, WebhookEvent, WebhookMessage


class NothingTold(Frozen):
    """Nothing."""


class WebhookTestPayload(Frozen):
    """A message that tells nothing, by which a partner tries out the receiver."""

    type: Literal["webhook.test"] = fields.code("That it is a test.")
    timestamp: datetime = fields.date("When it was asked for.")
    data: NothingTold = fields.part("Nothing.")


class WebhookPayload(Frozen):
    """A message: something changed. Fetch what you keep of it, or ask the feed for all that is new to you."""

    type: Annotated[str, WithJsonSchema(open_list(ITEM_EVENTS))] = fields.code("What happened, as `what` in the data.")
    timestamp: datetime = fields.date("When it changed.")
    data: ChangePayload = fields.part("The feed's entry: how the item is in both languages.")


WEBHOOK: Final[TypeAdapter[WebhookPayload]] = TypeAdapter(WebhookPayload)
WEBHOOK_TEST: Final[TypeAdapter[WebhookTestPayload]] = TypeAdapter(WebhookTestPayload)
_ITEM: Final = "item."
# Of what is public and not withdrawn, what became of it.
PUBLIC: Final = ("published", "moved")


def events_of(entry: ChangePayload, *, was_moved: bool = False, was_ended: bool = False) -> tuple[str, ...]:
    """The events that an entry tells of, the first before the others. What has moved has, and a language that was taken down
    is, whatever else changed since the receiver was told of it.
    """
    states = {one.state for one in entry.languages}
    one_is_down = "published" in states and bool(states & {"withdrawn", "gone"})
    changed = WebhookEvent.MOVED if was_moved or entry.what == "moved" else WebhookEvent.PUBLISHED
    if one_is_down and (was_ended or entry.what == "withdrawn"):
        return WebhookEvent.WITHDRAWN, changed
    return (changed,) if entry.what in PUBLIC else (_ITEM + entry.what,)


def body_of(entry: ChangePayload, event: str) -> str:
    """The body of a message, which is the same for every endpoint that is told of the entry as this event."""
    said = entry.model_copy(update={"what": event.removeprefix(_ITEM)})
    return WEBHOOK.dump_json(WebhookPayload(type=event, timestamp=entry.at, data=said)).decode()


def message_of(entry: ChangePayload, event: str, body: str, now: datetime) -> WebhookMessage:
    """A message to be sent at once, without its endpoint."""
    return _message(event, body, now, item=entry.id, version=entry.version)


def test_message(now: datetime) -> WebhookMessage:
    """A message that tells nothing, by which a partner tries out the receiver. Without its endpoint."""
    told = WebhookTestPayload(type="webhook.test", timestamp=now.astimezone(UTC), data=NothingTold())
    return _message(WebhookEvent.TEST, WEBHOOK_TEST.dump_json(told).decode(), now, version=0)


def _message(event: str, body: str, now: datetime, **values: Any) -> WebhookMessage:
    return WebhookMessage(
        event=event, body=body, message_id=f"msg_{uuid4().hex}", queued_at=now, retry_at=now, **values
    )
