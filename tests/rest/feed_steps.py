"""Any order of what editors do, with partners who follow: each ends with what the export has, whatever reached it and when.

The steps are those of tests/publication/release_steps.py.
"""

import random
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from cms.publication.changelog.compaction import compact
from cms.publication.clock import shared_now
from tests.publication.release_steps import ReleaseSteps
from tests.rest.feed_follower import FeedFollower, Lines, Refused, exported


class FeedSteps(ReleaseSteps):
    """`followers` are as far as they came when they stopped, one at each token that there ever was; `seeds` decides what
    reaches one out of order.
    """

    asks_outlets = False

    def __init__(self) -> None:
        super().__init__()
        self.followers = [FeedFollower(limit=1)]
        self.seeds = random.Random(0)
        self.is_compacted = False

    @rule(seed=st.integers(0, 1000))
    def what_reaches_a_follower_is_lost_doubled_and_out_of_order(self, seed: int) -> None:
        """It is sent entries of all ages by somebody, and goes on by itself from where it was."""
        self.seeds.seed(seed)
        follower = self.followers[-1].copy()
        entries = [entry for one in self.followers for entry in one.seen]
        sent = self.seeds.choices(entries, k=min(len(entries), 8)) if entries else []
        for entry in sent:
            follower.take(entry)
        self.followers.append(follower)

    @rule()
    def the_log_is_compacted(self) -> None:
        """As if all of it were old."""
        compact(clock=lambda: shared_now() + timedelta(days=1000))
        self.is_compacted = True

    @invariant()
    def whoever_follows_has_what_there_is(self) -> None:
        """The newest follower, which stops after each entry, and one that begins now, after each step."""
        there_is = exported()
        newest, more = self.followers[-1].copy(), True
        while more:
            before, more = newest.token, self._follow_once(newest)
            if newest.token != before:
                self.followers.append(newest)
                newest = newest.copy()
        for follower in (newest, FeedFollower(limit=3)):
            assert self._has_in_the_end(follower) == there_is

    def _is_made_again_from_nothing(self) -> None:
        """ReleaseSteps itself is held to that."""

    def teardown(self) -> None:
        try:
            there_is = exported()
            for follower in self.followers:
                assert self._has_in_the_end(follower.copy(limit=100)) == there_is
        finally:
            super().teardown()

    def _has_in_the_end(self, follower: FeedFollower) -> tuple[Lines, str]:
        """What it has, and its token, once it has followed to the end."""
        while self._follow_once(follower):
            pass
        return follower.lines, follower.token

    def _follow_once(self, follower: FeedFollower) -> bool:
        """Whether there is more to follow. After a refusal it begins again from the export."""
        try:
            return follower.follow_once()
        except Refused:
            assert self.is_compacted
            follower.begin_again()
            return False
