"""Wagtail's ways of taking pages down: what their screens say before and after, and by whom the release says it was done."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from cms.publication.models import ReaderNotice, Release
from cms.publication.notices.notice_queries import gone_notice
from tests.factories import content as make

from .editors import administrator, bulk, editor, said
from .pairs import kinds, pair, seen, titles, together

__all__ = ["together"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]


def of(name: str, page: Any) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk])


SCREENS: dict[str, Callable[[Any], str]] = {
    "unpublish": lambda page: of("unpublish", page),
    "delete": lambda page: of("delete", page),
    "bulk unpublish": lambda page: bulk("unpublish", page),
    "bulk delete": lambda page: bulk("delete", page),
}
EACH = pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)


@EACH
def test_screens_that_take_down_say_that_both_languages_go_and_lead_to_a_notice(screen: Callable[[Any], str]) -> None:
    page, _ = pair()
    note = BeautifulSoup(administrator().get(screen(page)).content, "html.parser").select_one("[data-take-down]")
    assert note is not None
    assert " ".join(note.get_text(" ").split()).startswith(
        "Readers see “English: one” in: Welsh, English. Both languages go at once, whichever page is taken down."
    )
    assert [link["href"] for link in note.select("a")] == [
        reverse("publication_admin:taking_down", args=[page.pk]),
        f"{reverse('publication_admin:item', args=[page.pk])}#take-down",
    ]


def test_who_may_publish_one_language_only_is_offered_no_notice_for_both() -> None:
    page, _ = pair()
    note = BeautifulSoup(editor(page).get(of("unpublish", page)).content, "html.parser").select_one("[data-take-down]")
    assert note is not None
    assert [link["href"] for link in note.select("a")] == [
        f"{reverse('publication_admin:item', args=[page.pk])}#take-down"
    ]


def test_screens_say_where_only_one_language_goes_or_readers_see_nothing(settings: Any) -> None:
    page, _ = pair()
    client = administrator()
    draft = make.landing(make.fresh(page).get_parent(), "en")
    assert "Readers do not see it now." in client.get(of("unpublish", draft)).content.decode()
    settings.RELEASE_POLICY = "independent"
    assert "Only this language goes." in client.get(of("unpublish", page)).content.decode()


@EACH
@pytest.mark.django_db(transaction=True)
def test_the_release_says_who_took_it_down_and_the_next_screen_what_readers_see(screen: Callable[[Any], str]) -> None:
    page, _ = pair()
    child = make.landing(page, "en")
    make.translate(child)
    client = administrator()
    response = client.post(screen(page), {"include_descendants": "on"}, follow=True)
    assert seen(page) == {}
    assert seen(child) == {}
    for item in (page, child):
        last = Release.objects.filter(item=item.translation_key).latest("pk")
        assert (last.kind, last.by_name) == ("take-down", "golygydd")
    assert "Readers no longer see it, in either language." in said(response)
    assert "Tell readers why" in said(response)


@pytest.mark.django_db(transaction=True)
def test_a_restriction_is_whose_it_is_on_the_page_or_above_it() -> None:
    page, _ = pair()
    child = make.landing(page, "en")
    make.translate(child)
    administrator().post(of("set_privacy", page), {"restriction_type": "login"})
    for item in (page, child):
        assert Release.objects.filter(item=item.translation_key).latest("pk").by_name == "golygydd"


def test_what_code_or_the_clock_takes_down_is_nobodys() -> None:
    page, _ = pair()
    another, _ = pair(beside=page)
    with make.committed():
        make.fresh(page).unpublish()
        PageViewRestriction.objects.create(page=another, restriction_type="login")
    for item in (page, another):
        assert Release.objects.filter(item=item.translation_key).latest("pk").by_name == ""


def test_an_act_of_long_ago_is_not_blamed_for_another() -> None:
    page, welsh = pair()
    user = get_user_model().objects.create_superuser("golygydd")
    with make.committed():
        make.fresh(page).unpublish(user=user)
    make.publish(page)
    make.translate(page)
    assert seen(page) == titles("en", "one")
    with make.committed():
        Page.objects.filter(pk=welsh.pk).update(live=False)
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert [row.by_name for row in Release.objects.filter(kind="take-down").order_by("pk")] == ["golygydd", ""]


def test_readers_are_told_why_also_once_it_is_gone() -> None:
    page, welsh = pair()
    client = administrator()
    with make.committed():
        make.fresh(page).unpublish()
    address = reverse("publication_admin:taking_down", args=[page.pk])
    form = BeautifulSoup(client.get(address).content, "html.parser")
    assert [radio["value"] for radio in form.select('input[name="kind"]')] == ["gone"]
    with make.committed():
        client.post(address, {"kind": "gone", "cy": "Mae canllaw newydd.", "en": "There is a new guide."})
    assert ReaderNotice.objects.get().kind == "gone"
    notice = gone_notice(page.translation_key, "cy")
    assert notice is not None
    assert notice.cy == "Mae canllaw newydd."
    make.publish(page)
    make.publish(welsh)
    assert kinds(page)[:2] == ["first", "take-down"]
