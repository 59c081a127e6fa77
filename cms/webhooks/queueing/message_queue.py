"""The consumer of the log that queues what each endpoint is to be told. It sends nothing, so no receiver can hold it up.

How far an endpoint has come stands in its own row, and moves in the transaction that queues: a crash repeats nothing and loses
nothing. Of an item there is one message at most, that of its last change.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from itertools import product
from typing import Final, NamedTuple
from uuid import UUID

from django.db import transaction

from cms.publication.changelog.consumers import BATCH, Checkpoint, Renew, State
from cms.publication.changelog.leases import Clock
from cms.publication.clock import shared_now
from cms.publication.models import Change
from cms.publication.queries.feed.change_entries import FeedFilter, entries_of
from cms.publication.queries.feed.change_payload import ChangePayload

from ..models import WebhookEndpoint, WebhookEvent, WebhookMessage
from .message_bodies import body_of, events_of, message_of

NAME: Final = "webhooks"
_MOVED: Final = "moved"
_ENDED: Final = frozenset({"withdrawn", "gone"})
# What an item is told of as long as it is public in any language.
_OF_PUBLIC: Final = frozenset({WebhookEvent.PUBLISHED.value, WebhookEvent.MOVED.value})
# What the message of a later change puts in the row of the one that waits.
_REPLACED: Final = [
    field.name for field in WebhookMessage._meta.concrete_fields if field.name not in {"id", "endpoint", "item"}
]
# Messages made at once, whatever the number of endpoints.
_AT_ONCE: Final = 2000


class Happened(NamedTuple):
    """The items that moved among some changes, and those of which a language at least was taken down."""

    moved: frozenset[UUID]
    ended: frozenset[UUID]


class MessageQueue:
    """Brings every endpoint that is on to where the log has got to."""

    name = NAME

    def __init__(self, clock: Clock = shared_now) -> None:
        self._clock = clock

    def resume(self, checkpoint: Checkpoint, renew: Renew) -> Checkpoint:
        """Goes on from the checkpoint, to which endpoints that were put back, or switched on again, are brought first."""
        queue_up_to(checkpoint.version, renew, self._clock)
        return checkpoint

    def apply(self, changes: Sequence[Change], state: State, renew: Renew) -> State:
        """Queues what is new."""
        queue_up_to(changes[-1].version, renew, self._clock)
        return state


def is_behind(version: int) -> bool:
    """Whether an endpoint that is on has still to be told of something up to a version."""
    return WebhookEndpoint.objects.filter(ended="", queued_to__lt=version).exists()


def queue_up_to(version: int, renew: Renew, clock: Clock = shared_now) -> None:
    """Queues all changes up to a version for each endpoint that is on, those that have come as far together."""
    while behind := list(WebhookEndpoint.objects.filter(ended="", queued_to__lt=version)):
        together = defaultdict(list)
        for endpoint in behind:
            together[endpoint.queued_to].append(endpoint)
        for start, endpoints in together.items():
            renew()
            _queue_batch(endpoints, start, version, clock())


def _queue_batch(endpoints: Sequence[WebhookEndpoint], start: int, version: int, now: datetime) -> None:
    changes = list(Change.objects.filter(version__gt=start, version__lte=version).order_by("version")[:BATCH])
    reached = changes[-1].version if len(changes) == BATCH else version
    last = {change.item: change for change in changes}
    happened = Happened(
        frozenset(change.item for change in changes if change.kind == _MOVED),
        frozenset(change.item for change in changes if change.kind in _ENDED),
    )
    for feed_filter, alike in _by_filter(endpoints).items():
        entries = [entry.payload for entry in entries_of(list(last.values()), feed_filter, now)]
        together = max(1, _AT_ONCE // max(1, len(entries)))
        for first in range(0, len(alike), together):
            some = [endpoint.pk for endpoint in alike[first : first + together]]
            with transaction.atomic():
                # Whoever put an endpoint back, or switched it off, meanwhile has the last word.
                rows = WebhookEndpoint.objects.filter(pk__in=some, queued_to=start, ended="")
                current = list(rows.select_for_update())
                _queue(current, entries, happened, now)
                WebhookEndpoint.objects.filter(pk__in=[one.pk for one in current]).update(queued_to=reached)


def _by_filter(endpoints: Sequence[WebhookEndpoint]) -> dict[FeedFilter, list[WebhookEndpoint]]:
    found = defaultdict(list)
    for endpoint in endpoints:
        found[filter_of(endpoint)].append(endpoint)
    return found


def filter_of(endpoint: WebhookEndpoint) -> FeedFilter:
    """Of what an endpoint is told, as the feed has it."""
    lists = {
        "languages": endpoint.languages, "types": endpoint.types, "audiences": endpoint.audiences,
        "topics": endpoint.topics, "sections": endpoint.sections,
    }  # fmt: skip
    return FeedFilter(**{name: tuple(sorted(values)) for name, values in lists.items() if values})


def _queue(
    endpoints: Sequence[WebhookEndpoint], entries: Sequence[ChangePayload], happened: Happened, now: datetime
) -> None:
    """Puts a message for each entry that an endpoint wants in the place of the one that waits for its item, if any. The number
    of statements does not grow with that of endpoints.
    """
    told = WebhookMessage.objects.filter(endpoint__in=endpoints, item__in=[entry.id for entry in entries])
    waiting = {(row.endpoint_id, row.item): row for row in told.only("endpoint", "item", "event")}
    bodies: dict[tuple[UUID, str], str] = {}
    messages, untrue = [], []
    for endpoint, entry in product(endpoints, entries):
        row = waiting.get((endpoint.pk, entry.id))
        event = _event(endpoint, entry, row, happened)
        if event is None:
            untrue += [row.pk] if row else []
            continue
        if (entry.id, event) not in bodies:
            bodies[entry.id, event] = body_of(entry, event)
        message = message_of(entry, event, bodies[entry.id, event], now)
        message.endpoint = endpoint
        messages.append(message)
    WebhookMessage.objects.bulk_create(
        messages, update_conflicts=True, unique_fields=["endpoint", "item"], update_fields=_REPLACED
    )
    WebhookMessage.objects.filter(pk__in=untrue).delete()


def _event(
    endpoint: WebhookEndpoint, entry: ChangePayload, waiting: WebhookMessage | None, happened: Happened
) -> str | None:
    """What the endpoint is told of an entry; None for nothing, also of what waits."""
    before = waiting.event if waiting is not None else ""
    events = events_of(
        entry,
        was_moved=entry.id in happened.moved or before == WebhookEvent.MOVED,
        was_ended=entry.id in happened.ended or before == WebhookEvent.WITHDRAWN,
    )
    if taken := [event for event in events if not endpoint.events or event in endpoint.events]:
        return taken[0]
    # What waits is told as it is now, where it is still true.
    still_true = _OF_PUBLIC if _OF_PUBLIC & {*events} else frozenset()
    return before if before in still_true else None
