"""Clients that follow the changes: they are answered once there is something new, or hold a stream of events open.

Each answer is the one that `/changes` gives to anybody; nothing here reads the log.
"""

import asyncio
import io
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

import orjson
from django.conf import settings
from django.db import Error, close_old_connections

from cms.http.caching.response_cache import Environ, ResponseCache
from cms.partners.callers import at_address
from cms.rest.event_stream import KEPT_ALIVE, events_of, events_response, wants_events
from cms.rest.serializers import LONGEST_WAIT

from ..bodies import ClientGone, Receive, client_gone
from ..calls import Answer, answered_at_once, call
from ..gate import Gate
from ..held_places import HeldPlaces, NoPlace, Share
from ..lanes import FOLLOWING, LaneFull, Lanes
from ..refusals import too_many_waiting
from .waiting import MOST, Generations

CHANGES: Final = "/api/v1/changes"
# Seconds without an event after which a comment is sent.
KEEP_ALIVE: Final = 15.0
# How many of those who were woken ask at once: a thread is left to look for the next change.
_AT_ONCE: Final = FOLLOWING.threads - 1
_RETRY: Final = 1.0
Send = Callable[[dict[str, Any]], Awaitable[None]]
SendAnswer = Callable[[Answer], Awaitable[None]]


def follows(environ: Environ) -> bool:
    """Whether the request is one that may wait."""
    if environ["PATH_INFO"] != CHANGES or environ["REQUEST_METHOD"] != "GET":
        return False
    return "wait=" in environ["QUERY_STRING"] or wants_events(environ.get("HTTP_ACCEPT", ""))


