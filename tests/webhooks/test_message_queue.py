"""What is queued for each endpoint: all that it is to be told, each item once, whatever happens on the way."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from jsonschema import Draft202012Validator

from cms.publication.changelog.log import newest
from cms.publication.clock import shared_now
from cms.publication.models import Change, ConsumerOffset
from cms.publication.queries.feed.change_entries import FeedFilter, entries_of
from cms.publication.reconciliation.actions import take_down_one
from cms.webhooks.models import WebhookEndpoint, WebhookMessage
from cms.webhooks.queueing import message_queue
from cms.webhooks.queueing.replaying import replay_item, send_test
from cms.webhooks.sending.ending import put_back, switch_on
from tests.factories import content as make
from tests.publication.pairs import pair, together

from .endpoints import change, endpoint, queue, waiting

__all__ = ["together"]
pytestmark = pytest.mark.django_db


def test_a_message_is_the_feeds_entry_and_holds_nothing_of_the_content(together):
    told = endpoint()
    english, welsh = pair()
    queue()
    item = english.translation_key
    row = WebhookMessage.objects.get(endpoint=told, item=item)
    body = json.loads(row.body)
    assert set(body) == {"type", "timestamp", "data"}
    assert (body["type"], body["data"]["what"], body["data"]["id"]) == ("item.published", "published", str(item))
    assert [(one["language"], one["state"]) for one in body["data"]["languages"]] == [
        ("cy", "published"), ("en", "published"),
    ]  # fmt: skip
    assert all(one["version"] == row.version and one["digest"] and one["address"] for one in body["data"]["languages"])
    assert english.title not in row.body
    assert welsh.title not in row.body


def test_what_is_sent_is_as_the_contract_says(together, settings):
    told = endpoint()
    pair()
    change()
    queue()
    send_test(told)
    contract = json.loads((Path(settings.BASE_DIR) / "docs" / "contracts" / "openapi.json").read_text())
    for row in told.messages.all():
        name = "WebhookMessage" if row.item else "WebhookTest"
        schema = {"$ref": f"#/components/schemas/{name}", "components": contract["components"]}
        body = json.loads(row.body)
        assert list(Draft202012Validator(schema).iter_errors(body)) == []
        assert body["timestamp"].endswith("Z")
    assert {row.item is None for row in told.messages.all()} == {True, False}


def test_a_later_change_takes_the_place_of_one_that_waits(together):
    told = endpoint()
    english, _ = pair()
    queue()
    before = WebhookMessage.objects.get(item=english.translation_key)
    make.fresh(english).unpublish()
    queue()
    after = WebhookMessage.objects.get(item=english.translation_key)
    assert after.event == "item.withdrawn"
    assert (after.pk, after.version > before.version) == (before.pk, True)
    assert after.message_id != before.message_id
    assert told.messages.filter(item=english.translation_key).count() == 1


def test_what_has_moved_is_told_as_moved_though_it_changed_again_since():
    told, other = endpoint(), endpoint(events=["item.moved"])
    page = make.landing(make.homes("en")[0], "en")
    queue()
    page.slug = "elsewhere"
    page.save_revision().publish()
    page.title = "English: and another title"
    page.save_revision().publish()
    queue()
    assert waiting(told)[page.translation_key] == waiting(other)[page.translation_key] == "item.moved"


def test_that_one_language_was_taken_down_is_told_to_who_takes_withdrawals(together):
    down, changed, everything = (
        endpoint(events=["item.withdrawn", "item.gone"]),
        endpoint(events=["item.published"]),
        endpoint(),
    )
    english, welsh = pair()
    item = english.translation_key
    queue()
    WebhookMessage.objects.all().delete()
    take_down_one(make.fresh(english), None, "The English is being rewritten.")
    queue()
    told = [waiting(one)[item] for one in (down, changed, everything)]
    assert told == ["item.withdrawn", "item.published", "item.withdrawn"]
    body = json.loads(down.messages.get().body)["data"]
    assert (body["what"], [one["state"] for one in body["languages"]]) == ("withdrawn", ["published", "withdrawn"])
    (entry,) = entries_of([Change.objects.filter(item=item).latest("version")], FeedFilter(), shared_now())
    assert entry.payload.what == "withdrawn"
    make.publish(welsh, title="Cymraeg: eto")  # it changes while the message waits, and the English is still down
    queue()
    assert [waiting(one)[item] for one in (down, everything)] == ["item.withdrawn", "item.withdrawn"]
    WebhookMessage.objects.all().delete()
    make.publish(welsh, title="Cymraeg: ac eto")
    queue()
    assert [waiting(one).get(item) for one in (down, everything)] == [None, "item.published"]


def test_an_endpoint_is_told_of_the_events_it_takes_alone():
    published, gone = endpoint(events=["item.published"]), endpoint(events=["item.gone"])
    page = make.landing(make.homes("en")[0], "en")
    item = change()
    queue()
    assert page.translation_key in waiting(published)
    assert waiting(gone) == {item: "item.gone"}


def test_what_waits_is_never_told_once_it_is_no_longer_true():
    told = endpoint(events=["item.published"])
    page = make.landing(make.homes("en")[0], "en")
    queue()
    assert page.translation_key in waiting(told)
    page.unpublish()
    queue()
    assert page.translation_key not in waiting(told)


def test_a_filter_narrows_and_what_is_outside_is_told_by_its_id_alone():
    told = endpoint(types=["guide"])
    page = make.landing(make.homes("en")[0], "en")
    queue()
    row = WebhookMessage.objects.get(item=page.translation_key)
    data = json.loads(row.body)["data"]
    assert (row.event, data["languages"], data["type"]) == ("item.left", [], None)
    assert told.messages.exclude(event="item.left").count() == 0


def test_an_endpoint_that_is_off_is_told_later_of_all_it_missed():
    told = endpoint(ended="hand")
    items = [change() for _ in range(3)]
    change(items[0])
    queue()
    assert waiting(told) == {}
    switch_on(told)
    queue()
    assert set(waiting(told)) == set(items)


def test_one_that_is_put_back_is_told_again_each_item_once_as_it_is_now():
    told, beside = endpoint(), endpoint()
    first = change()
    moment = shared_now()
    items = [change(), change()]
    change(items[0])
    queue()
    WebhookMessage.objects.all().delete()
    put_back(told, moment)
    queue()
    assert list(waiting(told)) == [items[1], items[0]]
    put_back(told, None)
    queue()
    assert set(waiting(told)) == {first, *items}
    assert waiting(beside) == {}


def test_a_batch_that_dies_in_the_middle_is_queued_again_and_only_once(monkeypatch):
    told, beside = endpoint(), endpoint(types=["guide"])
    items = [change() for _ in range(5)]
    monkeypatch.setattr(message_queue, "BATCH", 2)
    whole, calls = message_queue._queue, []

    def dies(*arguments):
        calls.append(1)
        whole(*arguments)
        if len(calls) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(message_queue, "_queue", dies)
    with pytest.raises(KeyboardInterrupt):
        message_queue.queue_up_to(newest(), lambda: None)
    assert 0 < WebhookMessage.objects.count() < 10
    message_queue.queue_up_to(newest(), lambda: None)
    assert set(waiting(told)) == set(waiting(beside)) == set(items)
    assert set(WebhookEndpoint.objects.values_list("queued_to", flat=True)) == {newest()}


def test_an_endpoint_that_is_put_back_while_it_is_queued_for_is_told_from_there(monkeypatch):
    before = change()
    told = endpoint()
    item = change()
    whole, moments = entries_of, [0]

    def meanwhile(*arguments):
        if moments:
            WebhookEndpoint.objects.filter(pk=told.pk).update(queued_to=moments.pop())
        return whole(*arguments)

    monkeypatch.setattr(message_queue, "entries_of", meanwhile)
    message_queue.queue_up_to(newest(), lambda: None)
    assert set(waiting(told)) == {before, item}


def test_who_switches_an_endpoint_off_while_it_is_queued_for_has_the_last_word(monkeypatch):
    told = endpoint()
    change()
    whole = entries_of

    def meanwhile(*arguments):
        WebhookEndpoint.objects.filter(pk=told.pk).update(queued_to=0, ended="hand")
        return whole(*arguments)

    monkeypatch.setattr(message_queue, "entries_of", meanwhile)
    message_queue.queue_up_to(newest(), lambda: None)
    assert WebhookEndpoint.objects.get(pk=told.pk).queued_to == 0
    assert waiting(told) == {}


def test_the_consumer_is_at_the_logs_end_with_and_without_endpoints():
    change()
    queue()
    assert ConsumerOffset.objects.get(name="webhooks").version == newest()


def test_one_item_is_told_again_as_it_is_now():
    told = endpoint(events=["item.published"])
    item = change()
    queue()
    assert waiting(told) == {}
    assert replay_item(told, item)
    assert waiting(told) == {item: "item.gone"}
    assert not replay_item(told, UUID(int=0))


def test_the_queries_are_as_many_for_two_changes_as_for_fifty(django_assert_max_num_queries):
    endpoint(), endpoint(), endpoint(types=["guide"])
    for _ in range(50):
        change()
    with django_assert_max_num_queries(50):
        queue()
