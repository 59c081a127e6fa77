"""Of the same requests at once, one is made. The others wait, without a thread, for what it leaves in memory."""

import asyncio
from collections.abc import Awaitable, Callable

from cms.http.caching.cached_response import Key

from ..calls import Answer

Began = Callable[[], object]


class SameRequests:
    """Those at work in this process."""

    def __init__(self) -> None:
        self._first: dict[Key, asyncio.Event] = {}

    async def ask(
        self, key: Key, known: Callable[[], Answer | None], make: Callable[[Began], Awaitable[Answer]]
    ) -> Answer:
        """What is `known` once the same request before this one has been answered; where nothing is, it is made.

        `make` says when it has a thread: nobody waits for what itself waits behind its client's other requests.
        """
        first = self._first.get(key)
        if first is not None:
            await first.wait()
            answer = known()
            if answer is not None:
                return answer
        return await self._make(key, make)

    async def _make(self, key: Key, make: Callable[[Began], Awaitable[Answer]]) -> Answer:
        done = asyncio.Event()
        try:
            return await make(lambda: self._first.setdefault(key, done))
        finally:
            if self._first.get(key) is done:
                del self._first[key]
            done.set()
