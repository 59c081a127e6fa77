"""Both languages of an item go out together: what waits, what goes, and by whose word."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction, Revision
from wagtail_localize.models import Translation

from cms.content.languages import CODES
from cms.publication.changelog.scheduled_jobs import is_something_due, publish_scheduled
from cms.publication.intents.settlement import settle
from cms.publication.models import Edition, Release, ReleasedVersion, ReleaseInstruction
from cms.publication.reconciliation import actions
from cms.publication.reconciliation.rebuilding import all_items, differences
from cms.publication.releases.instructions import RefusedError, TextsChangedError
from tests.factories import content as make

from .editions import edition, newest, payload, state
from .pairs import changes_of, kinds, pair, seen, titles, together

__all__ = ["together"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]
BOTH = pytest.mark.parametrize("source", CODES)
LATER = dt.timedelta(days=3)


def user(name: str = "Example Editor") -> Any:
    first, last = name.split()
    return get_user_model().objects.create_superuser(f"{first}.{last}".lower(), first_name=first, last_name=last)


def by_hand(*pages: Any) -> None:
    """The pages are kept by hand from now on."""
    Translation.objects.filter(source__object_id__in=[page.translation_key for page in pages]).update(enabled=False)


def is_as_rebuilt() -> bool:
    """Whether pages and releases make the same editions from nothing."""
    fields = ("item", "language", "state", "path", "title", "revision", "translation_status", "digest")
    before = list(Edition.objects.filter(state="published").order_by("item", "language").values_list(*fields))
    assert differences(all_items()) == []
    Edition.objects.filter(state="published").delete()
    call_command("rebuild_publication", verbosity=0)
    return before == list(Edition.objects.filter(state="published").order_by("item", "language").values_list(*fields))


@BOTH
def test_a_first_publication_waits_for_the_other_language_and_goes_out_in_one_change(source: Any) -> None:
    home, _ = make.homes(source)
    before = newest()
    page = make.landing(home, source, title=f"{make.MARKS[source]} one")
    assert seen(page) == {}
    make.translate(page)
    assert seen(page) == titles(source, "one")
    assert changes_of(page, before) == [("published", "cy,en")]
    assert kinds(page) == ["first"]


@BOTH
def test_a_change_is_held_until_the_other_language_is_up_to_date(source: Any) -> None:
    page, _ = pair(source)
    before = newest()
    make.publish(page, title=f"{make.MARKS[source]} two")
    assert seen(page) == titles(source, "one")
    assert changes_of(page, before) == []
    make.translate(page)
    assert seen(page) == titles(source, "two")
    assert changes_of(page, before) == [("published", "cy,en")]
    assert kinds(page) == ["first", "together"]
    assert all(entry["translation_status"] == "current" for entry in payload(page)["languages"])


def test_a_held_change_is_nowhere_else_either() -> None:
    page, _ = pair()
    home = make.fresh(page).get_parent()
    pointing = make.landing(home, "en", related=[("page", page)])
    make.translate(pointing)
    make.publish(page, title="English: two")
    assert payload(pointing)["related"][0]["title"] == "English: one"
    assert payload(home)["children"][0]["title"] == "English: one"


def test_a_translation_of_an_older_original_does_not_let_it_go() -> None:
    page, welsh = pair()
    make.publish(page, title="English: two")
    source = make.source_of(page)
    make.publish(page, title="English: three")
    with make.committed():
        make.write_strings(source)
        source.create_or_update_translation(welsh.locale)
    assert seen(page) == titles("en", "one")
    make.translate(page)
    assert seen(page) == titles("en", "three")


def test_republishing_what_readers_see_holds_nothing() -> None:
    page, welsh = pair()
    for one in (page, welsh):
        make.publish(one)
    assert seen(page) == titles("en", "one")
    assert Edition.objects.get(item=page.translation_key, language="en").revision == make.fresh(page).live_revision_id


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
    make.publish(page, change_note="English: a telephone number was wrong")
    actions.release_alone(page.translation_key, "en", None, "Urgent", timezone.now() + LATER)
    assert payload(page)["change_note"] == "English: a telephone number was wrong"
    assert payload(welsh)["title"] == "Cymraeg: one"
    assert is_as_rebuilt()


def test_an_end_can_be_put_off() -> None:
    page, _ = pair()
    make.publish(page, title="English: two")
    for days in (1, 5):
        until = timezone.now() + dt.timedelta(days=days)
        actions.release_alone(page.translation_key, "en", None, "Urgent", until)
    assert [row.until for row in Release.objects.filter(kind="alone").order_by("pk")][-1] == until


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


@BOTH
def test_what_is_unpublished_in_one_language_goes_at_once_in_both(source: Any) -> None:
    page, translation = pair(source)
    with make.committed():
        translation.unpublish()
    assert state(page) == state(translation) == "withdrawn"
    assert kinds(page) == ["first", "take-down"]
    assert is_as_rebuilt()


def test_what_is_deleted_in_one_language_goes_at_once_in_both() -> None:
    page, welsh = pair()
    with make.committed():
        welsh.delete()
    assert (state(page), state(welsh)) == ("withdrawn", "gone")
    with make.committed():
        make.fresh(page).delete()
    assert state(page) == "gone"
    assert kinds(page) == ["first", "take-down"]


def test_what_is_restricted_or_expires_goes_at_once_in_both() -> None:
    page, welsh = pair()
    with make.committed():
        restriction = PageViewRestriction.objects.create(page=welsh, restriction_type="login")
    assert state(page) == state(welsh) == "withdrawn"
    with make.committed():
        restriction.delete()
    assert state(page) == state(welsh) == "published"
    make.publish(welsh, expire_at=timezone.now() + LATER)
    assert edition(page).expires_at == edition(welsh).expires_at is not None  # type: ignore[union-attr]


def test_a_version_from_before_a_take_down_does_not_come_back() -> None:
    page, welsh = pair()
    make.publish(page, title="English: two")
    with make.committed():
        make.fresh(welsh).unpublish()
    make.publish(welsh)
    assert seen(page) == {}
    make.translate(page)
    assert seen(page) == titles("en", "two")


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


def test_a_held_slug_is_held_for_all_that_stands_below() -> None:
    page, welsh = pair(slug="first")
    child = make.landing(page, "en", slug="child")
    make.translate(child)
    make.publish(page, slug="second")
    assert payload(page)["path"] == "/en/first/"
    assert payload(child)["path"] == "/en/first/child/"
    assert payload(child)["breadcrumb"][-1]["path"] == "/en/first/"
    assert is_as_rebuilt()
    make.translate(page, slug="ail")
    assert payload(page)["path"] == "/en/second/"
    assert payload(child)["path"] == "/en/second/child/"
    assert payload(welsh)["path"] == "/cy/ail/"
    assert payload(child, "cy")["path"].startswith("/cy/ail/")


def come_due(page: Any) -> None:
    """Lets the moment come for which a page is scheduled."""
    revision = Revision.objects.for_instance(make.fresh(page)).get(approved_go_live_at__isnull=False)
    revision.approved_go_live_at = timezone.now()
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    with make.committed():
        call_command("publish_scheduled", verbosity=0)


@BOTH
def test_pages_scheduled_for_two_moments_go_out_at_the_later(source: Any) -> None:
    home, _ = make.homes(source)
    page = make.landing(home, source, title=f"{make.MARKS[source]} one", go_live_at=timezone.now() + LATER)
    translation = make.translate(page)
    for one in (translation, page):
        assert seen(page) == {}
        come_due(one)
    assert seen(page) == titles(source, "one")


@pytest.mark.django_db(transaction=True)
def test_a_held_state_is_made_again_from_nothing_after_housekeeping() -> None:
    page, _ = pair()
    shown = {row.revision for row in ReleasedVersion.objects.filter(release__item=page.translation_key)}
    make.publish(page, title="English: two")
    make.publish(page, title="English: three")
    call_command("purge_revisions", verbosity=0)
    assert Revision.objects.filter(pk__in=shown).count() == 2
    assert is_as_rebuilt()
    assert seen(page) == titles("en", "one")


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


def test_a_pair_that_comes_to_lack_something_in_one_language_goes_in_both() -> None:
    organisation = make.organisation("en")
    welsh_organisation = make.translate(organisation)
    page, welsh = pair(publisher=organisation)
    assert state(page) == state(welsh) == "published"
    welsh_organisation.name = organisation.name
    with make.committed():
        welsh_organisation.save()
    assert state(page) == state(welsh) == "withdrawn"
    welsh_organisation.name = "Cymraeg: asiantaeth"
    with make.committed():
        welsh_organisation.save()
    assert state(page) == state(welsh) == "published"


def test_what_was_released_is_settled_once() -> None:
    page, _ = pair()
    before = Release.objects.count()
    actions.reconcile(all_items())
    settle()
    assert Release.objects.count() == before
    assert kinds(page) == ["first"]


@BOTH
def test_readers_see_both_languages_move_in_one_change(source: Any) -> None:
    page, translation = pair(source)
    parent, translated_parent = pair(source, beside=page)
    mover, before = user(), newest()
    with make.committed():
        make.fresh(page).move(make.fresh(parent), pos="last-child", user=mover)
    for one, above in ((page, parent), (translation, translated_parent)):
        assert payload(one)["path"].startswith(payload(above)["path"])
    assert changes_of(page, before) == [("moved", "cy,en")]
