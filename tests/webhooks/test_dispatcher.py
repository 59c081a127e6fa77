"""Sending: in order for each item, again until it is taken, and nobody waits for anybody else."""

import asyncio
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from standardwebhooks import Webhook

from cms.publication.changelog import consumers
from cms.publication.changelog.log import newest
from cms.publication.clock import shared_now
from cms.webhooks.models import WebhookAttempt, WebhookEndpoint, WebhookMessage
from cms.webhooks.queueing.replaying import send_test
from cms.webhooks.sending import dispatcher
from cms.webhooks.sending.back_off import LONGEST, delay
from cms.webhooks.sending.delivery_faults import DeliveryFault
from cms.webhooks.sending.delivery_outcomes import Attempted, record
from cms.webhooks.sending.dispatcher import Courier, Dispatcher
from cms.webhooks.sending.posting import ReceiverAnswer
from cms.webhooks.sending.secret_rotation import end_previous, rotate
from tests.publication.followers import Clock

from .endpoints import PLAIN_SECRETS, Sent, change, dispatching, endpoint, queue, waiting
from .receivers import Receiver

pytestmark = pytest.mark.django_db
DOWN = ReceiverAnswer(fault=DeliveryFault.CONNECTION)
BROKEN = ReceiverAnswer(500, fault=DeliveryFault.STATUS)


@pytest.fixture
def clock():
    """A clock that stands still."""
    clock = Clock()
    clock.now = shared_now()
    return clock


def sent_by(send, clock):
    """Sends all that is due."""
    with dispatching(send, clock) as made:
        made.drain()


def days_of(send, clock, days, step=600):
    """Lets time pass, and sends what falls due."""
    for _ in range(int(days * 86400 / step)):
        clock.advance(step)
        sent_by(send, clock)


def test_a_change_is_signed_and_delivered_once(clock):
    with Receiver() as receiver:
        told = endpoint(receiver.url)
        item = change()
        Courier().once(bool)
        Courier().once(bool)
    (request,) = receiver.requests
    said = Webhook(PLAIN_SECRETS[told.pk]).verify(request["body"], request["headers"])
    assert (said["type"], said["data"]["id"]) == ("item.gone", str(item))
    assert request["headers"]["Content-Type"] == "application/json"
    row = WebhookAttempt.objects.get()
    assert (row.outcome, row.status, row.item, row.message_id) == (
        "delivered", 204, item, request["headers"]["webhook-id"],
    )  # fmt: skip
    assert waiting(told) == {}


def test_a_worker_that_works_once_sends_too(monkeypatch):
    monkeypatch.setattr(consumers, "_factories", {})  # search has tests of its own
    with Receiver() as receiver:
        told = endpoint(receiver.url)
        change()
        call_command("worker", "--once")
    assert len(receiver.requests) == 1
    assert waiting(told) == {}


def test_changes_go_to_every_endpoint_in_the_order_of_the_log(clock):
    first, second = endpoint("https://a.example.wales/"), endpoint("https://b.example.wales/")
    items = [change() for _ in range(9)]
    send = Sent()
    sent_by(send, clock)
    for told in (first, second):
        of_it = [id for id, url in zip(send.items, send.urls, strict=True) if url == told.url]
        assert of_it == list(map(str, items))


def test_what_fails_is_sent_again_under_the_same_id_with_the_same_words_and_another_signature(clock):
    endpoint()
    change()
    send = Sent(lambda body: BROKEN)
    sent_by(send, clock)
    sent_by(send, clock)
    assert len(send.bodies) == 1  # not before its time
    clock.advance(7)
    send.answer = lambda body: ReceiverAnswer(200)
    sent_by(send, clock)
    assert len(set(send.ids)) == 1
    assert send.bodies[0] == send.bodies[1]
    assert list(WebhookAttempt.objects.order_by("pk").values_list("outcome", flat=True)) == ["failed", "delivered"]


def test_a_later_change_is_told_instead_of_one_that_failed(clock):
    told = endpoint()
    item = change()
    send = Sent(lambda body: DOWN)
    sent_by(send, clock)
    change(item)
    clock.advance(60)
    send.answer = lambda body: ReceiverAnswer(200)
    sent_by(send, clock)
    assert [body["data"]["version"] for body in send.bodies] == [newest() - 1, newest()]
    assert len(set(send.ids)) == 2
    assert waiting(told) == {}


