"""Waiting for a change in the event loop: no thread and no connection to the database for each who waits."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, Final

from django.db import Error

from ..lanes import LaneFull

# Who waits in a process at once: the other half of its connections is for whoever does not wait.
MOST: Final = 500
# Seconds between two looks for a change. What others were told in between does not stand for a look.
LOOK_EVERY: Final = 0.05


class Generations:
    """The generation of what outlets read, looked for while anybody waits, once for all of them.

    `ask` may give one that was known a moment ago; `look` gives that of now.
    """

    def __init__(self, ask: Callable[[], Awaitable[int]], look: Callable[[], Awaitable[int]]) -> None:
        self._ask, self._look = ask, look
        self._newest = -1
        self._other = asyncio.Event()
        self._waiting = 0
        self._watch: asyncio.Task[None] | None = None
        self.ended = False

    async def current(self) -> int:
        """The generation of a moment ago at most. Raises django.db.Error and LaneFull."""
        return self._noted(await self._ask())

    async def other_than(self, generation: int, until: "asyncio.Future[None]", seconds: float) -> None:
        """Waits for another generation, for `until`, or for so many seconds, and at most until the server ends."""
        self._waiting += 1
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._keep_looking())
        now = asyncio.get_running_loop().time
        deadline = now() + seconds
        try:
            while self._newest == generation and not until.done() and not self.ended and (left := deadline - now()) > 0:
                await _either(self._other.wait(), until, left)
        finally:
            self._waiting -= 1

    def end(self) -> None:
        """The server ends: nobody is kept waiting."""
        self.ended = True
        self._wake()

    def _wake(self) -> None:
        self._other.set()
        self._other = asyncio.Event()

    def _noted(self, newest: int) -> int:
        if newest != self._newest:
            self._newest = newest
            self._wake()
        return newest

    async def _keep_looking(self) -> None:
        while self._waiting and not self.ended:
            await asyncio.sleep(LOOK_EVERY)
            with suppress(Error, LaneFull):  # it is looked for again
                self._noted(await self._look())


async def _either(turn: Coroutine[Any, Any, object], until: "asyncio.Future[None]", seconds: float) -> None:
    waiting: asyncio.Future[Any] = asyncio.ensure_future(turn)
    try:
        await asyncio.wait({waiting, until}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
