"""What an editor may say of how a version goes out: minor, the same, alone for a time, one language taken down."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from wagtail_localize.models import Translation

from cms.content.languages import CODES, Language
from cms.publication.changelog.scheduled_jobs import is_something_due, publish_scheduled
from cms.publication.models import Edition, Release, ReleaseInstruction
from cms.publication.reconciliation import actions
from cms.publication.releases.instructions import RefusedError, TextsChangedError
from tests.factories import content as make

from .editions import edition, payload, state
from .pairs import is_as_rebuilt, kinds, pair, seen, titles, together, user

__all__ = ["together"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]
BOTH = pytest.mark.parametrize("source", CODES)
LATER = dt.timedelta(days=3)


def by_hand(*pages: Any) -> None:
    """The pages are kept by hand from now on."""
    Translation.objects.filter(source__object_id__in=[page.translation_key for page in pages]).update(enabled=False)


def test_pages_edited_each_by_itself_go_out_when_somebody_says_that_they_say_the_same() -> None:
    page, welsh = pair()
    by_hand(page)
    make.publish(page, title="English: two")
    make.publish(welsh, title="Cymraeg: dau")
    assert seen(page) == titles("en", "one")
    actions.release_as_same(page.translation_key, user())
    assert seen(page) == {"en": "English: two", "cy": "Cymraeg: dau"}
    make.publish(welsh, title="Cymraeg: tri")
    assert seen(page)["cy"] == "Cymraeg: dau"
    assert is_as_rebuilt()


def test_two_pages_that_were_never_translations_wait_for_that_word_at_first() -> None:
    home, welsh_home = make.homes()
    page = make.landing(home, "en")
    welsh = make.landing(welsh_home, "cy", translation_key=page.translation_key)
    assert seen(page) == {}
    actions.release_as_same(page.translation_key, user())
    assert seen(page) == {"en": page.title, "cy": welsh.title}


def test_nobody_says_that_a_page_says_the_same_as_one_that_is_not_there() -> None:
    home, _ = make.homes()
    page = make.landing(home, "en")
    with pytest.raises(RefusedError):
        actions.release_as_same(page.translation_key, user())


@BOTH
def test_a_minor_change_goes_out_without_one_in_the_other_language_which_stays_current(source: Any) -> None:
    page, translation = pair(source)
    make.publish(page, audiences=["parents"])
    assert payload(page)["audiences"] == []
    actions.release_minor(page.translation_key, source, user())
    assert [one["code"] for one in payload(page)["audiences"]] == ["parents"]
    assert edition(translation).translation_status == "current"  # type: ignore[union-attr]
    assert kinds(page) == ["first", "minor"]
    assert is_as_rebuilt()


def test_a_minor_change_of_texts_has_to_be_said_to_cover_them() -> None:
    page, _ = pair()
    make.publish(page, title="English: two")
    with pytest.raises(TextsChangedError):
        actions.release_minor(page.translation_key, "en", user())
    assert seen(page)["en"] == "English: one"
    actions.release_minor(page.translation_key, "en", user(name="Another Editor"), with_texts=True)
    assert seen(page) == {"en": "English: two", "cy": "Cymraeg: one"}
    assert payload(page)["languages"][0]["translation_status"] == "current"


def test_a_minor_change_goes_out_beside_what_is_public_while_a_new_original_waits() -> None:
    page, welsh = pair()
    make.publish(page, title="English: two")
    by_hand(page)
    make.publish(welsh, title="Cymraeg: cywir")
    assert seen(page) == titles("en", "one")
    actions.release_minor(page.translation_key, "cy", user(), with_texts=True)
    assert seen(page) == {"en": "English: one", "cy": "Cymraeg: cywir"}
    assert kinds(page) == ["first", "minor"]


def test_a_minor_change_covers_itself_only() -> None:
    page, _ = pair()
    make.publish(page, title="English: two")
    actions.release_minor(page.translation_key, "en", user(), with_texts=True)
    make.publish(page, title="English: three")
    assert seen(page)["en"] == "English: two"


def test_what_was_never_public_in_both_languages_has_no_minor_changes() -> None:
    home, _ = make.homes()
    page = make.landing(home, "en")
    with pytest.raises(RefusedError):
        actions.release_minor(page.translation_key, "en", user(), with_texts=True)


@BOTH
def test_one_language_goes_out_alone_and_the_other_is_said_to_be_stale_until_it_arrives(source: Any) -> None:
    page, translation = pair(source)
    make.publish(page, title=f"{make.MARKS[source]} two")
    actions.release_alone(page.translation_key, source, user(), "A telephone number was wrong.", timezone.now() + LATER)
    released = Release.objects.get(item=page.translation_key, kind="alone")
    assert seen(page)[source] == f"{make.MARKS[source]} two"
    stale = edition(translation)
    assert stale is not None
    assert (stale.translation_status, stale.translation_since) == ("stale", released.at)
    assert (released.reason, released.by_name) == ("A telephone number was wrong.", "Example Editor")
    assert is_as_rebuilt()
    make.translate(page)
    assert seen(page) == titles(source, "two")
    assert edition(translation).translation_status == "current"  # type: ignore[union-attr]
    assert kinds(page) == ["first", "alone", "together"]


def test_what_is_alone_ends_at_its_end_and_readers_see_the_pair_again() -> None:
    page, _ = pair()
    make.publish(page, title="English: two")
    actions.release_alone(page.translation_key, "en", user(), "Urgent", timezone.now() + LATER)
    assert not is_something_due({})
    Release.objects.filter(kind="alone").update(until=timezone.now())
    ReleaseInstruction.objects.update(until=timezone.now())
    assert is_something_due({})
    publish_scheduled(lambda: None)
    assert seen(page) == titles("en", "one")
    assert not is_something_due({})
    assert is_as_rebuilt()
    actions.release_alone(page.translation_key, "en", user(name="Another Editor"), "Still", timezone.now() + LATER)
    assert seen(page)["en"] == "English: two"


def test_what_the_other_language_lacks_beside_a_language_alone_takes_neither_from_readers() -> None:
    page, welsh = pair()
    make.publish(page, body=[("text", "<p>English: what to do now.</p>")])
    actions.release_alone(page.translation_key, "en", None, "Urgent", timezone.now() + LATER)
    assert len(payload(page)["body"]) == 1
    assert payload(welsh)["title"] == "Cymraeg: one"
    assert is_as_rebuilt()


def test_a_take_down_ends_what_is_alone() -> None:
    page, welsh = pair()
    make.publish(page, title="English: two")
    actions.release_alone(page.translation_key, "en", None, "Urgent", timezone.now() + LATER)
    with make.committed():
        make.fresh(welsh).unpublish()
    actions.reconcile([page.translation_key])
    assert seen(page) == {}
    actions.release_alone(page.translation_key, "en", None, "Urgent still", timezone.now() + LATER)
    assert seen(page) == {"en": "English: two"}


def test_an_end_can_be_put_off() -> None:
    page, _ = pair()
    make.publish(page, title="English: two")
    for days in (1, 5):
        until = timezone.now() + dt.timedelta(days=days)
        actions.release_alone(page.translation_key, "en", None, "Urgent", until)
    assert [row.until for row in Release.objects.filter(kind="alone").order_by("pk")][-1] == until


def test_of_two_languages_that_went_out_alone_the_one_said_last_is_current() -> None:
    """Each has an end of its own, which must not make either word news again at each settlement."""
    page, twin = pair()
    for one in (page, twin):
        make.publish(one, slug=f"{one.slug}-two")
    words: tuple[Language, ...] = ("cy", "en", "cy")
    for days, code in enumerate(words, start=1):
        actions.release_alone(page.translation_key, code, None, "Urgent", timezone.now() + dt.timedelta(days=days))
    for _ in range(2):
        shown = Edition.objects.filter(item=page.translation_key).values_list("language", "translation_status")
        assert dict(shown) == {"cy": "current", "en": "stale"}
        actions.reconcile([page.translation_key])
    assert is_as_rebuilt()


@pytest.mark.parametrize(("reason", "days"), [("", 3), ("  ", 3), ("Urgent", -1)])
def test_nothing_goes_out_alone_without_a_reason_and_an_end_to_come(reason: str, days: int) -> None:
    page, _ = pair()
    with pytest.raises(RefusedError):
        actions.release_alone(page.translation_key, "en", None, reason, timezone.now() + dt.timedelta(days=days))


def test_a_language_can_be_alone_from_the_first() -> None:
    home, _ = make.homes()
    page = make.landing(home, "en", title="English: one")
    actions.release_alone(page.translation_key, "en", None, "Urgent", timezone.now() + LATER)
    assert seen(page) == {"en": "English: one"}
    make.translate(page)
    assert seen(page) == titles("en", "one")


def test_one_language_alone_can_be_taken_down_with_a_reason() -> None:
    page, welsh = pair()
    actions.take_down_one(welsh, user(), "The translation has a mistake.")
    assert (state(page), state(welsh)) == ("published", "withdrawn")
    assert kinds(page) == ["first", "take-down"]
    make.publish(page, title="English: two")
    assert seen(page) == {"en": "English: two"}
    assert is_as_rebuilt()
    make.translate(page)
    assert seen(page) == titles("en", "two")
    with make.committed():
        make.fresh(welsh).unpublish()
    assert seen(page) == {}


def test_one_language_is_not_taken_down_without_a_reason() -> None:
    _, welsh = pair()
    with pytest.raises(RefusedError):
        actions.take_down_one(welsh, user(), " ")
    assert make.fresh(welsh).live


def test_a_deleted_user_leaves_the_name() -> None:
    page, _ = pair()
    editor = user()
    make.publish(page, audiences=["parents"])
    actions.release_minor(page.translation_key, "en", editor)
    editor.delete()
    for row in (Release.objects.get(kind="minor"), ReleaseInstruction.objects.get()):
        assert row.by is None
        assert row.by_name == "Example Editor"
    assert is_as_rebuilt()
