"""The circuit breaker: who waits, who is refused, and when a service is tried again. Time is told, not waited for."""

import pytest

from search.engines.circuit_breaker import MOST_SLOW, STRAINED, TOLD_EVERY, CircuitBreaker, ServiceFault, SlowAnswer
from search.engines.interface import Unavailable


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return CircuitBreaker(clock)


def fails(breaker, fault=ServiceFault):
    with pytest.raises(Unavailable) as caught, breaker.guard():
        raise fault("the service is unwell")
    return caught.value


def refused(breaker):
    """How long the breaker says to wait; None where it let the call through."""
    try:
        with breaker.guard():
            return None
    except Unavailable as refusal:
        return refusal.retry_after


def test_calls_pass_while_all_is_well(breaker):
    assert [refused(breaker) for _ in range(3)] == [None, None, None]


def test_after_a_fault_nobody_waits_and_all_are_told_how_long(breaker, clock):
    fails(breaker)
    assert refused(breaker) == 1
    clock.now += 0.9
    assert refused(breaker) == 1


def test_a_refusal_says_what_was_wrong(breaker):
    fails(breaker)
    with pytest.raises(Unavailable, match="the service is unwell"), breaker.guard():
        pass


def test_after_the_pause_a_call_that_goes_well_closes_the_circuit(breaker, clock):
    fails(breaker)
    clock.now += 5
    assert refused(breaker) is None
    assert refused(breaker) is None


def test_it_is_tried_each_second_however_long_it_has_failed(breaker, clock):
    for _ in range(60):
        fails(breaker)
        assert refused(breaker) == 1
        clock.now += 1
    assert refused(breaker) is None


def test_only_one_call_tries_a_service_that_was_unwell(breaker, clock):
    fails(breaker)
    clock.now += 5
    with breaker.guard():
        assert refused(breaker) == 1
    assert refused(breaker) is None


def test_a_try_that_ends_in_an_error_of_our_own_does_not_block_the_next(breaker, clock):
    fails(breaker)
    clock.now += 5
    with pytest.raises(KeyError), breaker.guard():
        raise KeyError
    assert refused(breaker) is None


def test_calls_that_were_under_way_when_the_circuit_opened_count_as_one_fault(breaker):
    calls = [breaker.guard() for _ in range(3)]
    for call in calls:
        call.__enter__()
    assert [call.__exit__(ServiceFault, ServiceFault("no answer"), None) for call in calls] == [False, False, False]
    assert refused(breaker) == 1


def test_an_answer_that_there_is_nothing_opens_no_circuit(breaker):
    fails(breaker, Unavailable)
    assert refused(breaker) is None


def test_a_write_is_never_refused_but_tells_readers_how_it_went(breaker):
    fails(breaker)
    with breaker.watch():
        pass
    assert refused(breaker) is None
    with pytest.raises(ServiceFault), breaker.watch():
        raise ServiceFault("the disk is full")
    assert refused(breaker) == 1


def test_an_operator_is_told_once_when_it_begins_and_once_when_it_is_over(breaker, clock, caplog):
    for _ in range(3):
        fails(breaker)
        clock.now += 60
    assert refused(breaker) is None
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]
    assert all("the service is unwell" in record.getMessage() for record in caplog.records)


def test_one_slow_answer_refuses_nobody_and_says_that_less_should_be_asked(breaker, clock):
    assert not breaker.strained
    assert fails(breaker, SlowAnswer).retry_after == 1
    assert (refused(breaker), breaker.strained) == (None, True)
    clock.now += STRAINED
    assert not breaker.strained


def test_slow_answers_with_good_ones_between_never_open_the_circuit(breaker, clock):
    for _ in range(10):
        fails(breaker, SlowAnswer)
        clock.now += 1
        assert refused(breaker) is None


def test_slow_answers_one_after_the_other_are_a_fault_that_is_tried_again_in_a_second(breaker, clock):
    for _ in range(MOST_SLOW):
        fails(breaker, SlowAnswer)
        clock.now += 0.8
    assert refused(breaker) == 1
    clock.now += 1
    assert refused(breaker) is None
    assert refused(breaker) is None


def test_calls_that_are_slow_together_count_as_one(breaker, clock):
    calls = [breaker.guard() for _ in range(MOST_SLOW * 4)]
    for call in calls:
        call.__enter__()
    clock.now += 0.8
    for call in calls:
        call.__exit__(SlowAnswer, SlowAnswer("no answer in time"), None)
    assert (refused(breaker), breaker.strained) == (None, True)


def test_an_operator_is_told_once_a_minute_that_it_is_slow(breaker, clock, caplog):
    def slow_for_a_while():
        for _ in range(3):
            fails(breaker, SlowAnswer)
            refused(breaker)
            clock.now += STRAINED + 1

    slow_for_a_while()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    clock.now += TOLD_EVERY
    slow_for_a_while()
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 2
