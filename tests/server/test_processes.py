"""The server's processes: each is started again when it dies, the others serve on, and all end together."""

import errno
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from cms.server.processes import listen
from tests.server.running import COMMAND, LONG_ENOUGH, PATIENCE, Running, end_of, running, told_of, until

pytestmark = pytest.mark.xdist_group("server")
# What the image runs, whole: the module and its options.
(IMAGE_COMMAND,) = re.findall(r"^CMD (\[.*\])$", (settings.BASE_DIR / "Dockerfile").read_text(), re.MULTILINE)
MODULE, OPTIONS = json.loads(IMAGE_COMMAND)[:3], json.loads(IMAGE_COMMAND)[3:]
WORKERS = int(OPTIONS[OPTIONS.index("--workers") + 1])


@pytest.fixture
def servers(django_db_setup: None, django_db_blocker: Any) -> Iterator[Running]:
    assert ["python", *COMMAND[1:]] == MODULE
    with running(django_db_blocker, options=OPTIONS) as started:
        yield started


def is_gone(pid: int) -> bool:
    return b") Z" in (told := told_of(pid, "stat")) or not told


@pytest.mark.database
def test_whatever_process_dies_is_started_again_while_the_others_serve_on_and_all_end_together(
    servers: Running,
) -> None:
    search = "/api/v1/cy/suggest?q=pl"
    until(lambda: servers.ask(search)[0].status == 200)
    for victim in sorted(servers.children())[-2:]:  # one that listens, and the one apart, which is started last
        before = servers.children()
        assert len(before) == WORKERS + 1
        os.kill(victim, signal.SIGKILL)
        until(lambda victim=victim: is_gone(victim))
        # Whoever is left accepts all that comes now.
        for _ in range(5):
            servers.read_everything()
        until(lambda before=before: len(servers.children() - before) == 1)
        assert before - {victim} < servers.children()
        until(lambda: servers.ask(search)[0].status == 200)
    children = servers.children()
    held = servers.connect()
    held.sendall(b"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\n{")
    servers.process.send_signal(signal.SIGTERM)
    assert servers.process.wait(LONG_ENOUGH) == 0
    assert all(is_gone(pid) for pid in children)


@pytest.mark.database
def test_a_session_that_is_ended_is_over_in_every_process(servers: Running) -> None:
    """Each request has a connection of its own, which any process may take."""

    def answered() -> set[int]:
        return {servers.ask("/admin/account/", headers={"Cookie": servers.cookie})[0].status for _ in range(12)}

    assert answered() == {200}
    command = [sys.executable, "manage.py", "end_sessions", "golygydd", "--skip-checks"]
    subprocess.run(command, check=True, env=servers.environment, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL)
    assert answered() == {302}


@pytest.mark.database
def test_what_was_begun_is_answered_when_the_server_is_told_to_end(servers: Running) -> None:
    body = json.dumps({"query": "{ items(language: CY) { total: totalCount } }"}).encode()
    with servers.connect() as client:
        client.sendall(
            b"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n" % len(body) + body[:1]
        )
        servers.process.send_signal(signal.SIGTERM)
        time.sleep(PATIENCE / 4)
        client.sendall(body[1:])
        assert end_of(client).startswith(b"HTTP/1.1 200 ")
    assert servers.process.wait(LONG_ENOUGH) == 0


@pytest.mark.database
def test_no_process_outlives_its_parent(servers: Running) -> None:
    children = servers.children()
    servers.process.kill()
    until(lambda: all(is_gone(pid) for pid in children))


def started(**variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], **variables}
    return subprocess.run(
        [*COMMAND, "--port", "0"], env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
        timeout=LONG_ENOUGH,
    )  # fmt: skip


def test_a_faulty_environment_ends_the_start_and_is_named() -> None:
    ended = started()
    assert ended.returncode != 0
    assert "SECRET_KEY: expected" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_what_no_process_can_start_with_ends_the_start(tmp_path: Path) -> None:
    queries = tmp_path / "queries.json"
    queries.write_text("{}")
    ended = started(
        DJANGO_SETTINGS_MODULE="cms.settings.dev", GRAPHQL_REGISTERED_QUERIES=str(queries),
        DATABASE_URL=f"sqlite:///{tmp_path}/db.sqlite3",
    )  # fmt: skip
    assert ended.returncode != 0
    assert "GRAPHQL_REGISTERED_QUERIES" in ended.stderr


def test_a_process_that_ends_before_all_have_started_is_not_started_for_ever(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("""
import os, sys
if any("spawn_main" in argument for argument in sys.orig_argv):
    os._exit(255)
""")
    ended = started(
        DJANGO_SETTINGS_MODULE="cms.settings.dev",
        PYTHONPATH=str(tmp_path),
        DATABASE_URL=f"sqlite:///{tmp_path}/db.sqlite3",
    )
    assert ended.returncode != 0
    assert "could not start (255)" in ended.stderr


SILENT = """
import logging, time
from uvicorn import Config
from uvicorn.supervisors.multiprocess import Process
from cms.server.supervision.supervisor import Supervisor
from cms.server.supervision.watching import LOOK

class Silent(Process):
    def target(self, sockets=None):
        time.sleep(600)

def look_until_another(supervisor):
    known = supervisor.processes[0].pid
    while supervisor.processes[0].pid == known:
        time.sleep(LOOK)
        supervisor.keep_subprocess_alive()

if __name__ == "__main__":
    logging.basicConfig()
    supervisor = Supervisor([(Silent, Config("", timeout_worker_healthcheck=1), [])])
    supervisor.init_processes()
    look_until_another(supervisor)
    supervisor.processes[0].kill()
    supervisor.processes[0].join()
    look_until_another(supervisor)
    supervisor.processes[0].kill()
"""


def test_a_process_that_says_nothing_is_told_from_one_that_has_died(tmp_path: Path) -> None:
    (tmp_path / "silent.py").write_text(SILENT)
    ended = subprocess.run(
        [*COMMAND[:1], str(tmp_path / "silent.py")],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.dev", "PYTHONPATH": str(settings.BASE_DIR)},
        capture_output=True, text=True, check=False, timeout=LONG_ENOUGH,
    )  # fmt: skip
    fates = re.findall(r"process \d+ (.+) and is started again", ended.stderr)
    assert fates == ["said nothing for 1 s", "has ended (-9)"]


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = subprocess.run(
            [*COMMAND, "--port", str(port)], env={**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.dev"},
            cwd=settings.BASE_DIR, capture_output=True, text=True, check=False, timeout=LONG_ENOUGH,
        )  # fmt: skip
    assert ended.returncode != 0
    assert f"Port {port} on 127.0.0.1 cannot be used" in ended.stderr


def test_no_connection_is_taken_before_somebody_can_answer() -> None:
    """A proxy in front asks the other server meanwhile."""
    with listen("127.0.0.1", 0) as bound, socket.socket() as client:
        assert client.connect_ex(bound.getsockname()) == errno.ECONNREFUSED
