"""From an ASGI request that has come complete to a call of a WSGI application, and to its answer."""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, Final
from urllib.parse import unquote_to_bytes

from cms.http.caching.cached_response import Headers
from cms.http.caching.response_cache import FROM_MEMORY, Application, Environ
from cms.operations.logs.request_context import answering

from .bodies import CHUNK, Body

# Set in the environment of a request that came to Django.
MADE: Final = "cms.made"
# The origin of what was in memory and known to hold.
HOT: Final = "hot"
_UNPREFIXED: Final = {"CONTENT_TYPE", "CONTENT_LENGTH"}
# What does not describe the body as it is once it has come complete.
_OF_THE_WAY: Final = {
    b"content-length",
    b"transfer-encoding",
    b"expect",
    b"connection",
    b"keep-alive",
    b"te",
    b"trailer",
}
_CONSTANT: Final = {
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: all of its body, or `rest`, which gives it piece by piece and is closed with `close`.

    `origin` says how it came about: it was `hot` (in memory and known to hold), given from `memory`, made the `first` time, or
    `refused` before Django was asked.
    """

    status: int
    headers: Headers
    body: bytes = b""
    rest: Iterator[bytes] | None = None
    close: Callable[[], None] = lambda: None
    origin: str = "refused"


def environ_of(scope: dict[str, Any]) -> Environ:
    """The WSGI environment of an ASGI request (PEP 3333), yet without its body."""
    host, port = scope["server"] or ("", 0)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0] if scope["client"] else "",
        "wsgi.url_scheme": scope["scheme"],
    }
    for name, value in scope["headers"]:
        # A name with `_` would stand for the header that has `-` there, which a proxy may have removed.
        if name in _OF_THE_WAY or b"_" in name:
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        key = key if key in _UNPREFIXED else f"HTTP_{key}"
        said = value.decode("latin-1")
        if key in environ:
            said = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{said}"
        environ[key] = said
    return environ


def with_body(environ: Environ, body: Body) -> Environ:
    """The same with its body."""
    environ["wsgi.input"] = body.opened()
    environ["cms.body_file"] = body.file
    if body.size or environ["REQUEST_METHOD"] in {"POST", "PUT", "PATCH"}:
        environ["CONTENT_LENGTH"] = str(body.size)
    return environ


def call(application: Application, environ: Environ) -> Answer:
    """What the application answers."""
    started: list[tuple[str, Headers]] = []
    complete = {**_CONSTANT, **environ}
    with answering(complete):
        result = application(complete, lambda status, headers, *_: started.append((status, headers)))
    status, headers = int(started[-1][0][:3]), list(started[-1][1])
    close = getattr(result, "close", lambda: None)
    origin = "memory" if FROM_MEMORY in complete else "first" if MADE in complete else "refused"
    if getattr(result, "streaming", False):
        return Answer(status, headers, rest=iter(result), close=close, origin=origin)
    try:
        return Answer(status, headers, b"".join(result), origin=origin)
    finally:
        close()


def answered_at_once(application: Callable[..., Iterable[bytes] | None], environ: Environ) -> Answer | None:
    """What an application answers that has all in memory; None where it does not."""
    started: list[tuple[str, Headers]] = []
    result = application(environ, lambda status, headers, *_: started.append((status, headers)))
    if result is None:
        return None
    origin = HOT if FROM_MEMORY in environ else "refused"
    return Answer(int(started[-1][0][:3]), list(started[-1][1]), b"".join(result), origin=origin)


def next_piece(rest: Iterator[bytes]) -> bytes:
    """The next piece of about CHUNK bytes; nothing at the end."""
    pieces, size = [], 0
    for piece in rest:
        pieces.append(piece)
        size += len(piece)
        if size >= CHUNK:
            break
    return b"".join(pieces)


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    """A file from where it stands, piece by piece."""
    return iter(lambda: file.read(CHUNK), b"")
