"""Editors who release pairs in several processes, and partners who follow in every way there is: all copies end as the export.

Servers, workers, followers and receivers are processes; those whose lives have a length are killed again and again meanwhile.
"""

import itertools
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from django.conf import settings

from tests.database.template import shared_database
from tests.journeys.test_release_flip import FlippingPublisher
from tests.journeys.test_two_servers import environment_of, free_port, running, wait_for
from tests.rest.feed_follower import but_for_what

from .line_copy import LineCopy
from .mortal import Mortal

RECEIVER = "receiver"
# Nobody searches here: an index would only take time.
NO_SEARCH = "http://127.0.0.1:9"
MANAGE = (sys.executable, str(settings.BASE_DIR / "manage.py"))
Content = Mapping[Any, Any]
Lives = tuple[float, float] | None


@dataclass(frozen=True)
class Cast:
    """How many there are of each; how long those live that are killed (seconds, at least and at most), and how often."""

    editors: int
    pairs: int
    clients: int
    pollers: int
    listeners: int
    workers: int
    servers: int
    follower_lives: Lives = None
    receiver_lives: Lives = None
    worker_lives: Lives = None
    most_deaths: int = 10**6


@dataclass
class Ended:
    """What came of it: figures, and the messages that the receiver took, in that order (id, item, version)."""

    figures: dict[str, Any] = field(default_factory=dict)
    messages: list[tuple[str, str, int]] = field(default_factory=list)


class Stage:
    """The processes of a cast over one database, in a folder."""

    def __init__(self, cast: Cast, folder: Path, database: str, stack: ExitStack) -> None:
        self.cast, self._folder, self._stack = cast, folder, stack
        self._environment = {
            **environment_of(folder, database), "RELEASE_POLICY": "together", "ELASTICSEARCH_URL": NO_SEARCH,
            "WEBHOOKS_TO_LOOPBACK": "1", "RATE_ANONYMOUS": "0",
            "PYTHONPATH": f"{settings.BASE_DIR}:{settings.BASE_DIR / 'clients' / 'python' / 'src'}",
        }  # fmt: skip
        port, self._hook = free_port(), free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.editors = self._editors()
        server = ("-m", "cms.server", "--port", str(port), "--workers", str(cast.servers))
        stack.enter_context(running(self._environment, sys.executable, *server))
        wait_for(self.url, self.editors.item)
        self.copies: dict[str, Callable[[], Content]] = {}
        self.mortals: dict[str, Mortal] = {}
        self._begin()

    def _editors(self) -> FlippingPublisher:
        hook = f"http://127.0.0.1:{self._hook}/"
        given = (str(self.cast.editors), str(self.cast.pairs), hook)
        command = (sys.executable, "-m", "tests.following.editors_at_once", *given)
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        return FlippingPublisher(self._stack.enter_context(running(self._environment, *command, **pipes)))

    def _begin(self) -> None:
        cast = self.cast
        for number in range(cast.clients):
            file = self._folder / f"client {number}.sqlite3"
            command = ("-m", "cynnwys", "sync", str(file), "--url", self.url, "--follow")
            self._follows(f"client {number}", command, cast.follower_lives, partial(payloads_in, file))
        for kind, count in (("poll", cast.pollers), ("listen", cast.listeners)):
            for number in range(count):
                self._keeps_lines(f"{kind} {number}", kind, cast.follower_lives)
        self._keeps_lines(RECEIVER, "receive", cast.receiver_lives, str(self._hook), self.editors.ready["secret"])
        for number in range(cast.workers):
            worker = (*MANAGE[1:], "worker", "--skip-checks")
            self._starts(f"worker {number}", worker, cast.worker_lives)

    def _keeps_lines(self, name: str, kind: str, lives: Lives, *rest: str) -> None:
        api = f"{self.url}/api/v1"
        command = ("-m", "tests.following.line_follower", kind, str(self.file_of(name)), api, *rest)
        self._follows(name, command, lives, lambda: self._lines_of(name))

    def _lines_of(self, name: str) -> dict[str, bytes]:
        lines: dict[str, bytes] = self.read(name, LineCopy.lines)
        return but_for_what(lines) if name == RECEIVER else lines

    def _follows(self, name: str, command: tuple[str, ...], lives: Lives, copy: Callable[[], Content]) -> None:
        self.copies[name] = copy
        self._starts(name, command, lives)

    def _starts(self, name: str, command: tuple[str, ...], lives: Lives) -> None:
        mortal = self.mortals[name] = Mortal(
            (sys.executable, *command), self._environment, lives, self.cast.most_deaths
        )
        mortal.start()
        self._stack.callback(mortal.end)

    def file_of(self, name: str) -> Path:
        return self._folder / f"{name}.sqlite3"

    def read(self, name: str, what: Callable[[LineCopy], Any]) -> Any:
        """What is in a copy of lines now."""
        copy = LineCopy(self.file_of(name), self.url)
        try:
            return what(copy)
        finally:
            copy.close()

    def deaths(self) -> dict[str, int]:
        """By kind of process."""
        found: dict[str, int] = {}
        for name, mortal in self.mortals.items():
            kind = name.split()[0]
            found[kind] = found.get(kind, 0) + mortal.deaths
        return found

    def differing(self) -> dict[str, list[Any]]:
        """The items in which copies are not what the export is, by the name of the copy."""
        lines = exported(self.url)
        found = {}
        for name, copy in self.copies.items():
            there, public = copy(), self._as_kept_by(name, lines)
            keys = [key for key in there.keys() | public.keys() if there.get(key) != public.get(key)]
            if keys:
                found[name] = keys
        return found

    @staticmethod
    def _as_kept_by(name: str, lines: dict[str, bytes]) -> Content:
        if name.startswith("client"):
            return payloads_of(lines)
        return but_for_what(lines) if name == RECEIVER else lines

    def wait_until_equal(self, patience: float, *, hurries: bool) -> float:
        """Until nothing differs any more; returns how many seconds that took."""
        began = time.monotonic()
        for attempt in itertools.count():
            if not (found := self.differing()):
                return time.monotonic() - began
            assert time.monotonic() - began < patience, found
            if hurries and attempt % 10 == 0:
                self.editors.ask("hurry")
            time.sleep(0.5)
        raise AssertionError