def test_a_change_while_its_item_is_on_its_way_waits_until_that_has_arrived(clock):
    told = endpoint()
    item = change()
    under_way, most = [], []

    async def slow(url, headers, body, *, loopback):
        under_way.append(body)
        most.append(len(under_way))
        await asyncio.sleep(0.1)
        under_way.remove(body)
        return ReceiverAnswer(200)

    with Dispatcher(clock=clock, send=slow, look=0.01) as made:
        made.round()
        change(item)
        made.round()
        assert len(made._in_hand) == 1
        made.drain()
    assert most == [1, 1]
    assert waiting(told) == {}


def test_a_slow_receiver_takes_none_of_anothers_turns(clock):
    endpoint("https://slow.example.wales/"), endpoint("https://quick.example.wales/")
    for _ in range(30):
        change()
    never = []
    quick = Sent()

    async def send(url, headers, body, *, loopback):
        if "slow" in url:
            never.append(url)
            await asyncio.sleep(3600)
        return await quick(url, headers, body, loopback=loopback)

    with Dispatcher(clock=clock, send=send, look=0.01) as made:
        made.round()
        for _ in range(300):
            made._collect(0.01)
            made.round()
        assert len(quick.bodies) == 30
        assert len(never) == dispatcher.TO_ONE


def test_a_receiver_that_is_down_for_more_than_a_day_is_told_of_all_it_missed(clock):
    told = endpoint()
    send = Sent(lambda body: DOWN)
    items = []
    for _ in range(30):
        items += [change(), change()]
        change(items[0])
        days_of(send, clock, 1 / 24, step=300)
    assert len(send.bodies) < 250  # it is asked with one message at a time, ever more seldom
    send.answer = lambda body: ReceiverAnswer(200)
    send.bodies.clear()
    days_of(send, clock, 20 / 60 / 24, step=60)
    assert sorted(send.items) == sorted(map(str, items))
    assert waiting(told) == {}
    assert WebhookEndpoint.objects.get().failures == 0


def test_one_message_that_is_never_taken_holds_up_no_other_and_is_given_up_after_a_day(clock):
    told = endpoint()
    bad = change()
    send = Sent(lambda body: BROKEN if body["data"]["id"] == str(bad) else ReceiverAnswer(200))
    for _ in range(30):
        good = change()
        sent_by(send, clock)
        assert good not in waiting(told)
        clock.advance(3600)
    tries = WebhookAttempt.objects.filter(item=bad)
    assert 8 <= tries.count() <= 16
    assert tries.values_list("outcome", flat=True)[0] == "given-up"
    assert waiting(told) == {}
    assert WebhookEndpoint.objects.get().is_on


def test_a_receiver_may_say_when_to_come_again(clock):
    endpoint()
    change()
    send = Sent(lambda body: ReceiverAnswer(429, fault=DeliveryFault.STATUS, retry_after=3600))
    sent_by(send, clock)
    clock.advance(3500)
    sent_by(send, clock)
    assert len(send.bodies) == 1
    clock.advance(200)
    sent_by(send, clock)
    assert len(send.bodies) == 2


def test_two_secrets_sign_while_one_takes_the_others_place(clock):
    with Receiver() as receiver:
        told = endpoint(receiver.url)
        fresh = rotate(told)
        change()
        Courier().once(bool)
        end_previous(told)
        change()
        Courier().once(bool)
    first, second = receiver.requests
    for secret in (PLAIN_SECRETS[told.pk], fresh):
        assert Webhook(secret).verify(first["body"], first["headers"])
    assert len(second["headers"]["webhook-signature"].split()) == 1
    assert Webhook(fresh).verify(second["body"], second["headers"])


def test_a_test_goes_to_an_endpoint_that_is_off_and_is_not_repeated(clock):
    told = endpoint(ended="hand")
    message_id = send_test(told)
    send = Sent(lambda body: BROKEN)
    sent_by(send, clock)
    clock.advance(3600)
    sent_by(send, clock)
    assert send.ids == [message_id]
    assert send.bodies[0]["type"] == "webhook.test"
    assert WebhookAttempt.objects.get().outcome == "failed"
    assert WebhookEndpoint.objects.get().failures == 0


def test_only_one_process_sends_at_a_time(clock, monkeypatch):
    endpoint()
    change()
    send, other = Sent(), Sent()
    with dispatching(other, clock) as second:

        async def meanwhile(url, headers, body, *, loopback):
            return await send(url, headers, body, loopback=loopback)

        with Dispatcher(clock=clock, send=meanwhile, look=0.01) as first:
            collect = first._collect
            monkeypatch.setattr(first, "_collect", lambda seconds: (second.drain(), collect(0.2)))
            first.drain()
    assert (len(send.bodies), other.bodies) == (1, [])


