"""Releases of several pages on the screens: adding, checking, planning, releasing and undoing, in both languages."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction
from wagtail.users.models import UserProfile

from cms.publication.models import ReleaseSet
from cms.publication.release_sets.flips import release
from cms.publication.release_sets.set_members import add_items, items_of
from cms.publication.wagtail_hooks import page_buttons
from tests.factories import content as make

from .editors import edit_url, editor, item_url
from .pairs import pair, seen, titles, together

__all__ = ["together"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]
SETS = "/admin/public-editions/releases/"


def text(client: Client, address: str) -> str:
    return BeautifulSoup(client.get(address).content, "html.parser").get_text(" ", strip=True)


def url(release_set: ReleaseSet) -> str:
    return reverse("publication_admin:set", args=[release_set.pk])


def act(client: Client, release_set: ReleaseSet, word: str, **data: Any) -> str:
    with make.committed():
        response: Any = client.post(
            reverse("publication_admin:act_on_set", args=[release_set.pk]), {"word": word, **data}
        )
    return text(client, response.url) if response.status_code == 302 else str(response.status_code)


def add(client: Client, *pages: Any, **data: Any) -> Any:
    query = urlencode([("id", page.pk) for page in pages] + [("next", "/admin/")])
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "add_to_release"])
    return client.post(f"{address}?{query}", data)


def waiting() -> tuple[Any, Any, ReleaseSet, Client]:
    """A pair with a new version that waits for a set, and an editor of both pages."""
    page, welsh = pair()
    made = ReleaseSet.objects.create(name="The new framework")
    add_items(made, [page.translation_key])
    make.publish(page, title="English: two")
    make.translate(page)
    return make.fresh(page), make.fresh(welsh), made, editor(page, welsh, translates=True)


def test_a_release_is_made_and_filled_from_the_explorer() -> None:
    page, welsh = pair()
    client = editor(page, welsh)
    made: Any = client.post(f"{SETS}new/", {"name": "Spring", "note_cy": "Newydd", "note_en": "New", "is_major": "on"})
    spring = ReleaseSet.objects.get()
    assert made.url == url(spring)
    add(client, page, release_set=spring.pk)
    add(client, page, name="Summer")
    assert items_of(spring) == {page.translation_key}
    assert items_of(ReleaseSet.objects.get(name="Summer")) == set()
    assert "Choose a release, or name a new one." in add(client, page).content.decode()
    assert "Spring 1 By hand" in text(client, SETS)
    assert "English: one" in text(client, url(spring))


def test_a_page_leads_to_adding_it() -> None:
    page, welsh = pair()
    client = editor(page, welsh)
    assert "add_to_release/?id=" in client.get(edit_url(page)).content.decode()
    response = client.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
    assert "Add to a release" in response.content.decode()


@pytest.mark.parametrize(("is_superuser", "queries"), [(True, 0), (False, 1)])
def test_a_row_of_the_explorer_costs_no_more_queries_than_it_has_to(
    is_superuser: bool, queries: int, django_assert_num_queries: Any
) -> None:
    page, welsh = pair()
    user = get_user_model().objects.get(pk=editor(page, welsh).session["_auth_user_id"])
    user.is_superuser = is_superuser
    buttons = [str(one.url) for one in page_buttons(page, user)]  # what the user may is known from then on
    with django_assert_num_queries(queries):
        told = [str(one.url) for one in page_buttons(page, user, next_url="/admin/pages/3/")]
    assert told[0] == buttons[0]
    assert "next=%2Fadmin%2Fpages%2F3%2F" in told[1]


def test_what_waits_for_a_release_says_so() -> None:
    page, _, made, client = waiting()
    response = client.get(item_url(page)).content.decode()
    assert "Held for a release of several pages." in response
    assert url(made) in response
    assert "Held for the release “The new framework”." in client.get(edit_url(page)).content.decode()


def test_a_release_goes_out_and_is_undone_by_buttons() -> None:
    page, _, made, client = waiting()
    assert "All of it can go out" in text(client, url(made))
    assert "All of it is public now" in act(client, made, "release")
    assert seen(page) == titles("en", "two")
    assert "It is undone" in act(client, made, "revert", reason="A mistake")
    assert seen(page) == titles("en", "one")
    assert "Undone: The new framework" in text(client, SETS)
    assert ReleaseSet.objects.latest("pk").by_name == "golygydd"


def test_a_fault_is_named_with_the_way_to_it_and_nothing_goes_out() -> None:
    page, _, made, client = waiting()
    make.publish(page, title="English: three")
    shown = client.get(url(made)).content.decode()
    assert f'<a href="{edit_url(page)}">English: three' in shown
    assert "Held until the Welsh says the same." in shown
    assert "Nothing went out: some pages are not ready." in act(client, made, "release")
    assert seen(page) == titles("en", "one")


@pytest.mark.parametrize("live", [True, False])
def test_a_page_is_named_by_what_goes_out_and_a_newer_draft_is_said_to_stay(live: bool) -> None:
    page, _, found, client = waiting()
    if not live:
        page.unpublish()
        page = make.fresh(page)
    page.title = "English: unfinished"
    page.save_revision()
    table = BeautifulSoup(client.get(url(found)).content, "html.parser").select_one("[data-pages]")
    shown = table.get_text(" ") if table else ""
    assert ("English: two" in shown, "English: unfinished" in shown) == (live, not live)
    assert ("A newer draft of it does not go out" in shown) is live


def test_a_release_is_planned_and_planned_no_more() -> None:
    _, _, made, client = waiting()
    moment = timezone.now() + dt.timedelta(days=2)
    assert "Planned." in act(client, made, "plan", moment=moment.strftime("%Y-%m-%d %H:%M"))
    made.refresh_from_db()
    assert made.planned_for is not None
    assert made.seconds > 0
    assert "Give a moment that is still to come." in act(client, made, "plan", moment="2001-01-01 10:00")
    act(client, made, "unplan")
    made.refresh_from_db()
    assert made.planned_for is None


def test_what_ought_to_go_with_it_is_offered_and_taken_out_again() -> None:
    page, _, made, client = waiting()
    child = make.landing(page, "en", title="English: child")
    assert "What ought to go with it" in text(client, url(made))
    act(client, made, "add", item=str(child.translation_key))
    assert child.translation_key in items_of(made)
    act(client, made, "remove", item=str(child.translation_key))
    assert items_of(made) == {page.translation_key}
    assert "Cancelled." in act(client, made, "cancel")
    assert seen(page) == titles("en", "two")


def test_a_page_that_was_deleted_can_be_taken_out() -> None:
    page, welsh, made, _ = waiting()
    client = editor(page.get_parent(), welsh.get_parent(), name="arall")
    with make.committed():
        welsh.delete()
        make.fresh(page).delete()
    assert "A page that was deleted" in text(client, url(made))
    act(client, made, "remove", item=str(page.translation_key))
    assert items_of(made) == set()
    act(client, made, "add", item=str(page.translation_key))
    assert items_of(made) == set()


def test_a_release_that_failed_at_its_moment_says_why() -> None:
    page, _, made, client = waiting()
    row = {"item": str(page.translation_key), "kind": "not_ready", "language": "cy"}
    ReleaseSet.objects.update(planned_for=timezone.now(), failed_at=timezone.now(), failures=[row])
    assert "Nothing of it went out, because of these pages." in text(client, url(made))
    assert "Did not go out: some pages are not ready" in text(client, SETS)


@pytest.mark.parametrize("word", ["release", "cancel", "plan", "unplan", "revert", "add", "remove"])
def test_only_who_may_publish_all_of_it_may_do_anything(word: str) -> None:
    page, welsh, made, _ = waiting()
    item = {"item": str(page.translation_key)} if word in {"add", "remove"} else {}
    for number, client in enumerate((editor(page, name="a"), editor(page, welsh, publishes=False, name="b"))):
        assert act(client, made, word, **item) != "", number
        assert client.get(reverse("publication_admin:change_set", args=[made.pk])).status_code == 302
    made.refresh_from_db()
    assert made.is_open
    assert items_of(made) == {page.translation_key}
    assert seen(page) == titles("en", "one")


def test_who_may_not_publish_a_page_does_not_add_it_nor_see_its_title() -> None:
    page, welsh, made, _ = waiting()
    other, _ = pair(beside=page)
    client = editor(other, name="arall")
    add(client, other, name="Mine")
    assert not ReleaseSet.objects.filter(name="Mine").exists()
    shown = text(client, url(made))
    assert "A page that you may not edit" in shown
    assert welsh.title not in shown


def test_a_release_that_went_out_is_not_changed() -> None:
    _, _, made, client = waiting()
    release(made, None)
    assert client.get(reverse("publication_admin:change_set", args=[made.pk])).status_code == 404
    assert "Nothing was done." in act(client, made, "cancel")
    assert act(client, made, "nonsense") == "400"


def test_all_of_it_is_in_welsh_for_who_works_in_welsh() -> None:
    page, _, made, client = waiting()
    UserProfile.objects.create(user=get_user_model().objects.get(username="golygydd"), preferred_language="cy")
    assert "Pecynnau cyhoeddi" in text(client, SETS)
    assert "Cyhoeddi'r cyfan nawr" in text(client, url(made))
    assert "Ychwanegu at becyn cyhoeddi" in client.get(edit_url(page)).content.decode()


def test_a_file_or_picture_in_a_private_collection_keeps_a_release_back_and_is_led_to() -> None:
    page, _, made, client = waiting()
    picture, file = make.picture(), make.file("mul")
    blocks = [("image", {"picture": picture, "alt_text": "English: a", "decorative": False, "caption": ""})]
    with_both = {"body": blocks, "files": [("file", {"file": file, "title": "English: a form"})]}
    make.publish(page, **with_both)
    make.translate(page)
    assert "All of it can go out" in text(client, url(made))
    private = Collection.objects.get(depth=1).add_child(name="Private")
    with make.committed():
        CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
        for one in (picture, file):
            one.collection = private
            one.save()
    shown = BeautifulSoup(client.get(url(made)).content, "html.parser")
    assert f"It shows “{file.title}”, which is in a private collection." in shown.get_text(" ", strip=True)
    for name, one in (("wagtailimages:edit", picture), ("wagtaildocs:edit", file)):
        assert len(shown.select(f'a[href="{reverse(name, args=[one.pk])}"]')) == 2
    act(client, made, "release")
    assert seen(page) == titles("en", "one")


def test_terms_in_its_texts_that_are_not_complete_are_named_and_led_to() -> None:
    page, _, made, client = waiting()
    term = make.term("en", name="panel")
    make.term("en", name="never said")
    assert "not explained" not in text(client, url(made))
    make.publish(page, body=[("text", "<p>English: the panels meet.</p>")])
    make.translate(page)
    term.other_forms = "panels"
    term.save()
    shown = BeautifulSoup(client.get(url(made)).content, "html.parser").select("[data-terms] td a")
    assert [(link.get_text(), link["href"]) for link in shown] == [
        ("panel", reverse("publication_admin:term", args=[term.pk]))
    ]
