"""Whose turn it is and what the log says: what an operator sees of leases, failures and the clock's jobs, step by step."""

import logging
import os
import socket
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from cms.publication.changelog import consumers
from cms.publication.changelog.consumers import Checkpoint, consumer_status, follow
from cms.publication.changelog.leases import (
    LEASE,
    LONGEST_EXTERNAL_DELAY,
    ExternalFailure,
    Interrupted,
    Lease,
    delay,
    described,
)
from cms.publication.changelog.log import Log, begin_generation, newest
from cms.publication.models import Change, ConsumerOffset, LogHead

from .followers import Clock, Recorder, write_log

pytestmark = pytest.mark.django_db


def row(name="recorder"):
    return ConsumerOffset.objects.get(name=name)


def taken(name: str = "recorder", **given: Any) -> Lease:
    found = Lease.take(name, **given)
    assert found is not None
    return found


def fail(versions):
    raise RuntimeError("broken")


def test_a_lease_says_who_holds_it_until_when():
    clock = Clock()
    lease = taken(clock=clock)
    assert row().held_by.startswith(f"{socket.gethostname()[:60]} {os.getpid()} ")
    assert row().held_until == clock.now + LEASE
    lease.release()
    assert (row().held_by, row().held_until) == ("", None)
    again = taken(clock=clock)
    assert again.row.held_by != lease.row.held_by
    assert len(again.row.held_by) <= 120


def test_leases_of_two_names_do_not_touch_each_other():
    clock = Clock()
    first, second = (taken(name=name, clock=clock) for name in ("first", "second"))
    before = row("second")
    clock.advance(20)
    first.renew()
    first.advance(7, {"a": 1})
    first.release()
    assert (row("first").version, row("first").held_by) == (7, "")
    for name in ("version", "state", "moved_at", "held_by", "held_until"):
        assert getattr(row("second"), name) == getattr(before, name)
    assert second.row.held_by == before.held_by


def test_a_lease_is_given_with_how_far_its_work_has_come():
    ConsumerOffset.objects.create(name="recorder", version=5, state={"a": 1})
    lease = taken()
    assert (lease.row.version, lease.row.state, lease.failed) == (5, {"a": 1}, False)


def test_after_a_failure_only_who_does_not_mind_is_given_the_lease_before_its_time():
    clock = Clock()
    ConsumerOffset.objects.create(name="recorder", retry_at=clock.now + timedelta(seconds=1))
    assert Lease.take("recorder", clock=clock) is None
    lease = taken(clock=clock, early=True)
    assert Lease.take("recorder", clock=clock, early=True) is None
    lease.release()
    clock.advance(1)
    assert Lease.take("recorder", clock=clock) is not None


def test_an_offset_goes_on_and_back_only_where_it_is_put():
    clock = Clock()
    lease = taken(clock=clock)
    for moves, version, expected in (
        (lease.advance, 5, 5), (lease.advance, 3, 5), (lease.set_offset, 2, 2), (lease.advance, 4, 4),
    ):  # fmt: skip
        clock.advance(10)
        moves(version, {"at": version})
        assert (row().version, row().state) == (lease.row.version, lease.row.state) == (expected, {"at": version})
        assert (row().moved_at, row().held_until) == (clock.now, clock.now + LEASE)


def test_moving_an_offset_renews_its_lease():
    clock = Clock()
    lease = taken(clock=clock)
    for _ in range(5):
        clock.advance(14)
        lease.advance(1, {})
        lease.renew()
    clock.advance(59)
    assert Lease.take("recorder", clock=clock) is None


def test_work_that_is_to_stop_or_was_taken_over_is_interrupted():
    clock = Clock()
    stopped: list[int] = []
    lease = taken(clock=clock, stop=lambda: bool(stopped))
    lease.renew()
    stopped.append(1)
    with pytest.raises(Interrupted, match="the process is to stop"):
        lease.renew()
    stopped.clear()
    clock.advance(60)
    other = taken(clock=clock)
    for move in (lease.renew, lambda: lease.advance(9, {})):
        with pytest.raises(Interrupted, match="another process has taken over"):
            move()
    lease.release()
    assert (row().version, row().held_by) == (0, other.row.held_by)