def exported(url: str) -> dict[str, bytes]:
    """All that is public, by item: the lines of the export."""
    with urlopen(f"{url}/api/v1/export", timeout=120) as answer:
        return {json.loads(line)["id"]: line for line in answer.read().splitlines()[:-1]}


def payloads_of(lines: Mapping[str, bytes]) -> dict[tuple[str, str], str]:
    """The payload of each item in each language, as the client writes it down."""
    found = {}
    for item, line in lines.items():
        both = json.loads(line)
        for language in ("cy", "en"):
            if both[language]:
                found[item, language] = json.dumps(both[language], ensure_ascii=False, separators=(",", ":"))
    return found


def payloads_in(file: Path) -> dict[tuple[str, str], str]:
    """The same, of a copy that the client keeps."""
    database = sqlite3.connect(file, timeout=60)
    try:
        rows = database.execute("SELECT id, language, payload FROM editions").fetchall()
    except sqlite3.OperationalError:  # it was killed before it had made its tables
        return {}
    finally:
        database.close()
    return {(item, language): payload for item, language, payload in rows}


def play(cast: Cast, folder: Path, blocker: Any, *, patience: float, hurries: bool = False) -> Ended:
    """Lets all do their work, with deaths meanwhile, and waits until every copy is what the export is."""
    with ExitStack() as stack:
        stage = Stage(cast, folder, stack.enter_context(shared_database(folder, blocker)), stack)
        began = time.monotonic()
        told = stage.editors.ask("begin")
        released = time.monotonic() - began
        for mortal in stage.mortals.values():
            mortal.live()
        assert told["done"], "an editor has failed"
        caught_up = stage.wait_until_equal(patience, hurries=hurries)
        messages = stage.read(RECEIVER, LineCopy.messages)
        figures = {
            **told, "seconds": released, "caught up": caught_up, "deaths": stage.deaths(), "messages": len(messages),
            "twice": len(messages) - len({message for message, _, _ in messages}), "items": len(exported(stage.url)),
        }  # fmt: skip
        return Ended(figures, messages)


def check_messages(messages: list[tuple[str, str, int]]) -> None:
    """Of no item an older version came after a newer one; one id is of one version, however often it came."""
    newest: dict[str, int] = {}
    versions: dict[str, int] = {}
    for message, item, version in messages:
        assert version >= newest.get(item, 0), f"{item}: {version} after {newest[item]}"
        newest[item] = version
        assert versions.setdefault(message, version) == version
