"""Go-live and expiry dates are an item's: set on either language's page, in either editor, they hold for both."""

import datetime as dt
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.publication.intents.settlement import settle
from cms.publication.models import Edition
from cms.publication.releases.item_dates import ItemDates, scheduled, set_dates
from tests.factories import content as make

from .editors import edit_url, editor, item_url, page_form, said
from .pairs import kinds, pair, seen, titles, together

__all__ = ["together"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]
NONE = ItemDates(None, None)


def day(number: int) -> dt.datetime:
    """Midday, so many days from now."""
    return (timezone.localtime() + dt.timedelta(days=number)).replace(hour=12, minute=0, second=0, microsecond=0)


def typed(moment: dt.datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def publish(client: Client, page: Any, **dates: dt.datetime | None) -> Any:
    """Publishes in Wagtail's editor, with dates in its schedule."""
    fields = {name: typed(moment) for name, moment in dates.items()}
    with make.committed():
        return client.post(edit_url(page), {**page_form(page, **fields), "action-publish": "1"}, follow=True)


def set_in_the_form(client: Client, page: Any, go_live: Any = None, expire: Any = None, **words: str) -> Any:
    address = reverse("publication_admin:dates", args=[page.pk])
    data = {"go_live_at": typed(go_live), "expire_at": typed(expire), **words}
    with make.committed():
        return client.post(address, data, follow=True)


def dates(*pages: Any) -> set[ItemDates]:
    """Those of the rows, and of what is being written."""
    found = set()
    for page in pages:
        row = make.fresh(page)
        found |= {ItemDates.on(row), ItemDates.on(row.get_latest_revision_as_object())}
    return found


def comes(page: Any) -> None:
    """The day that was set: it is a second ago."""
    set_dates(page, ItemDates(timezone.now() - dt.timedelta(seconds=1), None))
    with make.committed():
        call_command("publish_scheduled", verbosity=0)


def first() -> tuple[Any, Any]:
    """An original that is scheduled before it was ever public, and its translation, published since."""
    home, _ = make.homes()
    page = make.landing(home, "en", live=False, title="English: one")
    page = make.publish(page, go_live_at=day(3))
    return page, make.translate(page)


def editor_text(client: Client, page: Any) -> str:
    return BeautifulSoup(client.get(edit_url(page)).content, "html.parser").get_text(" ", strip=True)


@pytest.mark.parametrize("from_translation", [False, True])
def test_an_expiry_set_on_either_page_is_the_items_and_both_editors_show_it(from_translation: bool) -> None:
    page, welsh = pair()
    client = editor(page, welsh, translates=True)
    if from_translation:
        set_in_the_form(client, welsh, expire=day(5))
    else:
        response = publish(client, page, expire_at=day(5))
        assert f"For both languages: It expires on {day(5):%-d %B %Y}, 12:00." in said(response)
    assert dates(page, welsh) == {ItemDates(None, day(5))}
    assert set(Edition.objects.filter(item=page.translation_key).values_list("expires_at", flat=True)) == {day(5)}
    for one in (page, welsh):
        assert f"It expires on {day(5):%-d %B %Y}, 12:00." in editor_text(client, one)
    make.translate(page, title="Cymraeg: un")
    assert dates(page, welsh) == {ItemDates(None, day(5))}


def test_what_expires_goes_at_one_moment_in_both_languages() -> None:
    page, welsh = pair()
    set_in_the_form(editor(page, welsh), welsh, expire=day(5))
    set_dates(page, ItemDates(None, timezone.now() - dt.timedelta(seconds=1)))
    with make.committed():
        call_command("publish_scheduled", verbosity=0)
    assert seen(page) == {}
    assert {make.fresh(one).expired for one in (page, welsh)} == {True}
    assert kinds(page) == ["first", "take-down"]


def test_a_date_that_is_removed_on_one_page_is_removed_on_both() -> None:
    page, welsh = pair()
    client = editor(page, welsh, translates=True)
    publish(client, page, expire_at=day(5))
    publish(client, page, expire_at=None)
    assert dates(page, welsh) == {NONE}
    publish(client, page, expire_at=day(5))
    assert "The dates are removed, in both languages." in said(set_in_the_form(client, welsh))
    assert dates(page, welsh) == {NONE}


def test_publishing_without_a_new_date_leaves_the_other_page_as_it_is() -> None:
    """As pages had them before dates were the item's: what readers see ends with the first."""
    page, welsh = pair()
    Page.objects.filter(pk=welsh.pk).update(expire_at=day(5))
    with make.committed():
        settle()
    publish(editor(page, welsh), page)
    assert make.fresh(welsh).expire_at == day(5)
    assert set(Edition.objects.filter(item=page.translation_key).values_list("expires_at", flat=True)) == {day(5)}


def test_a_first_publication_that_is_scheduled_goes_out_at_one_moment_in_both_languages() -> None:
    page, welsh = first()
    assert [revision.approved_go_live_at for revision in scheduled([page, welsh])] == [day(3), day(3)]
    client = editor(page, welsh, translates=True)
    assert f"When you publish: It goes out on {day(3):%-d %B %Y}, 12:00." in editor_text(client, welsh)
    comes(page)
    assert seen(page) == titles("en", "one")
    assert kinds(page) == ["first"]


@pytest.mark.parametrize("from_translation", [False, True])
def test_another_day_set_on_either_page_moves_what_is_scheduled_in_both(from_translation: bool) -> None:
    page, welsh = first()
    client = editor(page, welsh, translates=True)
    set_in_the_form(client, welsh if from_translation else page, go_live=day(9))
    assert [revision.approved_go_live_at for revision in scheduled([page, welsh])] == [day(9), day(9)]
    assert dates(page, welsh) == {ItemDates(day(9), None)}
    with make.committed():
        call_command("publish_scheduled", verbosity=0)
    assert seen(page) == {}


def test_publishing_one_page_for_another_day_moves_the_other_that_is_scheduled() -> None:
    page, welsh = first()
    make.publish(welsh, go_live_at=day(1))
    assert [revision.approved_go_live_at for revision in scheduled([page])] == [day(1)]
    make.publish(welsh, go_live_at=None)
    call_command("publish_scheduled", verbosity=0)
    assert make.fresh(page).live
    assert scheduled([page, welsh]) == []


def test_what_is_scheduled_is_cancelled_in_both_languages() -> None:
    page, welsh = first()
    client = editor(page, welsh, translates=True)
    (mine, _) = scheduled([page, welsh])
    with make.committed():
        client.post(reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, mine.pk]))
    assert scheduled([page, welsh]) == []
    page, welsh = first()
    assert "Something is scheduled" in said_by_the_form(set_in_the_form(editor(page, welsh, name="arall"), welsh))
    set_in_the_form(editor(page, welsh, name="trydydd"), welsh, cancel="1")
    assert scheduled([page, welsh]) == []
    assert make.fresh(page).go_live_at == day(3)


def said_by_the_form(response: Any) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def test_moments_have_to_come_and_in_their_order() -> None:
    page, welsh = pair()
    client = editor(page, welsh)
    for go_live, expire in [(day(-1), None), (None, day(-1)), (day(3), day(2))]:
        assert set_in_the_form(client, page, go_live, expire).status_code == 200
    assert dates(page, welsh) == {NONE}


def test_who_may_not_publish_the_page_sets_no_dates() -> None:
    page, welsh = pair()
    client = editor(page, welsh, publishes=False)
    set_in_the_form(client, page, expire=day(5))
    assert dates(page, welsh) == {NONE}
    assert reverse("publication_admin:dates", args=[page.pk]) not in client.get(item_url(page)).content.decode()


def test_where_each_language_goes_by_itself_so_do_its_dates(settings: Any) -> None:
    page, welsh = pair()
    settings.RELEASE_POLICY = "independent"
    client = editor(page, welsh)
    publish(client, page, expire_at=day(5))
    assert dates(page) == {ItemDates(None, day(5))}
    assert dates(welsh) == {NONE}
    set_in_the_form(client, welsh, expire=day(6))
    assert dates(page) == {ItemDates(None, day(5))}
