"""Readers are told when a translation lags behind, since when, and only then."""

import datetime as dt
from typing import Any

import pytest
from wagtail.models import PageLogEntry
from wagtail_localize.models import Translation

from tests.factories import content as make

from .editions import payload

pytestmark = pytest.mark.django_db
SOURCES = pytest.mark.parametrize("source", ["cy", "en"])


def status(page: Any, shown_by: Any = None) -> str:
    """The translation status of a page's language, as an edition of the item tells it."""
    return str(entry(page, shown_by)["translation_status"])


def entry(page: Any, shown_by: Any = None) -> dict[str, Any]:
    return next(e for e in payload(shown_by or page)["languages"] if e["language"] == page.locale.language_code)


@SOURCES
def test_a_translation_is_stale_from_the_moment_its_source_changes_and_both_languages_say_so(source: Any) -> None:
    original, translation = make.homes(source)
    changed = make.publish(original, summary=f"{make.MARKS[source]} changed")
    assert status(translation) == status(translation, shown_by=original) == "stale"
    assert status(original) == status(original, shown_by=translation) == "current"
    logged = PageLogEntry.objects.filter(page=changed.pk, action="wagtail.publish").order_by("-timestamp").first()
    assert logged is not None
    assert dt.datetime.fromisoformat(entry(translation)["since"]) in {logged.timestamp, changed.last_published_at}


def test_a_second_change_does_not_make_it_stale_only_since_then() -> None:
    original, translation = make.homes()
    make.publish(original, summary="English: changed")
    since = entry(translation)["since"]
    make.publish(original, summary="English: changed again")
    assert entry(translation)["since"] == since


def test_republishing_the_source_unchanged_leaves_the_translation_current() -> None:
    original, translation = make.homes()
    table = {"data": [["English: a", "1"]], "table_header_choice": "row"}
    page = make.landing(original, "en", body=[("table", table), ("text", "<p>English: b</p>")])
    translated = make.translate(page)
    make.publish(page)
    make.publish(original)
    assert status(translated) == status(translation) == "current"


def test_synchronising_the_words_does_not_by_itself_make_a_translation_current() -> None:
    original, translation = make.homes()
    changed = make.publish(original, summary="English: changed")
    with make.committed():
        make.source_of(changed)
    make.publish(changed)
    assert status(translation) == "stale"


def test_translating_what_changed_makes_it_current_again() -> None:
    original, translation = make.homes()
    changed = make.publish(original, summary="English: changed")
    make.translate(changed)
    assert status(translation) == "current"
    assert payload(translation)["summary"] == "Cymraeg: changed"


def test_a_stale_translation_is_served_as_it_was_never_with_the_new_source_text() -> None:
    original, translation = make.homes()
    before = payload(translation)["summary"]
    changed = make.publish(original, summary="English: changed")
    with make.committed():
        make.source_of(changed)
    assert payload(translation)["summary"] == before


def test_a_translation_kept_by_hand_is_stale_when_its_source_is_published_after_it() -> None:
    original, translation = make.homes()
    Translation.objects.update(enabled=False)
    make.publish(translation, summary="Cymraeg: by hand")
    assert status(translation) == "current"
    make.publish(original, summary="English: changed")
    assert status(translation) == "stale"
    make.publish(translation, summary="Cymraeg: by hand again")
    assert status(translation) == "current"


@pytest.mark.parametrize("by_hand", [True, False])
def test_neither_a_republication_nor_a_change_taken_back_makes_a_translation_stale(by_hand: bool) -> None:
    original, translation = make.homes()
    if by_hand:
        Translation.objects.update(enabled=False)
        make.publish(translation, summary="Cymraeg: by hand")
    before = original.summary
    original = make.publish(original)
    assert status(translation) == "current"
    original = make.publish(original, summary="English: changed")
    assert status(translation) == "stale"
    make.publish(original, summary=before)
    assert status(translation) == "current"


@pytest.mark.parametrize("by_hand", [True, False])
def test_it_is_stale_since_the_change_not_since_a_republication_before_it(by_hand: bool) -> None:
    original, translation = make.homes()
    if by_hand:
        Translation.objects.update(enabled=False)
        make.publish(translation, summary="Cymraeg: by hand")
    original = make.publish(original)
    changed = make.publish(original, summary="English: changed")
    make.publish(changed)
    published = PageLogEntry.objects.filter(page=original.pk, action="wagtail.publish")
    assert dt.datetime.fromisoformat(entry(translation)["since"]) == published.order_by("-timestamp")[1].timestamp


def test_a_missing_language_says_since_when_there_has_been_only_one() -> None:
    home = make.home("en")
    missing = next(e for e in payload(home)["languages"] if e["language"] == "cy")
    assert missing["state"] == missing["translation_status"] == "missing"
    assert missing["since"] == payload(home)["published"]
    assert (missing["title"], missing["address"], missing["api"]) == (None, None, None)
