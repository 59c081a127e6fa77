"""Every consumer gets each change of the log, in order, whatever fails and whoever else works at the same time."""

import logging
import threading

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cms.publication.changelog import consumers
from cms.publication.changelog.consumers import Checkpoint, consumer_status, follow
from cms.publication.changelog.leases import LEASE, LONGEST_DELAY, ExternalFailure, Lease, delay, described
from cms.publication.changelog.log import Log, log_written, newest
from cms.publication.models import Change, ConsumerOffset

from .followers import Clock, Recorder, write_log


def offset():
    return ConsumerOffset.objects.get(name="recorder")


def fail(versions):
    raise RuntimeError("broken")


@pytest.mark.django_db
def test_a_consumer_gets_every_change_once_and_in_order():
    consumer = Recorder()
    write_log(3)
    assert follow(consumer) == 3
    write_log(2)
    assert follow(consumer) == 2
    assert follow(consumer) == 0
    assert consumer.batches == [[1, 2, 3], [4, 5]]
    assert (offset().version, offset().state) == (5, {"applied": 5})


@pytest.mark.django_db
def test_a_long_log_comes_in_batches(monkeypatch):
    monkeypatch.setattr(consumers, "BATCH", 4)
    consumer = Recorder()
    write_log(10)
    assert follow(consumer) == 10
    assert consumer.batches == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10]]


@pytest.mark.django_db
def test_what_failed_comes_again_once_its_time_has_come():
    clock, consumer = Clock(), Recorder(during=fail)
    write_log(2)
    assert follow(consumer, clock=clock) == 0
    consumer.during = lambda versions: None
    assert follow(consumer, clock=clock) == 0
    assert consumer.batches == []
    clock.advance(1)
    assert follow(consumer, clock=clock) == 2
    assert (offset().failures, offset().retry_at, offset().failing_since, offset().last_error) == (0, None, None, "")


@pytest.mark.django_db
def test_a_failure_in_the_middle_of_the_log_skips_nothing(monkeypatch):
    monkeypatch.setattr(consumers, "BATCH", 2)
    clock, consumer = Clock(), Recorder(during=lambda versions: versions[0] == 3 and fail(versions))
    write_log(5)
    assert follow(consumer, clock=clock) == 2
    assert offset().version == 2
    consumer.during = lambda versions: None
    clock.advance(60)
    assert follow(consumer, clock=clock) == 3
    assert consumer.versions == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("failures", [1, 2, 3, 6, 7, 100, 100_000])
def test_attempts_grow_apart_to_a_minute(failures):
    waits = [delay(failures) for _ in range(50)]
    expected = min(2.0 ** min(failures - 1, 30), LONGEST_DELAY)
    assert max(1.0, expected / 2) <= min(waits) <= max(waits) <= expected


@pytest.mark.django_db
def test_a_row_of_failures_is_logged_once_and_its_end_once(caplog):
    clock, consumer = Clock(), Recorder(during=fail)
    write_log()
    for _ in range(5):
        follow(consumer, clock=clock)
        clock.advance(LONGEST_DELAY)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert offset().failures == 5
    assert offset().last_error == "RuntimeError: broken"
    assert (clock.now - offset().failing_since).total_seconds() == 5 * LONGEST_DELAY
    consumer.during = lambda versions: None
    follow(consumer, clock=clock)
    assert [record.levelno for record in caplog.records] == [logging.ERROR, logging.WARNING]
    assert "well again after 5 failure(s)" in caplog.text


@pytest.mark.django_db
def test_a_service_that_is_away_is_logged_without_a_traceback(caplog):
    def away(versions):
        raise ExternalFailure("nobody at http://cms:secret@search.example.test/ answers")

    write_log()
    follow(Recorder(during=away))
    assert caplog.records[0].exc_info is None
    assert offset().last_error == "nobody at http://search.example.test/ answers"
    assert "secret" not in caplog.text


def test_an_error_is_described_in_one_short_line():
    assert described(ValueError("a\n  b")) == "ValueError: a b"
    assert described(ValueError()) == "ValueError"
    assert len(described(ValueError("x" * 1000))) == 300


@pytest.mark.django_db
def test_while_one_works_another_does_nothing():
    second = Recorder()
    first = Recorder(during=lambda versions: follow(second))
    write_log(2)
    assert follow(first) == 2
    assert second.resumes == []


@pytest.mark.django_db
def test_a_dead_holders_lease_runs_out():
    clock, consumer = Clock(), Recorder()
    write_log()
    assert Lease.take("recorder", clock=clock) is not None
    clock.advance(59)
    assert follow(consumer, clock=clock) == 0
    clock.advance(1)
    assert follow(consumer, clock=clock) == 1


@pytest.mark.django_db
def test_work_that_goes_on_keeps_its_lease():
    clock = Clock()
    lease = Lease.take("recorder", clock=clock)
    assert lease is not None
    for _ in range(10):
        clock.advance(30)
        lease.renew()
    assert Lease.take("recorder", clock=clock) is None
    lease.release()
    assert Lease.take("recorder", clock=clock) is not None


@pytest.mark.django_db
def test_who_lost_its_lease_does_not_move_the_cursor():
    clock, quick = Clock(), Recorder()

    def stall(versions):
        clock.advance(61)
        write_log()
        assert follow(quick, clock=clock) == 2

    write_log()
    assert follow(Recorder(during=stall), clock=clock) == 0
    assert (offset().version, offset().held_by, offset().failures) == (2, "", 0)
    assert quick.versions == [1, 2]


