"""Measures what other sites show of us: a fragment of an item, beside the item itself, and the size of the elements' file."""

import gzip
import urllib.request
from collections.abc import Iterator

from bench.reading import URL, rate, running

_FILE = f"{URL}/embed/v1/cynnwys.js"
_SIZE = "embed: the elements' file, kB in gzip"
_FRAGMENT, _ITEM = "embed: a fragment", "embed: the same item over REST"


def measure_embeds(seconds: int) -> dict[str, float]:
    """Requests a second by name, and kB."""
    from wagtail.models import Page

    item = Page.objects.get(slug="cy-3").translation_key
    fragment, detail = f"/embed/cy/{item}", f"/api/v1/cy/items/{item}"
    figures: dict[str, float] = {}
    for memory, name in ((0, ", no memory"), (None, "")):
        with running(memory=memory):
            figures[_FRAGMENT + name] = rate(fragment, seconds)
            figures[_ITEM + name] = rate(detail, seconds)
            figures[_SIZE] = size_of_file()
    return figures


def size_of_file() -> float:
    request = urllib.request.Request(_FILE, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        sent = answer.read()
        packed = sent if answer.headers["Content-Encoding"] == "gzip" else gzip.compress(sent)
    return len(packed) / 1000


def embed_targets(figures: dict[str, float]) -> Iterator[tuple[str, str, bool]]:
    """What is to be reached, and whether it was."""
    if _SIZE in figures:
        share = figures[_FRAGMENT] / figures[_ITEM]
        yield "embed: the elements' file at most 12 kB in gzip", f"{figures[_SIZE]:.1f} kB", figures[_SIZE] <= 12
        yield "embed: a fragment at least half as often as its item", f"{share:.2f} x", share >= 0.5
