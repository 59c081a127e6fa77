"""Measures reading under our server with two workers: our addresses beside Wagtail's API v2 and a view of constant bytes."""

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

WORKERS = 2
PORT = 8971
URL = f"http://127.0.0.1:{PORT}"
# wrk asks for the addresses of a file in an order of chance.
LUA = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
math.randomseed(7)
request = function() return wrk.format("GET", paths[math.random(#paths)]) end
"""


def measure_reading(guides: int, seconds: int) -> dict[str, float]:
    """Requests a second by name, the worker's memory in MB, and how long a change takes to be seen in ms."""
    with running(memory=None):
        figures = {name: rate(path, seconds, *extra) for name, (path, extra) in addresses(guides).items()}
        with scattered(guides) as script:
            figures["details all over"] = rate("/", seconds, "-s", script)
        figures["seen by all after ms"] = seen_after()
        figures["worker MB"] = max(worker_memory())
    with running(memory=0):
        asked = addresses(guides)
        for name in ("detail", "reading page", "list of 20", "page after 9,900"):
            path, extra = asked[name]
            figures[f"{name}, no memory"] = rate(path, seconds, *extra)
    return figures


def addresses(guides: int) -> dict[str, tuple[str, tuple[str, ...]]]:
    """What is asked, and further options of wrk."""
    from wagtail.models import Page

    from cms.publication.models import Edition

    page = Page.objects.get(slug=f"cy-{guides // 2}")
    detail = f"/api/v1/cy/items/{page.translation_key}"
    listed = "/api/v1/cy/guides?fields=full&limit=20"
    tag = urllib.request.urlopen(URL + detail).headers["ETag"]
    return {
        "constant bytes": ("/constant/", ()),
        "v2 detail": (f"/v2/pages/{page.pk}/", ()),
        "v2 list of 20": ("/v2/pages/?type=guides.GuidePage&fields=*&limit=20&locale=cy", ()),
        "detail": (detail, ()),
        "detail 304": (detail, ("-H", f"If-None-Match: {tag}")),
        "reading page": (quote(Edition.objects.get(item=page.translation_key, language="cy").path), ()),
        "both languages": (f"/api/v1/items/{page.translation_key}?lang=cy,en", ()),
        "list of 20": (listed, ()),
        "page after 9,900": (late_page(guides), ()),
    }


def late_page(guides: int) -> str:
    """The page of 20 that follows item 9,900, or 99 % of the guides where there are fewer."""
    from cms.http.pagination import encode
    from cms.publication.queries import list_queries
    from cms.publication.queries.keyset import mark_of
    from cms.publication.queries.query_types import EditionFilter, KeysetPosition

    edition_filter = EditionFilter(language="cy", types=("guide",))
    chosen = list_queries._selected(edition_filter, list_queries.timezone.now()).order_by("position", "item")
    row = chosen.values("position", "item")[int(guides * 0.99) - 1]
    mark = mark_of(edition_filter, "position")
    cursor = encode(mark, "position", KeysetPosition(row["position"], row["item"]))
    return f"/api/v1/cy/guides?fields=full&limit=20&cursor={cursor}"


@contextmanager
def scattered(guides: int) -> Iterator[str]:
    """A script for wrk that asks for the guides of both languages all over."""
    from cms.publication.models import Edition

    rows = Edition.objects.filter(type="guide").values_list("language", "item")
    with tempfile.TemporaryDirectory() as folder:
        paths, script = Path(folder) / "paths", Path(folder) / "scattered.lua"
        paths.write_text("\n".join(f"/api/v1/{language}/items/{item}" for language, item in rows))
        script.write_text(LUA % paths)
        yield str(script)


@contextmanager
def posting(body: bytes, headers: dict[str, str]) -> Iterator[str]:
    """A script for wrk that posts the same again and again."""
    with tempfile.TemporaryDirectory() as folder:
        script, content = Path(folder) / "posting.lua", Path(folder) / "body"
        content.write_bytes(body)
        script.write_text(
            'wrk.method = "POST"\n'
            f'local file = io.open("{content}", "rb")\nwrk.body = file:read("*a")\nfile:close()\n'
            + "".join(f'wrk.headers["{name}"] = "{value}"\n' for name, value in headers.items())
        )
        yield str(script)


@contextmanager
def running(memory: int | None, store: int | None = None) -> Iterator[str]:
    """The server, given its folder for temporary files. `memory` is ANSWER_MEMORY_MB, `store` ANSWER_STORE_MB; None is the
    default.
    """
    sizes = {"ANSWER_MEMORY_MB": memory, "ANSWER_STORE_MB": store}
    given = {name: "" if size is None else str(size) for name, size in sizes.items()}
    command = [sys.executable, "-m", "cms.server", "--port", str(PORT), "--workers", str(WORKERS)]
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(command, env={**os.environ, **given, "LOG_LEVEL": "CRITICAL", "TMPDIR": folder})
        try:
            wait_for(f"{URL}/constant/")
            running.pid = server.pid  # type: ignore[attr-defined]
            yield folder
        finally:
            server.terminate()
            server.wait(60)


def wait_for(url: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(url)
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("The server did not answer.")


def rate(path: str, seconds: int, *extra: str, url: str = URL, pause: float = 0) -> float:
    """Requests a second: a warm-up of a second, then `seconds` of wrk with 16 connections. Exits on an error.

    In `pause` seconds between them a slow server finishes what the warm-up left.
    """
    command = ["wrk", "-t2", "-c16", *extra, f"{url}{path}"]
    subprocess.run([*command, "-d1s"], capture_output=True, check=True)
    time.sleep(pause)
    done = subprocess.run([*command, f"-d{seconds}s"], capture_output=True, check=True, text=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", done)
    if "Non-2xx" in done or found is None:
        sys.exit(f"{path} answered with errors:\n{done}")
    return float(found[1])


def worker_memory() -> list[float]:
    """The resident memory of each worker process, in MB."""
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()  # type: ignore[attr-defined]
    statuses = [Path(f"/proc/{child}/status").read_text() for child in children]
    return [int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024 for status in statuses]  # type: ignore[index]


def seen_after(times: int = 5) -> float:
    """The longest time in ms after a commit at which a request began that was still answered with what was before."""
    from django.utils import timezone
    from wagtail.models import Page

    page = Page.objects.get(slug="cy-3").specific
    worst = 0.0
    for number in range(times):
        reader = Poller(f"{URL}/api/v1/cy/items/{page.translation_key}")
        reader.start()
        time.sleep(0.3)
        page.summary = f"Crynodeb {number} {timezone.now()}"
        page.save_revision().publish()
        committed = time.time()
        time.sleep(0.5)
        reader.stop = True
        reader.join()
        newest = reader.seen[-1][1]
        old = [began - committed for began, version in reader.seen if version != newest]
        worst = max([worst, *old])
    return worst * 1000


class Poller(threading.Thread):
    """Asks again and again, on new connections, so that every worker gets its turn."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.url, self.stop = url, False
        self.seen: list[tuple[float, int]] = []

    def run(self) -> None:
        while not self.stop:
            began = time.time()
            with urllib.request.urlopen(self.url) as response:
                self.seen.append((began, json.loads(response.read())["version"]))