def test_an_interruption_is_no_failure_and_lets_the_work_go(caplog):
    caplog.set_level(logging.INFO)
    lease = taken()
    with lease:
        raise Interrupted("enough")
    assert (lease.failed, row().failures, row().held_by) == (False, 0, "")
    assert caplog.messages == ["recorder: ended: enough"]


def test_a_failure_is_taken_down_with_when_it_is_tried_again(caplog):
    clock = Clock()
    began = clock.now
    for failures in (1, 2, 3):
        lease = taken(clock=clock, early=True)
        with lease:
            raise RuntimeError(f"broken {failures}")
        assert lease.failed
        found = row()
        assert (found.failures, found.failing_since, found.held_by) == (failures, began, "")
        assert found.last_error == f"RuntimeError: broken {failures}"
        wait = found.retry_at - clock.now
        assert timedelta(seconds=1) <= wait <= timedelta(seconds=2 ** (failures - 1))
        clock.advance(10)
    (record,) = caplog.records
    assert record.getMessage().startswith("recorder: failing: RuntimeError: broken 1. Tried again in 1 s")
    assert record.exc_info[0] is RuntimeError


def test_whether_a_service_is_back_is_asked_within_five_seconds_however_long_it_was_away():
    clock = Clock()
    for _ in range(20):
        with taken(clock=clock):
            raise ExternalFailure("nobody answers")
        clock.advance(LONGEST_EXTERNAL_DELAY)
    assert row().failures == 20


def test_who_lost_its_lease_takes_down_no_failure():
    clock = Clock()
    lease = taken(clock=clock)
    clock.advance(60)
    other = taken(clock=clock)
    with lease:
        raise RuntimeError("broken")
    assert (row().failures, row().held_by) == (0, other.row.held_by)


def test_what_is_no_error_of_the_work_goes_on_to_the_caller():
    with pytest.raises(KeyboardInterrupt), taken():
        raise KeyboardInterrupt
    assert (row().failures, row().held_by) == (0, "")


@pytest.mark.parametrize(("error", "told"), [(None, DatabaseError), (RuntimeError("work"), RuntimeError)])
def test_where_the_database_takes_nothing_down_the_works_own_error_is_told_first(monkeypatch, error, told):
    def away(lease):
        raise DatabaseError("away")

    def work(lease):
        with lease:
            if error:
                raise error

    lease = taken()
    monkeypatch.setattr(Lease, "_mine", away)
    with pytest.raises(told):
        work(lease)


def test_success_ends_a_row_of_failures_once(caplog, django_assert_num_queries):
    ConsumerOffset.objects.create(name="recorder", failures=3, last_error="x", failing_since=Clock().now)
    lease = taken(early=True)
    lease.note_success()
    assert (row().failures, row().failing_since, row().retry_at, row().last_error) == (0, None, None, "")
    with django_assert_num_queries(0):
        lease.note_success()
    assert len(caplog.messages) == 1
    assert caplog.messages[0].startswith("recorder: well again after 3 failure(s) since 2026")


def test_the_first_attempts_come_soon_and_later_ones_far_apart():
    assert delay(1) == 1.0
    for failures, doubled in ((2, 2.0), (4, 8.0), (6, 32.0), (7, 60.0), (50, 60.0)):
        waits = [delay(failures) for _ in range(200)]
        assert doubled / 2 <= min(waits) < max(waits) <= doubled
        assert max(waits) - min(waits) > doubled / 4


def test_an_error_is_described_without_passwords_and_in_so_many_words():
    assert described(ExternalFailure("nobody  answers")) == "nobody answers"
    assert described(ExternalFailure()) == "ExternalFailure"
    assert described(ValueError("X")) == "ValueError: X"
    assert described(ValueError("at http://a:b@c/ and //d@e")) == "ValueError: at http://c/ and //e"
    assert described(ValueError("a@b //c/d@e")) == "ValueError: a@b //c/d@e"


def test_the_log_is_numbered_from_one_and_begins_a_generation_with_each_run():
    LogHead.objects.all().delete()
    assert newest() == 0
    items = [uuid4(), uuid4()]
    with transaction.atomic():
        log = Log.lock()
        assert [log.append(items[0], ["en", "cy"], "published"), log.append(items[1], ["en"], "gone")] == [1, 2]
        rows = log.write()
    assert [(row.version, row.item, row.languages, row.kind, row.at) for row in rows] == [
        (1, items[0], "cy,en", "published", log.now), (2, items[1], "en", "gone", log.now),
    ]  # fmt: skip
    assert list(Change.objects.values_list("version", "item")) == list(enumerate(items, start=1))
    head = LogHead.objects.get()
    assert (head.version, newest()) == (2, 2)
    with transaction.atomic():
        assert Log.lock().write() == []
    second = LogHead.objects.get()
    begin_generation()
    third = LogHead.objects.get()
    assert [second.version, third.version] == [2, 2]
    assert 0 < head.generation < second.generation < third.generation


