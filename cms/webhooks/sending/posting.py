"""One attempt to send: the name looked up once, a connection to just what was found, and of the answer its status and length.

asyncio's own streams and the parser that the server has (httptools): no redirect is followed, no proxy of the environment is
asked, no cookie is kept, nothing is unpacked. It knows nothing of the database.
"""

import asyncio
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from socket import SOCK_STREAM
from typing import Final

import httptools

from .delivery_faults import DeliveryFault
from .destinations import Destination, DestinationRefused, IPAddress, allowed, destination

# Seconds: until there is a connection, and until there is an answer.
CONNECTING: Final = 5.0
IN_ALL: Final = 15.0
# How long and how far the answer's body is read, only for its length.
BODY_SECONDS: Final = 1.0
LONGEST_BODY: Final = 64 * 1024
LONGEST_HEAD: Final = 64 * 1024

Resolve = Callable[[str, int], Awaitable[list[str]]]


@dataclass(frozen=True, slots=True)
class ReceiverAnswer:
    """What came of an attempt. `status` is 0 where there was none; `retry_after` and `took` are seconds; `location` is where
    a redirect leads, which nobody has looked at; `certificate_ends` is what the receiver's certificate says.
    """

    status: int = 0
    length: int = 0
    fault: DeliveryFault | None = None
    retry_after: float | None = None
    took: float = 0.0
    location: str = ""
    certificate_ends: datetime | None = None

    @property
    def delivered(self) -> bool:
        """Whether the receiver has it."""
        return self.fault is None


class _Reply:
    """The final answer, as its parser tells of it."""

    def __init__(self) -> None:
        self.parser = httptools.HttpResponseParser(self)
        self.status = self.length = 0
        self.retry_after = self.location = ""
        self.has_head = self.complete = False

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"retry-after":
            self.retry_after = value.decode("latin-1")
        elif name.lower() == b"location":
            self.location = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        """Of an interim answer nothing is taken down: the one meant follows."""
        if (status := self.parser.get_status_code()) >= 200:
            self.status, self.has_head = status, True

    def on_body(self, body: bytes) -> None:
        self.length += len(body)

    def on_message_complete(self) -> None:
        self.complete = self.has_head


async def look_up(host: str, port: int) -> list[str]:
    """The addresses that a name leads to. Raises OSError."""
    rows = await asyncio.get_running_loop().getaddrinfo(host, port, type=SOCK_STREAM)
    return [str(row[4][0]) for row in rows]


async def post(
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    loopback: bool = False,
    resolve: Resolve = look_up,
    context: ssl.SSLContext | None = None,
) -> ReceiverAnswer:
    """Sends `body` to `url`, once. Whatever goes wrong is in the answer."""
    return await ask("POST", url, headers, body, loopback=loopback, resolve=resolve, context=context)


async def ask(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes = b"",
    *,
    loopback: bool = False,
    plain: bool = False,
    resolve: Resolve = look_up,
    context: ssl.SSLContext | None = None,
) -> ReceiverAnswer:
    """Asks `url` for something, once, as `destination` takes it. Whatever goes wrong is in the answer."""
    started, reply = time.monotonic(), _Reply()
    fault: DeliveryFault | None = None
    ends: datetime | None = None
    try:
        async with asyncio.timeout(IN_ALL) as deadline:
            where = destination(url, loopback=loopback, plain=plain)
            reader, writer = await _connected(where, resolve, context)
            ends = _certificate_ends(writer)
            try:
                writer.write(_request(method, where, headers, body))
                await writer.drain()
                await _read(reader, reply, deadline, ends_with_head=method == "HEAD")
            finally:
                writer.transport.abort()
    except DestinationRefused as refusal:
        fault = refusal.fault
    except ssl.SSLError:
        fault = DeliveryFault.TLS
    except TimeoutError:
        fault = DeliveryFault.TIMEOUT
    except httptools.HttpParserError:
        fault = DeliveryFault.ANSWER
    except (OSError, UnicodeError):
        fault = DeliveryFault.CONNECTION
    if reply.has_head:
        fault = None if 200 <= reply.status < 300 else DeliveryFault.STATUS
    elif fault is None:
        fault = DeliveryFault.ANSWER
    took = time.monotonic() - started
    length, later = min(reply.length, LONGEST_BODY), _seconds(reply.retry_after)
    return ReceiverAnswer(reply.status, length, fault, later, took, reply.location, ends)


async def _connected(
    where: Destination, resolve: Resolve, context: ssl.SSLContext | None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection to the first of the name's addresses that takes one. Its certificate has to be the name's."""
    async with asyncio.timeout(CONNECTING):
        try:
            found = await resolve(where.host, where.port)
        except (OSError, UnicodeError) as error:
            raise DestinationRefused(DeliveryFault.UNKNOWN_NAME) from error
        addresses = allowed(found, loopback=where.loopback)
        for address in addresses[:-1]:
            # Half of the time at most for any but the last: where IPv6 leads nowhere, IPv4 may.
            with suppress(OSError):
                async with asyncio.timeout(CONNECTING / 2 / len(addresses)):
                    return await _open(address, where, context)
        return await _open(addresses[-1], where, context)


async def _open(
    address: IPAddress, where: Destination, context: ssl.SSLContext | None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if not where.secure:
        return await asyncio.open_connection(str(address), where.port)
    return await asyncio.open_connection(
        str(address), where.port, ssl=context or _tls(), server_hostname=where.host, ssl_handshake_timeout=CONNECTING
    )


def _certificate_ends(writer: asyncio.StreamWriter) -> datetime | None:
    shown = writer.get_extra_info("peercert")
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(shown["notAfter"]), UTC) if shown else None


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _request(method: str, where: Destination, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = {
        "Host": where.host_header,
        "User-Agent": "Sefydlogrwydd-Cynnar-Webhooks/1",
        "Accept": "*/*",
        "Content-Length": str(len(body)),
        "Connection": "close",
        **headers,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{method} {where.target} HTTP/1.1\r\n{head}\r\n".encode("ascii") + body


async def _read(
    reader: asyncio.StreamReader, reply: _Reply, deadline: asyncio.Timeout, *, ends_with_head: bool = False
) -> None:
    """Reads until the answer is complete, or enough of it is there."""
    taken = 0
    while not reply.complete and reply.length < LONGEST_BODY:
        data = await reader.read(LONGEST_BODY)
        if not data:
            return
        had_head = reply.has_head
        with suppress(httptools.HttpParserUpgrade):
            reply.parser.feed_data(data)
        taken += len(data)
        if (ends_with_head and reply.has_head) or (not reply.has_head and taken > LONGEST_HEAD):
            return
        if reply.has_head and not had_head:
            soon = asyncio.get_running_loop().time() + BODY_SECONDS
            deadline.reschedule(min(soon, deadline.when() or soon))


def _seconds(retry_after: str) -> float | None:
    """A Retry-After as seconds from now: RFC 9110, 10.2.3. None for none, or for one that says nothing."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
