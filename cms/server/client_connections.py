"""Connections: who sends no request, sends or takes too slowly, or sends beside the purpose, is cut off.

A new client finds room: where there are as many connections as may be, the one that has waited longest for its own client goes.
"""

import asyncio
import os
import re
import socket
import struct
from typing import Any, Final

from django.conf import settings
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from cms.operations.logs.request_lines import RequestLine

from .bodies import CHUNK
from .shortcuts.plain_requests import rest_of

# Connections of a process.
MOST: Final = 1000
# Bytes of the head of a request; and of what comes with a body beside it (the sizes of chunks, trailers).
LONGEST_HEAD: Final = 64 * 1024
# Requests sent before the first of them is answered.
_LONGEST_PIPELINE: Final = 16
_AT_ONCE: Final = struct.pack("ii", 1, 0)
_NOT_ASCII: Final = re.compile(rb"[\x80-\xff]")
_HEAD_TOO_LARGE: Final = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
)


class _UntilClosed(int):
    """The length of a body that ends with its connection, in the way that uvicorn counts what is left of one."""

    def __lt__(self, other: object) -> bool:
        return False

    def __sub__(self, other: object) -> "_UntilClosed":
        return self

    def __ne__(self, other: object) -> bool:
        return False

    __hash__ = int.__hash__


class NoHost(Exception):
    """A request of HTTP/1.1 does not say once which host it asks (RFC 9112, 3.2)."""


