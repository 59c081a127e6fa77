"""The lines of requests where another server than ours runs the service."""

from collections.abc import Callable, Iterable
from typing import Any

from cms.http.caching.cached_response import Headers
from cms.http.caching.response_cache import Application, Environ, StartResponse

from .request_context import answering
from .request_lines import RequestLine, writer_of_settings


class WithLines:
    """A WSGI application that gives each request an id and the lane that `lane_of` says, and writes a line of it."""

    def __init__(self, application: Application, lane_of: Callable[[str, int, str], Any]) -> None:
        self._application = application
        self._lane_of = lane_of
        self._writer = writer_of_settings()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        line = RequestLine(environ)
        environ["cms.lane"] = self._lane_of(environ["PATH_INFO"], 0, environ["QUERY_STRING"])

        def start(status: str, headers: Headers, *rest: Any) -> Any:
            line.answered(int(status[:3]))
            return start_response(status, [*headers, ("X-Request-ID", line.request_id)], *rest)

        try:
            with answering(environ):
                return self._application(environ, start)
        finally:
            line.write(self._writer, environ)
