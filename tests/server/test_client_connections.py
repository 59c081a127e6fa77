"""When a connection is cut off: by the clock of its loop, here turned by hand."""

import asyncio
import json
from types import SimpleNamespace
from typing import Any, cast

import pytest
from uvicorn.config import Config
from uvicorn.server import ServerState

from cms.server import client_connections
from cms.server.bodies import CHUNK
from cms.server.client_connections import Connection

PATIENCE = 10
REQUEST = b"GET /cy/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
UPLOAD = b"POST /cy/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n"
HEAD = REQUEST[:-4]


class Transport:
    """What a connection sees of a client, of which `left` bytes wait to be taken."""

    def __init__(self) -> None:
        self.left = 0
        self.closing = self.aborted = False
        self.written = b""

    def write(self, data: bytes) -> None:
        self.written += data
        self.left += len(data)

    def get_write_buffer_size(self) -> int:
        return self.left

    def abort(self) -> None:
        self.aborted = True

    def close(self) -> None:
        """What the client has not taken is sent first, for as long as that takes."""
        self.closing = True
        self.aborted = self.aborted or self.left == 0

    def is_closing(self) -> bool:
        return self.closing or self.aborted

    def get_extra_info(self, name: str) -> Any:
        return None

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


class Task:
    """Work that is never done."""

    def add_done_callback(self, call: Any) -> None: ...


class Loop:
    """A clock that is turned by hand, and what it is asked to do later."""

    def __init__(self) -> None:
        self.now = 0.0
        self.later: list[tuple[float, Any, tuple[Any, ...]]] = []

    def time(self) -> float:
        return self.now

    def call_later(self, seconds: float, call: Any, *arguments: Any) -> Any:
        entry = (self.now + seconds, call, arguments)
        self.later.append(entry)
        return SimpleNamespace(cancel=lambda: self.later.remove(entry) if entry in self.later else None)

    def create_task(self, coroutine: Any) -> Any:
        coroutine.close()
        return Task()

    def turn(self, seconds: float) -> None:
        until = self.now + seconds
        while due := sorted((entry for entry in self.later if entry[0] <= until), key=lambda entry: entry[0]):
            self.later.remove(due[0])
            self.now = due[0][0]
            due[0][1](*due[0][2])
        self.now = until


class Client:
    """A connection and the client at its other end."""

    def __init__(self, loop: Loop, state: ServerState) -> None:
        self.transport = Transport()
        config = Config(cast(Any, never), interface="asgi3", log_config=None, timeout_keep_alive=PATIENCE)
        self.connection = Connection(config, state, {}, cast(Any, loop))
        self.connection.connection_made(cast(Any, self.transport))

    @property
    def cut_off(self) -> bool:
        return self.transport.aborted

    def send(self, data: bytes) -> None:
        self.connection.data_received(data)

    def be_answered(self, body: bytes) -> None:
        async def answer() -> None:
            start = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]}
            await self.connection.cycle.send(cast(Any, start))
            await self.connection.cycle.send({"type": "http.response.body", "body": body, "more_body": False})

        asyncio.run(answer())


async def never(scope: Any, receive: Any, send: Any) -> None: ...


@pytest.fixture
def loop(settings: Any) -> Loop:
    settings.CLIENT_PATIENCE = PATIENCE
    return Loop()


@pytest.fixture
def state() -> ServerState:
    return ServerState()


@pytest.fixture(autouse=True)
def no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_connections, "forget", lambda _: None)


@pytest.mark.parametrize("sent", [b"", HEAD])
def test_who_sends_no_request_is_cut_off(loop: Loop, state: ServerState, sent: bytes) -> None:
    client = Client(loop, state)
    client.send(sent)
    loop.turn(PATIENCE - 1)
    assert not client.cut_off
    loop.turn(PATIENCE)
    assert client.cut_off


def test_who_was_answered_unread_has_as_long_for_the_next_request_and_is_then_cut_off(
    loop: Loop, state: ServerState
) -> None:
    client = Client(loop, state)
    client.send(REQUEST)
    client.be_answered(b"read")
    client.transport.left = 0
    client.connection.app_state["quick"] = lambda *_: (b"unread",)
    for _ in range(10):
        loop.turn(PATIENCE - 1)
        client.send(REQUEST)
        client.transport.left = 0
        assert client.transport.written.endswith(b"unread")
    assert not client.transport.is_closing()
    loop.turn(2 * PATIENCE)
    assert client.cut_off


def test_a_byte_of_the_head_now_and_then_gains_no_time(loop: Loop, state: ServerState) -> None:
    client = Client(loop, state)
    for byte in HEAD[:30]:
        client.send(bytes([byte]))
        loop.turn(PATIENCE / 15)
    assert client.cut_off


def test_whoever_waits_for_an_answer_is_not_cut_off(loop: Loop, state: ServerState) -> None:
    client = Client(loop, state)
    client.send(REQUEST)
    loop.turn(10 * PATIENCE)
    assert not client.cut_off


def test_who_takes_nothing_of_an_answer_is_cut_off(loop: Loop, state: ServerState) -> None:
    client = Client(loop, state)
    client.send(REQUEST)
    client.be_answered(bytes(10 * CHUNK))
    loop.turn(2 * PATIENCE)
    assert client.cut_off


