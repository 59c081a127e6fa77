"""The real server, as the image, the README and `make demo` run it, over a small library, with little patience."""

import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.database.template import shared_database

HOST = "127.0.0.1"
# Seconds in which a client has to move, in these tests; and how long they wait for what must happen, on any machine.
PATIENCE = 2
LONG_ENOUGH = 120
COMMAND = (sys.executable, "-m", "cms.server")


@dataclass(frozen=True)
class Running:
    """A server and what is in its library."""

    process: subprocess.Popen[bytes]
    port: int
    item: str
    page: int
    file: str
    cookie: str
    environment: dict[str, str]
    # What a proxy in front says with each request.
    headers: dict[str, str] = field(default_factory=dict)

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[HTTPResponse, bytes]:
        """An answer, whole, over a connection of its own."""
        connection = HTTPConnection(HOST, self.port, timeout=LONG_ENOUGH)
        try:
            connection.request(method, path, body, {**self.headers, **(headers or {})})
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()

    def read_everything(self) -> None:
        """What readers ask for is answered: the API, a page, a file, GraphQL."""
        for path in (
            f"/api/v1/cy/items/{self.item}",
            "/api/v1/en/items?limit=7",
            "/cy/",
            "/static/reading/reading.css",
        ):
            response, body = self.ask(path)
            assert response.status == 200, (path, body)
        asked = json.dumps({"query": "{ items(language: CY) { total: totalCount } }"}).encode()
        response, body = self.ask("/graphql", "POST", asked, {"Content-Type": "application/json"})
        assert response.status == 200, body

    def edit(self, *titles: str) -> None:
        """Publishes the home page in both languages under one title after the other, by a process of its own."""
        editor = [sys.executable, "-m", "tests.server.editor", str(self.page), *titles]
        subprocess.run(editor, check=True, env=self.environment, cwd=settings.BASE_DIR)

    def connect(self, receive_buffer: int = 0) -> socket.socket:
        """A client that does as the test says."""
        client = socket.socket()
        if receive_buffer:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        client.settimeout(LONG_ENOUGH)
        client.connect((HOST, self.port))
        return client

    def children(self) -> set[int]:
        """The serving processes: those of the parent that are not Python's own tracker."""
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return {int(pid) for pid in found if b"spawn_main" in told_of(int(pid), "cmdline")}


def told_of(pid: int, name: str) -> bytes:
    """What the kernel tells of a process; nothing where it has ended, also between finding it and asking."""
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def until(happens: Any) -> None:
    """Waits for what must happen."""
    deadline = time.monotonic() + LONG_ENOUGH
    while not happens():
        assert time.monotonic() < deadline, "it does not happen"
        time.sleep(0.1)


def hung_up(client: socket.socket) -> bool:
    """Whether the server has ended the connection, whatever the client has not read."""
    poll = select.poll()
    poll.register(client, 0)
    return bool(poll.poll(0))


def ends_of(clients: list[socket.socket]) -> list[bytes]:
    """What each was sent until the server closed its connection."""
    return [end_of(client) for client in clients]


def end_of(client: socket.socket) -> bytes:
    got = b""
    with client:
        try:
            while data := client.recv(65536):
                got += data
        except ConnectionResetError:
            pass
    return got


@contextmanager
def running(
    blocker: Any,
    workers: int = 1,
    port: str = "",
    options: Sequence[str] = (),
    log: Any = None,
    headers: Any = None,
    **variables: str,
) -> Iterator[Running]:
    """The server with a library of its own, at a free port where none is named; `log` is the file of its log, and `headers` are
    sent with what it is asked.
    """
    with tempfile.TemporaryDirectory() as name, shared_database(Path(name), blocker) as url:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev", "DATABASE_URL": url, "MEDIA_ROOT": f"{name}/media",
            "SEARCH_INDEX": f"{name}/search.sqlite3", "ELASTICSEARCH_URL": "", "ALLOWED_HOSTS": "",
            "CLIENT_PATIENCE_SECONDS": str(PATIENCE), "LOG_LEVEL": "ERROR", "DEBUG": "0",
            **variables,
        }  # fmt: skip
        process_options = {"env": environment, "cwd": settings.BASE_DIR}
        library = [sys.executable, "-m", "tests.server.library"]
        made = json.loads(subprocess.run(library, check=True, capture_output=True, **process_options).stdout)
        port = port or str(free_port())
        command = [*COMMAND, "--port", port, *(options or ("--workers", str(workers)))]
        process = subprocess.Popen(command, stderr=log, **process_options)
        try:
            server = Running(process, int(port), environment=environment, headers=headers or {}, **made)
            until(lambda: process.poll() is not None or answers(server))
            assert process.poll() is None, "the server did not start"
            yield server
        finally:
            process.terminate()
            process.wait(LONG_ENOUGH)


def answers(server: Running) -> bool:
    try:
        return server.ask(f"/api/v1/cy/items/{server.item}")[0].status == 200
    except OSError:
        return False


@pytest.fixture(scope="module")
def server(django_db_setup: None, django_db_blocker: Any) -> Iterator[Running]:
    """One server for the tests of a module."""
    with running(django_db_blocker) as started:
        yield started
