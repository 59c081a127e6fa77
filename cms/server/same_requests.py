"""Of the same requests at once, one goes to its lane. The others wait, without a thread, for what it leaves in memory."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from cms.http.caching.cached_response import Key

from .calls import Answer

# For how many others before it a request waits: one may be overtaken by a change, and leave nothing.
MOST: Final = 3


class SameRequests:
    """Those under way in this process."""

    def __init__(self) -> None:
        self._first: dict[Key, asyncio.Event] = {}

    async def ask(self, key: Key, known: Callable[[], Answer | None], make: Callable[[], Awaitable[Answer]]) -> Answer:
        """What is `known` once the same request before this one has been answered; where nothing is, it is made."""
        for _ in range(MOST):
            first = self._first.get(key)
            if first is None:
                return await self._make(key, make)
            await first.wait()
            answer = known()
            if answer is not None:
                return answer
        return await make()

    async def _make(self, key: Key, make: Callable[[], Awaitable[Answer]]) -> Answer:
        done = self._first[key] = asyncio.Event()
        try:
            return await make()
        finally:
            del self._first[key]
            done.set()