@pytest.mark.django_db
def test_a_change_made_while_the_lease_was_held_is_not_left_lying():
    def grow(versions):
        if newest() < 3:
            write_log()

    consumer = Recorder(during=grow)
    write_log()
    assert follow(consumer) == 3
    assert consumer.batches == [[1], [2], [3]]


@pytest.mark.django_db
def test_a_consumer_may_start_over_with_a_new_state():
    consumer = Recorder()
    write_log(3)
    follow(consumer)
    consumer.resumed_at = lambda checkpoint: Checkpoint(1, {"index": "new"})
    assert follow(consumer) == 2
    assert consumer.batches == [[1, 2, 3], [2, 3]]
    assert offset().state == {"index": "new", "applied": 3}


@pytest.mark.django_db
def test_a_consumer_that_cannot_follow_now_is_given_nothing_and_has_not_failed():
    consumer = Recorder()
    consumer.resumed_at = lambda checkpoint: None
    write_log()
    assert follow(consumer) == 0
    assert (consumer.batches, offset().failures, offset().held_by) == ([], 0, "")


@pytest.mark.django_db
def test_it_stops_between_batches(monkeypatch):
    monkeypatch.setattr(consumers, "BATCH", 2)
    consumer = Recorder()
    write_log(6)
    assert follow(consumer, stop=lambda: len(consumer.batches) == 2) == 4
    assert (offset().version, offset().held_by, offset().failures) == (4, "", 0)


@pytest.mark.django_db
def test_a_log_whose_old_rows_were_removed_is_followed_to_its_end():
    consumer = Recorder()
    write_log(3)
    Change.objects.all().delete()
    assert follow(consumer) == 0
    assert offset().version == 3


@pytest.mark.django_db
def test_its_standing_tells_how_far_behind_a_consumer_is():
    write_log(2)
    follow(Recorder())
    assert (consumer_status("recorder").behind, consumer_status("recorder").waiting_since) == (0, None)
    write_log(3)
    found = consumer_status("recorder")
    assert (found.version, found.behind) == (2, 3)
    assert found.waiting_since == Change.objects.get(version=3).at


@pytest.fixture
def announced():
    """The versions that `log_written` told of."""
    versions = []

    def note(version, **kwargs):
        versions.append(version)

    log_written.connect(note)
    yield versions
    log_written.disconnect(note)


@pytest.mark.django_db
def test_a_change_is_announced_once_it_is_committed(announced, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        write_log(2)
    assert announced == []
    for callback in callbacks:
        callback()
    assert announced == [2]


@pytest.mark.django_db
def test_neither_an_empty_run_nor_one_rolled_back_is_announced(announced, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            Log.lock().write()
        with transaction.atomic():
            write_log()
            transaction.set_rollback(True)
    assert announced == []


@pytest.mark.django_db
def test_a_failing_receiver_reaches_nobody(announced, django_capture_on_commit_callbacks, caplog):
    def broken(**kwargs):
        raise RuntimeError("broken")

    log_written.connect(broken)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            write_log()
    finally:
        log_written.disconnect(broken)
    assert announced == [1]
    assert "broken" in caplog.text


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_followers_and_writers_at_once_lose_nothing_and_mix_nothing_up():
    consumer, done = Recorder(), threading.Event()

    def work(action):
        try:
            action()
        finally:
            connection.close()

    def keep_following():
        while not done.is_set():
            follow(consumer)

    def keep_writing():
        for _ in range(15):
            write_log(2)

    followers = [threading.Thread(target=work, args=[keep_following]) for _ in range(3)]
    writers = [threading.Thread(target=work, args=[keep_writing]) for _ in range(2)]
    for thread in [*followers, *writers]:
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in followers:
        thread.join()
    follow(consumer)
    assert consumer.versions == list(range(1, 61))


# What may happen while a consumer takes in a batch.
EVENTS = st.lists(
    st.sampled_from(["well", "fails", "fails after", "grows", "stalls", "another comes", "dies"]), max_size=25
)


class Died(BaseException):
    """The process is killed: nothing is tidied up."""


class Chance:
    """A consumer to which things happen, checked at each batch against what must always hold."""

    name = "recorder"

    def __init__(self, events, clock):
        self.events, self.clock = list(events), clock
        self.taken = set()

    def resume(self, checkpoint, renew):
        return checkpoint

    def apply(self, changes, state, renew):
        versions = [change.version for change in changes]
        assert versions == list(range(offset().version + 1, offset().version + 1 + len(versions)))
        assert versions[0] <= max(self.taken, default=0) + 1
        event = self.events.pop() if self.events else "well"
        if event == "fails":
            raise RuntimeError(event)
        self.taken.update(versions)
        self.happen(event)
        return state

    def happen(self, event):
        if event == "fails after":
            raise RuntimeError(event)
        if event == "dies":
            raise Died
        if event == "grows":
            write_log(3)
        if event == "stalls":
            self.clock.advance(70)
        if event in {"stalls", "another comes"}:
            self.follow()

    def follow(self):
        try:
            follow(self, clock=self.clock)
        except Died:
            # Its lease stays taken, as a killed process leaves it.
            ConsumerOffset.objects.update(held_by="the dead", held_until=self.clock() + LEASE)


class WhateverHappens(TestCase):
    """Random lives of a consumer."""

    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(events=EVENTS, size=st.integers(1, 4), count=st.integers(1, 12))
    def test_every_change_is_taken_in_and_none_after_a_newer(self, events, size, count):
        clock = Clock()
        consumer = Chance(events, clock)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(consumers, "BATCH", size)
            write_log(count)
            for _ in range(len(events) + 2):
                consumer.follow()
                clock.advance(61)
        assert consumer.taken == set(range(1, newest() + 1))
        assert (offset().version, offset().held_by, offset().failures) == (newest(), "", 0)
