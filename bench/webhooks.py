"""What webhooks cost: from the log to the queue, and from there to a receiver on this machine that takes everything."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Figures = dict[str, float]
ENDPOINTS = 5
QUEUED = "webhooks: messages queued/s"
SENT = "webhooks: messages delivered/s"
LATER = "webhooks: queueing the last changes, x the first"


def measure_webhooks() -> Figures:
    """Tells five endpoints of the whole log, each item once."""
    from django.conf import settings
    from django.utils import timezone

    from cms.partners.models import Partner
    from cms.publication.changelog.log import newest
    from cms.webhooks.models import WebhookEndpoint, WebhookMessage
    from cms.webhooks.queueing.message_queue import queue_up_to
    from cms.webhooks.sending.dispatcher import Courier
    from cms.webhooks.sending.sealed_secrets import new_secret, seal

    settings.WEBHOOKS_TO_LOOPBACK = True
    owner = Partner.objects.create(name_cy="Partner", name_en="Partner")
    with receiver() as port:
        for _ in range(ENDPOINTS):
            WebhookEndpoint.objects.create(
                partner=owner,
                url=f"http://127.0.0.1:{port}/",
                secret=seal(new_secret()),
                secret_since=timezone.now(),
                queued_to=0,
            )
        half = newest() // 2
        first = seconds_of(lambda: queue_up_to(half, lambda: None))
        last = seconds_of(lambda: queue_up_to(newest(), lambda: None))
        count = WebhookMessage.objects.count()
        sending = seconds_of(lambda: Courier().once(bool))
    assert not WebhookMessage.objects.exists()
    return {QUEUED: count / (first + last), SENT: count / sending, LATER: last / first}


def webhook_targets(figures: Figures) -> Iterator[tuple[str, str, bool]]:
    """What is to be reached, and whether it was."""
    if QUEUED in figures:
        yield "webhooks: at least 1,000 messages queued a second", f"{figures[QUEUED]:.0f}", figures[QUEUED] >= 1000
        yield "webhooks: at least 100 messages delivered a second", f"{figures[SENT]:.0f}", figures[SENT] >= 100
        yield "webhooks: a change costs the same at the log's end", f"{figures[LATER]:.2f} x", figures[LATER] <= 1.5


def seconds_of(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@contextmanager
def receiver() -> Iterator[int]:
    """The port of a server that answers 204 to everything."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        await reader.readexactly(length)
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    server = asyncio.run_coroutine_threadsafe(asyncio.start_server(answer, "127.0.0.1", 0), loop).result()
    yield server.sockets[0].getsockname()[1]
    loop.call_soon_threadsafe(loop.stop)
