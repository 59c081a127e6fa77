"""Two servers over one database: a key that is revoked is refused by both, and what one counts the other knows."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.server.running import COMMAND, Running, answers, free_port, running, until

pytestmark = pytest.mark.database
LIMIT = 200
ADDRESS = {"X-Forwarded-For": "203.0.113.9"}
# Seconds within which a revoked key is refused everywhere; and in which what is counted is known everywhere.
WITHIN, SHARED = 1.0, 5.0


@pytest.fixture(scope="module")
def servers(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Running, Running]]:
    limits = {
        "RATE_ANONYMOUS": str(LIMIT),
        "RATE_STORE": "database",
        "TRUST_PROXY_HEADERS": "1",
        "LOG_LEVEL": "WARNING",
    }
    with running(django_db_blocker, workers=1, **limits) as first:
        port = free_port()
        process = subprocess.Popen([*COMMAND, "--port", str(port)], env=environment(first), cwd=settings.BASE_DIR)
        try:
            second = replace(first, process=process, port=port)
            until(lambda: process.poll() is not None or answers(second))
            yield first, second
        finally:
            process.terminate()
            process.wait()


def environment(server: Running) -> dict[str, str]:
    """What a server was started with, its database among it."""
    told = Path(f"/proc/{server.process.pid}/environ").read_text().split("\0")
    return dict(one.split("=", 1) for one in told if "=" in one)


def test_a_revoked_key_is_refused_by_every_process_within_a_second(servers: tuple[Running, Running]) -> None:
    path = f"/api/v1/cy/items/{servers[0].item}"
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    command = [sys.executable, "-m", "tests.partners.keyed"]
    with subprocess.Popen(command, env=environment(servers[0]), cwd=settings.BASE_DIR, **pipes) as keyed:
        asked = {"Authorization": f"Bearer {keyed.stdout.readline().strip()}"}  # type: ignore[union-attr]
        assert [server.ask(path, headers=asked)[0].status for server in servers] == [200, 200]
        keyed.communicate("revoke\n")
    assert keyed.returncode == 0
    time.sleep(WITHIN)
    assert [server.ask(path, headers=asked)[0].status for server in servers] == [401, 401]
    assert [server.ask(path)[0].status for server in servers] == [200, 200]


def test_what_one_process_counts_the_other_knows(servers: tuple[Running, Running]) -> None:
    first, second = servers
    path = f"/api/v1/en/items/{first.item}"
    within_a_minute = False
    while not within_a_minute:
        began = int(time.time()) // 60
        assert {first.ask(path, headers=ADDRESS)[0].status for _ in range(120)} == {200}
        assert {second.ask(path, headers=ADDRESS)[0].status for _ in range(30)} == {200}
        time.sleep(SHARED)
        told = second.ask(path, headers=ADDRESS)[0].getheader("RateLimit", "")
        given = [second.ask(path, headers=ADDRESS)[0].status for _ in range(60)]
        within_a_minute = int(time.time()) // 60 == began
    assert int(told.split("r=")[1].split(";")[0]) < LIMIT - 150
    assert given[-1] == 429