class CountedTransport:
    """A transport that knows how much was given to it."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self.given = 0
        self.is_closing = transport.is_closing
        self.get_write_buffer_size = transport.get_write_buffer_size

    def write(self, data: bytes) -> None:
        self.given += len(data)
        self._transport.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class Connection(HttpToolsProtocol):
    """uvicorn's, with bounds. It looks several times within the patience whether its client moves."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._counted = CountedTransport(transport)
        super().connection_made(self._counted)  # type: ignore[arg-type]
        self._patience: float = settings.CLIENT_PATIENCE
        # Since when it waits for a request; how much was taken by then or at the last look, and when that was.
        self._waits_since = self._moved = self.loop.time()
        self._taken = 0
        self._head, self._beside = 0, 0
        self._in_head = True
        # Whether the next byte is one of a request line, and of one that has begun.
        self._in_line, self._line_begun = True, False
        # What follows the first line, of a request that came whole and alone.
        self._rest = b""
        self._look = self.loop.call_later(self._patience / 4, self._look_at_client)
        if len(self.connections) > MOST:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        self._look.cancel()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """Who waits for changes is answered, so that the server can end."""
        self.app_state.get("end", bool)()
        super().shutdown()

    def data_received(self, data: bytes) -> None:
        begins = self._in_line and not self._line_begun and self.waits_for_request
        if begins and self._given_quickly(data):
            return
        self._rest = rest_of(data) if begins else b""
        if self._in_line:
            data = self._with_ascii_address(data)
        was_in_head = self._in_head
        self._beside += len(data)
        super().data_received(data)
        if self._in_head:
            self._head += len(data)
            if self._head > LONGEST_HEAD and not self.transport.is_closing():
                self._write_line("", 431)
                self.transport.write(_HEAD_TOO_LARGE)
                self.transport.close()
        elif not was_in_head and self._beside > LONGEST_HEAD:
            self.transport.abort()

    def _given_quickly(self, data: bytes) -> bool:
        """Whether what came is answered already; not where the client has yet to take what it was given before."""
        quick = self.app_state.get("quick")
        if quick is None or self._counted.get_write_buffer_size() or self.transport.is_closing():
            return False
        pieces = quick(data, self.client, self.server_state.default_headers)
        if pieces is None:
            return False
        self._unset_keepalive_if_required()  # `_look_at_client` sees to it
        for piece in pieces:
            self.transport.write(piece)
        self._head = self._beside = 0
        self._waits_since = self.loop.time()
        self.server_state.total_requests += 1
        return True

    def _with_ascii_address(self, data: bytes) -> bytes:
        """The same, with what is not ASCII in the request line percent-encoded, as browsers do it: people type `?q=tŷ`."""
        blank = b"" if self._line_begun else data[: len(data) - len(data.lstrip(b"\r\n"))]
        line, feed, rest = data[len(blank) :].partition(b"\n")
        self._line_begun = self._line_begun or bool(line)
        self._in_line = not feed
        return blank + _NOT_ASCII.sub(lambda byte: b"%%%02X" % ord(byte[0]), line) + feed + rest

    def send_400_response(self, msg: str) -> None:
        """What cannot be read as a request is refused as any other is, in the language that has come of it."""
        # They need Django, which is set up after this is loaded.
        from .refusals import malformed
        from .request_counts import count_malformed

        told = {name: value.decode("latin-1") for name, value in self.headers or ()}
        address = getattr(self, "url", b"").decode("latin-1")
        answer = malformed(address, told.get(b"accept-language", ""))
        count_malformed(answer.status)
        request_id = self._write_line(address, answer.status)
        headers = [*answer.headers, ("X-Request-ID", request_id), ("Connection", "close")]
        head = [f"HTTP/1.1 {answer.status} Bad Request", *(f"{name}: {value}" for name, value in headers)]
        self.transport.write("\r\n".join([*head, "", ""]).encode("latin-1") + answer.body)
        self.transport.close()

    def _write_line(self, address: str, status: int) -> str:
        """Writes the line of what never became a request; its id."""
        environ = {"REQUEST_METHOD": "-", "PATH_INFO": address.partition("?")[0]}
        line = RequestLine(environ)
        line.answered(status)
        line.write(self.app_state.get("lines"), environ)
        return line.request_id

    def on_message_begin(self) -> None:
        super().on_message_begin()
        # The rest of its line may come by itself, and is then not the beginning of another.
        self._in_head = self._line_begun = True

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._head = self._beside = 0
        version = self.parser.get_http_version()
        if version == "1.1" and sum(name == b"host" for name, _ in self.headers) != 1:
            raise NoHost
        self.scope["rest"] = self._rest  # type: ignore[typeddict-unknown-key]
        super().on_headers_complete()
        if version == "1.0":  # which knows no chunks (RFC 9112, 6.1)
            self.cycle.chunked_encoding, self.cycle.expected_content_length = False, _UntilClosed()
        if len(self.pipeline) > _LONGEST_PIPELINE:
            self.transport.abort()

    def on_body(self, body: bytes) -> None:
        self._beside -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._in_line, self._line_begun = True, False
        super().on_message_complete()

    def on_response_complete(self) -> None:
        self._waits_since = self.loop.time()
        super().on_response_complete()

    @property
    def waits_for_request(self) -> bool:
        """Nothing of a request has come, or not all of its head."""
        return self.cycle is None or (self.cycle.response_complete and not self.pipeline)

    @property
    def waits_for_client(self) -> bool:
        """It is the client's turn."""
        return self.waits_for_request or self.cycle.more_body or self._counted.get_write_buffer_size() > 0

    def _look_at_client(self) -> None:
        self._look = self.loop.call_later(self._patience / 4, self._look_at_client)
        now = self.loop.time()
        left = self._counted.get_write_buffer_size()
        taken = self._counted.given - left
        if left > 0:
            self._waits_since = now
        if left == 0 or taken >= self._taken + CHUNK:
            self._taken, self._moved = taken, now
        too_slow = left > 0 and now - self._moved > self._patience
        silent = left == 0 and self.waits_for_request and now - self._waits_since > self._patience
        if too_slow:
            forget(self.transport)
        if too_slow or silent:
            self.transport.abort()

    def _make_room(self) -> None:
        """One that waits for a request goes before one that waits for a body or for its answer to be taken."""
        others = (one for one in self.connections if isinstance(one, Connection) and one is not self)
        waiting = [one for one in others if one.waits_for_client and not one.transport.is_closing()]
        longest = min(waiting, key=lambda one: (not one.waits_for_request, one._waits_since), default=self)
        longest.transport.abort()


def forget(transport: asyncio.Transport) -> None:
    """Lets the kernel, too, drop what nobody takes, once the connection is cut off."""
    with socket.socket(fileno=os.dup(transport.get_extra_info("socket").fileno())) as same:
        same.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
