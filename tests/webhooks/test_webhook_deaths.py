"""A worker that dies before any one of its statements, or right after any one of its commits: nothing is lost."""

from datetime import timedelta

import pytest
from django.db import connection

from cms.publication.changelog.log import newest
from cms.publication.clock import shared_now
from cms.webhooks.models import WebhookAttempt, WebhookEndpoint, WebhookMessage
from tests.publication.followers import Clock
from tests.publication.kills import Death

from .endpoints import Sent, change, dispatching, endpoint

pytestmark = pytest.mark.django_db(transaction=True)


def dies(death: Death, send: Sent, clock: Clock) -> None:
    """A worker queues and sends until it dies, or there is nothing more to do."""
    with death.awaited(), dispatching(send, clock) as made:
        made.drain()


@pytest.mark.parametrize("kind", ["before_statement", "after_commit"])
def test_a_death_at_any_moment_loses_nothing_and_gives_no_message_a_second_id(kind):
    told, beside = endpoint("https://a.example.wales/"), endpoint("https://b.example.wales/")
    count, dead = 0, True
    while dead:
        count += 1
        clock, send = Clock(), Sent()
        clock.now = shared_now()
        items = {str(change()), str(change())}
        death = Death()
        setattr(death, kind, count)
        dies(death, send, clock)
        dead = death.is_dead
        clock.now += timedelta(minutes=2)
        dies(Death(), send, clock)
        for own in (told, beside):
            sent = {
                (body["data"]["id"], id)
                for body, id, url in zip(send.bodies, send.ids, send.urls, strict=True)
                if url == own.url
            }
            assert {item for item, _ in sent} == items
            assert len(sent) == 2
        assert not WebhookMessage.objects.exists()
        assert set(WebhookEndpoint.objects.values_list("queued_to", "failures")) == {(newest(), 0)}
        assert WebhookAttempt.objects.exclude(outcome="delivered").count() == 0
        assert not connection.in_atomic_block
    assert count > 5
