"""Bodies of requests: received to the end before any thread is used for them, within a time and a size."""

import asyncio
import io
import os
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import IO, Any, Final

# Bytes that a client sends of a body, or takes of an answer, in CLIENT_PATIENCE seconds at least.
CHUNK: Final = 64 * 1024
# Bytes of a body that anybody may send; it is kept in memory.
LONGEST_OF_ANYBODY: Final = 128_000

Receive = Callable[[], Awaitable[dict[str, Any]]]


class ClientGone(Exception):
    """There is nobody to answer any more."""


class BodyTooSlow(Exception):
    """Too little of the body came in time."""


class BodyTooLarge(Exception):
    """The body is longer than who sends it may send; `limit` is in bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class Body:
    """A body that has come complete: in memory, or a long one in a file of `folder`, which `remove` deletes."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.size = 0
        self.file = ""
        self._data = bytearray()
        self._growing: IO[bytes] | None = None

    async def add(self, data: bytes | bytearray) -> None:
        """Takes what comes next."""
        self.size += len(data)
        if self.size > LONGEST_OF_ANYBODY and not self.file:
            handle, self.file = await asyncio.to_thread(tempfile.mkstemp, prefix="body-", dir=self._folder)
            self._growing = os.fdopen(handle, "wb")
            data, self._data = self._data + data, bytearray()
        if self._growing is None:
            self._data += data
        else:
            await asyncio.to_thread(self._growing.write, data)

    async def end(self) -> None:
        """All of it has come."""
        if self._growing is not None:
            await asyncio.to_thread(self._growing.close)

    def opened(self) -> IO[bytes]:
        """The body as a file."""
        return Path(self.file).open("rb") if self.file else io.BytesIO(self._data)

    def remove(self) -> None:
        """Leaves no file behind."""
        if self._growing is not None:
            self._growing.close()
        if self.file:
            Path(self.file).unlink(missing_ok=True)


async def receive_body(
    body: Body, receive: Receive, declared: int, patience: float, longest: Callable[[], Awaitable[int]]
) -> None:
    """Receives a body of `declared` bytes (0: it is not said how many), CHUNK in `patience` seconds at least.

    `longest` finds out how much a client may send that sends more than LONGEST_OF_ANYBODY. Raises ClientGone, BodyTooSlow,
    BodyTooLarge.
    """
    limit = LONGEST_OF_ANYBODY

    async def hold(size: int) -> None:
        nonlocal limit
        if size > limit == LONGEST_OF_ANYBODY:
            limit = await longest()
        if size > limit:
            raise BodyTooLarge(limit)

    more = True
    await hold(declared)
    while more:
        part = bytearray()
        try:
            async with asyncio.timeout(patience):
                while more and len(part) < CHUNK:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise ClientGone
                    part += message.get("body", b"")
                    more = message.get("more_body", False)
        except TimeoutError:
            raise BodyTooSlow from None
        await hold(body.size + len(part))
        await body.add(part)
    await body.end()


async def client_gone(receive: Receive) -> None:
    """Waits until the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def drop(receive: Receive, seconds: float) -> None:
    """Lets what is still coming go by for a moment: who is cut off while sending does not read the answer."""
    try:
        async with asyncio.timeout(seconds):
            more = True
            while more:
                message = await receive()
                more = message["type"] == "http.request" and message.get("more_body", False)
    except TimeoutError:
        pass
