"""A worker that dies before any statement of all it does for partners, and another that comes two minutes later.

What was committed is settled, a planned release is let out, messages are queued and sent.
"""

from datetime import timedelta
from typing import Any

from cms.publication.changelog.worker import Worker
from cms.publication.clock import shared_now
from cms.publication.models import Edition, Intent
from cms.publication.reconciliation.rebuilding import all_items, differences
from cms.webhooks.models import WebhookEndpoint, WebhookMessage
from cms.webhooks.queueing.message_queue import MessageQueue
from home.models import LandingPage
from tests.database.rows import everything, execute, leading_to
from tests.publication.followers import Clock
from tests.publication.kills import Death
from tests.publication.kills_of_releases import TwoPairs, readers_have
from tests.publication.pairs import pair
from tests.rest.feed_follower import FeedFollower, but_for_what, exported
from tests.webhooks.endpoints import Sent, dispatching, endpoint


class MortalWorker:
    """One round of a worker, and all that it sends, by a clock."""

    def __init__(self) -> None:
        self.clock, self.sent = Clock(), Sent()
        self.clock.now = shared_now()

    def work(self, death: Death) -> None:
        """Until it dies, or nothing is left to do."""
        with death.awaited(), dispatching(self.sent, self.clock) as dispatcher:
            Worker(clock=self.clock, followers=lambda: [MessageQueue(self.clock)]).round()
            dispatcher.drain()

    def is_followed_by_another(self) -> None:
        """By when leases of the dead have run out."""
        self.clock.now += timedelta(minutes=2)
        self.work(Death())


def survives_any_death_of_a_worker(every: int = 1) -> int:
    """Dies before each statement (or each so many) in turn; returns how often.

    Each time followers of the feed have what the export has, then and at the end, and so has who goes by the messages alone.
    """
    given = TwoPairs.planned()
    page, _ = pair(beside=given.first)
    told = endpoint()
    lines, token = exported()
    before, rows = readers_have(), everything()
    undisturbed = MortalWorker()
    _take_down(page)
    undisturbed.work(Death())
    after = readers_have()
    assert after != before
    statement = died = 0
    while True:
        execute(leading_to(everything(), rows))
        _take_down(page)
        statement += every
        death, worker = Death(before_statement=statement), MortalWorker()
        worker.work(death)
        if not death.is_dead:
            return died
        died += 1
        follower = FeedFollower(lines=lines, token=token)
        follower.follow()
        assert (follower.lines, follower.token) == exported(), f"having died at statement {statement}"
        worker.is_followed_by_another()
        assert readers_have() == after, f"after another came, having died at statement {statement}"
        follower.follow()
        assert (follower.lines, follower.token) == exported(), f"in the end, having died at statement {statement}"
        receiver = FeedFollower(lines=lines)
        for body in worker.sent.bodies:
            receiver.take(body["data"])
        assert but_for_what(receiver.lines) == but_for_what(follower.lines), (
            f"by messages, having died at statement {statement}"
        )
        told.refresh_from_db()
        assert _is_at_rest(told), f"having died at statement {statement}"


def _take_down(page: Any) -> None:
    """By SQL: it is committed, and settled by nobody."""
    LandingPage.objects.filter(pk=page.pk).update(live=False)
    assert Edition.objects.filter(item=page.translation_key, state="published").exists()


def _is_at_rest(told: WebhookEndpoint) -> bool:
    """Whether nothing is left to be settled, told or made otherwise."""
    left = Intent.objects.exists() or WebhookMessage.objects.exists() or told.failures
    return not left and differences(all_items()) == []
