"""Orders of what editors do while partners follow, as many as each run has time for; `make soak` tries more and longer ones."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.database.once import nothing_is_written_yet
from tests.publication.release_orders import tried
from tests.rest.feed_follower import FeedFollower, exported
from tests.rest.feed_steps import FeedSteps
from tests.rest.test_keeping_a_copy import STEPS, do, library

pytestmark = pytest.mark.django_db


def test_from_every_token_a_follower_ends_with_what_the_export_has(settings: Any) -> None:
    settings.RELEASE_POLICY = "together"
    assert tried(1, orders=5, steps=12, machine=FeedSteps) > 40


def test_each_kind_of_change_is_told_of() -> None:
    library()
    follower = FeedFollower()
    for number, step in enumerate(STEPS):
        do(step, number)
        follower.follow()
        assert (follower.lines, follower.token) == exported(), step.__name__


def do_next(steps: list[Any]) -> None:
    if steps:
        do(*steps.pop())


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(
    rounds=st.lists(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 9)), max_size=3), min_size=1, max_size=4),
    limit=st.integers(1, 5),
)
def test_a_follower_of_anything_that_editors_and_the_clock_do_has_what_there_is(rounds: Any, limit: int) -> None:
    with transaction.atomic():
        nothing_is_written_yet()
        library()
        followers = [FeedFollower(limit)]
        for steps in rounds:
            left = list(steps)
            followers.append(followers[-1].copy())
            followers[-1].follow(lambda left=left: do_next(left))
            while left:
                do_next(left)
        for follower in followers:
            follower.follow()
            assert (follower.lines, follower.token) == exported()
        transaction.set_rollback(True)
