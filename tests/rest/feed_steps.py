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
from tests.rest.conftest import ApiClient
from tests.rest.feed_follower import FeedFollower, exported


class FeedSteps(ReleaseSteps):
    """`followers` are as far as they came when they last followed; `seeds` decides what reaches one out of order."""

    def __init__(self) -> None:
        super().__init__()
        self.followers = [FeedFollower(limit=2)]
        self.seeds = random.Random(0)
        self.is_compacted = False

    @rule()
    def somebody_follows(self) -> None:
        """A partner follows to the end, and is found there later."""
        self.followers.append(self._followed(self.followers[-1]))

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
        """The newest follower and one that begins now, after each step."""
        there_is = exported()
        for follower in (self._followed(self.followers[-1]), self._followed(FeedFollower(limit=3))):
            assert (follower.lines, follower.token) == there_is

    def teardown(self) -> None:
        try:
            there_is = exported()
            for follower in self.followers:
                done = self._followed(follower)
                assert (done.lines, done.token) == there_is
        finally:
            super().teardown()

    def _followed(self, follower: FeedFollower) -> FeedFollower:
        """A copy of a follower that has followed to the end; after a refusal, from the export."""
        made = follower.copy()
        since = f"changes?since={made.token}&limit=1" if made.token else "changes?limit=1"
        if ApiClient().read(since).status_code == 410:
            assert self.is_compacted
            lines, token = exported()
            return FeedFollower(2, lines=lines, token=token)
        made.follow()
        return made
