"""Measures search: our endpoint beside the same query sent straight to Elasticsearch, and beside Wagtail's API v2 `?search=`.

Elasticsearch is that of `make services`, under an index prefix of this run; with SQLite it is the embedded engine.
"""

import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from bench.reading import URL, posting, rate, running

# By what share of the pages has them: a word of all guides, one of 4 % (bench/build.py), two words, one of one guide.
QUERIES = {
    "all": "gweithwyr",
    "4 %": "gwarcheidwad",
    "two words": "gofal plant",
    "mutated": "phlant",
    "twin": "guardian",
}
AS_V2 = ("all", "4 %")


def measure_search(seconds: int) -> dict[str, float]:
    """Requests a second and milliseconds a request by name, and what indexing costs."""
    from django.conf import settings
    from django.core.management import call_command

    figures = indexing()
    began = time.monotonic()
    call_command("update_index", verbosity=0)
    print(f"  (Wagtail's own index made in {time.monotonic() - began:.0f} s)", flush=True)
    for memory, what in ((None, "search"), (0, "search without memory")):
        with running(memory):
            figures |= {f"{what}, {name}": rate(ours(q), seconds) for name, q in QUERIES.items()}
            figures |= {f"{what}, {name}, ms alone": alone(ours(q), seconds) for name, q in QUERIES.items()}
            if memory == 0:
                figures["suggest without memory, ms alone"] = alone("/api/v1/cy/suggest?q=canllaw%20cy-1", seconds)
    if settings.ELASTICSEARCH["url"]:
        for name, q in QUERIES.items():
            with posting(*sent(q)) as script:
                url = settings.ELASTICSEARCH["url"]
                figures[f"Elasticsearch alone, {name}, ms"] = alone("/_msearch", seconds, "-s", script, url=url)
    # Last, since a server goes on for a while with what nobody waits for any more.
    for name in AS_V2:
        with running(memory=None):
            # It may take most of a second for one.
            options = ("-c2", "--timeout", "30s")
            figures[f"v2 search, {name}"] = rate(v2(QUERIES[name]), max(seconds, 10), *options)
    return figures


def alone(path: str, seconds: int, *extra: str, url: str = URL) -> float:
    """Milliseconds a request, one after the other."""
    return 1000 / rate(path, seconds, *extra, "-t1", "-c1", url=url)


def ours(q: str) -> str:
    return f"/api/v1/cy/search?q={quote(q)}"


def v2(q: str) -> str:
    return f"/v2/pages/?type=guides.GuidePage&locale=cy&search={quote(q)}&limit=10"


def indexing() -> dict[str, float]:
    """Items (in both languages) a second of `reindex` in a process of its own, of the clock and of its processor time."""
    from django.db import connection

    from cms.publication.models import Edition

    items = Edition.objects.values("item").distinct().count()
    connection.close()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-m", "django", "reindex", "--verbosity", "0"], env=environment, check=True)
    seconds = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "index, items/s": items / seconds,
        "index, documents/s": 2 * items / seconds,
        "index, documents/s of processor time": 2 * items / processor,
    }


def sent(q: str) -> tuple[bytes, dict[str, str]]:
    """The body and headers of the request that a search makes."""
    from elastic_transport import Transport

    from search.querying.searcher import search

    found: list[tuple[bytes, dict[str, str]]] = []
    perform = Transport.perform_request

    def spy(transport: Any, method: str, target: str, *, body: Any = None, headers: Any = None, **options: Any) -> Any:
        if re.match(r"/[^?]*_msearch", target):
            lines = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in body) + "\n"
            found.append((lines.encode(), {name: str(value) for name, value in headers.items()}))
        return perform(transport, method, target, body=body, headers=headers, **options)

    Transport.perform_request = spy  # type: ignore[method-assign]
    try:
        search("cy", q)
    finally:
        Transport.perform_request = perform  # type: ignore[method-assign]
    return found[0]


def search_targets(small: dict[str, float], large: dict[str, float]) -> Iterator[tuple[str, str, bool]]:
    """What is to be reached, what was, and whether that is enough; ratios of one run."""
    with_elasticsearch = any(name.startswith("Elasticsearch alone") for name in large)
    least = 25 if with_elasticsearch else 20
    for what in ("search", "search without memory"):
        for name in AS_V2:
            ratio = large[f"{what}, {name}"] / large[f"v2 search, {name}"]
            yield f"{what}, {name}: at least {least} x v2", f"{ratio:.1f} x", ratio >= least
        for name in QUERIES:
            ours_ms = large[f"{what}, {name}, ms alone"]
            if with_elasticsearch:
                ratio = ours_ms / large[f"Elasticsearch alone, {name}, ms"]
                yield f"{what}, {name}: at most 1.5 x Elasticsearch alone", f"{ratio:.2f} x", ratio <= 1.5
            growth = ours_ms / small[f"{what}, {name}, ms alone"]
            yield f"{what}, {name}: most guides at most 2 x slower than fewest", f"{growth:.2f} x", growth <= 2
    suggest = large["suggest without memory, ms alone"]
    yield "suggest in less than 20 ms, without memory", f"{suggest:.1f} ms", suggest < 20
    speed = large["index, documents/s of processor time"]
    yield "index at least 500 documents/s on one core", f"{speed:.0f}", speed >= 500
