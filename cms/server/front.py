"""The ASGI application of a process that listens: a request goes to its lane once it has come complete.

No thread waits for a client. `client_connections` ends what moves too slowly.
"""

import asyncio
import logging
import os
import signal
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from functools import partial
from multiprocessing import parent_process
from time import perf_counter
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import close_old_connections
from django.http.cookie import parse_cookie
from django.utils.module_loading import import_string

from cms.http.caching.answer_store import store_in
from cms.http.caching.cached_response import sent_headers
from cms.http.caching.response_cache import Application, Environ, StartResponse
from cms.operations.health.health_answers import ALIVE, alive, public_readiness
from cms.operations.health.readiness import PATIENCE
from cms.operations.logs.request_context import answering
from cms.operations.logs.request_lines import RequestLine, writer_of_settings
from cms.operations.logs.traces import traces_of_settings
from cms.operations.metrics.catalogue import MEMORY_ANSWERS, MEMORY_BYTES
from cms.operations.metrics.process_counts import is_on, process_counts
from cms.partners.callers import at_address

from .back import Back
from .bodies import (
    LONGEST_OF_ANYBODY,
    Body,
    BodyTooLarge,
    BodyTooSlow,
    ClientGone,
    Receive,
    client_gone,
    drop,
    receive_body,
)
from .calls import HOT, MADE, Answer, answered_at_once, call, environ_of, next_piece, with_body
from .followers.following import Following, follows
from .gate import gated
from .held_places import HeldPlaces, NoPlace, Share
from .lanes import (
    ADMIN_PREFIX,
    EXPORT,
    FILES,
    FOLLOWING,
    HEALTH,
    PICTURES,
    READING,
    WORK,
    Lane,
    LaneFull,
    Lanes,
    lane_of,
)
from .refusals import busy, too_large, too_many_open, too_slow
from .request_counts import count_request
from .shortcuts.quick_answers import QuickAnswers
from .shortcuts.same_requests import SameRequests

# Exports that are made or sent at once: each is a file on the disk until its client has it.
MOST_EXPORTS: Final = 8
EXPORTS_OF_ONE: Final = Share(anonymous=2, key=4)
# Addresses of pictures that are known to be made; then it begins anew.
MOST_PICTURES: Final = 10_000
_OK: Final = 200
# Seconds for which a client waits for a refusal that has asked for too much: refusing without a pause is work too.
_PAUSE: Final = 0.5
_TOO_MANY: Final = 429
# Seconds for which what a refused client still sends is taken.
_LINGER: Final = 2.0
logger = logging.getLogger(__name__)
Send = Callable[[dict[str, Any]], Awaitable[None]]
Scope = dict[str, Any]


