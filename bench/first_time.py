"""Measures single items as they are asked for: again and again, for the first time, and while others change, with the answers
that processes share and without, beside the same bytes of a bare application under the same kind of server.
"""

import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from bench.reading import PORT, URL, WORKERS, rate, running, scattered, wait_for

Figures = dict[str, float]
BARE_PORT = PORT + 1
ITEM, BOTH, PAGE = "/api/v1/{language}/items/{item}", "/api/v1/items/{item}?lang=cy,en", "{path}"
STORE_MB = 1024
# Seconds in which a store does not fill any more before it is taken to be full.
STILL = 3.0
# Seconds of wrk, where there are so many addresses.
LONGEST = 10
# Each of two threads of wrk asks for every second address of the file, once, and then ends; wrk itself goes on counting.
ONCE = """
local ffi = require("ffi")
ffi.cdef("typedef struct { long seconds, micros; } moment; int gettimeofday(moment *, void *);")
local moment, threads, paths = ffi.new("moment"), {}, {}
local now = function()
  ffi.C.gettimeofday(moment, nil)
  return tonumber(moment.seconds) + tonumber(moment.micros) / 1e6
end
setup = function(thread)
  thread:set("at", #threads - 1)
  threads[#threads + 1] = thread
end
init = function()
  for line in io.lines("%s") do paths[#paths + 1] = line end
end
request = function()
  last = now()
  first, at = first or last, at + 2
  if at >= #paths then wrk.thread:stop() end
  return wrk.format("GET", paths[at %% #paths + 1])
end
done = function(summary)
  local began, ended = math.huge, 0
  for _, thread in ipairs(threads) do
    began, ended = math.min(began, thread:get("first")), math.max(ended, thread:get("last"))
  end
  print("once " .. summary.requests / (ended - began))
end
"""


def measure_first_time(guides: int, seconds: int) -> Figures:
    """Requests a second by name."""
    paths, both, pages = (addresses_of(form) for form in (ITEM, BOTH, PAGE))
    figures: Figures = {}
    for name, store in (("", STORE_MB), (", no store", 0)):
        with running(memory=None, store=store) as folder, scattered(guides) as everywhere:
            if store:
                # Two languages and both together, each in two encodings.
                figures["store filled in s"] = filled(folder, 2 * len(paths) + 2 * len(both))
            if not name:
                with bare(urlopen(URL + paths[0]).read()):
                    figures["bare application"] = rate("/", seconds, url=f"http://127.0.0.1:{BARE_PORT}")
            figures[f"first time{name}"] = first_time(paths)
            figures[f"both languages, first time{name}"] = first_time(both)
            figures[f"reading pages, first time{name}"] = first_time(pages)
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
        ("both languages, first time", "first time", 0.5),
        ("while one item changes each second", "hot", 0.8),
    )
    for name, beside, factor in wanted:
        ratio = figures[name] / figures[beside]
        yield f"items, {name}: at least {factor} of {beside}", f"{ratio:.2f} x", ratio >= factor


def addresses_of(form: str) -> list[str]:
    """The addresses of all guides in a form, each once, shuffled."""
    from cms.publication.models import Edition

    rows = Edition.objects.filter(type="guide").order_by("item", "language").values("language", "item", "path")
    found = list(dict.fromkeys(quote(form.format(**row), safe="/?=,") for row in rows))
    random.Random(7).shuffle(found)
    return found


def first_time(paths: list[str]) -> float:
    """Requests a second while each address is asked for once. The server is warmed up elsewhere."""
    rate("/constant/", 1)
    with tempfile.TemporaryDirectory() as folder:
        listed, script = Path(folder) / "paths", Path(folder) / "once.lua"
        listed.write_text("\n".join(paths))
        script.write_text(ONCE % listed)
        command = ["wrk", "-t2", "-c16", f"-d{LONGEST}s", "-s", str(script), URL]
        done = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    found = re.search(r"^once ([\d.]+)$", done, re.MULTILINE)
    if "Non-2xx" in done or found is None:
        sys.exit(f"items answered with errors:\n{done}")
    return float(found[1])


def filled(folder: str, wanted: int) -> float:
    """Waits until a server's store has as many answers as wanted, or has no more for a while; says how long it took."""
    import lmdb

    began = grew = time.monotonic()
    kept = 0
    file = str(next(Path(folder).glob("cms-server-*/answers")))
    with lmdb.open(file, map_size=STORE_MB * 1_000_000, readonly=True, lock=False, max_dbs=2) as store:
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
