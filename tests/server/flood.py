"""Floods of what was never asked for before, and what the processes of the server hold after them."""

import json
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from django.conf import settings

from tests.journeys.test_release_flip import index_of_its_own
from tests.server.running import HOST, LONG_ENOUGH, Running, told_of, until

CLIENTS = 4
# Bytes of a head that are nobody's but the client's; LONGEST_HEAD is 64 KB.
BALLAST = 50_000
OPERATIONS = Path(settings.BASE_DIR) / "docs" / "operations.md"


class Asked(NamedTuple):
    path: str
    headers: dict[str, str]
    body: bytes | None = None


def a_search() -> Asked:
    return Asked(f"/api/v1/cy/search?q={quote(f'plant {uuid.uuid4().hex[:12]}')}", {})


def a_page() -> Asked:
    return Asked(f"/cy/{uuid.uuid4()}/{uuid.uuid4()}/?{'x' * BALLAST}", {})


def an_item() -> Asked:
    return Asked(f"/api/v1/cy/items/{uuid.uuid4()}", {"Accept-Language": f"cy, x-{uuid.uuid4()}{'x' * 1000}"})


def a_list() -> Asked:
    return Asked(f"/api/v1/cy/items?limit=20&updated_since=2020-01-01T00:00:00.{uuid.uuid4().int % 10**6:06}Z", {})


def a_document() -> Asked:
    fields = " ".join(f"f{number}_{uuid.uuid4().hex}: title" for number in range(10))
    query = f"{{ a{uuid.uuid4().hex}: items(language: CY, first: 1) {{ nodes {{ id {fields} }} }} }}"
    return Asked("/graphql", {"Content-Type": "application/json"}, json.dumps({"query": query}).encode())


def an_address() -> Asked:
    """Behind a proxy: what a client writes itself stands before the address that the proxy has written."""
    own = uuid.uuid4().int
    ipv4 = ".".join(str(own >> shift & 255) for shift in (0, 8, 16))
    return Asked("/api/v1/cy/items?limit=1", {"X-Forwarded-For": f"{'x' * BALLAST}{own}, 10.{ipv4}"})


Kind = Callable[[], Asked]
KINDS: tuple[Kind, ...] = (a_search, a_page, an_item, a_list, a_document, an_address)


def flood(server: Running, kind: Kind, times: int) -> None:
    """So many requests of a kind by CLIENTS at once. None of them fails."""
    until(lambda: server.ask("/api/v1/cy/suggest?q=cy")[0].status == 200)
    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(_ask_many, repeat(server.port), repeat(kind), [times // CLIENTS] * CLIENTS))


def _ask_many(port: int, kind: Kind, times: int) -> None:
    connection = HTTPConnection(HOST, port, timeout=LONG_ENOUGH)
    for _ in range(times):
        asked = kind()
        connection.request("POST" if asked.body else "GET", asked.path, asked.body, asked.headers)
        response = connection.getresponse()
        assert response.status < 500, (asked.path[:200], response.status, response.read())
        response.read()
    connection.close()


def held(pid: int) -> int:
    """The megabytes that a process holds, and has held at most."""
    (most,) = re.findall(rb"VmHWM:\s+(\d+) kB", told_of(pid, "status"))
    return int(most) // 1000


def ceilings() -> dict[str, int]:
    """What docs/operations.md says of each process, in megabytes."""
    text = OPERATIONS.read_text(encoding="utf-8")
    return {name: int(most) for name, most in re.findall(r"^\| `([a-z]+)` \|.*\| (\d+) MB \|$", text, re.MULTILINE)}


@contextmanager
def working(server: Running) -> Iterator[int]:
    """A worker beside the server: its process."""
    # On PostgreSQL the checks ask for an Elasticsearch, which nothing here needs.
    command = [sys.executable, "manage.py", "worker", "--skip-checks"]
    process = subprocess.Popen(command, env=server.environment, cwd=settings.BASE_DIR)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(LONG_ENOUGH)


def memory(server: Running, worker: int) -> list[tuple[str, int]]:
    """Each process with what it has held at most. Those apart are started last, the one for searches before the other."""
    *fronts, back = sorted(server.children())
    searching = [fronts.pop()] if server.environment["ELASTICSEARCH_URL"] else []
    named = [
        *[("front", pid) for pid in fronts],
        *[("search", pid) for pid in searching],
        ("back", back),
        ("worker", worker),
    ]
    return [(name, held(pid)) for name, pid in named]


@contextmanager
def search_of_its_own(folder: Path, *, elasticsearch: bool) -> Iterator[dict[str, Any]]:
    """Where a server searches: in a file, or in Elasticsearch, which is waited for as long as a machine at work takes."""
    url = os.environ["ELASTICSEARCH_URL"] if elasticsearch else ""
    with index_of_its_own(folder) as names:
        yield {**names, "ELASTICSEARCH_URL": url, "ELASTICSEARCH_TIMEOUT_MS": "20000"}
