"""Clients that hold a connection: readers do not notice, and the server ends it."""

import pytest

from tests.server.library import LONG
from tests.server.running import Running, end_of, ends_of, hung_up, server, until

pytestmark = pytest.mark.xdist_group("server")
FIXTURES = (server,)
MANY = 64
HEAD = b"POST %b HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"


@pytest.mark.parametrize("path", [b"/graphql", b"/admin/login/", b"/cy/", b"/api/v1/cy/items"])
def test_bodies_that_are_held_back_hold_up_nobody_and_are_answered_408(server: Running, path: bytes) -> None:
    clients = [server.connect() for _ in range(MANY)]
    for client in clients:
        client.sendall(HEAD % path + b"{")
    server.read_everything()
    for end in ends_of(clients):
        assert end.startswith(b"HTTP/1.1 408 "), end
        assert b"\r\nconnection: close\r\n" in end


def test_a_body_in_chunks_that_does_not_go_on_is_answered_408_too(server: Running) -> None:
    client = server.connect()
    client.sendall(b"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n")
    server.read_everything()
    assert end_of(client).startswith(b"HTTP/1.1 408 ")


def test_who_is_too_slow_is_told_so_in_the_language_of_the_request(server: Running) -> None:
    client = server.connect()
    head = HEAD.replace(b"\r\nHost", b"\r\nAccept-Language: cy\r\nHost")
    client.sendall(head % b"/graphql" + b"{")
    end = end_of(client).decode()
    assert "application/problem+json" in end
    assert "Ni ddaeth y cais cyfan mewn pryd." in end


@pytest.mark.parametrize("sent", [b"", b"GET /cy/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "])
def test_heads_that_are_held_back_hold_up_nobody_and_are_cut_off(server: Running, sent: bytes) -> None:
    clients = [server.connect() for _ in range(MANY)]
    for client in clients:
        client.sendall(sent)
    server.read_everything()
    assert ends_of(clients) == [b""] * MANY


def test_a_connection_that_is_kept_open_after_an_answer_is_closed(server: Running) -> None:
    client = server.connect()
    client.sendall(f"GET /api/v1/cy/items/{server.item} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    assert end_of(client).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("what", ["a file", "an answer from memory"])
def test_many_slow_readers_hold_up_nobody_and_are_cut_off(server: Running, what: str) -> None:
    path = server.file if what == "a file" else "/api/v1/openapi.json"
    response, body = server.ask(path, headers={"Cookie": server.cookie})
    assert response.headers["Content-Length"] == str(len(body))
    clients = [server.connect(receive_buffer=4096) for _ in range(MANY)]
    for client in clients:
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {server.cookie}\r\n\r\n".encode())
        assert client.recv(15) == b"HTTP/1.1 200 OK"
    server.read_everything()
    # They take no more: the server ends it without them.
    until(lambda: all(hung_up(client) for client in clients))
    for end in ends_of(clients):
        assert len(end) < len(body)


def test_who_takes_a_file_steadily_is_given_all_of_it(server: Running) -> None:
    client = server.connect(receive_buffer=65536)
    client.sendall(
        f"GET {server.file} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: {server.cookie}\r\n\r\n".encode()
    )
    assert len(end_of(client)) > LONG


def test_heads_that_are_too_long_are_refused(server: Running) -> None:
    client = server.connect()
    client.sendall(b"GET /cy/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + b"x" * 70_000)
    assert end_of(client).startswith(b"HTTP/1.1 431 ")
    server.read_everything()
