"""One line for each request, whoever answered it: which, how, how quickly. Neither who asked nor what for."""

import logging
import time
from collections.abc import Callable
from typing import Any, Final

import orjson
from django.conf import settings

from cms.operations.outlets import outlet_of

from .line_formats import written_time
from .line_writer import LineWriter
from .request_context import TRACEPARENT, identify
from .secret_paths import safe_path

LOGGER: Final = "cms.requests"
# Where the environment of a request has its line.
LINE: Final = "cms.request_line"
# How an answer came about: given again from memory, an edition's bytes as they were published, or made for this request.
MEMORY: Final = "memory"
EDITION: Final = "edition"
MADE: Final = "made"
# The client went before it was answered, as nginx writes it.
_GONE: Final = 499
_LONGEST_PATH: Final = 500


class RequestLine:
    """What is told of a request. `cache` and `key` are set by whoever knows them."""

    __slots__ = ("_ms", "_started", "cache", "key", "request_id", "status")

    def __init__(self, environ: dict[str, Any]) -> None:
        self._started = time.perf_counter()
        self._ms = 0.0
        self.request_id = identify(environ)
        self.status = _GONE
        self.cache = MADE
        self.key = ""
        environ[LINE] = self

    def answered(self, status: int) -> None:
        """The answer begins: the time until then is that of the request, however slowly the client takes what follows."""
        self.status = status
        self._ms = (time.perf_counter() - self._started) * 1000

    def write(self, writer: LineWriter | None, environ: dict[str, Any]) -> None:
        """Hands the line on to be written."""
        if writer is not None:
            writer.add(self._told(environ))

    def _told(self, environ: dict[str, Any]) -> dict[str, Any]:
        path = environ["PATH_INFO"][:_LONGEST_PATH]
        if not path.isascii():
            path = path.encode("latin-1").decode("utf-8", errors="replace")
        told = {
            "time": written_time(time.time()),
            "level": "INFO",
            "logger": LOGGER,
            "message": f"{environ['REQUEST_METHOD']} {safe_path(path)}",
            "request_id": self.request_id,
            "outlet": outlet_of(environ),
            "status": self.status,
            "ms": round(self._ms, 2),
            "cache": self.cache,
        }
        if TRACEPARENT in environ:
            told["traceparent"] = environ[TRACEPARENT]
        if self.key:
            told["key"] = self.key
        return told


def _as_text(told: dict[str, Any]) -> bytes:
    time_, level, logger, *rest = told.values()
    return f"{time_} {level} {logger} {' '.join(map(str, rest))}".encode()


_FORMS: Final[dict[str, Callable[[dict[str, Any]], bytes]]] = {"json": orjson.dumps, "text": _as_text}


def writer_of_settings() -> LineWriter | None:
    """What writes the lines of this process; None where they are switched off."""
    wanted = settings.LOG_REQUESTS and logging.getLogger(LOGGER).isEnabledFor(logging.INFO)
    return LineWriter(_FORMS[settings.LOG_FORMAT]) if wanted else None