@pytest.mark.parametrize("moment", ["queueing", "signing", "sending", "recording", "recorded"])
def test_whatever_the_moment_at_which_a_worker_dies_the_next_one_tells_it(clock, monkeypatch, moment):
    class Died(BaseException):
        pass

    def dies(*arguments, **named):
        raise Died

    told = endpoint()
    items = [change(), change()]
    send = Sent()
    with monkeypatch.context() as patched, dispatching(send, clock) as made:
        if moment == "queueing":
            patched.setattr("cms.webhooks.queueing.message_queue._queue", dies)
        elif moment == "signing":
            patched.setattr(dispatcher, "signed_headers", dies)
        elif moment == "sending":
            patched.setattr(made, "_collect", dies)
        elif moment == "recording":
            patched.setattr(WebhookAttempt.objects, "bulk_create", dies)
        else:
            patched.setattr(made, "_collect", lambda seconds, collect=made._collect: (collect(1), dies()))
        with pytest.raises(Died):
            made.drain()
    clock.advance(120)
    sent_by(send, clock)
    assert set(send.items) == set(map(str, items))
    assert waiting(told) == {}
    by_item = {(body["data"]["id"], id) for body, id in zip(send.bodies, send.ids, strict=True)}
    assert len(by_item) == 2  # whatever was told twice has one id


def test_a_database_that_does_not_answer_loses_nothing(clock, monkeypatch):
    told = endpoint()
    change()
    send = Sent()
    with dispatching(send, clock) as made:
        with monkeypatch.context() as patched:

            def fails(attempts, now):
                if attempts:
                    raise OperationalError

            patched.setattr(dispatcher, "record", fails)
            made.drain()
        clock.advance(120)
        made.drain()
    assert len(send.bodies) == 2
    assert len(set(send.ids)) == 1
    assert waiting(told) == {}


def test_what_was_attempted_long_ago_is_not_kept(clock, settings):
    settings.WEBHOOK_LOG_DAYS = 3
    endpoint()
    change()
    sent_by(Sent(), clock)
    clock.advance(4 * 86400)
    change()
    sent_by(Sent(), clock)
    assert [row.at for row in WebhookAttempt.objects.all()] == [clock.now]


def test_a_message_whose_endpoint_is_deleted_on_the_way_is_forgotten(clock):
    endpoint()
    change()
    send = Sent()
    with dispatching(send, clock) as made:
        made.round()
        WebhookEndpoint.objects.all().delete()
        made._collect(1)
    assert (WebhookMessage.objects.count(), WebhookAttempt.objects.count()) == (0, 0)


def test_nothing_to_send_costs_few_queries(clock, django_assert_max_num_queries):
    endpoint()
    with dispatching(Sent(), clock) as made:
        made.round()
        with django_assert_max_num_queries(2):
            made.round()


def test_a_change_costs_as_many_statements_for_many_endpoints_with_much_waiting_as_for_few(clock):
    def cost(endpoints, waits):
        WebhookEndpoint.objects.all().delete()
        for _ in range(endpoints):
            endpoint()
        for _ in range(waits):
            change()
        queue()
        clock.advance(60)
        change()
        with CaptureQueriesContext(connection) as captured, dispatching(Sent(), clock) as made:
            made.round()
            assert len(made._in_hand) == endpoints * min(4, waits + 1)
            record(
                [Attempted(message, clock.now, ReceiverAnswer(204)) for message in made._in_hand.values()], clock.now
            )
        return len(captured)

    assert cost(2, 1) == cost(12, 30)


def test_what_was_queued_just_now_goes_with_the_same_look(clock):
    def ticking():
        clock.advance(0.001)
        return clock.now

    endpoint()
    with Dispatcher(clock=ticking, send=Sent()) as made:
        made.round()
        change()
        made._looked_at = clock.now
        made.round()
        assert len(made._in_hand) == 1
        made.drain()


def test_who_never_was_sent_anything_is_not_the_last_where_many_wait(clock, monkeypatch):
    monkeypatch.setattr(dispatcher, "TO_ALL", 1)
    endpoint("https://known.example.wales/", delivered_at=clock.now)
    endpoint("https://new.example.wales/")
    change()
    send = Sent()
    sent_by(send, clock)
    assert [url.split(".")[0] for url in send.urls] == ["https://new", "https://known"]


def test_waits_between_attempts_grow_and_end(clock):
    waits = [delay(failures) for failures in range(1, 40)]
    assert 4 <= waits[0] <= 6
    assert all(wait <= LONGEST * 1.2 for wait in waits)
    assert len({delay(20) for _ in range(5)}) > 1
    assert delay(1, asked_for=1e9) == timedelta(days=1).total_seconds()
