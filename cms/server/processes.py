"""The processes of the server: those that listen, and those for work apart. `supervision` starts each again when it dies."""

import gc
import logging
import logging.config
import os
import resource
import socket
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, cast

from django.conf import settings
from django.db import Error
from uvicorn.config import STARTUP_FAILURE, Config
from uvicorn.supervisors.multiprocess import Process

from .lanes import SEARCHING, WORK
from .supervision.supervisor import Supervisor, Wanted

if TYPE_CHECKING:
    from .back import BackServer

logger = logging.getLogger(__name__)
# Seconds that requests have to come to their end when the server is told to end.
_GRACE: Final = 20
# What nobody reads comes after reading where processors are scarce.
_NICENESS: Final = 5
_BACKLOG: Final = 1024
_OPEN_FILES: Final = 4096
# Bytes that the kernel may hold of an answer that are not on their way yet: so it shows early who takes nothing.
_UNSENT: Final = 64 * 1024
_TCP_NOTSENT_LOWAT: Final = 25  # of Linux; not in Python's socket


class FrontProcess(Process):
    """A process that listens to clients."""

    def target(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            super().target(sockets)
        except Exception:
            logger.exception(
                "a serving process could not start."
                " What to do: mend what stands below; most often it is a setting, or a database that is not migrated."
            )
            sys.exit(STARTUP_FAILURE)


class BackProcess(Process):
    """A process for work apart. `sockets` holds the one that the others ask it over."""

    def target(self, sockets: list[socket.socket] | None = None) -> None:
        state: Any = SimpleNamespace(started=False)
        self._server = state
        threading.Thread(target=self.always_pong, daemon=True).start()
        try:
            server: BackServer = cast(Any, self.config.app)()
        except Exception:
            logger.exception(
                "a process for work apart could not start."
                " What to do: mend what stands below; most often it is a setting, or a database that is not migrated."
            )
            sys.exit(STARTUP_FAILURE)
        state.started = True
        server.run((sockets or [])[0])


def front(folder: str) -> Any:
    """The ASGI application of a process that listens; made in that process."""
    from django.core.wsgi import get_wsgi_application

    django = get_wsgi_application()
    from .front import Front

    sockets = {name: str(Path(folder) / (name if name in _makers() else WORK)) for name in (WORK, SEARCHING)}
    made = Front(django, sockets, folder)
    settle_memory()
    return made


def work(folder: str) -> "BackServer":
    """What serves in the process for work apart; made in that process."""
    from django.core.wsgi import get_wsgi_application

    django = get_wsgi_application()
    from cms.http.caching.answer_store import store_in
    from cms.http.caching.warming import Warmer
    from cms.operations.health.health_answers import with_readiness
    from cms.operations.metrics.exposition import start_answering
    from cms.publication.changelog import worker_thread

    from .back import BackServer

    server = BackServer(with_readiness(django), folder, _GRACE, _NICENESS)
    store = store_in(folder)
    if store is not None:
        Warmer(django, store).start()
    if settings.WORKS_IN_PROCESS:
        worker_thread.start()
    elif settings.METRICS_ADDRESS:
        start_answering()
    settle_memory()
    return server


def searching(folder: str) -> "BackServer":
    """What serves in the process for searches; made in that process."""
    from django.core.wsgi import get_wsgi_application

    django = get_wsgi_application()
    import_module(settings.ROOT_URLCONF)
    from search.querying.request_builder import current_basis

    from .back import BackServer

    with suppress(Error):  # without the database the first search loads the words, or is told so
        current_basis()
    server = BackServer(django, folder, _GRACE)
    settle_memory()
    return server


def _makers() -> dict[str, Callable[[str], "BackServer"]]:
    """What is made in each process apart. An index that a process has in itself is searched where it is written."""
    return {WORK: work} if settings.WORKS_IN_PROCESS else {SEARCHING: searching, WORK: work}


def settle_memory() -> None:
    """What is loaded now stays. Looking through all of it for garbage takes a tenth of a second, in the middle of a request."""
    gc.collect()
    gc.freeze()


def serve(host: str, port: int, workers: int) -> None:
    """Serves until told to end."""
    _let_files_be_open()
    logging.config.dictConfig(settings.LOGGING)  # also: settings that cannot be used end it here, before any process
    with tempfile.TemporaryDirectory(prefix="cms-server-") as folder:
        listening = listen(host, port)
        config = Config(
            partial(front, folder), factory=True, interface="asgi3", loop="uvloop",
            http="cms.server.client_connections:Connection", ws="none", lifespan="on", log_config=None, log_level="warning",
            backlog=_BACKLOG, access_log=False, proxy_headers=False, server_header=False, workers=workers,
            timeout_keep_alive=settings.CLIENT_PATIENCE, timeout_graceful_shutdown=_GRACE, timeout_worker_healthcheck=30,
        )  # fmt: skip
        apart: list[Wanted] = [
            (
                BackProcess,
                Config(partial(made, folder), log_config=None, timeout_worker_healthcheck=30),
                [_asked_at(folder, name)],
            )
            for name, made in _makers().items()
        ]
        supervisor = Supervisor([*[(FrontProcess, config, [listening])] * workers, *apart], len(apart))
        supervisor.run()
    if supervisor.failed:
        sys.exit(STARTUP_FAILURE)


def _asked_at(folder: str, name: str) -> socket.socket:
    """The socket over which the processes that listen ask one apart."""
    asked = socket.socket(socket.AF_UNIX)
    asked.bind(str(Path(folder) / name))
    asked.listen(_BACKLOG)
    return asked


def _let_files_be_open() -> None:
    """As many as there may be connections, and more, where the system allows it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if most == resource.RLIM_INFINITY else min(_OPEN_FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def listen(host: str, port: int) -> socket.socket:
    """The socket that all serving processes accept from. The first that can answer has it listen: until then a proxy in
    front, refused, asks the other server, and no reader waits for this one's start.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if sys.platform == "linux":
        listening.setsockopt(socket.IPPROTO_TCP, _TCP_NOTSENT_LOWAT, _UNSENT)
    try:
        listening.bind((host, port))
    except OSError as error:
        sys.exit(f"Port {port} on {host} cannot be used: {os.strerror(error.errno or 0)}.")
    listening.set_inheritable(True)
    return listening
