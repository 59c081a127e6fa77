"""Measures single items as they are asked for: again and again, for the first time, and while others change, with the answers
that processes share and without, beside the same bytes of a bare application under the same kind of server.
"""

import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from bench.reading import PORT, URL, WORKERS, rate, running, scattered, wait_for

Figures = dict[str, float]
BARE_PORT = PORT + 1
STORE_MB = 256
# Seconds in which a store does not fill any more before it is taken to be full.
STILL = 3.0
# Each thread of wrk begins elsewhere, and asks for every second address of the file.
ONCE = """
local threads = 0
setup = function(thread) thread:set("number", threads); threads = threads + 1 end
local paths, at = {}, 0
init = function()
  for line in io.lines("%s") do paths[#paths + 1] = line end
  at = number - 1
end
request = function()
  at = at + 2
  return wrk.format("GET", paths[at %% #paths + 1])
end
"""


def measure_first_time(guides: int, seconds: int) -> Figures:
    """Requests a second by name."""
    paths = item_paths()
    figures: Figures = {}
    for name, store in (("", STORE_MB), (", no store", 0)):
        with running(memory=None, store=store) as folder, scattered(guides) as everywhere:
            if store:
                figures["store filled in s"] = filled(folder, 2 * len(paths))
            if not name:
                with bare(urlopen(URL + paths[0]).read()):
                    figures["bare application"] = rate("/", seconds, url=f"http://127.0.0.1:{BARE_PORT}")
            figures[f"first time{name}"] = first_time(paths)
            rate("/", seconds, "-s", everywhere)
            figures[f"hot{name}"] = rate("/", seconds, "-s", everywhere)
            with changing(guides):
                figures[f"while one item changes each second{name}"] = rate("/", 2 * seconds, "-s", everywhere)
    return figures


def first_time_targets(figures: Figures) -> Iterator[tuple[str, str, bool]]:
    """Those of single items, each with the kind of its answers."""
    if "bare application" not in figures:
        return
    wanted = (
        ("hot", "bare application", 0.9),
        ("first time", "bare application", 0.6),
        ("while one item changes each second", "hot", 0.8),
    )
    for name, beside, factor in wanted:
        ratio = figures[name] / figures[beside]
        yield f"items, {name}: at least {factor} of {beside}", f"{ratio:.2f} x", ratio >= factor


def item_paths() -> list[str]:
    """The addresses of all guides in both languages, shuffled."""
    from cms.publication.models import Edition

    rows = Edition.objects.filter(type="guide").order_by("item", "language").values_list("language", "item")
    paths = [f"/api/v1/{language}/items/{item}" for language, item in rows]
    random.Random(7).shuffle(paths)
    return paths


def first_time(paths: list[str]) -> float:
    """Requests a second over a second in which no address is asked for twice. The server is warmed up elsewhere."""
    rate("/constant/", 1)
    with tempfile.TemporaryDirectory() as folder:
        listed, script = Path(folder) / "paths", Path(folder) / "once.lua"
        listed.write_text("\n".join(paths))
        script.write_text(ONCE % listed)
        found = rate("/", 1, "-s", str(script), warm=False)
    if found > len(paths):
        sys.exit(f"{len(paths)} addresses are too few for {found:.0f} requests a second: more guides, please.")
    return found


def filled(folder: str, wanted: int) -> float:
    """Waits until a server's store has as many answers as wanted, or has no more for a while; says how long it took."""
    import lmdb

    began = grew = time.monotonic()
    kept = 0
    file = str(next(Path(folder).glob("cms-server-*/answers")))
    with lmdb.open(file, readonly=True, lock=False, max_dbs=2) as store:
        answers = store.open_db(b"answers", create=False)
        while kept < wanted and time.monotonic() - grew < STILL:
            time.sleep(0.2)
            with store.begin(answers) as reading:
                now = int(reading.stat(answers)["entries"])
            if now > kept:
                kept, grew = now, time.monotonic()
    return grew - began


@contextmanager
def bare(body: bytes) -> Iterator[None]:
    """An application that gives these bytes and does nothing else, under as many processes of uvicorn."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(body)
        file.flush()
        command = [sys.executable, "-m", "uvicorn", "bench.bare:application", "--port", str(BARE_PORT)]
        options = ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "error"]
        server = subprocess.Popen(
            [*command, "--workers", str(WORKERS), *options], env={**os.environ, "BARE_BYTES": file.name}
        )
        try:
            wait_for(f"http://127.0.0.1:{BARE_PORT}/")
            yield
        finally:
            server.terminate()
            server.wait(60)


@contextmanager
def changing(guides: int) -> Iterator[None]:
    """One guide is published anew each second, by a process of its own."""
    from django.utils import timezone
    from wagtail.models import Page

    ended = threading.Event()

    def change() -> None:
        from django.db import connection

        number = 0
        while not ended.wait(max(0.0, 1 - time.time() % 1)):
            number = (number + 1) % guides
            page = Page.objects.get(slug=f"cy-{number}").specific
            page.summary = f"Crynodeb {number} {timezone.now()}"
            page.save_revision().publish()
        connection.close()

    thread = threading.Thread(target=change)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
