"""Which request is being answered here, for the lines that are written meanwhile: its id, and the trace that it belongs to."""

import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from secrets import token_hex
from typing import Any, Final, NamedTuple

# Where a request has them. The first is given back in the answer, under the same name.
REQUEST_ID: Final = "HTTP_X_REQUEST_ID"
TRACEPARENT: Final = "HTTP_TRACEPARENT"
# What a client or a proxy may choose: anything else could be a line, or a page, of its own.
_SANE_ID: Final = re.compile(r"[A-Za-z0-9._:+/=-]{1,128}")
# W3C Trace Context, level 1, version 00; neither id is all zeros.
_SANE_TRACE: Final = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


class RequestContext(NamedTuple):
    """The ids of a request; nothing outside one."""

    request_id: str = ""
    traceparent: str = ""


# Ids of ours: of this process, and counted in it, since asking the system for random bytes takes longer than an answer.
_PROCESS: Final = token_hex(10)
_count = itertools.count(1)
_NONE: Final = RequestContext()
_current: ContextVar[RequestContext] = ContextVar("request", default=_NONE)


def identify(environ: dict[str, Any]) -> str:
    """The id of a request: the one that it brings, or a new one, by which all behind this know it from then on."""
    given = environ.get(REQUEST_ID)
    if given is None or not _SANE_ID.fullmatch(given):
        given = environ[REQUEST_ID] = f"{_PROCESS}{next(_count):012x}"
    if TRACEPARENT in environ and not _SANE_TRACE.fullmatch(environ[TRACEPARENT]):
        del environ[TRACEPARENT]
    return str(given)


@contextmanager
def answering(environ: dict[str, Any]) -> Iterator[None]:
    """Lines that this thread writes meanwhile are of the request."""
    token = _current.set(RequestContext(environ.get(REQUEST_ID, ""), environ.get(TRACEPARENT, "")))
    try:
        yield
    finally:
        _current.reset(token)


def current_request() -> RequestContext:
    """The request that is being answered here."""
    return _current.get()
