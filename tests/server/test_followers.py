"""Clients of the real server that follow the changes, as docs/recipes/keep-a-copy.md says."""

import json
import re
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings

from tests.server.running import Running, end_of, server

pytestmark = pytest.mark.xdist_group("server")
FIXTURES = (server,)
MANY = 64
RECIPES = Path(settings.BASE_DIR) / "docs" / "recipes"


def page_of(server: Running, query: str) -> Any:
    response, body = server.ask(f"/api/v1/changes?{query}")
    assert response.status == 200, body
    return json.loads(body)


def stream(server: Running, query: str, last: str = "") -> socket.socket:
    client = server.connect()
    head = f"GET /api/v1/changes?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
    client.sendall(f"{head}{f'Last-Event-ID: {last}' if last else 'X-None: 1'}\r\n\r\n".encode())
    return client


def read_until(client: socket.socket, word: str) -> str:
    got = b""
    while word.encode() not in got:
        data = client.recv(65536)
        assert data, got
        got += data
    return got.decode()


def test_many_who_wait_hold_up_nobody_and_all_are_told_of_a_change(server: Running) -> None:
    token = page_of(server, "since=now")["token"]
    waiting = [server.connect() for _ in range(MANY)]
    for client in waiting:
        client.sendall(f"GET /api/v1/changes?since={token}&wait=30 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    streams = [stream(server, f"since={token}") for _ in range(MANY)]
    server.read_everything()
    server.edit("English: told at once")
    for client in [*waiting, *streams]:
        with client:
            assert server.item in read_until(client, '"languages"')


def test_a_stream_is_taken_up_after_the_last_event_that_a_client_had(server: Running) -> None:
    with stream(server, "since=now") as first:
        head = read_until(first, "\nid: ")
        (last,) = re.findall(r"^id: (.+?)\r?$", head + read_until(first, "\n\n"), re.MULTILINE)
        assert "content-type: text/event-stream" in head
        server.edit("English: one", "English: two")
        read_until(first, "event: change")
    with stream(server, "since=now", last) as second:
        again = read_until(second, "data:")
    assert server.item in again
    assert again.count("event: change") == 1


def test_a_stream_from_a_token_of_another_log_is_refused(server: Running) -> None:
    with stream(server, "since=WzEsIjE6MDAiXQ") as client:
        answer = read_until(client, "begin_again")
    assert answer.startswith("HTTP/1.1 410 ")
    assert "application/problem+json" in answer


@pytest.mark.parametrize(
    ("recipe", "file"), [("keep-a-copy.md", "copy.sqlite3"), ("cy/cadw-copi-heb-gleient.md", "copi.sqlite3")]
)
def test_the_recipe_keeps_a_copy(server: Running, tmp_path: Path, recipe: str, file: str) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```$", (RECIPES / recipe).read_text(), re.MULTILINE | re.DOTALL)
    script = tmp_path / "keep_a_copy.py"
    script.write_text(code.replace("wait=30", "wait=0"))
    api = f"http://127.0.0.1:{server.port}/api/v1"

    def copied() -> dict[str, Any]:
        subprocess.run([sys.executable, str(script), api], check=True, cwd=tmp_path)
        with sqlite3.connect(tmp_path / file) as db:
            return {
                item: (cy and json.loads(cy), en and json.loads(en))
                for item, cy, en in db.execute("SELECT * FROM item")
            }

    def there_is() -> dict[str, Any]:
        lines = server.ask("/api/v1/export")[1].splitlines()[:-1]
        return {line["id"]: (line["cy"], line["en"]) for line in map(json.loads, lines)}

    assert copied() == there_is() != {}
    server.edit(f"English: {recipe}")
    assert copied()[server.item][1]["title"] == f"English: {recipe}"
    assert copied() == there_is()
    with sqlite3.connect(tmp_path / file) as db:
        db.execute("UPDATE place SET token = 'WzEsIjE6MDAiXQ'")
        db.execute("DELETE FROM item")
    assert copied() == there_is()


def test_welsh_letters_as_they_are_typed_and_old_clients_are_answered(server: Running) -> None:
    with server.connect() as client:
        path = "/api/v1/cy/items/by-path?path=/cy/tŷ/"
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        typed = json.loads(end_of(client).partition(b"\r\n\r\n")[2])
    assert typed["code"] == "not-found"
    assert typed == json.loads(server.ask(quote(path, safe="/?="))[1])
    with server.connect() as client:
        client.sendall(b"GET /api/v1/export HTTP/1.0\r\n\r\n")
        head, _, body = end_of(client).partition(b"\r\n\r\n")
    assert b"transfer-encoding" not in head.lower()
    assert body == server.ask("/api/v1/export")[1]
