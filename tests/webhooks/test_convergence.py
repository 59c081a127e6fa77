"""A partner that takes webhooks lost, doubled and shuffled still ends with what the export has."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cms.publication.clock import shared_now
from cms.publication.intents.settlement import settle
from cms.webhooks.models import WebhookMessage
from cms.webhooks.sending.delivery_faults import DeliveryFault
from cms.webhooks.sending.posting import ReceiverAnswer
from tests.factories import content as make
from tests.publication.followers import Clock
from tests.rest.feed_follower import FeedFollower, but_for_what, exported

from .endpoints import Sent, dispatching, endpoint

pytestmark = [pytest.mark.django_db, pytest.mark.repetitive]
FAILED = ReceiverAnswer(500, fault=DeliveryFault.STATUS)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["create", "edit", "move", "unpublish", "publish", "delete", "wait"]), st.integers(0, 5)
    ),
    min_size=3,
    max_size=12,
)  # fmt: skip


class Editor:
    """Somebody who changes pages; step by step, each settled."""

    def __init__(self) -> None:
        self._home, _ = make.homes("en")
        self._pages: list[Any] = [make.landing(self._home, "en") for _ in range(2)]
        settle()

    def do(self, what: str, which: int) -> None:
        if what == "create" or not self._pages:
            self._pages.append(make.landing(make.fresh(self._home), "en"))
        elif what != "wait":
            page = make.fresh(self._pages[which % len(self._pages)])
            if what == "delete":
                self._pages.remove(page)
                page.delete()
            elif what == "unpublish":
                page.unpublish()
            else:
                if what == "edit":
                    page.title += "!"
                elif what == "move":
                    page.slug += "-x"
                page.save_revision().publish()
        settle()


class Postman:
    """Answers and keeps as chance says: what is taken comes later in any order, some of it twice; `loses` drops some."""

    def __init__(self, chance: random.Random, *, loses: bool) -> None:
        self.taken: list[dict[str, Any]] = []
        self._chance, self._loses = chance, loses

    def __call__(self, body: dict[str, Any]) -> ReceiverAnswer:
        luck = self._chance.random()
        if luck < 0.25:
            return FAILED
        if not self._loses or luck < 0.7:
            self.taken += [body["data"]] * self._chance.choice([1, 1, 2])
        return FAILED if luck > 0.9 else ReceiverAnswer(204)

    def brings(self, follower: FeedFollower) -> None:
        """Hands some over, in any order."""
        self._chance.shuffle(self.taken)
        for _ in range(self._chance.randint(0, len(self.taken))):
            follower.take(self.taken.pop())


def told(steps: Any, seed: int, *, loses: bool) -> FeedFollower:
    """A follower after these steps of an editor, of which it was told by webhooks alone."""
    chance, clock = random.Random(seed), Clock()
    clock.now = shared_now()
    editor = Editor()
    endpoint()
    lines, token = exported()
    follower, postman = FeedFollower(lines=lines, token=token), Postman(chance, loses=loses)
    send = Sent(postman)
    with dispatching(send, clock) as made:
        for what, which in steps:
            editor.do(what, which)
            clock.advance(chance.choice([1, 30, 4000]))
            made.drain()
            postman.brings(follower)
        postman._chance = random.Random(seed)
        for _ in range(25):
            clock.advance(5000)
            made.drain()
        assert not WebhookMessage.objects.exists()
    while postman.taken:
        postman.brings(follower)
    return follower


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@example(steps=[("move", 0), ("edit", 0), ("wait", 0)], seed=2)
@given(steps=STEPS, seed=st.integers(0, 2**32))
def test_who_is_told_late_twice_and_in_any_order_ends_with_what_the_export_has(steps, seed):
    follower = told(steps, seed, loses=False)
    assert but_for_what(follower.lines) == but_for_what(exported()[0])


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS, seed=st.integers(0, 2**32))
def test_who_loses_some_ends_with_it_after_one_look_at_the_feed(steps, seed):
    follower = told(steps, seed, loses=True)
    follower.follow()
    assert but_for_what(follower.lines) == but_for_what(exported()[0])
