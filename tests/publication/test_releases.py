"""Both languages of an item go out together: what waits, what goes, and by whose word."""

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction, Revision
from wagtail_localize.models import Translation

from cms.content.languages import CODES
from cms.publication.intents.settlement import settle
from cms.publication.models import Edition, Release, ReleasedVersion
from cms.publication.reconciliation import actions
from cms.publication.reconciliation.rebuilding import all_items
from tests.factories import content as make

from .editions import edition, newest, payload, state
from .pairs import changes_of, is_as_rebuilt, kinds, pair, seen, titles, together, user

__all__ = ["together"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]
BOTH = pytest.mark.parametrize("source", CODES)
LATER = dt.timedelta(days=3)


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


def test_a_translation_of_a_draft_does_not_count_as_one_of_what_is_live() -> None:
    """A draft of a translation is in the row of its live page, which wagtail-localize freezes."""
    page, welsh = pair()
    make.translate(make.publish(page, title="English: two"), publish=False)
    Translation.objects.filter(source__object_id=page.translation_key).update(enabled=False)
    with make.committed():
        source = make.source_of(welsh)
        make.write_strings(source, given={"title": "English: of the draft"})
        source.create_or_update_translation(page.locale)
    assert seen(page) == titles("en", "one")


def test_a_slip_in_the_translation_is_mended_while_a_new_original_waits() -> None:
    page, welsh = pair()
    source = make.source_of(page)
    make.publish(page, title="English: two")
    with make.committed():
        make.write_strings(source, given={"title": "Cymraeg: cywir"})
        source.create_or_update_translation(welsh.locale)
    assert seen(page) == {"en": "English: one", "cy": "Cymraeg: cywir"}
    assert kinds(page) == ["first", "together"]
    assert is_as_rebuilt()
    make.translate(page)
    assert seen(page) == titles("en", "two")


def test_republishing_what_readers_see_holds_nothing() -> None:
    page, welsh = pair()
    for one in (page, welsh):
        make.publish(one)
    assert seen(page) == titles("en", "one")
    assert Edition.objects.get(item=page.translation_key, language="en").revision == make.fresh(page).live_revision_id


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


def test_a_pair_of_which_one_language_is_renamed_goes_out_in_one_row_of_the_log() -> None:
    page, welsh = pair()
    before = newest()
    make.publish(page, title="English: two", slug="renamed")
    make.publish(welsh, title="Cymraeg: two")
    actions.release_as_same(page.translation_key, None)
    assert seen(page) == titles("en", "two")
    assert changes_of(page, before) == [("moved", "cy,en")]


def test_a_pair_that_is_taken_down_is_one_change() -> None:
    page, _ = pair()
    before = newest()
    with make.committed():
        make.fresh(page).unpublish()
    assert changes_of(page, before) == [("withdrawn", "cy,en")]


def test_what_is_below_a_held_slug_stands_where_its_pages_do_once_that_is_taken_down() -> None:
    page, _ = pair(slug="first")
    below = make.landing(make.fresh(page), "en", slug="child")
    make.translate(below)
    make.publish(page, slug="second")
    assert payload(below)["path"] == "/en/first/child/"
    with make.committed():
        make.fresh(page).unpublish()
    assert payload(below)["path"] == "/en/second/child/"
    assert actions.reconcile(all_items()) == []
