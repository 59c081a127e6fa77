"""In the embedded default the process that published indexes it right after its commit, in the real embedded engine."""

import subprocess
import sys
import threading
from typing import Any

import pytest
from django.conf import settings as project

from cms.publication.changelog.consumers import follow
from cms.publication.changelog.leases import Lease
from cms.publication.changelog.log import log_written
from cms.publication.changelog.worker import LOOK, Worker
from cms.publication.models import ConsumerOffset
from search.indexing import in_process
from search.indexing.in_process import CatchUpThread, is_behind, on_log_written, on_looked_after
from search.indexing.index_builder import build_index
from search.indexing.index_position import CONSUMER_NAME, was_built
from search.indexing.indexer import Indexer
from tests.factories import content as make

from .indexing import found, publish, used
from .memory_engine import MemoryEngine


def never(seconds):
    pytest.fail("it had to wait")


@pytest.fixture
def woken(monkeypatch):
    """Whether the thread was called for, which does not run."""
    calls = []
    monkeypatch.setattr(in_process, "wake", lambda: calls.append(True))
    return calls


@pytest.fixture
def following():
    """After each commit the log is followed, as `ready` arranges it in the embedded default."""
    log_written.connect(on_log_written)
    yield
    log_written.disconnect(on_log_written)


@pytest.fixture
def embedded(monkeypatch, tmp_path, following):
    from search.engines.sqlite.engine import SqliteEngine

    with used(SqliteEngine(str(tmp_path / "search.sqlite3")), monkeypatch) as engine:
        yield engine


@pytest.fixture
def memory(monkeypatch):
    with used(MemoryEngine(), monkeypatch) as engine:
        yield engine


@pytest.mark.django_db(transaction=True)
def test_what_is_published_is_found_at_once(embedded, woken):
    home = make.home("en")
    build_index()
    page = make.landing(home, "en", title="English: mistletoe")
    assert found("mistletoe", "en") == {page.translation_key}
    page.unpublish()
    assert found("mistletoe", "en") == set()
    assert woken == []


@pytest.mark.django_db(transaction=True)
def test_a_broken_index_never_reaches_the_publisher(embedded, woken, monkeypatch):
    home = make.home("en")
    build_index()

    def fail(documents):
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(embedded, "write", fail)
        page = make.landing(home, "en", title="English: mistletoe")
    assert page.live
    assert ConsumerOffset.objects.get(name=CONSUMER_NAME).last_error == "OSError: the disk is full"
    assert woken != []
    ConsumerOffset.objects.update(retry_at=None)
    CatchUpThread(never).catch_up()
    assert found("mistletoe", "en") == {page.translation_key}


@pytest.mark.django_db(transaction=True)
def test_an_index_whose_file_is_gone_comes_back(embedded, tmp_path):
    item = publish("Lleoliad")
    follow(Indexer())
    for file in tmp_path.iterdir():
        file.unlink()
    follow(Indexer())
    assert found("lleoliad") == {item}


@pytest.mark.django_db
def test_an_index_that_was_never_built_is_not_begun_by_a_publication(memory, woken):
    publish("Lleoliad")
    on_log_written()
    assert (memory.index, woken) == (None, [])


@pytest.mark.django_db
def test_a_wiped_index_is_left_to_the_thread(memory, woken):
    build_index()
    memory.wipe()
    item = publish("Lleoliad")
    on_log_written()
    assert (memory.index, len(woken)) == (None, 1)
    CatchUpThread(never).catch_up()
    assert found("lleoliad") == {item}


@pytest.mark.django_db
def test_an_index_that_is_not_this_logs_is_seen_though_nobody_publishes(memory, woken):
    publish("Lleoliad")
    on_looked_after()
    build_index()
    on_looked_after()
    assert woken == []
    memory.index = memory.index._replace(position="7:of a log that is no more")
    on_looked_after()
    assert len(woken) == 1
    memory.away = True
    on_looked_after()
    assert len(woken) == 1


@pytest.mark.django_db
def test_a_worker_without_followers_has_others_look_now_and_then(monkeypatch):
    now = [0.0]
    looks: list[float] = []
    worker = Worker(
        stop=lambda: bool(looks), followers=list, look=lambda: looks.append(now[0]), monotonic=lambda: now[0]
    )
    for now[0] in (LOOK / 2, LOOK, LOOK * 1.5):
        worker.round()
    assert looks == [LOOK]


@pytest.mark.django_db
def test_the_thread_tries_until_the_end_is_reached(memory):
    waits = []

    def wait(seconds):
        waits.append(seconds)
        ConsumerOffset.objects.update(retry_at=None)
        memory.away = len(waits) < 3

    memory.away = True
    item = publish("Lleoliad")
    CatchUpThread(wait).catch_up()
    assert len(waits) == 3
    assert waits[0] <= waits[1] * 2 <= waits[2] * 4
    assert (found("lleoliad"), is_behind(), was_built()) == ({item}, False, True)


@pytest.mark.django_db
def test_a_change_that_another_holder_has_to_take_in_wakes_the_thread(memory, woken):
    build_index()
    Lease.take(CONSUMER_NAME)
    publish("Lleoliad")
    on_log_written()
    assert len(woken) == 1


def test_one_thread_runs_at_a_time_and_looks_once_more_when_woken(monkeypatch):
    started: list[Any] = []
    rounds: list[int] = []
    follower = CatchUpThread()

    class Thread:
        def __init__(self, target, **kwargs):
            self.start = lambda: started.append(target)

    def catch_up():
        rounds.append(len(rounds))
        if len(rounds) == 1:
            follower.wake()

    monkeypatch.setattr(threading, "Thread", Thread)
    monkeypatch.setattr(follower, "catch_up", catch_up)
    follower.wake()
    follower.wake()
    assert len(started) == 1
    started[0]()
    assert rounds == [0, 1]
    follower.wake()
    assert len(started) == 2


def test_where_a_worker_follows_no_thread_is_started(monkeypatch, settings):
    woken = []
    monkeypatch.setattr(in_process._thread, "wake", lambda: woken.append(True))
    in_process.wake()
    assert woken == []
    settings.WORKS_IN_PROCESS = True
    in_process.wake()
    assert woken == [True]


def test_starting_up_does_not_load_the_analysis():
    code = (
        "import django, sys; django.setup(); import cms.publication.management.commands.worker, "
        "search.management.commands.reindex; "
        "loaded = [name for name in sys.modules if name.startswith(('search.analysis', 'simplemma', 'elasticsearch'))]; "
        "sys.exit(', '.join(loaded) or 0)"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "cms.settings.dev", "PATH": "", "DATABASE_URL": "sqlite://:memory:"}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=project.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
