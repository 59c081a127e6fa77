"""The readers agree with the one visibility policy."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.publication.models import Edition, State
from cms.publication.queries import item_queries, list_queries
from cms.publication.visibility import is_served, served
from tests.factories.editions import edition, expired, pair, withdrawn

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("seconds", [None, -1, 0, 1])
def test_the_condition_of_queries_is_the_policy(state, seconds):
    now = timezone.now()
    expires_at = None if seconds is None else now + timedelta(seconds=seconds)
    row = edition("cy", state=state, expires_at=expires_at)
    assert Edition.objects.filter(served(now)).exists() is is_served(row, now)


def item(row, *languages):
    found = item_queries.item(row.item, *languages)
    assert found is not None
    return found


def test_a_reader_gives_bytes_of_the_languages_asked_for_only():
    row = edition("cy")
    edition("en", item=row.item)
    found = item(row, "cy")
    assert [ready.language for ready in found.editions] == ["cy"]
    assert [status.state for status in found.statuses] == ["published", "published"]
    assert [ready.language for ready in item(row, "en", "cy").editions] == ["en", "cy"]


def test_what_readers_give_cannot_be_changed():
    found = item(edition("cy"), "cy")
    with pytest.raises(AttributeError):
        setattr(found.editions[0], "title", "Arall")  # noqa: B010 - what mypy would not allow
    assert not hasattr(found.editions[0], "__dict__")


def test_cards_are_those_that_may_be_served_now_read_in_one_query(django_assert_num_queries):
    welsh, english = pair()
    others = [expired("cy"), withdrawn("cy"), edition("en")]
    with django_assert_num_queries(1):
        cards = list_queries.cards([welsh.item, *(row.item for row in others)], "cy", [welsh.item])
    (card,) = cards.by_item.values()
    assert (card.item, card.version, card.card, card.body) == (welsh.item, welsh.version, welsh.card, welsh.body)
    assert card.twin
    Edition.objects.filter(pk=english.pk).update(state=State.WITHDRAWN)
    (card,) = list_queries.cards([welsh.item], "cy").by_item.values()
    assert (card.twin, card.body) == (False, b"")


def test_no_items_have_no_cards_and_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert list_queries.cards([], "cy").by_item == {}
