"""A WSGI middleware that gives answers again from memory, for as long as nothing that outlets read has changed.

What is not in its memory may be in the store that the processes of a server share.

Nothing is given from memory unless the database has been asked within CHECK_EVERY seconds whether it still holds; so what is
taken down is gone from every process within that time. After each answer that was made anew the database is asked again:
once a process has given the new edition of one language, it gives the old one of the other no more. What those who follow the
changes fetch is asked for each time.
"""

import hashlib
import io
import time
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any, Final

from django.conf import settings
from django.db import Error, close_old_connections
from django.utils.http import parse_etags

from cms.content.languages import CODES
from cms.publication.queries.generation_cache import CHECK_EVERY, GenerationWatch

from ..preview_scheme import preview_text
from .answer_store import AnswerStore
from .cached_response import CachedResponse, Headers, Key
from .conditional_requests import client_has
from .encodings import chosen_encoding

PREFIXES: Final = ("/api/v1/", "/embed/")
# Where people read. What stands after a question mark there is mostly another site's mark on a link: Django answers that.
PAGES: Final = tuple(f"/{code}/" for code in CODES)
GRAPHQL: Final = "/graphql"
# The one form of an address that Accept chooses; it is never given again.
EVENT_STREAM: Final = "text/event-stream"
# Bytes of a body by POST. A longer one is not a question: it is for the view to refuse.
LONGEST_BODY: Final = 100_000
# What an answer takes beside its body and its request, in bytes: its headers and its place in the dictionary.
_OVERHEAD: Final = 2_000
# A request with one of these is Django's to answer.
_PRECONDITIONS: Final = ("HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
# All that an answer to GET depends on, beside the encoding and what tells whether the client has it already.
_IDENTITY: Final = ("PATH_INFO", "QUERY_STRING", "HTTP_HOST", "wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO")
# GraphQL also chooses the media type. An answer without errors does not depend on Accept-Language.
_GRAPHQL_IDENTITY: Final = (*_IDENTITY, "REQUEST_METHOD", "HTTP_ACCEPT", "CONTENT_TYPE")

# In the environment of a request the answer that is given from memory.
FROM_MEMORY: Final = "cms.from_memory"

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class ResponseStore:
    """Answers of one generation by request, within `capacity` bytes: those not asked for lately make room for others."""

    def __init__(self, capacity: int) -> None:
        self._half = capacity // 2
        self._young: dict[Key, CachedResponse] = {}
        self._old: dict[Key, CachedResponse] = {}
        self._size = self._old_size = 0
        self._generation = -1
        self._lock = Lock()

    def get(self, key: Key, generation: int) -> CachedResponse | None:
        """The answer that holds at a generation and now."""
        answer = self._young.get(key)
        if answer is None:
            answer = self._old.pop(key, None)
            if answer is not None and answer.generation == generation:
                self.put(key, answer)
        if answer is None or answer.generation != generation or answer.until < time.time():
            return None
        return answer

    def is_never_old(self, key: Key) -> bool:
        """Whether the last answer to a request was one for which the database is asked each time."""
        answer = self._young.get(key) or self._old.get(key)
        return answer is not None and answer.never_old

    def put(self, key: Key, answer: CachedResponse) -> None:
        """Takes an answer, unless it alone would fill the store."""
        size = len(answer.body) + len(answer.lines) + sum(map(len, key)) + _OVERHEAD
        if size > self._half:
            return
        with self._lock:
            if answer.generation != self._generation:
                self._generation, self._young, self._old = answer.generation, {}, {}
                self._size = self._old_size = 0
            if self._size + size > self._half:
                self._old, self._young = self._young, {}
                self._old_size, self._size = self._size, 0
            self._young[key] = answer
            self._size += size

    @property
    def answers(self) -> int:
        """How many there are."""
        return len(self._young) + len(self._old)

    @property
    def size(self) -> int:
        """Their bytes, at most."""
        return self._size + self._old_size


class ResponseCache:
    """A WSGI application in front of another: `capacity` is in bytes, 0 caches nothing."""

    def __init__(
        self,
        application: Application,
        capacity: int | None = None,
        interval: float = CHECK_EVERY,
        shared: AnswerStore | None = None,
    ) -> None:
        self._application = application
        capacity = settings.ANSWER_MEMORY if capacity is None else capacity
        self._store = ResponseStore(capacity)
        self._shared = shared
        self._caches = capacity > 0
        self._watch = GenerationWatch(interval)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Gives what is in memory, or else what Django answers, and stores that if it may."""
        key = _key_of(environ) if self._caches else None
        if key is None:
            return self._application(environ, start_response)
        try:
            generation = self._watch.current()
            if self._shared is not None:
                self._shared.follow(generation)
            cached = self._known(key, generation)
            if cached is not None and cached.never_old:
                generation = self._watch.ask()
                cached = self._store.get(key, generation)
        except Error:  # the next request of this thread has a connection of its own; this one is told by Django
            close_old_connections()
            return self._application(environ, start_response)
        if cached is None:
            return self._miss(key, generation, environ, start_response)
        return _hit(cached, environ, start_response)

    def _known(self, key: Key, generation: int) -> CachedResponse | None:
        """The answer that holds at a generation and now, of this process or of all."""
        cached = self._store.get(key, generation)
        if cached is None and self._shared is not None:
            cached = self._shared.get(key, generation)
            if cached is not None:
                self._store.put(key, cached)
        return cached

    def same(self, environ: Environ) -> Key | None:
        """What a request has in common with all that one answer is for; None where each is to be answered for itself."""
        key = _key_of(environ) if self._caches else None
        return None if key is None or self._store.is_never_old(key) else key

    def memory_bytes(self) -> int:
        """What the answers in memory take, at most."""
        return self._store.size

    def memory_answers(self) -> int:
        """How many answers are in memory."""
        return self._store.answers

    def newest_generation(self) -> int:
        """The generation now, by which the cache goes from then on. Raises django.db.Error."""
        return self._watch.ask()

    def known_generation(self) -> int | None:
        """The generation as the cache goes by it, where it need not be asked for."""
        return self._watch.known()

    def at_once(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes] | None:
        """Gives what is in memory and known to hold. It waits for nothing: neither the database nor Django is asked."""
        key = _key_of(environ) if self._caches else None
        generation = None if key is None else self._watch.known()
        if key is None or generation is None:
            return None
        cached = self._known(key, generation)
        return None if cached is None or cached.never_old else _hit(cached, environ, start_response)

    def _miss(self, key: Key, generation: int, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        captured: list[Any] = []

        def capture(status: str, headers: Headers, *rest: Any) -> Any:
            captured[:] = [headers]
            return start_response(status, headers, *rest)

        response = self._application(environ, capture)
        try:
            unchanged = self._watch.ask() == generation
        except Error:
            return response
        made = CachedResponse.of(response, list(captured[0]), generation) if unchanged else None
        if made is not None:
            self._store.put(key, made)
            if self._shared is not None:
                self._shared.put(key, made)
        return response


def _key_of(environ: Environ) -> Key | None:
    """All that the answer to a request depends on beside the content; None where Django is to answer."""
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
    names: tuple[str, ...] = _IDENTITY
    digest: str | None = ""
    if path == GRAPHQL and method in {"GET", "POST"}:
        names = _GRAPHQL_IDENTITY
        digest = _body_digest(environ) if method == "POST" else ""
    elif method != "GET" or not (path.startswith(PREFIXES) or (path.startswith(PAGES) and not environ["QUERY_STRING"])):
        return None
    if (
        digest is None
        or EVENT_STREAM in environ.get("HTTP_ACCEPT", "").lower()
        or not environ.keys().isdisjoint(_PRECONDITIONS)
        or preview_text(environ) is not None
    ):
        return None
    encoding = chosen_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    return (*[environ.get(name, "") for name in names], encoding, digest)


def _body_digest(environ: Environ) -> str | None:
    """What stands for a body, which is read and handed on; None for one whose length is not said or too long."""
    length = environ.get("CONTENT_LENGTH") or ""
    if not length.isdecimal() or int(length) > LONGEST_BODY:
        return None
    body = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = io.BytesIO(body)
    return hashlib.blake2b(body, digest_size=32).hexdigest()


def _hit(answer: CachedResponse, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    environ[FROM_MEMORY] = answer
    if answer.on_hit:  # most have none, and asking is quicker than an empty loop
        for call in answer.on_hit:
            call()
    none_match, modified_since = environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_IF_MODIFIED_SINCE")
    if not answer.etag:
        none_match = modified_since = None
    elif none_match == answer.etag:
        start_response("304 Not Modified", answer.headers_unchanged)
        return ()
    if none_match is not None or modified_since is not None:
        known = _tag_of_client(answer, none_match, modified_since)
        if known is not None:
            headers = [(name, known if name == "ETag" else value) for name, value in answer.headers_unchanged]
            start_response("304 Not Modified", headers)
            return ()
    start_response("200 OK", answer.headers)
    return (answer.body,)


def _tag_of_client(answer: CachedResponse, none_match: str | None, modified_since: str | None) -> str | None:
    """The tag by which a client has an answer; None where it does not. A weak one is of all encodings."""
    if answer.etag.startswith("W/"):
        theirs = parse_etags(none_match or "")
        has = theirs == ["*"] or answer.etag[2:] in {one.removeprefix("W/") for one in theirs}
        return answer.etag if has else None
    known = client_has(none_match, modified_since, answer.etag.strip('"'), answer.changed_at)
    return None if known is None else f'"{known}"'
