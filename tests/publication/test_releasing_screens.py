"""What editors read of releases before and after they publish, what waits, and the buttons by which it goes out."""

import datetime as dt
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.users.models import UserProfile

from cms.publication.admin import messages
from cms.publication.models import ReaderNotice, Release
from cms.publication.reconciliation import actions
from tests.factories import content as make

from .editors import edit_url, editor, item_url
from .pairs import pair, seen, titles, together

__all__ = ["together"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]
SOON = (timezone.now() + dt.timedelta(days=2)).strftime("%Y-%m-%d %H:%M")


def held() -> tuple[Any, Any, Client]:
    """A pair of which a new English version waits, and an editor of both."""
    page, welsh = pair()
    make.publish(page, title="English: two")
    return make.fresh(page), make.fresh(welsh), editor(page, welsh, translates=True)


def post(client: Client, page: Any, **data: Any) -> Any:
    with make.committed():
        return client.post(reverse("publication_admin:release", args=[page.pk]), data)


def text(client: Client, address: str) -> str:
    return BeautifulSoup(client.get(address).content, "html.parser").get_text(" ", strip=True)


def may_go_alone(name: str = "golygydd") -> None:
    user = get_user_model().objects.get(username=name)
    user.user_permissions.add(Permission.objects.get(codename="release_alone"))


def outcome_of(client: Client, page: Any) -> str:
    found = BeautifulSoup(client.get(edit_url(page)).content, "html.parser").select_one("[data-outcome]")
    assert found is not None
    return found.get_text(" ", strip=True)


def test_the_publish_menu_says_what_will_happen() -> None:
    page, welsh, client = held()
    assert outcome_of(client, page) == "Held until the Welsh says the same."
    beside = "This language goes out now, beside the other as readers see it."
    assert outcome_of(client, welsh) == f"When you publish: {beside}"
    make.source_of(page)
    assert outcome_of(client, welsh) == "When you publish: Both languages go out now."


def test_the_publish_menu_says_when_there_is_no_other_language(settings: Any) -> None:
    home, _ = make.homes()
    page = make.landing(home, "en", live=False)
    client = editor(page)
    assert outcome_of(client, page) == "Held until the page is published in Welsh."
    settings.RELEASE_POLICY = "independent"
    assert outcome_of(client, page) == "This language goes out at once."


def test_the_page_editor_says_that_the_new_version_is_held() -> None:
    page, _, client = held()
    assert "The public still sees an earlier version in English: Held until the Welsh says the same." in text(
        client, edit_url(page)
    )


def test_the_translation_editor_says_that_the_original_waits_and_how_to_catch_up() -> None:
    _, welsh, client = held()
    shown = text(client, edit_url(welsh))
    assert "waits for the Welsh. Readers see both as they were. Bring in what has changed, translate it" in shown
    assert "Bring in what has changed" in shown


def test_a_translation_that_is_waited_for_is_out_of_date_in_the_report_and_on_the_dashboard() -> None:
    page, _, client = held()
    assert "Out of date since" in text(client, reverse("wagtail_localize:translations_report"))
    assert "Translations out of date 1" in text(client, reverse("wagtailadmin_home"))
    make.translate(page)
    assert "Out of date since" not in text(client, reverse("wagtail_localize:translations_report"))


def test_public_editions_tell_what_is_held_and_lead_to_the_other_language() -> None:
    page, welsh, client = held()
    response = client.get(item_url(page))
    assert "Held until the Welsh says the same." in response.content.decode()
    assert f'href="{edit_url(welsh)}"' in response.content.decode()


def test_a_minor_change_goes_out_by_a_button_once_it_covers_texts() -> None:
    page, _, client = held()
    post(client, page, word="minor")
    assert seen(page) == titles("en", "one")
    post(client, page, word="minor", with_texts="1")
    assert seen(page) == {"en": "English: two", "cy": "Cymraeg: one"}
    assert Release.objects.latest("pk").by_name == "golygydd"


def test_both_go_out_by_a_button() -> None:
    page, _, client = held()
    response = post(client, page, word="same")
    assert seen(page)["en"] == "English: two"
    assert "Readers see: Welsh, English." in text(client, response.url)


def test_alone_wants_the_permission_a_reason_and_an_end() -> None:
    page, _, client = held()
    assert "Release alone" not in text(client, item_url(page))
    post(client, page, word="alone", reason="Urgent", until=SOON)
    assert seen(page) == titles("en", "one")
    may_go_alone()
    assert "Release alone" in text(client, item_url(page))
    post(client, page, word="alone", reason="", until=SOON)
    post(client, page, word="alone", reason="Urgent", until="")
    assert seen(page) == titles("en", "one")
    post(client, page, word="alone", reason="Urgent", until=SOON)
    assert seen(page) == {"en": "English: two", "cy": "Cymraeg: one"}


