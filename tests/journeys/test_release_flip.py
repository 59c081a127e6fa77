"""A release of several pairs, seen over two processes: never one page of it in a new version beside another in the old."""

import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from django.conf import settings

from tests.database.template import shared_database

from .flip import check, flip
from .test_two_servers import Publisher, environment_of, free_port, running, wait_for

PAIRS = 12


class FlippingPublisher(Publisher):
    """The process that has the set."""

    def __init__(self, process) -> None:
        self.process = process
        self.ready = self.answer()
        self.item = self.ready["item"]

    def ask(self, what: str):
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        return self.answer()


@contextmanager
def index_of_its_own(folder) -> Iterator[dict[str, str]]:
    """Where search is kept: in a file, or in Elasticsearch where there is one."""
    prefix, url = f"flip{os.getpid()}", os.environ.get("ELASTICSEARCH_URL", "").rstrip("/")
    try:
        yield {"SEARCH_INDEX": str(folder / "search.sqlite3"), "ELASTICSEARCH_PREFIX": prefix}
    finally:
        for name in _indices(url, prefix) if url else ():
            urllib.request.urlopen(urllib.request.Request(f"{url}/{name}", method="DELETE")).close()


def _indices(url: str, prefix: str) -> list[str]:
    with urllib.request.urlopen(f"{url}/_cat/indices/{prefix}-*?h=index") as response:
        return response.read().decode().split()


def flipped(tmp_path, blocker, pairs: int, readers: int, seconds: float = 1):
    """The readers of two servers, and figures, after a set of so many pairs went out and was undone.

    With Elasticsearch a worker follows the log for search, as in production; else the process that publishes does.
    """
    with ExitStack() as stack:
        database = stack.enter_context(shared_database(tmp_path, blocker))
        search = stack.enter_context(index_of_its_own(tmp_path))
        environment = {**environment_of(tmp_path, database), **search, "RELEASE_POLICY": "together"}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        command = (sys.executable, "-m", "tests.journeys.flipping", str(pairs))
        publisher = FlippingPublisher(stack.enter_context(running(environment, *command, **pipes)))
        if os.environ.get("ELASTICSEARCH_URL"):
            worker = (sys.executable, str(settings.BASE_DIR / "manage.py"), "worker")
            stack.enter_context(running(environment, *worker))
        ports = [free_port() for _ in range(2)]
        urls = [f"http://127.0.0.1:{port}" for port in ports]
        for port in ports:
            stack.enter_context(running(environment, sys.executable, "-m", "cms.server", "--port", str(port)))
        for url in urls:
            wait_for(url, publisher.item)
        return flip(publisher, urls, readers, seconds)


@pytest.mark.long
@pytest.mark.database
def test_no_reader_sees_a_set_half_out_or_half_undone(tmp_path, django_db_setup, django_db_blocker) -> None:
    pollers, figures = flipped(tmp_path, django_db_blocker, PAIRS, readers=1)
    for poller in pollers:
        check(poller, figures)
