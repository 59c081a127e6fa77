"""Sends what waits, by one process at a time: a slow receiver takes none of another's turns, and no process's time.

The sending is done by an event loop in a thread of its own, which knows nothing of the database; what came of it is recorded by
who gave it the messages. What is in hand is known to that process alone: where it dies, the next sends it again.
"""

import asyncio
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from typing import Any, Final, Self

from django.conf import settings

from cms.publication.changelog.consumers import consumer_status, follow
from cms.publication.changelog.leases import Clock, Interrupted, Lease
from cms.publication.changelog.log import newest
from cms.publication.clock import shared_now

from ..models import WebhookAttempt, WebhookEndpoint, WebhookMessage
from ..queueing.message_queue import NAME, MessageQueue, is_behind
from .delivery_faults import DeliveryFault
from .delivery_outcomes import Attempted, record
from .due_messages import endpoints_with_something_due, first_due
from .posting import IN_ALL, ReceiverAnswer, post
from .sealed_secrets import Unreadable, signed_headers

LEASE: Final = "webhook deliveries"
# Seconds between two looks while nothing is sent.
LOOK: Final = 0.2
# Messages on their way: to one receiver, and to one that failed the last time; to all together.
TO_ONE: Final = 4
TO_A_FAILING_ONE: Final = 1
TO_ALL: Final = 200
# Seconds for which what came of other attempts is waited for, to record it together.
_GATHERING: Final = 0.01
# How often is asked whether there is an endpoint, and whether one was put back.
_SELDOM: Final = timedelta(seconds=1)
# How often what was attempted long ago is deleted.
_CLEANING: Final = timedelta(hours=1)

Send = Callable[..., Coroutine[Any, Any, ReceiverAnswer]]
logger = logging.getLogger(__name__)


class Dispatcher:
    """Queues and sends until it is to stop. Its thread is there within the context; what is in hand at its end is recorded."""

    def __init__(
        self, stop: Callable[[], bool] = bool, clock: Clock = shared_now, send: Send = post, look: float = LOOK
    ) -> None:
        self._stop, self._clock, self._send, self._look = stop, clock, send, look
        self._queue = MessageQueue(clock)
        self._in_hand: dict[int, WebhookMessage] = {}
        self._results: SimpleQueue[Attempted] = SimpleQueue()
        self._loop = asyncio.new_event_loop()
        self._looked_at: datetime | None = None
        self._cleaned_at: datetime | None = None
        self._queued_to, self._has_endpoints = -1, False

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._loop.run_forever, name="webhooks", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        asyncio.run_coroutine_threadsafe(_drop_all(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def run(self) -> None:
        """Sends while nobody else does, until it is to stop. A failure is recorded with the lease, and ends the turn."""
        self._turn(ends=False)

    def drain(self) -> None:
        """Sends what there is to send now, and ends."""
        self._turn(ends=True)

    def _turn(self, *, ends: bool) -> None:
        lease = Lease.take(LEASE, clock=self._clock, stop=self._stop)
        if lease is None:
            return
        with lease:
            try:
                while True:
                    lease.renew()
                    self.round()
                    lease.note_success()
                    if ends and not self._in_hand:
                        return
                    self._collect(self._look)
            except Interrupted:
                self._finish()
                raise

    def round(self) -> None:
        """Queues what is new, and gives what is due to the loop."""
        now = self._clock()
        if self._looked_at is None or now - self._looked_at >= _SELDOM:
            self._looked_at, self._queued_to = now, -1
            self._has_endpoints = WebhookEndpoint.objects.exists()
            self._clean(now)
        if not self._has_endpoints:
            return
        if (head := newest()) != self._queued_to:
            if consumer_status(NAME).behind or is_behind(head):
                follow(self._queue, clock=self._clock, stop=self._stop)
            self._queued_to = head
        # Later than what was queued just now, so that it goes at once and not with the next look.
        now = self._clock()
        for message in self._chosen(now):
            self._in_hand[message.pk] = message
            self._submit(message, now)

    def _chosen(self, now: datetime) -> list[WebhookMessage]:
        """What is sent next: of each endpoint as much as it may have on its way, in turn; never two of an item at once."""
        room = TO_ALL - len(self._in_hand)
        if room <= 0:
            return []
        under_way = Counter(message.endpoint_id for message in self._in_hand.values())
        items = {(message.endpoint_id, message.item) for message in self._in_hand.values() if message.item}
        wanted, rooms = [], {}
        for endpoint in endpoints_with_something_due(now):
            most = TO_A_FAILING_ONE if endpoint.failures else TO_ONE
            if under_way[endpoint.pk] < most:
                # Of its first messages no more than are under way are passed over.
                wanted.append((endpoint, most))
                rooms[endpoint.pk] = most - under_way[endpoint.pk]
        found: list[WebhookMessage] = []
        for row in first_due(wanted[:room], now):
            is_free = row.pk not in self._in_hand and (row.endpoint_id, row.item) not in items
            if is_free and rooms[row.endpoint_id]:
                rooms[row.endpoint_id] -= 1
                found.append(row)
        return found[:room]

    def _submit(self, message: WebhookMessage, now: datetime) -> None:
        endpoint = message.endpoint
        try:
            headers = signed_headers(message.message_id, now, message.body, endpoint.secrets)
        except Unreadable:
            self._results.put(Attempted(message, now, ReceiverAnswer(fault=DeliveryFault.SECRET)))
            return
        headers["Content-Type"] = "application/json"
        sending = self._send(endpoint.url, headers, message.body.encode(), loopback=settings.WEBHOOKS_TO_LOOPBACK)

        async def attempt() -> None:
            try:
                answer = await sending
            except Exception:
                logger.exception(
                    "webhooks: an attempt failed in a way that is not foreseen."
                    " What to do: report it with what stands below; it is tried again.",
                    extra={"webhook_id": message.message_id, "endpoint": endpoint.pk},
                )
                answer = ReceiverAnswer(fault=DeliveryFault.ANSWER)
            self._results.put(Attempted(message, now, answer))

        asyncio.run_coroutine_threadsafe(attempt(), self._loop)

    def _collect(self, seconds: float) -> None:
        """Records what came of attempts; waits so long for the first of them."""
        found: list[Attempted] = []
        try:
            found.append(self._results.get(timeout=seconds))
            time.sleep(_GATHERING)
            while len(found) < TO_ALL:
                found.append(self._results.get_nowait())
        except Empty:
            pass
        try:
            record(found, self._clock())
        finally:
            for attempted in found:
                self._in_hand.pop(attempted.message.pk, None)

    def _finish(self) -> None:
        """Records what is still in hand: each attempt ends by itself, in time."""
        for _ in range(int(IN_ALL) + 1):
            if not self._in_hand:
                return
            self._collect(1.0)

    def _clean(self, now: datetime) -> None:
        """Deletes what was attempted longer ago than it is kept, now and then."""
        if self._cleaned_at is None or now - self._cleaned_at >= _CLEANING:
            self._cleaned_at = now
            WebhookAttempt.objects.filter(at__lt=now - timedelta(days=settings.WEBHOOK_LOG_DAYS)).delete()


async def _drop_all() -> None:
    """Ends what is still under way in the loop: it is sent again."""
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)


class Courier:
    """Sends for the worker: beside its rounds, or once."""

    def run(self, stop: Callable[[], bool]) -> None:
        """Sends until `stop` says so, or while nobody else does."""
        with Dispatcher(stop) as dispatcher:
            dispatcher.run()

    def once(self, stop: Callable[[], bool]) -> None:
        """Sends what there is to send."""
        with Dispatcher(stop) as dispatcher:
            dispatcher.drain()