@pytest.mark.parametrize("word", ["minor", "same", "alone", "nonsense"])
def test_who_may_not_publish_releases_nothing(word: str) -> None:
    page, welsh = pair()
    make.publish(page, title="English: two")
    client = editor(page, welsh, publishes=False)
    post(client, page, word=word, reason="Urgent", until=SOON, with_texts="1")
    assert seen(page) == titles("en", "one")
    assert "release both" not in text(client, item_url(page))


def test_who_may_publish_one_language_does_not_speak_for_the_other() -> None:
    page, _ = pair()
    make.publish(page, title="English: two")
    post(editor(page), page, word="same")
    assert seen(page) == titles("en", "one")


def test_the_report_lists_what_waits_and_what_is_alone() -> None:
    page, _, client = held()
    report = reverse("publication_admin:waiting")
    assert "English: two English" in text(client, report)
    assert "No language is alone." in text(client, report)
    user = get_user_model().objects.get(username="golygydd")
    actions.release_alone(page.translation_key, "en", user, "A wrong number", timezone.now() + dt.timedelta(days=3))
    shown = text(client, report)
    assert "A wrong number golygydd" in shown
    assert "Nothing waits." in shown
    assert "A wrong number" not in text(editor(name="dieithryn"), report)


def test_all_of_it_is_in_welsh_for_who_works_in_welsh() -> None:
    page, _, client = held()
    UserProfile.objects.create(user=get_user_model().objects.get(username="golygydd"), preferred_language="cy")
    assert outcome_of(client, page) == "Wedi'i dal yn ôl nes bod y Gymraeg yn dweud yr un peth."
    assert "Ieithoedd sy'n aros" in text(client, reverse("publication_admin:waiting"))


def test_publishing_says_where_both_languages_are_when_they_go_out_together(rf: Any) -> None:
    page, _ = pair()
    request = rf.post("/")
    request.user, request.session = get_user_model().objects.create_superuser("golygydd"), {}
    request._messages = CookieStorage(request)
    messages.after_publish_page(request, page)
    assert [str(one).partition("<")[0].strip() for one in request._messages] == [
        "The page is public in English.",
        "The page is public in Welsh.",
    ]


def test_one_language_is_taken_down_by_a_button_with_a_reason() -> None:
    page, welsh = pair()
    client = editor(page, welsh)
    assert "Take down only this: Cymraeg: one" in text(client, item_url(welsh))
    post(client, welsh, word="one-language", reason=" ")
    assert seen(page) == titles("en", "one")
    post(client, welsh, word="one-language", reason="A mistake in the translation")
    assert seen(page) == {"en": "English: one"}
    assert "Take down only this" not in text(client, item_url(page))


def test_an_end_is_told_beforehand() -> None:
    page, welsh, client = held()
    user = get_user_model().objects.get(username="golygydd")
    actions.release_alone(page.translation_key, "en", user, "Urgent", timezone.now() + dt.timedelta(days=9))
    home = reverse("wagtailadmin_home")
    until = timezone.now() + dt.timedelta(days=9)
    assert f"until {date_format(timezone.localtime(until), 'j F Y')}" in text(client, home)
    for one in (page, welsh):
        assert "One language is public without the other until" in text(client, edit_url(one))
    actions.release_alone(page.translation_key, "en", user, "Urgent", timezone.now() + dt.timedelta(days=5))
    until = timezone.now() + dt.timedelta(days=5)
    assert f"until {date_format(timezone.localtime(until), 'j F Y')}" in text(client, home)


@pytest.mark.parametrize("kind", ["withdrawn", "gone"])
def test_an_item_is_withdrawn_or_taken_down_with_words_in_both_languages(kind: str) -> None:
    page, welsh = pair()
    new, new_welsh = pair(beside=page)
    client, address = editor(page, welsh, translates=True), reverse("publication_admin:taking_down", args=[page.pk])
    assert "Withdraw or take down" in text(client, item_url(page))
    said = {"kind": kind, "cy": "Mae canllaw newydd.", "en": "There is a new guide.", "first": str(new_welsh.pk)}
    with make.committed():
        assert client.post(address, {**said, "cy": " "}).status_code == 200
        assert client.post(address, {**said, "second": str(welsh.pk)}).status_code == 200
        assert not ReaderNotice.objects.exists()
        assert client.post(address, said).status_code == 302
    notice = ReaderNotice.objects.get()
    assert (notice.kind, notice.cy, notice.instead) == (kind, "Mae canllaw newydd.", [str(new.translation_key)])
    assert set(seen(page)) == (set() if kind == "gone" else {"cy", "en"})
    if kind == "withdrawn":
        assert "There is a new guide." in text(client, address)
        with make.committed():
            client.post(address, {"put_back": "1"})
        assert ReaderNotice.objects.order_by("pk").last().kind == "ended"  # type: ignore[union-attr]


def test_who_may_publish_one_language_only_takes_nothing_down() -> None:
    page, _ = pair()
    client = editor(page)
    address = reverse("publication_admin:taking_down", args=[page.pk])
    assert client.get(address).status_code == 302
    client.post(address, {"kind": "gone", "cy": "Gair.", "en": "A word."})
    assert not ReaderNotice.objects.exists()
