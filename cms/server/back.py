"""The process for work that must not delay reading, with an interpreter lock of its own, and how the others ask it.

A thread of a lane sends an environment and the body over a socket that only this server's processes know, and waits for
the answer.
"""

import io
import logging
import os
import pickle
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from cms.http.caching.cache_policy import CachePolicy
from cms.http.caching.cached_response import Headers
from cms.http.caching.response_cache import Application, Environ, StartResponse
from cms.http.responses import FullResponse

from .calls import call, pieces_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer on its way between processes; a long one is in a file, which whoever receives it removes."""

    status: int
    headers: Headers
    body: bytes
    file: str = ""
    cache_policy: CachePolicy | None = None


class Back:
    """The other end, for threads of lanes: a WSGI application that lets the process apart answer."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._own = threading.local()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Raises OSError or EOFError where the process has died over it; it is started again meanwhile."""
        reply = self._ask({name: value for name, value in environ.items() if isinstance(value, str)}, environ)
        start_response(f"{reply.status} ", reply.headers)
        if reply.file:
            return _Spooled(reply.file)
        response = FullResponse(reply.body, status=reply.status)
        response.cache_policy = reply.cache_policy
        return response

    def _ask(self, strings: dict[str, str], environ: Environ) -> Reply:
        file = environ.get("cms.body_file", "")
        request = pickle.dumps((strings, file, b"" if file else environ["wsgi.input"].read()))
        known = getattr(self._own, "connection", None)
        if known is not None and environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            try:
                return self._exchange(known, request)
            except (OSError, EOFError):  # that of a process that is no more: the same may be asked of its successor
                known = None
        if known is None or known.closed or known.poll():  # there is nothing to read but the end of the process
            known = self._own.connection = self._connect()
        return self._exchange(known, request)

    def _exchange(self, connection: Connection, request: bytes) -> Reply:
        try:
            connection.send_bytes(request)
            reply: Reply = pickle.loads(connection.recv_bytes())  # noqa: S301 - of a process of this server
        except BaseException:
            connection.close()
            raise
        return reply

    def _connect(self) -> Connection:
        with socket.socket(socket.AF_UNIX) as own:
            own.connect(self._address)
            return Connection(own.detach())


class _Spooled:
    """The pieces of a reply that is in a file."""

    streaming = True

    def __init__(self, name: str) -> None:
        self._file = Path(name).open("rb")  # noqa: SIM115 - closed by whoever has sent it
        Path(name).unlink()
        self.close = self._file.close

    def __iter__(self) -> Any:
        return pieces_of(self._file)


class BackServer:
    """What the process does: a thread for each connection of a thread of a lane, so that lanes bound it."""

    def __init__(self, application: Application, folder: str, grace: float, niceness: int = 0) -> None:
        self._application = application
        self._folder = folder
        self._grace, self._niceness = grace, niceness
        self._lock = threading.Lock()
        self._running = 0

    def run(self, listening: socket.socket) -> None:
        """Serves until the process is told to end or its parent has ended; what runs then has `grace` seconds."""
        os.nice(self._niceness)
        signal.signal(signal.SIGTERM, _end)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
        try:
            self.accept_from(listening)
        except SystemExit:
            deadline = time.monotonic() + self._grace
            while self._running and time.monotonic() < deadline:
                time.sleep(0.1)

    def accept_from(self, listening: socket.socket) -> None:
        """Takes connections for ever."""
        while True:
            accepted, _ = listening.accept()
            connection = Connection(accepted.detach())
            threading.Thread(target=self._answer_all, args=(connection,), daemon=True).start()

    def _answer_all(self, connection: Connection) -> None:
        with connection:
            while True:
                try:
                    request = pickle.loads(connection.recv_bytes())  # noqa: S301 - of a process of this server
                except (EOFError, OSError):
                    return
                with self._counted():
                    try:
                        connection.send_bytes(pickle.dumps(self._answer(*request)))
                    except OSError:  # who asked is no more
                        return
                    except Exception:
                        logger.exception(
                            "no answer: %s."
                            " What to do: report it with what stands below; the request was answered with 503.",
                            request[0].get("PATH_INFO"),
                        )
                        return

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._lock:
            self._running += 1
        try:
            yield
        finally:
            with self._lock:
                self._running -= 1

    def _answer(self, environ: Environ, file: str, data: bytes) -> Reply:
        policy: list[CachePolicy | None] = [None]

        def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
            response = self._application(environ, start_response)
            policy[0] = getattr(response, "cache_policy", None)
            return response

        with Path(file).open("rb") if file else io.BytesIO(data) as body:
            answer = call(application, {**environ, "wsgi.input": body})
        if answer.rest is None:
            return Reply(answer.status, answer.headers, answer.body, cache_policy=policy[0])
        handle, name = tempfile.mkstemp(prefix="answer-", dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as spool:
                spool.writelines(answer.rest)
        finally:
            answer.close()
        return Reply(answer.status, answer.headers, b"", file=name)


def _end(*_: object) -> None:
    raise SystemExit


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
