"""The real server watched: whether it lives and is ready, and what all its processes count, at an address of its own."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from .running import Running, free_port, running, until


@pytest.fixture(scope="module")
def watched(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[tuple[Running, Running]]:
    """A server of two front processes with little to take for each caller, and the address for whoever watches it."""
    port = free_port()
    variables = {
        "METRICS_ADDRESS": f"127.0.0.1:{port}",
        "METRICS_FOLDER": str(tmp_path_factory.mktemp("metrics")),
        "TRUST_PROXY_HEADERS": "1",
        "RATE_ANONYMOUS": "20",
    }
    with running(django_db_blocker, workers=2, **variables) as server:
        index = [sys.executable, "manage.py", "reindex", "--verbosity=0"]
        subprocess.run(index, check=True, env=server.environment, cwd=settings.BASE_DIR)
        yield server, replace(server, port=port)


def metrics(watching: Running) -> dict[str, float]:
    response, body = watching.ask("/metrics")
    assert response.status == 200
    assert (response.getheader("Content-Type") or "").startswith("text/plain")
    lines = (line.rpartition(" ") for line in body.decode().splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


def counted(watching: Running, outlet: str, answer: str, status: int) -> float:
    name = f'cms_http_request_duration_seconds_count{{answer="{answer}",outlet="{outlet}",status="{status}"}}'
    return metrics(watching).get(name, 0)


def test_the_process_answers_whatever_host_is_asked(watched):
    server, _ = watched
    for method in ("GET", "HEAD"):
        response, _ = server.ask("/healthz", method, headers={"Host": "anything.example.test"})
        assert (response.status, response.getheader("Cache-Control")) == (200, "no-store")
    assert server.ask("/healthz")[1] == b'{"alive":true}'


def test_anybody_is_told_whether_it_is_ready_and_only_who_runs_it_why(watched):
    server, watching = watched
    media = Path(server.environment["MEDIA_ROOT"])
    until(lambda: server.ask("/readyz")[0].status == 200)
    response, body = server.ask("/readyz", headers={"Host": "anything.example.test"})
    assert (body, response.getheader("Cache-Control")) == (b'{"ready":true}', "no-store")
    aside = media.rename(media.with_name("aside"))
    media.write_bytes(b"")
    try:
        until(lambda: server.ask("/readyz")[0].status == 503)
        assert server.ask("/readyz")[1] == b'{"ready":false}'
        response, body = watching.ask("/readyz")
        found = json.loads(body)
        assert (response.status, found["ready"]) == (503, False)
        (wrong,) = (check for check in found["checks"] if not check["ready"])
        assert (wrong["name"], wrong["reason"]) == ("media", "MEDIA_ROOT cannot be written to: File exists")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", wrong["since"])
        assert metrics(watching)['cms_check_ready{check="media"}'] == 0
    finally:
        media.unlink()
        aside.rename(media)
    until(lambda: server.ask("/readyz")[0].status == 200)
    assert [check["name"] for check in json.loads(watching.ask("/readyz")[1])["checks"]] == [
        "database", "migrations", "log", "index", "media", "worker",
    ]  # fmt: skip


def test_each_kind_of_answer_is_counted_by_outlet_and_status(watched):
    server, watching = watched
    address = f"/api/v1/en/items/{server.item}"

    def until_counted(*what: Any, at_least: int = 1) -> None:
        until(lambda: counted(watching, *what) >= at_least)

    server.read_everything()
    for _ in range(20):
        assert server.ask(address)[0].status == 200
    until_counted("rest", "first", 200)
    until(lambda: counted(watching, "rest", "hot", 200) + counted(watching, "rest", "memory", 200) >= 18)
    until_counted("graphql", "first", 200)
    until_counted("reading", "first", 200)
    until_counted("files", "first", 200)
    server.ask(f"/api/v1/cy/items/{uuid4()}")
    until_counted("rest", "first", 404)
    server.ask("/api/v1/cy/items", headers={"Authorization": "Bearer nobody"})
    until_counted("rest", "refused", 401)
    server.ask("/admin/login/")
    until_counted("admin", "first", 200)
    server.ask("/readyz")
    until_counted("health", "first", 200)
    server.ask("/nowhere")
    until_counted("other", "first", 404)
    server.ask("/api/v1/changes?wait=1&since=now")
    until_counted("following", "first", 200)
    server.ask("/api/v1/cy/search?q=cartref")
    until_counted("search", "first", 200)
    with server.connect() as client:
        client.sendall(b"GET / HTTP/1.1\r\n\r\n")  # it does not say which host it asks
        until_counted("other", "refused", 400)
    with server.connect() as client:
        client.sendall(b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")
        assert client.recv(20).startswith(b"HTTP/1.1 ")
    assert metrics(watching)["cms_answer_memory_answers"] > 2
    assert metrics(watching)["cms_answer_memory_bytes"] > 1000


def test_who_has_used_up_their_tokens_is_counted(watched):
    server, watching = watched
    statuses = {server.ask("/api/v1/en/items", headers={"X-Forwarded-For": "203.0.113.7"})[0].status for _ in range(45)}
    assert statuses == {200, 429}
    until(lambda: metrics(watching).get('cms_throttled_requests_total{policy="anonymous"}', 0) >= 1)
    until(lambda: counted(watching, "rest", "refused", 429) >= 1)


def test_nothing_else_is_at_the_address(watched):
    _, watching = watched
    assert watching.ask("/healthz")[0].status == 200
    assert watching.ask("/admin/")[0].status == 404
