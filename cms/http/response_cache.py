"""Answers kept in memory in front of Django, for as long as nothing that outlets read has changed.

Nothing kept is given out unless the database has been asked within CHECK_EVERY seconds whether it still holds; so what is
taken down is gone from every process within that time. After each answer that was made anew the database is asked again:
once a process has given the new edition of one language, it gives the old one of the other no more.
"""

import hashlib
import io
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, Final

from django.conf import settings
from django.db import Error, close_old_connections
from django.http import HttpResponse

from cms.publication.queries.item_queries import generation

from .caching import chosen_encoding, client_has, max_age

# Seconds. Nobody is served what was taken down longer ago than this and the query that finds out.
CHECK_EVERY: Final = 0.1
PREFIX: Final = "/api/v1/"
GRAPHQL: Final = "/graphql"
# Bytes of a body by POST. A longer one is not a question: it is for the view to refuse.
LONGEST_BODY: Final = 100_000
# What a kept answer takes beside its body and its request, in bytes: its headers and its place in the dictionary.
_OVERHEAD: Final = 2_000
_OF_THE_BODY: Final = frozenset({"content-type", "content-length", "content-encoding", "content-language"})
# A request with one of these is Django's to answer.
_PRECONDITIONS: Final = ("HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
# All that an answer to GET depends on, beside the encoding and what tells whether the client has it already.
_IDENTITY: Final = ("PATH_INFO", "QUERY_STRING", "HTTP_HOST", "wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO")
# GraphQL also chooses the media type. An answer without errors does not depend on Accept-Language.
_GRAPHQL_IDENTITY: Final = (*_IDENTITY, "REQUEST_METHOD", "HTTP_ACCEPT", "CONTENT_TYPE")

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A 200 as Django gave it, and the headers of the 304 that says the same. `until` is a time of `time.time()`; `told` is
    called whenever it is given. An answer to POST has no `etag`, and no 304 stands for it.
    """

    generation: int
    until: float
    etag: str
    changed_at: datetime | None
    headers: Headers
    headers_unchanged: Headers
    body: bytes
    told: Callable[[], None] | None = None

    @classmethod
    def of(cls, response: HttpResponse, headers: Headers, seen: int) -> "Answer | None":
        """What can be kept of a response; None where it is not for keeping (`caching.respond` marks those that are)."""
        keeping = getattr(response, "keeping", None)
        if keeping is None or response.status_code != 200:
            return None
        # Once it is about to expire, Cache-Control says another number each second.
        until = keeping.expires_at.timestamp() - max_age(None) if keeping.expires_at else float("inf")
        if keeping.passing:
            until = min(until, time.time() + max_age(None))
        unchanged = [(name, value) for name, value in headers if name.lower() not in _OF_THE_BODY]
        etag, body = response.get("ETag", ""), response.content
        return cls(seen, until, etag, keeping.changed_at, headers, unchanged, body, keeping.told)


class Watch:
    """The generation of what outlets read, asked of the database no more often than every CHECK_EVERY seconds."""

    def __init__(self, interval: float = CHECK_EVERY) -> None:
        self._interval = interval
        self._lock = Lock()
        self._seen = -1
        self._asked = float("-inf")

    def current(self) -> int:
        """The generation as of CHECK_EVERY seconds ago or later. Raises django.db.Error where the database does not answer."""
        if time.monotonic() - self._asked < self._interval:
            return self._seen
        with self._lock:
            if time.monotonic() - self._asked >= self._interval:
                self._ask()
            return self._seen

    def ask(self) -> int:
        """The generation now. Raises django.db.Error."""
        with self._lock:
            self._ask()
            return self._seen

    def _ask(self) -> None:
        moment = time.monotonic()
        self._seen = generation()
        self._asked = moment


class Store:
    """Answers of one generation by request, within `capacity` bytes: those not asked for lately make room for others."""

    def __init__(self, capacity: int) -> None:
        self._half = capacity // 2
        self._young: dict[Key, Answer] = {}
        self._old: dict[Key, Answer] = {}
        self._size = 0
        self._generation = -1
        self._lock = Lock()

    def get(self, key: Key, seen: int) -> Answer | None:
        """The answer that still holds at the generation `seen`."""
        answer = self._young.get(key)
        if answer is None:
            answer = self._old.pop(key, None)
            if answer is not None and answer.generation == seen:
                self.put(key, answer)
        if answer is None or answer.generation != seen or (answer.until < time.time()):
            return None
        return answer

    def put(self, key: Key, answer: Answer) -> None:
        """Keeps an answer, unless it alone would fill the store."""
        size = len(answer.body) + sum(map(len, key)) + _OVERHEAD
        if size > self._half:
            return
        with self._lock:
            if answer.generation != self._generation:
                self._generation, self._young, self._old, self._size = answer.generation, {}, {}, 0
            if self._size + size > self._half:
                self._old, self._young, self._size = self._young, {}, 0
            self._young[key] = answer
            self._size += size


class KeptAnswers:
    """The WSGI application with a memory: `capacity` is in bytes, 0 keeps nothing."""

    def __init__(self, application: Application, capacity: int | None = None, interval: float = CHECK_EVERY) -> None:
        self._application = application
        capacity = settings.ANSWER_MEMORY if capacity is None else capacity
        self._store = Store(capacity)
        self._keeps = capacity > 0
        self._watch = Watch(interval)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Gives what is kept, or else what Django answers, and keeps that if it may."""
        key = _key_of(environ) if self._keeps else None
        if key is None:
            return self._application(environ, start_response)
        try:
            seen = self._watch.current()
        except Error:  # the next request of this thread has a connection of its own; this one is told by Django
            close_old_connections()
            return self._application(environ, start_response)
        answer = self._store.get(key, seen)
        if answer is None:
            return self._made(key, seen, environ, start_response)
        if answer.told is not None:
            answer.told()
        return _given(answer, environ, start_response)

    def _made(self, key: Key, seen: int, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        captured: list[Any] = []

        def capture(status: str, headers: Headers, *rest: Any) -> Any:
            captured[:] = [headers]
            return start_response(status, headers, *rest)

        result = self._application(environ, capture)
        try:
            unchanged = self._watch.ask() == seen
        except Error:
            return result
        answer = Answer.of(result, list(captured[0]), seen) if unchanged and isinstance(result, HttpResponse) else None
        if answer is not None:
            self._store.put(key, answer)
        return result


def _key_of(environ: Environ) -> Key | None:
    """All that the answer to a request depends on beside the content; None where Django is to answer."""
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
    names: tuple[str, ...] = _IDENTITY
    asked: str | None = ""
    if path == GRAPHQL and method in {"GET", "POST"}:
        names = _GRAPHQL_IDENTITY
        asked = _posted(environ) if method == "POST" else ""
    elif method != "GET" or not path.startswith(PREFIX):
        return None
    if asked is None or any(name in environ for name in _PRECONDITIONS):
        return None
    encoding = chosen_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    return (*[environ.get(name, "") for name in names], encoding, asked)


def _posted(environ: Environ) -> str | None:
    """What stands for a body, which is read and handed on; None for one whose length is not said or too long."""
    length = environ.get("CONTENT_LENGTH") or ""
    if not length.isdecimal() or int(length) > LONGEST_BODY:
        return None
    body = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = io.BytesIO(body)
    return hashlib.blake2b(body, digest_size=32).hexdigest()


def _given(answer: Answer, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    none_match, modified_since = environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_IF_MODIFIED_SINCE")
    if not answer.etag:
        none_match = modified_since = None
    elif none_match == answer.etag:
        start_response("304 Not Modified", answer.headers_unchanged)
        return ()
    if none_match is not None or modified_since is not None:
        known = client_has(none_match, modified_since, answer.etag.strip('"'), answer.changed_at)
        if known is not None:
            headers = [(name, f'"{known}"' if name == "ETag" else value) for name, value in answer.headers_unchanged]
            start_response("304 Not Modified", headers)
            return ()
    start_response("200 OK", answer.headers)
    return (answer.body,)
