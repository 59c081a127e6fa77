"""What is in memory is given to who asks as somebody has asked before, without the request being taken apart again.

The requests of a client differ in their first line; what follows it is the same bytes again and again. Where those are known
to be one whole request without a body, that line alone is read. What is out of the ordinary is read as ever.
"""

import logging
from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import Any, Final

from cms.http.caching.cached_response import CachedResponse, Headers, encoded_headers, header_lines
from cms.http.caching.response_cache import FROM_MEMORY, Environ
from cms.operations.logs.request_context import REQUEST_ID, TRACEPARENT
from cms.operations.logs.request_lines import RequestLine

from ..calls import HOT, Answer, environ_of
from ..followers.following import follows
from ..gate import Gate
from ..lanes import Lane
from .plain_requests import first_line

logger = logging.getLogger(__name__)
# Of how many clients the rest of a request is remembered, and of how many headers at most: each takes half a kilobyte.
MOST: Final = 1_000
_MOST_HEADERS: Final = 30
# Bytes of a body up to which it is written in one piece with its head. Longer ones are not copied for each client.
_ONE_PIECE: Final = 16_000
# Headers by which a request has a body, or an end of its own; and those that are of one request alone.
_SPECIAL: Final = frozenset(
    {b"content-length", b"transfer-encoding", b"expect", b"upgrade", b"te", b"trailer", b"proxy-connection"}
)
_OF_ONE: Final = (REQUEST_ID, TRACEPARENT, "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
# Where a request comes from, with the bytes after its first line.
_Rest = tuple[Any, bytes]
_OK: Final = 200


class QuickAnswers:
    """Those of one process. `lane` says the lane of a request, `answered` is told of each answer."""

    def __init__(
        self, gate: Gate, lane: Callable[[Environ, int], Lane], answered: Callable[..., Any], lines: Any
    ) -> None:
        self._in_memory = partial(gate.at_once, refuses=False)
        self._lane, self._answered, self._lines = lane, answered, lines
        self._known: dict[_Rest, Environ] = {}

    def learn(self, scope: dict[str, Any]) -> None:
        """Takes note of a request that was answered from memory."""
        rest: bytes = scope.get("rest", b"")
        known = _from(scope["client"]), rest
        if not rest or known in self._known or not _is_plain(scope):
            return
        environ = environ_of(scope)
        if any(name in environ for name in _OF_ONE):
            return
        if len(self._known) >= MOST:
            self._known = {}
        self._known[known] = environ

    def answer(self, data: bytes, client: Any, first: list[tuple[bytes, bytes]]) -> tuple[bytes, ...] | None:
        """The pieces of the answer to a request, `first` among its headers; None where it is to be read."""
        try:
            return self._answer(data, client, first)
        except Exception:
            logger.debug("a request is read after all", exc_info=True)  # and whatever is wrong is told as ever
            return None

    def _answer(self, data: bytes, client: Any, first: list[tuple[bytes, bytes]]) -> tuple[bytes, ...] | None:
        started = perf_counter()
        found = first_line(data)
        known = None if found is None else self._known.get((_from(client), data[found.end() :]))
        if found is None or known is None:
            return None
        environ = known.copy()
        environ["PATH_INFO"] = found["path"].decode("ascii")
        environ["QUERY_STRING"] = (found["query"] or b"").decode("ascii")
        if follows(environ):  # its page may be known, and is still to be waited for
            return None
        environ["cms.lane"] = self._lane(environ, 0)
        line = RequestLine(environ)
        given: list[Headers] = []
        if self._in_memory(environ, lambda _, headers, *__: given.append(headers)) is None:
            return None
        kept: CachedResponse = environ[FROM_MEMORY]
        added = given[0][len(kept.headers) :]  # for who asks alone
        self._answered(environ, Answer(_OK, given[0], origin=HOT), started)
        line.answered(_OK)
        line.write(self._lines, environ)
        own = header_lines(first), kept.lines, header_lines(encoded_headers(added)) if added else b""
        head = b"HTTP/1.1 200 OK\r\n%b%b%bx-request-id: %b\r\n\r\n" % (*own, line.request_id.encode())
        return (head + kept.body,) if len(kept.body) <= _ONE_PIECE else (head, kept.body)


def _from(client: Any) -> Any:
    """The address of a connection's other end, whichever of its ports."""
    return client[0] if client else ""


def _is_plain(scope: dict[str, Any]) -> bool:
    return len(scope["headers"]) <= _MOST_HEADERS and all(
        name not in _SPECIAL and (name != b"connection" or value.lower() == b"keep-alive")
        for name, value in scope["headers"]
    )
