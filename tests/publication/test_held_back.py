"""A page whose new version is not wholly in its language stays public as it was, told to be stale; nothing is lost."""

from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Revision

from cms.publication.intents.settlement import settle
from cms.publication.models import Edition
from cms.publication.reconciliation.rebuilding import all_items, differences
from tests.factories import content as make

from .editions import edition, payload, state

pytestmark = pytest.mark.django_db
SOURCES = pytest.mark.parametrize("source", ["cy", "en"])


def synchronised_in_part(page: Any) -> Any:
    """What "Sync translated pages" with "Publish immediately" does: the source's new words on the live translation."""
    changed = make.publish(page, summary=f"{make.MARKS[page.locale.language_code]} quite new")
    return make.translate(changed, fallback=True, without=("summary",))


@SOURCES
def test_the_public_keeps_the_last_complete_version_and_is_told_it_is_stale(source: Any) -> None:
    original, translation = make.homes(source)
    before = payload(translation)
    live = synchronised_in_part(original)
    assert make.MARKS[source] in live.summary
    after = payload(translation)
    assert after["summary"] == before["summary"]
    assert after["updated"] == before["updated"]
    states = {entry["language"]: entry["translation_status"] for entry in payload(original)["languages"]}
    assert states == {source: "current", make.other(source): "stale"}


@SOURCES
def test_rebuilding_from_nothing_finds_that_version_again(source: Any) -> None:
    original, translation = make.homes(source)
    before = payload(translation)["summary"]
    synchronised_in_part(original)
    Edition.objects.all().delete()
    call_command("rebuild_publication", verbosity=0)
    assert payload(translation)["summary"] == before
    call_command("rebuild_publication", "--check", verbosity=0)


def test_completing_the_translation_publishes_it() -> None:
    original, translation = make.homes()
    synchronised_in_part(original)
    make.translate(original)
    assert payload(translation)["summary"] == "Cymraeg: quite new"


def test_what_was_taken_down_does_not_come_back_with_an_incomplete_version() -> None:
    original, translation = make.homes()
    with make.committed():
        translation.unpublish()
    synchronised_in_part(original)
    assert state(translation) == "withdrawn"


def test_a_page_with_a_file_in_the_wrong_language_stays_as_it_was() -> None:
    home = make.home("cy")
    before = payload(home)["files"]
    make.publish(home, files=[("file", {"title": "Cymraeg: f", "file": make.file("en")})])
    assert payload(home)["files"] == before == []


def test_the_edition_says_which_revision_it_shows() -> None:
    original, translation = make.homes()
    first = translation.live_revision_id
    synchronised_in_part(original)
    shown = edition(translation)
    assert shown is not None
    assert shown.revision == first != make.fresh(translation).live_revision_id


def test_an_earlier_version_is_never_shown_of_a_page_that_may_not_be_seen() -> None:
    original, translation = make.homes()
    synchronised_in_part(original)
    with make.committed():
        make.fresh(translation).unpublish()
    assert state(translation) == "withdrawn"


@pytest.mark.django_db(transaction=True)
def test_housekeeping_does_not_delete_what_readers_see() -> None:
    home, _ = make.homes("en")
    page = make.landing(home, "en")
    welsh = make.translate(page)
    shown = make.fresh(welsh).live_revision
    make.publish(page, summary="English: another summary")
    make.translate(page, fallback=True, without=("summary",))
    page = make.fresh(page)
    public = page.live_revision
    page.summary = "English: a draft"
    page.save_revision()
    settle()
    call_command("purge_revisions", verbosity=0)
    assert set(Revision.objects.filter(pk__in=[shown.pk, public.pk])) == {shown, public}
    assert differences(all_items()) == []
    assert payload(welsh)["summary"].startswith("Cymraeg")
    for each in (page, welsh):
        make.fresh(each).delete()
    assert not Revision.objects.filter(pk__in=[shown.pk, public.pk]).exists()