class Front:
    """Answers with `django` in lanes of this process, and over a socket in those that are apart; `sockets` has the address of
    each process there.
    """

    def __init__(self, django: Application, sockets: Mapping[str, str], folder: str) -> None:
        self._apart = apart = {name: Back(address) for name, address in sockets.items()}

        def either(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
            environ[MADE] = True
            return apart.get(environ["cms.lane"].apart, django)(environ, start_response)

        self._gate = gated(either, store_in(folder))
        self._lanes = Lanes()
        self._same = SameRequests()
        self._following = Following(self._gate, self._lanes)
        self._exports = HeldPlaces(MOST_EXPORTS, EXPORTS_OF_ONE)
        self._pictures: set[str] = set()
        self._folder = folder
        self._lines = writer_of_settings()
        self._traces = traces_of_settings()
        self._counts = is_on()
        # Where each request has a span, each is read.
        self._quick = None if self._traces else QuickAnswers(self._gate, self._lane, self._counted, self._lines)
        if self._counts:
            cache = self._gate.cache
            process_counts.states |= {MEMORY_BYTES: cache.memory_bytes, MEMORY_ANSWERS: cache.memory_answers}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            quick = self._quick.answer if self._quick else None
            scope["state"] |= {"end": self._following.end, "lines": self._lines, "quick": quick}
            await _live(receive, send, self._end)
            return
        environ = environ_of(scope)
        line = RequestLine(environ)
        send = _told(line, send)
        lane = environ["cms.lane"] = self._lane(environ, 0)
        if lane is HEALTH:  # asked every few seconds: neither a line nor a span tells of it
            started = perf_counter()
            answer = self._counted(environ, await self._health(environ), started)
            await _send(answer, receive, send, None, head=scope["method"] == "HEAD")
            return
        span = self._traces.begin(environ) if self._traces else None
        body = Body(self._folder)
        try:
            if lane is EXPORT:
                await self._export(scope, environ, body, receive, send)
                return
            if follows(environ) and _declared(scope) is None:
                await self._follow(environ, receive, send)
                return
            await self._serve(scope, environ, body, receive, send)
        except ClientGone:
            pass
        finally:
            line.write(self._lines, environ)
            if self._traces and span:
                self._traces.end(span, line, environ)
            body.remove()

    def _end(self) -> None:
        self._gate.end()
        if self._lines:
            self._lines.flush()
        if self._traces:
            self._traces.close()

    async def _serve(self, scope: Scope, environ: Environ, body: Body, receive: Receive, send: Send) -> None:
        answer, linger = await self._answer(scope, environ, body, receive)
        await _send(answer, receive, send, linger, head=scope["method"] == "HEAD")

    async def _health(self, environ: Environ) -> Answer:
        """Whether this process answers, or the service is ready. Nobody is asked who asks, nor which host."""
        if environ["PATH_INFO"] == ALIVE:
            return Answer(*alive(), origin="first")
        environ[MADE] = True
        try:
            async with asyncio.timeout(PATIENCE + 1):
                return await self._lanes.run(
                    HEALTH, "", call, self._apart[WORK], with_body(environ, Body(self._folder))
                )
        except (LaneFull, OSError, EOFError):
            return Answer(*public_readiness(ready=False), origin="first")

    async def _export(self, scope: Scope, environ: Environ, body: Body, receive: Receive, send: Send) -> None:
        """One of the exports that are under way, until its client has it."""
        try:
            with self._exports.one_for(await asyncio.to_thread(self._gate.caller, environ)):
                await self._serve(scope, environ, body, receive, send)
        except NoPlace as refusal:
            refuse = (too_many_open, environ, refusal.share) if refusal.share else (busy, environ)
            answer = self._counted(environ, await asyncio.to_thread(*refuse), perf_counter())
            await _send(await _slowed(answer), receive, send, None, head=scope["method"] == "HEAD")

    async def _follow(self, environ: Environ, receive: Receive, send: Send) -> None:
        environ["cms.lane"], started = FOLLOWING, perf_counter()
        streamed = True

        async def send_answer(answer: Answer) -> None:
            nonlocal streamed
            streamed = False
            await _send(await _slowed(self._counted(environ, answer, started)), receive, send, None, head=False)

        try:
            await self._following.serve(environ, receive, send, send_answer)
        except LaneFull:
            await send_answer(await asyncio.to_thread(busy, environ))
        if streamed:
            self._counted(environ, Answer(200, [], origin="first"), started)

    async def _answer(
        self, scope: Scope, environ: Environ, body: Body, receive: Receive
    ) -> tuple[Answer, float | None]:
        """The answer. Where not all of the request has come, also for how long what comes is let go by before all is closed."""
        started = perf_counter()
        try:
            if (declared := _declared(scope)) is not None:
                longest = partial(self._longest, environ)
                await receive_body(body, receive, declared, settings.CLIENT_PATIENCE, longest)
        except BodyTooSlow:
            return self._counted(environ, await asyncio.to_thread(too_slow, environ), started), 0
        except BodyTooLarge as refused:
            return self._counted(environ, await asyncio.to_thread(too_large, environ, refused.limit), started), _LINGER
        if body.size:
            environ["cms.lane"] = self._lane(environ, body.size)
        with_body(environ, body)
        started = perf_counter()
        answer = self._known(environ)
        if answer is None:
            answer = await self._make(environ)
        elif answer.origin == HOT and self._quick is not None:
            self._quick.learn(scope)
        return await _slowed(self._counted(environ, answer, started)), None

    def _known(self, environ: Environ) -> Answer | None:
        return answered_at_once(self._gate.at_once, environ)

    async def _make(self, environ: Environ) -> Answer:
        key = self._gate.cache.same(environ)
        if key is None:
            return await self._answer_in_lane(environ)
        return await self._same.ask(key, partial(self._known, environ), partial(self._answer_in_lane, environ))

    def _counted(self, environ: Environ, answer: Answer, started: float) -> Answer:
        """The answer to a request that was begun at `started`, taken down."""
        if self._counts:
            count_request(environ, answer, started)
        return answer

    async def _answer_in_lane(self, environ: Environ, began: Callable[[], object] | None = None) -> Answer:
        lane = environ["cms.lane"]
        try:
            answer = await self._lanes.run(lane, at_address(environ).client, call, self._gate, environ, began=began)
            if lane is PICTURES and answer.status == _OK:
                self._remember_picture(environ["PATH_INFO"])
            return answer
        except LaneFull:
            return await asyncio.to_thread(busy, environ)
        except (OSError, EOFError):
            with answering(environ):
                logger.exception(
                    "%s: the process for %s has ended. What to do: nothing if it was restarted on purpose, it is started "
                    "again by itself; otherwise look at what it wrote last, and whether the system ended it for its memory.",
                    environ["PATH_INFO"],
                    lane.name,
                )
            return await asyncio.to_thread(busy, environ)

    def _lane(self, environ: Environ, size: int) -> Lane:
        """The lane of a request. A picture that this process has given before is made, and need only be read."""
        lane = lane_of(environ["PATH_INFO"], size, environ["QUERY_STRING"])
        return FILES if lane is PICTURES and environ["PATH_INFO"] in self._pictures else lane

    def _remember_picture(self, path: str) -> None:
        if len(self._pictures) >= MOST_PICTURES:
            self._pictures.clear()
        self._pictures.add(path)

    async def _longest(self, environ: Environ) -> int:
        """How long a body may be: files are for those who have logged in."""
        if not environ["PATH_INFO"].startswith(ADMIN_PREFIX):
            return LONGEST_OF_ANYBODY
        try:
            known = await self._lanes.run(
                READING, at_address(environ).client, _has_logged_in, environ.get("HTTP_COOKIE", "")
            )
        except LaneFull:
            known = False
        return settings.MAX_UPLOAD if known else LONGEST_OF_ANYBODY


def _told(line: RequestLine, send: Send) -> Send:
    """What sends an answer, with the request's id, and notes when it begins."""
    request_id = (b"x-request-id", line.request_id.encode())

    async def told(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            line.answered(message["status"])
            message["headers"].append(request_id)
        await send(message)

    return told


async def _slowed(answer: Answer) -> Answer:
    if answer.status == _TOO_MANY:
        await asyncio.sleep(_PAUSE)
    return answer


async def _send(answer: Answer, receive: Receive, send: Send, linger: float | None, head: bool) -> None:
    headers = sent_headers(answer.headers, answer.body)
    if linger is not None:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    if answer.rest is not None:
        await _send_pieces(iter(()) if head else answer.rest, receive, send, answer.close)
        return
    if linger:
        await send({"type": "http.response.body", "body": answer.body, "more_body": True})
        await drop(receive, linger)
    await send({"type": "http.response.body", "body": b"" if linger else answer.body})


async def _send_pieces(rest: Iterator[bytes], receive: Receive, send: Send, close: Callable[[], None]) -> None:
    """Each piece is read in a thread once the client has taken the last one, so that a slow client keeps no thread."""
    gone = asyncio.ensure_future(client_gone(receive))
    try:
        while piece := await asyncio.to_thread(next_piece, rest):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            if gone.done():
                raise ClientGone
        await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()
        await asyncio.to_thread(close)


def _declared(scope: Scope) -> int | None:
    """The bytes of a body by its header, 0 where its length is not said, None where there is no body."""
    length = None
    for name, value in scope["headers"]:
        if name == b"transfer-encoding":
            return 0
        if name == b"content-length":
            length = int(value)
    return length or None


def _has_logged_in(cookies: str) -> bool:
    close_old_connections()
    session = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    return bool(key) and SESSION_KEY in session(key)


async def _live(receive: Receive, send: Send, last: Callable[[], None]) -> None:
    """Until the server ends, and then what is to be done last; the process ends with the one that started it."""
    parent, loop = parent_process(), asyncio.get_running_loop()
    await receive()
    if parent is not None:
        sentinel = parent.sentinel

        def end() -> None:
            loop.remove_reader(sentinel)
            os.kill(os.getpid(), signal.SIGTERM)

        loop.add_reader(sentinel, end)
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await asyncio.to_thread(last)
    await send({"type": "lifespan.shutdown.complete"})
