"""What is done to an installation at work. A fault is over once all that readers and editors need is well again."""

import itertools
import os
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.server.flood import CLIENTS, a_search
from tests.server.running import HOST

from .installation import Installation, fill, wait_until

# Seconds in which everything has to be well again after a fault.
PATIENCE = 120
SLOW_CLIENTS = 100
# By the first word of their names, those that may refuse readers. A search that takes longer than a second may be refused at
# any time, on a machine that has more to do.
REFUSING = {"reading", "process", "postgresql"}
SEARCH = "search"


@dataclass(frozen=True)
class Fault:
    """When it began and when all was well again (`time.time()`), the seconds from its end until then, and what was seen."""

    name: str
    began: float
    over: float
    recovered: float
    seen: str

    def covers(self, due: float, given: float) -> bool:
        """Whether an answer due and given at these moments may be late, and an editor's request put off."""
        return due <= self.over + 1 and self.began - 1 <= given

    def refuses(self, outlet: str) -> bool:
        """Whether an outlet may be refused then."""
        return outlet == SEARCH or self.name.split()[0] in REFUSING


class Faults:
    """Each lasts for some seconds."""

    def __init__(self, installation: Installation, seconds: float) -> None:
        self._installation, self._seconds = installation, seconds
        self.done: list[Fault] = []

    def all(self) -> list[Callable[[], str]]:
        """Each fault, in turn."""
        return [
            self.elasticsearch_killed, self.elasticsearch_frozen, self.elasticsearch_slow, self.reading_process_killed,
            self.process_apart_killed, self.search_process_killed, self.worker_killed, self.media_disk_full, self.slow_clients,
            self.documents_at_once, self.flood_of_searches, self.postgresql_restarted,
        ]  # fmt: skip

    def provoke(self, fault: Callable[[], str]) -> Fault:
        """Does it, and waits until all is well again."""
        began = time.time()
        seen = fault()
        recovered = wait_until(self._installation.is_well, PATIENCE)
        self.done.append(Fault(fault.__name__.replace("_", " "), began, time.time(), recovered, seen))
        return self.done[-1]

    def elasticsearch_killed(self) -> str:
        """And started again."""
        services = self._installation.services
        services.signal_elasticsearch(signal.SIGKILL)
        time.sleep(self._seconds)
        services.start("elasticsearch")
        return ""

    def elasticsearch_frozen(self) -> str:
        """It keeps its connections, and answers nothing."""
        self._installation.services.signal_elasticsearch(signal.SIGSTOP)
        time.sleep(self._seconds)
        self._installation.services.signal_elasticsearch(signal.SIGCONT)
        return ""

    def elasticsearch_slow(self) -> str:
        """It stands still nine tenths of the time."""
        services, until = self._installation.services, time.monotonic() + self._seconds
        while time.monotonic() < until:
            for which, seconds in ((signal.SIGSTOP, 0.45), (signal.SIGCONT, 0.05)):
                services.signal_elasticsearch(which)
                time.sleep(seconds)
        return ""

    def reading_process_killed(self) -> str:
        """One of the processes that listen."""
        return self._killed("front 0")

    def process_apart_killed(self) -> str:
        """The one of the admin and paper."""
        return self._killed("back")

    def search_process_killed(self) -> str:
        """The one of searches."""
        return self._killed("search")

    def _killed(self, name: str) -> str:
        before = self._installation.processes()
        os.kill(before[name], signal.SIGKILL)

        def is_another_there() -> bool:
            now = self._installation.processes()
            return before[name] not in now.values() and now.keys() == before.keys()

        return f"another after {wait_until(is_another_there, PATIENCE):.1f} s"

    def worker_killed(self) -> str:
        """One of two; another is started."""
        self._installation.workers["worker 0"].die()
        return ""

    def postgresql_restarted(self) -> str:
        """As for an upgrade: whoever is connected is thrown out."""
        services = self._installation.services
        services.stop("postgres")
        services.start("postgres")
        return ""

    def media_disk_full(self) -> str:
        """Uploads do not fit; editors try again until they do."""
        if not self._installation.is_media_a_disk:
            return "left out: only root can mount a disk"
        ballast = fill(self._installation.media)
        time.sleep(self._seconds)
        ballast.unlink()
        return ""

    def slow_clients(self) -> str:
        """Many send a byte now and then and never come to an end."""
        clients = [socket.create_connection((HOST, self._installation.server.port)) for _ in range(SLOW_CLIENTS)]
        until, ended = time.monotonic() + self._seconds, 0
        try:
            for client in clients:
                client.sendall(b"GET /api/v1/cy/home HTTP/1.1\r\nX-Slow: ")
            while time.monotonic() < until:
                for client in list(clients):
                    try:
                        client.sendall(b"x")
                    except OSError:
                        clients.remove(client)
                        client.close()
                        ended += 1
                time.sleep(0.5)
        finally:
            for client in clients:
                client.close()
        return f"{ended} of {SLOW_CLIENTS} were hung up on"

    def documents_at_once(self) -> str:
        """PDFs of different items, all asked for at the same moment."""
        library, many = self._installation.library, self._installation.size.documents
        pairs = [*library["own"], *library["still"]]
        paths = [f"/{code}/print/{pair['item']}.pdf" for code in ("cy", "en") for pair in pairs]
        start = threading.Barrier(many)

        def ask(path: str) -> int:
            start.wait()
            return self._installation.status(path, timeout=PATIENCE)

        with ThreadPoolExecutor(many) as clients:
            return _told(clients.map(ask, itertools.islice(itertools.cycle(paths), many)))

    def flood_of_searches(self) -> str:
        """None of them was ever asked before."""
        until = time.monotonic() + self._seconds

        def ask(_: int) -> list[int]:
            found = []
            while time.monotonic() < until:
                found.append(self._installation.status(a_search().path, timeout=PATIENCE))
            return found

        with ThreadPoolExecutor(CLIENTS) as clients:
            return _told(itertools.chain.from_iterable(clients.map(ask, range(CLIENTS))))


def _told(statuses: Iterable[int]) -> str:
    """How often each; only these may be."""
    found = Counter(statuses)
    assert set(found) <= {200, 503}, found
    return ", ".join(f"{count} of {status}" for status, count in sorted(found.items()))
