"""The address for whoever watches: `/metrics`, and `/readyz` with its reasons, by whichever process of this machine has it.

All give the same answers, so that it does not matter which one does; where that one ends, another takes its place.
"""

import errno
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from socketserver import ThreadingMixIn
from typing import Any, Final
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.conf import settings
from django.db import Error

from cms.http.caching.response_cache import Environ, StartResponse
from cms.operations.health.bounded_reading import BoundedReading, NoAnswer
from cms.operations.health.health_answers import ALIVE, READY, alive, full_readiness, give
from cms.operations.health.readiness import PATIENCE, readiness

from .catalogue import CATALOGUE, COUNTED
from .count_files import merged
from .state_gauges import Sample, samples

METRICS: Final = "/metrics"
# Seconds until the address is tried again that another process has.
_PAUSE: Final = 1.0


class CountsOfAll:
    """What all processes counted."""

    def collect(self) -> Iterator[Any]:
        """Prometheus' metrics."""
        return merged({one.name for one in COUNTED})


class StateNow:
    """How the service stands. Where the database does not answer, that is all it says."""

    def __init__(self, read: Callable[[], Iterable[Sample]] = samples) -> None:
        self._read = BoundedReading(lambda: list(read()), PATIENCE)

    def collect(self) -> Iterator[Any]:
        """Prometheus' metrics."""
        from prometheus_client.core import GaugeMetricFamily

        families: dict[str, Any] = {}
        for name, labels, value in [*self._of_readiness(), *self._of_state()]:
            if name not in families:
                families[name] = GaugeMetricFamily(name, CATALOGUE[name].meaning, labels=CATALOGUE[name].labels)
            families[name].add_metric(labels, value)
        return iter(families.values())

    def _of_readiness(self) -> Iterator[Sample]:
        states = readiness.states()
        yield "cms_ready", (), all(one.is_well for one in states)
        for one in states:
            yield "cms_check_ready", (one.name,), one.is_well

    def _of_state(self) -> list[Sample]:
        try:
            return self._read()
        except (NoAnswer, Error):
            return []


def watching() -> Callable[[Environ, StartResponse], Iterable[bytes]]:
    """The WSGI application at METRICS_ADDRESS."""
    from prometheus_client import CollectorRegistry, make_wsgi_app

    registry = CollectorRegistry()
    registry.register(CountsOfAll())
    registry.register(StateNow())
    exposed = make_wsgi_app(registry)

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == METRICS:
            given: Iterable[bytes] = exposed(environ, start_response)
            return given
        if path in {ALIVE, READY}:
            return give(alive() if path == ALIVE else full_readiness(readiness.states()), start_response)
        return give((404, [("Content-Length", "0")], b""), start_response)

    return answer


class _Handler(WSGIRequestHandler):
    timeout = 10

    def log_message(self, *args: Any) -> None:
        """Nothing: it is asked all day."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    # Seconds between two looks whether it is to stop.
    timeout = 0.5


class _ServerOverIPv6(_Server):
    address_family = socket.AF_INET6


class MetricsServer:
    """Answers at METRICS_ADDRESS while no other process does. A companion of the worker."""

    def run(self, stop: Callable[[], bool]) -> None:
        """Answers until `stop` says so; not at all where the address is taken. Raises OSError where it cannot be used."""
        address = urlsplit(f"//{settings.METRICS_ADDRESS}")
        host, port = address.hostname or "", address.port or 0
        try:
            server = (_ServerOverIPv6 if ":" in host else _Server)((host, port), _Handler)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:  # by another process of ours, most probably, which is as good
                return
            raise
        with server:
            server.set_app(watching())
            while not stop():
                server.handle_request()

    def once(self, stop: Callable[[], bool]) -> None:
        """Nothing: what is done once is not watched."""


def start_answering() -> None:
    """Answers in a thread of this process while no other does."""
    threading.Thread(target=_answer, name="metrics-server", daemon=True).start()


def _answer() -> None:
    while True:
        MetricsServer().run(bool)
        time.sleep(_PAUSE)
