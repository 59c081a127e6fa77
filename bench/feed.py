"""Measures the feed: pages of changes, the export, and how soon a stream of events tells of a commit."""

import json
import time
import urllib.request
from collections.abc import Iterator
from threading import Thread
from typing import Any

from bench.reading import URL, rate, running

_STREAMS = 100
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
        figures[f"told to {_STREAMS} streams after ms"] = told_after()
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


class Stream(Thread):
    """A client that holds a stream open and notes when it is told of a change."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        request = urllib.request.Request(f"{URL}/api/v1/changes?since=now", headers={"Accept": "text/event-stream"})
        self._answer: Any = urllib.request.urlopen(request)
        self.told: list[float] = []

    def run(self) -> None:
        for line in self._answer:
            if line == b"event: change\n":
                self.told.append(time.time())


def told_after(times: int = 5) -> float:
    """The longest time in ms from a commit until the last of many streams is told of it."""
    from django.utils import timezone
    from wagtail.models import Page

    streams = [Stream() for _ in range(_STREAMS)]
    for stream in streams:
        stream.start()
    page = Page.objects.get(slug="cy-3").specific
    return max(_told(streams, page, str(timezone.now())) for _ in range(times)) * 1000


def _told(streams: list[Stream], page: Any, words: str) -> float:
    from cms.publication.reconciliation.actions import release_minor

    for stream in streams:
        stream.told.clear()
    page.summary = f"Crynodeb {words} {time.time()}"
    page.save_revision().publish()
    release_minor(page.translation_key, "cy", None, with_texts=True)
    committed = time.time()
    time.sleep(1)
    return max(stream.told[0] for stream in streams) - committed


def feed_targets(figures: dict[str, float]) -> Iterator[tuple[str, str, bool]]:
    """What is to be reached of the feed, and what was."""
    if "export, zstd, s" not in figures:
        return
    slowest = max(figures[f"export, {encoding}, s"] for encoding in ("identity", "gzip", "zstd"))
    told = figures[f"told to {_STREAMS} streams after ms"]
    yield "the export of all guides in both languages within 10 s", f"{slowest:.1f} s", slowest <= 10
    yield f"{_STREAMS} streams told within 250 ms of a commit", f"{told:.0f} ms", told <= 250