class Following:
    """All who follow in this process."""

    def __init__(self, gate: Gate, lanes: Lanes) -> None:
        self._gate, self._cache, self._lanes = gate, gate.cache, lanes
        self._generations = Generations(self._generation, self._newest_generation)
        self._places = HeldPlaces(MOST, Share(settings.WAITING_ANONYMOUS, settings.WAITING_KEY))
        self._asking = asyncio.Semaphore(_AT_ONCE)
        self.end = self._generations.end

    async def serve(self, environ: Environ, receive: Receive, send: Send, send_answer: SendAnswer) -> None:
        """Answers a request that `follows`. Raises LaneFull where not even its first page can be asked for."""
        caller = self._gate.caller_at_once(environ)
        if caller is None:
            client = at_address(environ).client
            caller = await self._lanes.run(FOLLOWING, client, self._gate.caller, environ)
        try:
            with self._places.one_for(caller):
                await self._serve(environ, receive, send, send_answer)
        except NoPlace as refusal:
            await send_answer(await asyncio.to_thread(too_many_waiting, environ, refusal.share))

    async def _serve(self, environ: Environ, receive: Receive, send: Send, send_answer: SendAnswer) -> None:
        gone = asyncio.ensure_future(client_gone(receive))
        try:
            if wants_events(environ.get("HTTP_ACCEPT", "")):
                await self._stream(environ, gone, send, send_answer)
            else:
                await send_answer(await self._poll(environ, gone))
        finally:
            gone.cancel()

    async def _poll(self, environ: Environ, gone: "asyncio.Future[None]") -> Answer:
        """The page once it has anything, or at the end of the time that the client waits."""
        asked = _asked(environ, dict(parse_qsl(environ["QUERY_STRING"])).get("since", ""))
        deadline = asyncio.get_running_loop().time() + _seconds(environ)
        while True:
            generation = await self._known_generation()
            answer = await self._page(asked, self._gate)
            left = deadline - asyncio.get_running_loop().time()
            if answer.status != 200 or left <= 0 or self._generations.ended:
                return answer
            page = orjson.loads(answer.body)
            if page["items"]:
                return answer
            asked = _asked(environ, page["token"])  # another one than was given where that was `now`
            await self._generations.other_than(generation, gone, left)
            if gone.done():
                raise ClientGone

    async def _stream(
        self, environ: Environ, gone: "asyncio.Future[None]", send: Send, send_answer: SendAnswer
    ) -> None:
        """Events until the client goes, the server ends, or the changes cannot be followed any more."""
        token = environ.get("HTTP_LAST_EVENT_ID") or dict(parse_qsl(environ["QUERY_STRING"])).get("since", "")
        generation = await self._known_generation()
        answer = await self._page(_asked(environ, token), self._gate)
        if answer.status != 200:
            await send_answer(answer)
            return
        begun = events_response(b"")
        headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in begun.items()]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await _send_piece(send, begun.content)
        more = True
        while answer.status in {200, 503} and not gone.done() and not self._generations.ended:
            if answer.status == 200:
                page = orjson.loads(answer.body)
                if page["items"] or page["token"] != token:
                    await _send_piece(send, events_of(page))
                token, more = page["token"], page["more"]
            if not more or answer.status != 200:
                generation = await self._next_generation(generation, gone, send, failed=answer.status != 200)
            answer = await self._page_or_busy(_asked(environ, token))
        await send({"type": "http.response.body", "body": b""})

    async def _next_generation(self, generation: int, gone: "asyncio.Future[None]", send: Send, *, failed: bool) -> int:
        """Waits for another generation, with a comment now and then; where a page failed, no longer than a moment."""
        while True:
            await self._generations.other_than(generation, gone, _RETRY if failed else KEEP_ALIVE)
            known = await self._known_generation(generation)
            if known != generation or failed or gone.done() or self._generations.ended:
                return known
            await _send_piece(send, KEPT_ALIVE)

    async def _known_generation(self, otherwise: int = -1) -> int:
        """The generation before a page is asked for: what changes after it is not missed."""
        with suppress(Error, LaneFull):
            return await self._generations.current()
        return otherwise

    async def _generation(self) -> int:
        known = self._cache.known_generation()
        return known if known is not None else await self._newest_generation()

    async def _newest_generation(self) -> int:
        return await self._lanes.run(FOLLOWING, "", _newest, self._cache)

    async def _page(self, environ: Environ, application: Gate | ResponseCache) -> Answer:
        if at_once := answered_at_once(application.at_once, environ):
            return at_once
        async with self._asking:
            # Whoever asked before may have asked for the same.
            if at_once := answered_at_once(application.at_once, environ):
                return at_once
            return await self._lanes.run(FOLLOWING, at_address(environ).client, call, application, environ)

    async def _page_or_busy(self, environ: Environ) -> Answer:
        """A page of a stream that has begun: it was paid for when it was opened."""
        try:
            return await self._page(environ, self._cache)
        except LaneFull:
            return Answer(503, [])


def _newest(cache: ResponseCache) -> int:
    try:
        return cache.newest_generation()
    except Error:
        close_old_connections()
        raise


def _asked(environ: Environ, token: str) -> Environ:
    """The question for a page after a token, to be answered whole, at once and in plain bytes."""
    given = parse_qsl(environ["QUERY_STRING"], keep_blank_values=True)
    kept = [(name, value) for name, value in given if name != "since"]
    if not token or sum(name == "since" for name, _ in given) > 1:
        kept = given
    else:
        kept.append(("since", token))
    hidden = ("HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
    left = {name: value for name, value in environ.items() if name not in hidden}
    of_this_server = {"cms.lane": FOLLOWING, "cms.body_file": "", "wsgi.input": io.BytesIO()}
    return {**left, **of_this_server, "QUERY_STRING": urlencode(kept)}


def _seconds(environ: Environ) -> float:
    """How long the client waits; nothing where it does not say it well, which the page says."""
    asked = dict(parse_qsl(environ["QUERY_STRING"])).get("wait", "")
    return min(int(asked), LONGEST_WAIT) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else 0


async def _send_piece(send: Send, piece: bytes) -> None:
    await send({"type": "http.response.body", "body": piece, "more_body": True})
