"""Two real server processes with answers in their memories: a change reaches both in time, both languages together."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pytest
from django.conf import settings

from tests.database.template import shared_database

# Seconds after its commit from which on a change must be seen, by every process.
SEEN_WITHIN = 0.25
# Readings of a process after a change, however slow the machine.
FEWEST = 6
LANGUAGES = ("cy", "en")
# Where an item is asked for, and where the first page is read.
ITEM, PAGE = "/api/v1/{language}/items/{item}", "/{language}/"


@dataclass(frozen=True)
class Reading:
    """One answer: when it was asked for and given (`time.time()`), its status and ETag (empty for none)."""

    began: float
    ended: float
    language: str
    status: int
    tag: str


def read(url: str, language: str, item: str, form: str = ITEM) -> Reading:
    began = time.time()
    try:
        with urllib.request.urlopen(url + form.format(language=language, item=item), timeout=30) as response:
            response.read()
            return Reading(began, time.time(), language, response.status, response.headers["ETag"])
    except urllib.error.HTTPError as error:
        return Reading(began, time.time(), language, error.code, "")


class Reader(threading.Thread):
    """Reads both languages of an item from one server in turn, as fast as it answers, until stopped."""

    def __init__(self, url: str, item: str, form: str) -> None:
        super().__init__(daemon=True)
        self.url, self.item, self.form = url, item, form
        self.readings: list[Reading] = []
        self.stopped = threading.Event()

    def wait_for(self, count: int, since: float) -> None:
        """Until it has asked that often since a moment, and been answered."""
        for _ in range(600):
            if len([one for one in self.readings if one.began > since]) >= count:
                return
            time.sleep(0.1)
        raise TimeoutError("the server does not answer")

    def run(self) -> None:
        while not self.stopped.is_set():
            self.readings.extend(read(self.url, language, self.item, self.form) for language in LANGUAGES)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(environment, *command, **options):
    process = subprocess.Popen([*command], env=environment, cwd=settings.BASE_DIR, text=True, **options)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


class Publisher:
    """The process that writes."""

    def __init__(self, process) -> None:
        self.process = process
        self.item = self.answer()["item"]

    def answer(self):
        line = self.process.stdout.readline()
        assert line, "the publisher has stopped"
        return json.loads(line)

    def tell(self, what: str) -> float:
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        return self.answer()["at"]


def environment_of(folder, database: str) -> dict[str, str]:
    """In which the servers and the publisher run."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "DATABASE_URL": database,
        "MEDIA_ROOT": str(folder / "media"),
        "PYTHONPATH": str(settings.BASE_DIR),
        "ANSWER_MEMORY_MB": "32",
        "LOG_LEVEL": "CRITICAL",
        "DEBUG": "0",
    }


@pytest.fixture
def scene(tmp_path, django_db_setup, django_db_blocker):
    """The publisher, and the addresses of two servers that have the item's both languages in memory."""
    with ExitStack() as stack:
        environment = environment_of(tmp_path, stack.enter_context(shared_database(tmp_path, django_db_blocker)))
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        module = (sys.executable, "-m", "tests.journeys.publisher")
        publisher = Publisher(stack.enter_context(running(environment, *module, **pipes)))
        urls = []
        for _ in range(2):
            port = free_port()
            stack.enter_context(running(environment, sys.executable, "-m", "cms.server", "--port", str(port)))
            urls.append(f"http://127.0.0.1:{port}")
        for url in urls:
            wait_for(url, publisher.item)
        yield publisher, urls


def wait_for(url: str, item: str) -> None:
    deadline = time.time() + 60
    while True:
        try:
            answers = [read(url, language, item) for language in LANGUAGES * 2]
        except OSError:
            assert time.time() < deadline, "the server does not answer"
            time.sleep(0.1)
        else:
            assert [answer.status for answer in answers] == [200] * 4
            return


@pytest.mark.database
@pytest.mark.parametrize("form", [ITEM, PAGE], ids=["items", "pages"])
def test_no_process_gives_what_was_taken_down_and_both_languages_change_together(scene, form: str) -> None:
    publisher, urls = scene
    readers = [Reader(url, publisher.item, form) for url in urls]
    for reader in readers:
        reader.start()
    moments = []
    for word in ("un", "dau", "tri", "take down", "pedwar", "take down"):
        began = time.time()
        committed = publisher.tell(word)
        moments.append((word, began, committed))
        for reader in readers:
            reader.wait_for(FEWEST, since=committed + SEEN_WITHIN)
    for reader in readers:
        reader.stopped.set()
        reader.join(30)
    for reader in readers:
        check(reader.readings, moments)


def check(readings: list[Reading], moments: list[tuple[str, float, float]]) -> None:
    """What one process gave, in the order asked. `moments`: what was done, when it began and when it had been committed."""
    assert {reading.status for reading in readings} == {200, 410}
    states = tags_in_order(readings)
    following = [*(began for _, began, _ in moments[1:]), float("inf")]
    for (word, _, committed), next_began in zip(moments, following, strict=True):
        settled = [one for one in readings if committed + SEEN_WITHIN < one.began and one.ended < next_began]
        assert len(settled) >= FEWEST, word
        if word == "take down":
            assert {one.status for one in settled} == {410}, word
        else:
            assert {one.status for one in settled} == {200}, word
            assert len({one.tag for one in settled}) == 2, word
    assert states == {"cy": len(moments) + 1, "en": len(moments) + 1}
    assert_together(readings)


def tags_in_order(readings: list[Reading]) -> dict[str, int]:
    """How many states each language went through; none comes back once another has been seen."""
    counts = {}
    for language in LANGUAGES:
        seen: list[str] = []
        for one in readings:
            if one.language == language and (not seen or seen[-1] != one.tag):
                seen.append(one.tag)
        assert len([tag for tag in seen if tag]) == len({tag for tag in seen if tag}), "an old answer came back"
        counts[language] = len(seen)
    return counts


def assert_together(readings: list[Reading]) -> None:
    """Whoever has seen a language in its n-th state is never given the other in an earlier one afterwards."""
    state, last = dict.fromkeys(LANGUAGES, 0), dict.fromkeys(LANGUAGES, "")
    for one in readings:
        if one.tag != last[one.language] or not state[one.language]:
            last[one.language] = one.tag
            state[one.language] += 1
        assert state[one.language] >= max(state.values()), "one language is behind the other"
