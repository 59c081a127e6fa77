"""Measures what whoever runs the service waits for at night, and what readers notice of it: a backup is taken and restored, and
search comes back after its index was lost.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import urlopen

from bench.first_time import ITEM, addresses_of
from bench.reading import URL, running

Figures = dict[str, float]
# How often readers ask, over how many connections. A request that comes late counts from when it was due.
RATE, CONNECTIONS = 200, 4
PATIENCE = 1800.0
WORD = "gweithwyr"


def measure_recovery(seconds: int) -> Figures:
    """Seconds and milliseconds by name."""
    from django.conf import settings

    figures: Figures = {}
    with running(memory=None), tempfile.TemporaryDirectory() as folder:
        reading("calm", figures, lambda: time.sleep(max(seconds, 10)))
        figures["backup, s"] = reading("while backing up", figures, lambda: manage("backup", folder))
        figures["backup, MB"] = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file()) / 1e6
        if settings.ELASTICSEARCH["url"]:
            manage("reindex", "--verbosity", "0")
            figures["search again after its index was lost, s"] = reading(
                "while it is made", figures, search_comes_back
            )
        with another_database() as environment:
            figures["restore, s"] = timed(lambda: manage("restore", folder, **environment))
    return figures


def manage(*command: str, **environment: str) -> None:
    """A command in a process of its own, which has to end well."""
    given = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment}
    subprocess.run([sys.executable, "-m", "django", *command], env=given, check=True, stdout=subprocess.DEVNULL)


def timed(act: Callable[[], object]) -> float:
    """Seconds that it takes."""
    began = time.monotonic()
    act()
    return time.monotonic() - began


def reading(name: str, figures: Figures, act: Callable[[], object]) -> float:
    """Seconds that something takes while items are read all over; notes the median and the 99th of a hundred, in ms."""
    paths, over = addresses_of(ITEM), threading.Event()
    taken: list[float] = []
    readers = [threading.Thread(target=_read, args=(paths, number, over, taken)) for number in range(CONNECTIONS)]
    for reader in readers:
        reader.start()
    try:
        seconds = timed(act)
    finally:
        over.set()
        for reader in readers:
            reader.join()
    taken.sort()
    figures |= {
        f"reading {name}, median ms": taken[len(taken) // 2],
        f"reading {name}, p99 ms": taken[len(taken) * 99 // 100],
    }
    return seconds


def _read(paths: list[str], number: int, over: threading.Event, taken: list[float]) -> None:
    chance, due = random.Random(number), time.monotonic()
    connection = HTTPConnection("127.0.0.1", urlsplit(URL).port or 80, timeout=60)
    while not over.is_set():
        due += CONNECTIONS / RATE
        time.sleep(max(0.0, due - time.monotonic()))
        connection.request("GET", chance.choice(paths))
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            sys.exit(f"A reader was answered {answer.status}.")
        taken.append((time.monotonic() - due) * 1000)


def search_comes_back() -> None:
    """All indices of this run are deleted under a worker at work; until as much is found as before."""
    from elasticsearch import Elasticsearch

    wanted = found()
    worker = subprocess.Popen(
        [sys.executable, "-m", "django", "worker"], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )
    try:
        with Elasticsearch(os.environ["ELASTICSEARCH_URL"]) as client:
            prefix = os.environ["ELASTICSEARCH_PREFIX"]
            client.indices.delete(index=list(client.indices.get(index=f"{prefix}-*", expand_wildcards="all")))
        given_up = time.monotonic() + PATIENCE
        while found() != wanted:
            if time.monotonic() > given_up:
                sys.exit("Search did not come back.")
            time.sleep(0.2)
    finally:
        worker.terminate()
        worker.wait(60)


def found() -> int:
    """How many pages have a word that all have; -1 while search is out."""
    try:
        # Another question each time, so that nobody remembers the answer.
        with urlopen(
            f"{URL}/api/v1/cy/search?q={quote(WORD + ' ' * (time.monotonic_ns() % 150))}", timeout=30
        ) as answer:
            return int(json.loads(answer.read())["total"])
    except OSError:
        return -1


@contextmanager
def another_database() -> Iterator[dict[str, str]]:
    """The environment of an empty place beside the present one, which is gone afterwards."""
    url = os.environ["DATABASE_URL"]
    with tempfile.TemporaryDirectory() as folder:
        if url.startswith("sqlite"):
            yield {"DATABASE_URL": f"sqlite:///{folder}/restored.sqlite3", "MEDIA_ROOT": f"{folder}/media"}
            return
        import psycopg

        parts, name = urlsplit(url), f"restored_{os.getpid()}"
        server = urlunsplit(parts._replace(path="/postgres"))
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}")), "MEDIA_ROOT": f"{folder}/media"}
        finally:
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def recovery_targets(figures: Figures) -> Iterator[tuple[str, str, bool]]:
    """What readers may notice of a backup."""
    if "backup, s" in figures:
        slowest = figures["reading while backing up, p99 ms"]
        yield "readers during a backup: p99 under 100 ms", f"{slowest:.0f} ms", slowest < 100
