"""The whole service over services of its own: a server, workers, editors, readers and partners who follow, each a process."""

import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from django.conf import settings

from tests.following.everybody import exported, payloads_in, payloads_of
from tests.following.line_copy import LineCopy
from tests.following.mortal import Mortal
from tests.journeys.test_two_servers import free_port
from tests.server.running import COMMAND, Running, until

from .own_services import OwnServices, own_services

logger = logging.getLogger(__name__)
# Each act of the editors, as it is done.
LOG = Path(settings.BASE_DIR) / "var" / "installation-soak.log"
MANAGE = (sys.executable, "manage.py")
WORKERS = 2
# Room for what editors upload; nothing else is on this disk.
MEDIA_MB = 32
ENDS_WITHIN = 60


@dataclass(frozen=True)
class Size:
    """How much there is of everything."""

    minutes: float
    rate: float
    desks: int
    pause: float
    pairs_released: int
    documents: int


class Installation:
    """Everything but the faults."""

    def __init__(self, size: Size, services: OwnServices, folder: Path, stack: ExitStack) -> None:
        self.size, self.services, self._folder, self._stack = size, services, folder, stack
        self.media = folder / "media"
        self.media.mkdir()
        self.is_media_a_disk = self._mounted()
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev", "DEBUG": "0", "LOG_LEVEL": "ERROR", "LOG_REQUESTS": "0",
            "DATABASE_URL": services.database_url, "ELASTICSEARCH_URL": services.elasticsearch_url,
            "MEDIA_ROOT": str(self.media), "RATE_ANONYMOUS": "0", "RELEASE_POLICY": "together", "ALLOWED_HOSTS": "",
            **dict.fromkeys(("PUBLIC_URL_CY", "PUBLIC_URL_EN", "API_URL", "ADMIN_URL"), self.url),
            "PYTHONPATH": f"{settings.BASE_DIR}:{settings.BASE_DIR / 'clients' / 'python' / 'src'}",
        }  # fmt: skip
        self.run(*MANAGE, "migrate", "--verbosity", "0")
        self.library: dict[str, Any] = json.loads(
            self.run(sys.executable, "-m", "soak.installation.library", str(size.desks))
        )
        self.run(*MANAGE, "reindex", "--verbosity", "0")
        self.server = self._server(port)
        self.workers = {f"worker {number}": self._mortal(*MANAGE, "worker") for number in range(WORKERS)}
        self.copies: dict[str, Callable[[], Mapping[Any, Any]]] = {}

    def _mounted(self) -> bool:
        """Whether media have a small disk of their own, for which one has to be root."""
        command = ["mount", "-t", "tmpfs", "-o", f"size={MEDIA_MB}m", "none", str(self.media)]
        if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
            return False
        self._stack.callback(subprocess.run, ["umount", "--lazy", str(self.media)], check=True)
        return True

    def _server(self, port: int) -> Running:
        log = self._stack.enter_context((self._folder / "server.log").open("wb"))
        process = self.start(*COMMAND, "--port", str(port), "--workers", "2", stderr=log)
        home = self.library["home"]
        server = Running(process, port, home, 0, self.library["file"], "", self.environment)
        until(lambda: self.status("/readyz") != 0)
        return server

    def _mortal(self, *command: str) -> Mortal:
        mortal = Mortal(command, self.environment, None, 0)
        mortal.start()
        self._stack.callback(mortal.end)
        return mortal

    def run(self, *command: str) -> bytes:
        """What a command writes; it has to end well."""
        done = subprocess.run(command, env=self.environment, cwd=settings.BASE_DIR, check=True, stdout=subprocess.PIPE)
        return done.stdout

    def start(self, *command: str, **options: Any) -> "subprocess.Popen[bytes]":
        """A process that ends with the installation."""
        process = subprocess.Popen(command, env=self.environment, cwd=settings.BASE_DIR, **options)
        self._stack.callback(_end, process)
        return process

    def follow(self) -> None:
        """Partners keep copies: a client that polls, one of the recipe that polls, and one that holds a stream open."""
        file = self._folder / "client.sqlite3"
        command = ("-m", "cynnwys", "sync", str(file), "--url", self.url, "--follow")
        self._mortal(sys.executable, *command)
        self.copies["client"] = lambda: payloads_in(file)
        for kind in ("poll", "listen"):
            lines = self._folder / f"{kind}.sqlite3"
            follower = ("-m", "tests.following.line_follower", kind, str(lines), f"{self.url}/api/v1")
            self._mortal(sys.executable, *follower)
            self.copies[kind] = partial(_lines_in, lines)

    def differing(self) -> dict[str, int]:
        """How many items of each copy are not what the export has."""
        lines = exported(self.url)
        found = {}
        for name, copy in self.copies.items():
            there, public = copy(), payloads_of(lines) if name == "client" else lines
            found[name] = sum(there.get(key) != public.get(key) for key in there.keys() | public.keys())
        return {name: count for name, count in found.items() if count}

    def processes(self) -> dict[str, int]:
        """The serving processes and workers that live now, by what they do: those that listen are in front."""
        children, listening = self.server.children(), _listening(self.server.port)
        fronts = sorted(pid for pid in children if _sockets(pid) & listening)
        found = {f"front {number}": pid for number, pid in enumerate(fronts)}
        # That for searches waits for its turn as those that listen; that for what nobody reads comes after them.
        for pid in children - set(fronts):
            with suppress(ProcessLookupError):
                found["back" if os.getpriority(os.PRIO_PROCESS, pid) else "search"] = pid
        return found | {name: worker.process.pid for name, worker in self.workers.items()}

    def status(self, path: str, timeout: float = 10) -> int:
        """Of an answer; 0 where there is none."""
        try:
            with urllib.request.urlopen(f"{self.url}{path}", timeout=timeout) as response:
                return int(response.status)
        except HTTPError as error:
            return error.code
        except OSError:
            return 0

    def is_well(self) -> bool:
        """Whether it is ready, and gives an item, both languages, a search and the admin."""
        pair = self.library["still"][0]
        paths = ("/readyz", f"/api/v1/cy/items/{pair['item']}", "/api/v1/cy/search?q=Cymraeg", "/admin/login/")
        return all(self.status(path) == 200 for path in paths)

    def troubles(self) -> list[str]:
        """What a worker says is not well, or waits to be settled."""
        command = [*MANAGE, "worker", "--status", "--json", "--skip-checks"]
        done = subprocess.run(command, env=self.environment, cwd=settings.BASE_DIR, check=False, stdout=subprocess.PIPE)
        told = json.loads(done.stdout)
        waiting = [f"{one['name']} is {one['behind']} behind" for one in told["consumers"] if one["behind"]]
        count = told["to_be_settled"]["count"]
        return [*told["troubles"], *waiting, *([f"{count} to be settled"] if count else [])]