def test_who_takes_a_byte_now_and_then_is_cut_off_too(loop: Loop, state: ServerState) -> None:
    client = Client(loop, state)
    client.send(REQUEST)
    client.be_answered(bytes(10 * CHUNK))
    for _ in range(20):
        client.transport.left -= 1
        loop.turn(PATIENCE / 10)
    assert client.cut_off


def test_who_takes_slowly_but_steadily_is_given_all(loop: Loop, state: ServerState) -> None:
    client = Client(loop, state)
    client.send(REQUEST)
    client.be_answered(bytes(50 * CHUNK))
    while client.transport.left > 0:
        client.transport.left = max(0, client.transport.left - CHUNK)
        assert not client.cut_off
        loop.turn(PATIENCE * 0.7)


def test_many_requests_at_once_are_not_queued(loop: Loop, state: ServerState) -> None:
    client = Client(loop, state)
    client.send(REQUEST * 10)
    assert not client.cut_off
    client.send(REQUEST * 10)
    assert client.cut_off


def test_a_head_has_an_end(loop: Loop, state: ServerState) -> None:
    client = Client(loop, state)
    for _ in range(70):
        client.send(HEAD if not client.connection._head else b"\r\nX: " + b"x" * 1000)
    assert client.transport.written.startswith(b"HTTP/1.1 431 ")
    assert client.transport.is_closing()


def test_what_comes_beside_a_body_has_an_end(loop: Loop, state: ServerState) -> None:
    client = Client(loop, state)
    client.send(b"POST /cy/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n")
    for _ in range(70):
        client.send(b"X: " + b"x" * 1000 + b"\r\n")
    assert client.cut_off


def test_a_long_body_is_not_beside_itself(loop: Loop, state: ServerState) -> None:
    client = Client(loop, state)
    client.send(b"POST /cy/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\n")
    for _ in range(10):
        client.send(b"x" * 100_000)
        client.connection.cycle.body.clear()
    assert not client.cut_off


def test_a_new_client_finds_room_where_one_keeps_its_connection_waiting(
    loop: Loop, state: ServerState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_connections, "MOST", 4)
    served, uploading = Client(loop, state), Client(loop, state)
    served.send(REQUEST)
    uploading.send(UPLOAD)
    loop.turn(1)
    idle = Client(loop, state)
    loop.turn(1)
    half = Client(loop, state)
    half.send(HEAD)
    loop.turn(1)
    everybody = [served, uploading, idle, half]
    for expected in (idle, half, uploading):
        everybody.append(Client(loop, state))
        everybody[-1].send(REQUEST)
        assert [one for one in everybody if one.cut_off] == [expected]
        state.connections.discard(expected.connection)
        everybody.remove(expected)
    # All others are at work: the new one has to come again.
    last = Client(loop, state)
    assert last.cut_off
    assert not any(one.cut_off for one in everybody)


def asked_for(client: Client) -> tuple[bytes, bytes]:
    scope = client.connection.scope
    return scope["raw_path"], scope["query_string"]


@pytest.mark.parametrize("cut", range(0, 40, 3))
def test_welsh_letters_in_an_address_are_taken_as_browsers_send_them(loop: Loop, state: ServerState, cut: int) -> None:
    request = "\r\nGET /cy/tŷ/?q=dŵr HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Said: ŷ\r\n\r\n".encode()
    client = Client(loop, state)
    for _ in range(2):
        client.send(request[:cut])
        client.send(request[cut:])
        assert asked_for(client) == (b"/cy/t%C5%B7/", b"q=d%C5%B5r")
        assert dict(client.connection.headers)[b"x-said"] == "ŷ".encode()
        client.be_answered(b"")
    client.send(UPLOAD + "tŷ, dŵr".encode())
    assert bytes(client.connection.cycle.body) == "tŷ, dŵr".encode()


@pytest.mark.parametrize(
    "request_", ["GET /api/v1/cy/items HTTP/1.1\r\n\r\n", "GET /api/v1/cy/items HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                 "GET /api/v1/ HTTP/1.1\r\nAccept-Language: cy\r\nHost: a\r\nHost a\r\n\r\n"],
)  # fmt: skip
def test_what_is_no_request_is_refused_in_its_language_to_any_site(
    loop: Loop, state: ServerState, request_: str
) -> None:
    client = Client(loop, state)
    client.send(request_.encode())
    head, _, body = client.transport.written.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"Access-Control-Allow-Origin: *" in head
    assert json.loads(body)["language"] == "cy"
    assert client.transport.is_closing()
    nothing = Client(loop, state)
    nothing.send(b"\x16\x03\x01\x02\x00\x01")
    assert nothing.transport.written.startswith(b"HTTP/1.1 400 ")


def test_an_old_client_is_sent_no_chunks_and_its_connection_ends_with_the_body(loop: Loop, state: ServerState) -> None:
    client = Client(loop, state)
    client.send(b"GET /api/v1/export HTTP/1.0\r\n\r\n")

    async def answer() -> None:
        send = client.connection.cycle.send
        await send(cast(Any, {"type": "http.response.start", "status": 200, "headers": []}))
        for piece in (b"one", b"two", b""):
            await send(cast(Any, {"type": "http.response.body", "body": piece, "more_body": bool(piece)}))

    asyncio.run(answer())
    head, _, body = client.transport.written.partition(b"\r\n\r\n")
    assert b"transfer-encoding" not in head
    assert body == b"onetwo"
    assert client.transport.is_closing()