@pytest.mark.parametrize("begin", [begin_generation, lambda: Log.lock().write()])
def test_a_generation_from_before_a_restored_backup_never_comes_again(begin):
    """What a process remembers of it would be given for something else."""
    with transaction.atomic():
        Log.lock().write()
    backup = LogHead.objects.get()
    lost = set()
    for _ in range(3):
        begin_generation()
        lost.add(LogHead.objects.get().generation)
    LogHead.objects.update(generation=backup.generation)
    for _ in range(3):
        with transaction.atomic():
            begin()
        assert LogHead.objects.get().generation not in lost


def test_a_generation_grows_though_the_clock_was_put_back():
    with transaction.atomic():
        Log.lock().write()
    ahead = LogHead.objects.get().generation + 10**12
    LogHead.objects.update(generation=ahead)
    begin_generation()
    with transaction.atomic():
        Log.lock().write()
    assert LogHead.objects.get().generation == ahead + 2


def test_an_offset_says_when_it_was_last_moved_not_when_it_was_last_looked_at():
    clock, consumer = Clock(), Recorder()
    write_log()
    follow(consumer, clock=clock)
    moved = clock.now
    clock.advance(5)
    assert follow(consumer, clock=clock) == 0
    assert row().moved_at == moved


def test_a_consumer_that_could_not_be_resumed_is_well_again_though_nothing_is_new():
    def unable(checkpoint):
        raise RuntimeError("broken")

    clock, consumer = Clock(), Recorder()
    write_log()
    follow(consumer, clock=clock)
    resumed, consumer.resumed_at = consumer.resumed_at, unable
    assert follow(consumer, clock=clock) == 0
    assert row().failures == 1
    consumer.resumed_at = resumed
    clock.advance(2)
    assert follow(consumer, clock=clock) == 0
    assert row().failures == 0


def test_a_consumer_is_told_how_far_it_has_come_and_keeps_what_it_returns():
    consumer = Recorder()
    write_log(2)
    follow(consumer)
    follow(consumer)
    assert consumer.resumes == [Checkpoint(0, {}), Checkpoint(2, {"applied": 2})]


def test_a_consumer_that_goes_on_where_it_was_is_not_said_to_begin_anew(caplog):
    caplog.set_level(logging.INFO)
    consumer = Recorder()
    write_log(2)
    follow(consumer)
    assert caplog.messages == []
    consumer.resumed_at = lambda checkpoint: Checkpoint(1, {})
    follow(consumer)
    assert caplog.messages == ["recorder: what it derived was made anew; it goes on from version 1"]


def test_a_batch_of_just_the_size_is_followed_by_a_look_for_more(monkeypatch):
    monkeypatch.setattr(consumers, "BATCH", 2)
    consumer = Recorder()
    write_log(2)
    assert follow(consumer) == 2
    assert consumer.batches == [[1, 2]]
    assert row().held_by == ""


def test_consumers_are_made_once_and_come_by_name(monkeypatch):
    monkeypatch.setattr(consumers, "_factories", {})
    consumers._made.cache_clear()
    for name in ("b", "a"):
        factory: Any = partial(list, [name])
        consumers.register(name, factory)
    found: list[Any] = list(consumers.consumers())
    assert found == [["a"], ["b"]]
    assert consumers.consumers()[0] is found[0]
    consumers._made.cache_clear()


def test_the_standing_of_a_consumer_that_never_followed_is_the_logs_beginning():
    write_log(2)
    found = consumer_status("recorder")
    assert (found.name, found.version, found.behind) == ("recorder", 0, 2)
    assert (found.waiting_since, found.row.failures) == (Change.objects.earliest("version").at, 0)
    assert not ConsumerOffset.objects.exists()
    ConsumerOffset.objects.create(name="recorder", version=9)
    assert (consumer_status("recorder").behind, consumer_status("recorder").waiting_since) == (0, None)
