"""Measures search: our endpoint beside the same query sent straight to Elasticsearch, and beside Wagtail's API v2 `?search=`.

Elasticsearch is that of `make services`, under an index prefix of this run; with SQLite it is the embedded engine.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from urllib.parse import quote, urlsplit

from bench.reading import URL, rate, running

# By what share of the pages has them: a word of all guides, one of 4 % (bench/build.py), two words, one of one guide.
QUERIES = {
    "all": "gweithwyr",
    "4 %": "gwarcheidwad",
    "two words": "gofal plant",
    "mutated": "phlant",
    "twin": "guardian",
}
AS_V2 = ("all", "4 %")
# What is searched for the first time: the nth query of each kind. The words of the first two are counted already.
FIRST: dict[str, Callable[[int], str]] = {
    "a common word": lambda n: "gweithwyr",
    "three words": lambda n: "gweithwyr plant teuluoedd",
    "misspelt": lambda n: f"gwarch{chr(97 + n % 26)}e{chr(97 + n // 26 % 26)}dwad",
    "unknown": lambda n: f"xq{chr(97 + n % 26)}v{chr(97 + n // 26 % 26)}zwkx",
    "words never counted": lambda n: f"lleoliad {n}",
}
WARM_UP, ROUNDS = 20, 150
# Of Elasticsearch's own time, for what finds something at once.
MOST = 1.5


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
        with running(memory=None):
            figures |= first_searches()
    # Last, since a server goes on for a while with what nobody waits for any more.
    for name in AS_V2:
        with running(memory=None):
            # It may take most of a second for one.
            options = ("-c2", "--timeout", "30s")
            figures[f"v2 search, {name}"] = rate(v2(QUERIES[name]), max(seconds, 10), *options)
    return figures


def alone(path: str, seconds: int) -> float:
    """Milliseconds a request, one after the other."""
    return 1000 / rate(path, seconds, "-t1", "-c1")


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


def first_searches() -> dict[str, float]:
    """Milliseconds of searches that nobody has asked for, by turns with Elasticsearch alone: medians and quartiles."""
    figures = {}
    for name, nth in FIRST.items():
        times = [(ours_once(nth(n), n), elasticsearch_once(nth(n))) for n in range(WARM_UP + ROUNDS)][WARM_UP:]
        for who, taken in zip(
            (f"first search, {name}", f"Elasticsearch, {name}"), zip(*times, strict=True), strict=True
        ):
            lower, middle, upper = statistics.quantiles(taken, n=4)
            figures |= {f"{who}, ms": middle, f"{who}, from": lower, f"{who}, to": upper}
    return figures


def ours_once(q: str, n: int) -> float:
    """Milliseconds of a search at an address that is another for each n: spaces count for nothing but there."""
    return once(URL, "GET", f"/api/v1/cy/search?q={quote(q + ' ' * n)}")


def elasticsearch_once(q: str) -> float:
    """Milliseconds of the request that finds the same hits, sent straight to Elasticsearch."""
    from django.conf import settings

    from search.engines.elasticsearch.engine import page_body
    from search.engines.engine_requests import Filters
    from search.querying.request_builder import build_request
    from search.querying.searcher import LIMIT

    request = build_request("cy", q, Filters(), "relevance", LIMIT, None)
    path = f"/{settings.ELASTICSEARCH['prefix']}-cy/_search"
    return once(settings.ELASTICSEARCH["url"], "POST", path, json.dumps(page_body(request)).encode())


_connections: dict[str, HTTPConnection] = {}


def once(url: str, method: str, path: str, body: bytes = b"") -> float:
    """Milliseconds of one request over the connection that is kept to a server."""
    connection = _connections.setdefault(url, HTTPConnection(urlsplit(url).netloc))
    began = time.perf_counter()
    connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
    with connection.getresponse() as response:
        content = response.read()
    taken = time.perf_counter() - began
    if response.status != 200:
        sys.exit(f"{path} answered {response.status}: {content!r}")
    return taken * 1000


def search_targets(small: dict[str, float], large: dict[str, float]) -> Iterator[tuple[str, str, bool]]:
    """What is to be reached, what was, and whether that is enough; ratios of one run."""
    with_elasticsearch = any(name.startswith("first search") for name in large)
    least = 25 if with_elasticsearch else 20
    for what in ("search", "search without memory"):
        for name in AS_V2:
            ratio = large[f"{what}, {name}"] / large[f"v2 search, {name}"]
            yield f"{what}, {name}: at least {least} x v2", f"{ratio:.1f} x", ratio >= least
        for name in QUERIES:
            growth = large[f"{what}, {name}, ms alone"] / small[f"{what}, {name}, ms alone"]
            yield f"{what}, {name}: most guides at most 2 x slower than fewest", f"{growth:.2f} x", growth <= 2
    for name in FIRST if with_elasticsearch else ():
        ratio = large[f"first search, {name}, ms"] / large[f"Elasticsearch, {name}, ms"]
        yield f"first search, {name}: at most {MOST} x Elasticsearch alone", f"{ratio:.2f} x", ratio <= MOST
    suggest = large["suggest without memory, ms alone"]
    yield "suggest in less than 20 ms, without memory", f"{suggest:.1f} ms", suggest < 20
    speed = large["index, documents/s of processor time"]
    yield "index at least 500 documents/s on one core", f"{speed:.0f}", speed >= 500
