"""Measures the feed: pages of changes, the export, and how soon a stream of events tells of a commit."""

import json
import multiprocessing
import selectors
import socket
import time
import urllib.request
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import Any

from bench.reading import PORT, URL, rate, running

_STREAMS = 100
_TOLD = f"told to {_STREAMS} streams after ms"
_EXPORT = f"{URL}/api/v1/export"


def measure_feed(seconds: int) -> dict[str, float]:
    """Requests a second by name, and times."""
    with running(memory=0):
        figures = {
            "changes, a page of 100, no memory": rate("/api/v1/changes?limit=100", seconds),
            "changes, nothing new, no memory": rate(f"/api/v1/changes?since={token()}", seconds),
        }
    with running(memory=None):
        figures["changes, nothing new"] = rate(f"/api/v1/changes?since={token()}", seconds)
        for encoding in ("identity", "gzip", "zstd"):
            figures[f"export, {encoding}, s"], figures[f"export, {encoding}, MB"] = export(encoding)
        figures[_TOLD], figures[f"{_TOLD}, at most"] = told_after()
    return figures


def token() -> str:
    with urllib.request.urlopen(f"{URL}/api/v1/changes?since=now") as answer:
        found: str = json.load(answer)["token"]
    return found


def export(encoding: str) -> tuple[float, float]:
    """Seconds until all of it has come, and its MB."""
    began, size = time.perf_counter(), 0
    with urllib.request.urlopen(urllib.request.Request(_EXPORT, headers={"Accept-Encoding": encoding})) as answer:
        while piece := answer.read(1_000_000):
            size += len(piece)
    return time.perf_counter() - began, size / 1_000_000


def hold_streams(count: int, port: int, told: Connection) -> None:
    """Holds streams open, in a process that does nothing else. Says when all have begun, then when each was told."""
    asked = f"GET /api/v1/changes?since=now HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\n\r\n"
    request = asked.encode()
    selector = selectors.DefaultSelector()
    for _ in range(count):
        opened = socket.create_connection(("127.0.0.1", port))
        opened.sendall(request)
        selector.register(opened, selectors.EVENT_READ)
    begun: set[int] = set()
    while True:
        for key, _ in selector.select():
            stream: Any = key.fileobj
            received = stream.recv(65_536)
            if b"event: change\n" in received:
                told.send((key.fd, time.time()))
            if key.fd not in begun and b"retry:" in received:
                begun.add(key.fd)
                if len(begun) == count:
                    told.send((0, time.time()))


def told_after(times: int = 5) -> tuple[float, float]:
    """The middle and the longest of some times in ms from a commit until the last of many streams is told of it."""
    from django.utils import timezone
    from wagtail.models import Page

    told, tells = multiprocessing.Pipe(duplex=False)
    streams = multiprocessing.get_context("spawn").Process(
        target=hold_streams, args=(_STREAMS, PORT, tells), daemon=True
    )
    streams.start()
    assert told.poll(60), "not all streams began"
    page = Page.objects.get(slug="cy-3").specific
    try:
        found = sorted(_told(told, page, str(timezone.now())) for _ in range(times))
    finally:
        streams.kill()
    return found[times // 2] * 1000, found[-1] * 1000


def _told(told: Connection, page: Any, words: str) -> float:
    from cms.publication.changelog.log import log_written
    from cms.publication.reconciliation.actions import release_minor

    commits: list[float] = []

    def note(**_: object) -> None:
        commits.append(time.time())

    while told.poll(0.5):
        told.recv()
    log_written.connect(note)
    page.summary = f"Crynodeb {words} {time.time()}"
    page.save_revision().publish()
    release_minor(page.translation_key, "cy", None, with_texts=True)
    moments: dict[int, float] = {}
    while len(moments) < _STREAMS and told.poll(10):
        stream, moment = told.recv()
        moments.setdefault(stream, moment)
    assert len(moments) == _STREAMS, "not all streams were told"
    return max(moments.values()) - commits[0]


def feed_targets(figures: dict[str, float]) -> Iterator[tuple[str, str, bool]]:
    """What is to be reached of the feed, and what was."""
    if "export, zstd, s" not in figures:
        return
    slowest = max(figures[f"export, {encoding}, s"] for encoding in ("identity", "gzip", "zstd"))
    told = figures[f"{_TOLD}, at most"]
    yield "the export of all guides in both languages within 10 s", f"{slowest:.1f} s", slowest <= 10
    yield f"{_STREAMS} streams told within 250 ms of a commit", f"{told:.0f} ms", told <= 250
