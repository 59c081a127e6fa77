"""What a worker does when: consumers looked after and tried again, outages outlived, jobs done by the clock."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connections

from cms.publication.changelog import consumers, scheduled_jobs, worker
from cms.publication.changelog.leases import Lease
from cms.publication.changelog.scheduled_jobs import COMPACTION, REPAIR, SCHEDULE, Job, run_due
from cms.publication.changelog.worker import LOOK, Worker, let_go_of_old_connections
from cms.publication.models import ConsumerOffset

from .followers import Clock, Recorder, write_log

pytestmark = pytest.mark.django_db


def row(name="recorder"):
    return ConsumerOffset.objects.get(name=name)


def fail(versions):
    raise RuntimeError("broken")


@pytest.fixture
def at_work(monkeypatch):
    """A worker with one consumer and no jobs, whose clocks are set by hand; and that consumer."""
    recorder = Recorder()
    monkeypatch.setattr(consumers, "_factories", {"recorder": lambda: recorder})
    consumers._made.cache_clear()
    for name in ("SCHEDULE", "REPAIR", "COMPACTION", "SAMPLE"):
        monkeypatch.setattr(worker, name, Job(name, timedelta(days=1), lambda step: None))
    clock = Clock()

    def monotonic():
        return clock.now.timestamp()

    return Worker(clock=clock, monotonic=monotonic), recorder, clock


def test_a_consumer_with_nothing_new_is_looked_after_every_so_often(at_work):
    busy, consumer, clock = at_work
    busy.round()
    clock.advance(LOOK - 0.001)
    busy.round()
    assert len(consumer.resumes) == 1
    clock.advance(0.001)
    busy.round()
    busy.round()
    assert len(consumer.resumes) == 2


def test_what_failed_is_tried_again_at_its_time_and_not_sooner(at_work):
    busy, consumer, clock = at_work
    consumer.during = fail
    write_log()
    busy.round()
    assert row().retry_at == clock.now + timedelta(seconds=1)
    clock.advance(0.999)
    busy.round()
    assert len(consumer.resumes) == 1
    clock.advance(0.001)
    consumer.during = lambda versions: None
    busy.round()
    assert consumer.versions == [1]


def test_a_failure_without_a_time_is_tried_at_once(at_work):
    busy, consumer, _clock = at_work
    busy.round()
    ConsumerOffset.objects.filter(name="recorder").update(failures=1, retry_at=None)
    busy.round()
    assert len(consumer.resumes) == 2
    assert row().failures == 0


def test_a_consumer_whose_offset_somebody_removed_begins_at_once(at_work):
    busy, consumer, _clock = at_work
    write_log(2)
    busy.round()
    ConsumerOffset.objects.filter(name="recorder").delete()
    busy.round()
    assert consumer.versions == [1, 2, 1, 2]


def test_a_worker_that_is_to_stop_begins_nothing(monkeypatch):
    begun = []
    monkeypatch.setattr(worker, "run_due", lambda job, **given: begun.append(job.name))
    monkeypatch.setattr(worker, "follow", lambda *given, **further: begun.append("follow"))
    Worker(stop=lambda: True, followers=lambda: [Recorder()]).round()
    Worker(stop=lambda: True, followers=lambda: [Recorder()]).run(1)
    assert begun == []
    Worker(followers=lambda: [Recorder()]).round()
    assert begun == ["schedule", "follow", "repair", "compaction", "parity"]


def test_waits_grow_while_the_database_does_not_answer_and_an_unexpected_error_is_shown_whole(monkeypatch, caplog):
    waits: list[float] = []
    errors = [DatabaseError("odd"), OperationalError("away"), None, OperationalError("away"), None]
    busy = Worker(stop=lambda: not errors, wait=waits.append)

    def round_():
        error = errors.pop(0)
        if error:
            raise error

    monkeypatch.setattr(busy, "round", round_)
    busy.run(0.25)
    assert waits[0] == waits[3] == 1.0
    assert 1.0 <= waits[1] <= 2.0
    assert waits[2] == waits[4] == 0.25
    assert [bool(record.exc_info) for record in caplog.records] == [True, False, False, False]
    assert "after 2 attempt(s)" in caplog.messages[1]
    assert "after 1 attempt(s)" in caplog.messages[3]


def test_a_poll_longer_than_the_wait_of_an_outage_is_kept(monkeypatch):
    waits: list[float] = []
    errors = [OperationalError("away")]
    busy = Worker(stop=lambda: not errors, wait=waits.append)

    def round_():
        raise errors.pop()

    monkeypatch.setattr(busy, "round", round_)
    busy.run(30)
    assert waits == [30]


def test_old_connections_are_let_go_of_before_it_waits_also_after_a_failure(monkeypatch):
    did, errors = [], [OperationalError("away"), None]
    busy = Worker(stop=lambda: not errors, wait=lambda seconds: did.append("wait"))

    def round_():
        if error := errors.pop(0):
            raise error

    monkeypatch.setattr(busy, "round", round_)
    monkeypatch.setattr(worker, "let_go_of_old_connections", lambda: did.append("let go"))
    busy.run(0.25)
    assert did == ["let go", "wait"] * 2


def test_old_connections_are_let_go_of_before_a_round_begins(at_work, monkeypatch):
    busy, consumer, _clock = at_work
    looked_after = []
    monkeypatch.setattr(worker, "let_go_of_old_connections", lambda: looked_after.append(len(consumer.resumes)))
    busy.round()
    assert looked_after == [0]
    assert len(consumer.resumes) == 1


class Connection:
    def __init__(self, in_atomic_block):
        self.in_atomic_block, self.closed = in_atomic_block, False

    def close_if_unusable_or_obsolete(self):
        self.closed = True


def test_old_connections_are_let_go_of_but_not_in_the_middle_of_a_transaction(monkeypatch):
    idle, busy = Connection(False), Connection(True)
    asked = []

    def every(initialized_only=False):
        asked.append(initialized_only)
        return [idle, busy]

    monkeypatch.setattr(connections, "all", every)
    let_go_of_old_connections()
    monkeypatch.undo()
    assert (idle.closed, busy.closed, asked) == (True, False, [True])


def test_a_job_is_due_when_it_was_never_done_and_so_long_after_it_was():
    clock, done = Clock(), []
    job = Job("schedule", timedelta(minutes=1), lambda step: done.append(clock.now))
    assert run_due(job, clock=clock) is True
    clock.advance(59.999)
    assert run_due(job, clock=clock) is False
    clock.advance(0.001)
    assert run_due(job, clock=clock) is True
    assert len(done) == 2
    assert (row("schedule").moved_at, row("schedule").held_by, row("schedule").version) == (clock.now, "", 0)


def test_a_job_that_another_process_has_just_done_is_not_done_again(monkeypatch):
    clock, take = Clock(), Lease.take
    done: list[Any] = []

    def late(name, **given):
        ConsumerOffset.objects.update_or_create(name=name, defaults={"moved_at": clock.now})
        return take(name, **given)

    monkeypatch.setattr(Lease, "take", late)
    assert run_due(Job("schedule", timedelta(minutes=1), done.append), clock=clock) is False
    assert done == []
    assert row("schedule").held_by == ""


def test_a_job_that_succeeds_again_has_no_failures_any_more():
    clock, broken = Clock(), [1]

    def sometimes(step):
        if broken:
            raise RuntimeError("broken")

    job = Job("schedule", timedelta(minutes=1), sometimes)
    assert not run_due(job, clock=clock)
    assert row("schedule").failures == 1
    broken.clear()
    clock.advance(1)
    assert run_due(job, clock=clock)
    assert (row("schedule").failures, row("schedule").last_error) == (0, "")


def test_between_the_steps_of_a_job_its_lease_is_renewed_and_what_cannot_wait_is_done():
    clock, between = Clock(), []

    def steps(step):
        for _ in range(3):
            clock.advance(40)
            step()
            assert Lease.take("repair", clock=clock) is None

    job = Job("repair", timedelta(days=1), steps)
    assert run_due(job, clock=clock, between=lambda: between.append(clock.now))
    assert len(between) == 3


def test_the_jobs_are_those_of_the_design(monkeypatch):
    assert (SCHEDULE.name, SCHEDULE.every, SCHEDULE.run) == (
        "schedule",
        timedelta(minutes=1),
        scheduled_jobs.publish_scheduled,
    )
    assert (REPAIR.name, REPAIR.every, REPAIR.run) == ("repair", timedelta(days=1), scheduled_jobs.repair)
    assert (COMPACTION.name, COMPACTION.every, COMPACTION.run) == (
        "compaction",
        timedelta(days=1),
        scheduled_jobs.clear_log,
    )
    called: list[Any] = []
    monkeypatch.setattr(scheduled_jobs, "call_command", lambda *given, **further: called.append((given, further)))
    SCHEDULE.run(lambda: None)
    assert called == [(("publish_scheduled",), {"verbosity": 0})]
    monkeypatch.setattr(scheduled_jobs, "steps", lambda: [([1], called.append), ([2], called.append)])
    called.clear()
    REPAIR.run(lambda: called.append("renew"))
    assert called == ["renew", [1], "renew", [2]]