class Actors:
    """Editors and readers, who work until told to end."""

    def __init__(self, installation: Installation, folder: Path) -> None:
        size, library = installation.size, json.dumps(installation.library)
        self.reading, self.told = folder / "readers", list[dict[str, Any]]()
        readers = ("-m", "soak.installation.readers", installation.url, library)
        editors = ("-m", "soak.installation.editing", installation.url, library, str(size.pause))
        self._processes = [
            installation.start(
                sys.executable, *readers, str(size.rate / 2), f"{self.reading}-{number}", stdin=subprocess.PIPE
            )
            for number in range(2)
        ]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._editors = installation.start(sys.executable, *editors, **pipes)
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        assert self._editors.stdout is not None
        LOG.parent.mkdir(exist_ok=True)
        with LOG.open("wb") as log:
            for line in self._editors.stdout:
                self.told.append(json.loads(line))
                log.write(line)
                log.flush()
                if "wrong" in self.told[-1]:
                    logger.warning("%s", self.told[-1])

    def end(self) -> None:
        """They finish what they have begun."""
        for process in (self._editors, *self._processes):
            assert process.stdin is not None
            process.stdin.close()
        self._listener.join()
        for process in self._processes:
            process.wait(ENDS_WITHIN)

    def answers(self) -> Iterator[Sequence[str]]:
        """When each was to be given, its outlet, status, milliseconds, fault."""
        for number in range(2):
            with Path(f"{self.reading}-{number}").open(encoding="utf-8") as lines:
                yield from (line.rstrip("\n").split(" ", 4) for line in lines)


@contextmanager
def installed(size: Size) -> Iterator[tuple[Installation, Path]]:
    """An installation, and a folder for what is measured."""
    with own_services() as services, tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        yield Installation(size, services, Path(name), stack), Path(name)


def _lines_in(file: Path) -> dict[str, bytes]:
    copy = LineCopy(file, "")
    try:
        return copy.lines()
    finally:
        copy.close()


def _listening(port: int) -> set[str]:
    """The sockets that listen at a port, as the kernel names them."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {f"socket:[{row[9]}]" for row in rows if row[3] == "0A" and int(row[1].split(":")[1], 16) == port}


def _sockets(pid: int) -> set[str]:
    """What a process has open; nothing where it has ended."""
    found = set()
    with suppress(FileNotFoundError, ProcessLookupError):
        for one in os.scandir(f"/proc/{pid}/fd"):
            with suppress(FileNotFoundError, ProcessLookupError):
                found.add(str(Path(one.path).readlink()))
    return found


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()


def fill(folder: Path) -> Path:
    """Leaves no room on a disk; returns the file that takes it."""
    ballast = folder / "ballast"
    with ballast.open("wb") as file:
        file.truncate(0)
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(folder).free)
    return ballast


def wait_until(happens: Callable[[], bool], patience: float) -> float:
    """The seconds until something happens."""
    began = time.monotonic()
    while not happens():
        if time.monotonic() - began > patience:
            return float("inf")
        time.sleep(0.2)
    return time.monotonic() - began
