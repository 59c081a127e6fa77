"""`manage.py worker`: it follows for every consumer, does what is due by the clock, and outlives outages."""

import os
import re
import signal
from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from cms.publication.changelog import companions, consumers, scheduled_jobs, worker
from cms.publication.changelog.leases import Lease
from cms.publication.changelog.scheduled_jobs import Job, run_due
from cms.publication.changelog.worker import Worker
from cms.publication.management.commands.worker import Stop
from cms.publication.models import ConsumerOffset
from tests.factories import content as make

from .editions import state
from .followers import Clock, Recorder, write_log


@pytest.fixture
def consumer(monkeypatch):
    """The only consumer there is, and nothing beside the worker."""
    recorder = Recorder()
    monkeypatch.setattr(companions, "_factories", {})
    monkeypatch.setattr(consumers, "_factories", {"recorder": lambda: recorder})
    return recorder


@pytest.fixture
def done(monkeypatch):
    """The names of the jobs that were done, which do nothing."""
    names: list[str] = []

    def note(name, step):
        names.append(name)

    for name in ("SCHEDULE", "REPAIR"):
        job = getattr(scheduled_jobs, name)
        monkeypatch.setattr(worker, name, Job(job.name, job.every, partial(note, job.name)))
    return names


class Rounds:
    """Stops a worker after some rounds, and lets the clock go on between them."""

    def __init__(self, count, clock=None, seconds=1):
        self.left, self.clock, self.seconds, self.waits = count, clock, seconds, []

    def stop(self):
        return self.left <= 0

    def wait(self, seconds):
        self.waits.append(seconds)
        self.left -= 1
        if self.clock:
            self.clock.advance(self.seconds)


@pytest.mark.django_db
def test_once_follows_to_the_logs_end_and_ends(consumer, done):
    write_log(3)
    call_command("worker", once=True)
    assert consumer.versions == [1, 2, 3]
    assert done == ["schedule", "repair"]


@pytest.mark.django_db
def test_once_says_what_failed(consumer, done):
    def fail(versions):
        raise RuntimeError("broken")

    consumer.during = fail
    write_log()
    with pytest.raises(CommandError, match=r"recorder; 1 failure\(s\) since .*: RuntimeError: broken; tried again at"):
        call_command("worker", once=True)


@pytest.mark.django_db
def test_it_asks_a_consumer_with_nothing_to_do_only_now_and_then(consumer, done):
    clock, rounds = Clock(), Rounds(25)
    ticks = iter(range(1000))
    Worker(rounds.stop, rounds.wait, clock, monotonic=lambda: next(ticks)).run(0.5)
    assert rounds.waits == [0.5] * 25
    assert 2 <= len(consumer.resumes) <= 7


@pytest.mark.django_db
def test_a_new_change_is_taken_in_by_the_next_round(consumer, done):
    worker = Worker()
    worker.round()
    write_log()
    worker.round()
    assert consumer.versions == [1]


@pytest.mark.django_db
def test_each_job_is_done_when_its_time_has_come(consumer, done):
    clock = Clock()
    worker = Worker(clock=clock)
    for _ in range(3):
        worker.round()
        clock.advance(40)
    assert done == ["schedule", "repair", "schedule"]
    clock.advance(24 * 60 * 60)
    worker.round()
    assert done[3:] == ["schedule", "repair"]


@pytest.mark.django_db
def test_two_workers_share_the_jobs(consumer, done):
    clock = Clock()
    for _ in range(2):
        Worker(clock=clock).round()
    assert done == ["schedule", "repair"]


@pytest.mark.django_db
def test_a_job_in_hand_elsewhere_is_not_begun():
    clock = Clock()
    begun: list[Any] = []
    job = Job("schedule", timedelta(minutes=1), begun.append)
    assert Lease.take("schedule", clock=clock) is not None
    assert not run_due(job, clock=clock)
    assert begun == []


