"""The processes of the server: those that listen, one for work apart, and the parent that starts each again when it dies."""

import gc
import logging
import logging.config
import os
import resource
import socket
import sys
import tempfile
import threading
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, cast

from django.conf import settings
from uvicorn.config import STARTUP_FAILURE, Config
from uvicorn.supervisors.multiprocess import Multiprocess, Process

if TYPE_CHECKING:
    from .back import BackServer

logger = logging.getLogger(__name__)
# Seconds that requests have to come to their end when the server is told to end.
_GRACE: Final = 20
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
    """The process for work apart. `sockets` holds the one that the others ask it over."""

    def target(self, sockets: list[socket.socket] | None = None) -> None:
        state: Any = SimpleNamespace(started=False)
        self._server = state
        threading.Thread(target=self.always_pong, daemon=True).start()
        try:
            server: BackServer = cast(Any, self.config.app)()
        except Exception:
            logger.exception(
                "the process for work apart could not start."
                " What to do: mend what stands below; most often it is a setting, or a database that is not migrated."
            )
            sys.exit(STARTUP_FAILURE)
        state.started = True
        server.run((sockets or [])[0])


def front(address: str, folder: str) -> Any:
    """The ASGI application of a process that listens; made in that process."""
    from django.core.wsgi import get_wsgi_application

    django = get_wsgi_application()
    from .front import Front

    made = Front(django, address, folder)
    settle_memory()
    return made


def back(folder: str) -> "BackServer":
    """What serves in the process for work apart; made in that process."""
    from django.core.wsgi import get_wsgi_application

    django = get_wsgi_application()
    from cms.http.caching.answer_store import store_in
    from cms.operations.health.health_answers import with_readiness
    from cms.operations.metrics.exposition import start_answering
    from cms.publication.changelog import worker_thread

    from .back import BackServer
    from .warming import Warmer

    server = BackServer(with_readiness(django), folder, _GRACE)
    store = store_in(folder)
    if store is not None:
        Warmer(django, store).start()
    if settings.WORKS_IN_PROCESS:
        worker_thread.start()
    elif settings.METRICS_ADDRESS:
        start_answering()
    settle_memory()
    return server


def settle_memory() -> None:
    """What is loaded now stays. Looking through all of it for garbage takes a tenth of a second, in the middle of a request."""
    gc.collect()
    gc.freeze()


class Supervisor(Multiprocess):
    """Starts again what dies. What cannot even start the first time is a fault of the configuration, and ends all."""

    def __init__(self, wanted: list[tuple[type[Process], Config, list[socket.socket]]]) -> None:
        super().__init__(wanted[0][1], wanted[0][2])
        self._wanted = wanted
        self._all_started = False
        self.failed = False

    def init_processes(self) -> None:
        self.processes = [self._start(*one) for one in self._wanted]

    def keep_subprocess_alive(self) -> None:
        states = []
        patience = self.config.timeout_worker_healthcheck
        for index, process in enumerate(self.processes):
            state = _state_of(process, patience)
            states.append(state)
            if state is not None or self.should_exit.is_set():
                continue
            silent = process.process.is_alive()
            process.kill()
            process.join()
            if (process.exitcode or 0) > 0 and not self._all_started:  # it ended by itself, with a fault
                logger.error(
                    "process %s could not start (%s): the server ends. What to do: mend what stands above, and start it again.",
                    process.pid,
                    process.exitcode,
                )
                self.failed = True
                self.should_exit.set()
                return
            fate = f"said nothing for {patience} s" if silent else f"has ended ({process.exitcode})"
            logger.warning("process %s %s and is started again", process.pid, fate)
            self.processes[index] = self._start(*self._wanted[index])
        self._all_started = self._all_started or all(states)

    def terminate_all(self) -> None:
        """Those that listen first: what they have begun may need the one apart."""
        for process in self.processes[:-1]:
            process.terminate()

    def join_all(self) -> None:
        for process in self.processes[:-1]:
            process.join()
        self.processes[-1].terminate()
        self.processes[-1].join()

    def handle_hup(self) -> None:
        """Nothing, as for the signals that change how many processes there are: all would be of one kind."""

    handle_ttin = handle_ttou = handle_hup

    def _start(self, kind: type[Process], config: Config, sockets: list[socket.socket]) -> Process:
        process = kind(config, sockets)
        process.start()
        return process


def _state_of(process: Process, patience: float) -> bool | None:
    """Whether a process serves yet; None for one that is dead, or that says nothing for `patience` seconds."""
    try:
        process.parent_conn.send(b"ping")
        ready = wait([process.parent_conn, process.process.sentinel], patience)
        serves: bool | None = process.parent_conn.recv() if process.parent_conn in ready else None
    except (OSError, EOFError):
        return None
    return serves if process.process.is_alive() else None


def serve(host: str, port: int, workers: int) -> None:
    """Serves until told to end."""
    _let_files_be_open()
    logging.config.dictConfig(settings.LOGGING)  # also: settings that cannot be used end it here, before any process
    with tempfile.TemporaryDirectory(prefix="cms-server-") as folder:
        address = str(Path(folder) / "back")
        asked = socket.socket(socket.AF_UNIX)
        asked.bind(address)
        asked.listen(_BACKLOG)
        listening = listen(host, port)
        config = Config(
            partial(front, address, folder), factory=True, interface="asgi3", loop="uvloop",
            http="cms.server.client_connections:Connection", ws="none", lifespan="on", log_config=None, log_level="warning",
            backlog=_BACKLOG, access_log=False, proxy_headers=False, server_header=False, workers=workers,
            timeout_keep_alive=settings.CLIENT_PATIENCE, timeout_graceful_shutdown=_GRACE, timeout_worker_healthcheck=30,
        )  # fmt: skip
        apart = Config(partial(back, folder), log_config=None, timeout_worker_healthcheck=30)
        supervisor = Supervisor([*[(FrontProcess, config, [listening])] * workers, (BackProcess, apart, [asked])])
        supervisor.run()
    if supervisor.failed:
        sys.exit(STARTUP_FAILURE)


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