@pytest.mark.django_db
def test_a_job_that_fails_is_tried_again_soon():
    clock, attempts = Clock(), []

    def fail(step):
        attempts.append(clock.now)
        raise RuntimeError("broken")

    job = Job("repair", timedelta(days=1), fail)
    assert not run_due(job, clock=clock)
    assert not run_due(job, clock=clock)
    clock.advance(60)
    assert not run_due(job, clock=clock)
    assert len(attempts) == 2


@pytest.mark.django_db
def test_the_repair_does_not_hold_up_what_is_new(consumer, done, monkeypatch):
    seen = []

    def long_repair(step):
        for _ in range(3):
            write_log()
            step()
            seen.append(list(consumer.versions))

    monkeypatch.setattr(worker, "REPAIR", Job("repair", timedelta(days=1), long_repair))
    Worker().round()
    assert seen == [[1], [1, 2], [1, 2, 3]]


@pytest.mark.django_db
def test_an_interrupted_repair_begins_again():
    clock, asked = Clock(), Stop()

    def be_stopped(step):
        asked.ask()
        step()

    job = Job("repair", timedelta(days=1), be_stopped)
    assert not run_due(job, clock=clock, stop=asked)
    row = ConsumerOffset.objects.get(name="repair")
    assert (row.moved_at, row.held_by, row.failures) == (None, "", 0)
    assert run_due(job, clock=clock)


@pytest.mark.django_db
def test_what_is_scheduled_is_published_and_what_was_missed_repaired(consumer):
    home = make.home("en")
    page = make.landing(home, "en")
    make.Page.objects.filter(pk=page.pk).update(live=False)
    Worker().round()
    assert state(page) == "withdrawn"
    assert ConsumerOffset.objects.get(name="schedule").moved_at is not None


@pytest.mark.django_db
def test_it_outlives_a_database_that_does_not_answer(consumer, done, monkeypatch, caplog):
    rounds, away = Rounds(5), [True, True, True]
    worker = Worker(rounds.stop, rounds.wait)
    look = worker.round

    def round_():
        if away:
            away.pop()
            raise OperationalError("connection refused")
        look()

    monkeypatch.setattr(worker, "round", round_)
    write_log()
    worker.run(0.5)
    assert consumer.versions == [1]
    assert rounds.waits[0] >= 1 > rounds.waits[3] == 0.5
    messages = [record.getMessage().partition(" What to do: ")[0] for record in caplog.records]
    assert messages == [
        "the database does not answer; trying again: OperationalError: connection refused.",
        "the database answers again, after 3 attempt(s)",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_once_the_batch_in_hand_is_done(consumer, done, monkeypatch, number):
    monkeypatch.setattr(consumers, "BATCH", 2)
    monkeypatch.setattr(Stop, "wait", lambda stop, seconds: stop() or pytest.fail("it went on"))
    before = signal.getsignal(number)
    consumer.during = lambda versions: os.kill(os.getpid(), number)
    write_log(6)
    call_command("worker", poll=0.05)
    assert consumer.batches == [[1, 2]]
    row = ConsumerOffset.objects.get(name="recorder")
    assert (row.version, row.held_by) == (2, "")
    assert signal.getsignal(number) == before


@pytest.mark.django_db
def test_the_status_tells_how_far_and_what_fails(consumer):
    write_log(2)
    call_command("worker", once=True)
    write_log(3)
    since = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    ConsumerOffset.objects.filter(name="recorder").update(
        failures=4, failing_since=since, retry_at=since, last_error="nobody answers"
    )
    out = StringIO()
    call_command("worker", status=True, stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "The log's newest version: 5"
    expected = r"recorder: at version 2, 3 behind, for \d+ s; 4 failure\(s\) since 2026-03-01 09:30:00 UTC: nobody"
    assert lines[1] == "to be settled: nothing"
    assert re.match(expected, lines[2])
    assert lines[3].startswith("schedule: last done ")
    assert lines[5].startswith("compaction: last done ")
    assert lines[6].startswith("parity: last done ")
    assert len(lines) == 7


@pytest.mark.parametrize("poll", [0, -1, 61])
def test_a_poll_that_makes_no_sense_is_refused(poll):
    with pytest.raises(CommandError, match="--poll"):
        call_command("worker", poll=poll)
