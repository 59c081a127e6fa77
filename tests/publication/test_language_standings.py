"""What each language lacks against the other, as it is kept with every settlement: what, since when, and in how many words."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from cms.publication.models import LanguageStanding
from cms.publication.parity.words_behind import word_count, words_changed
from cms.publication.reconciliation import actions
from tests.factories import content as make

from .editors import held_back
from .pairs import pair, together

assert together
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]


def standing(page: Any, language: str) -> LanguageStanding:
    return LanguageStanding.objects.get(item=page.translation_key, language=language)


def lags(page: Any) -> dict[str, tuple[str, int]]:
    """What lags of an item, with its words, by language."""
    rows = LanguageStanding.objects.filter(item=page.translation_key).exclude(lag="")
    return {row.language: (row.lag, row.lag_words) for row in rows}


def test_words_behind_are_those_of_changed_paragraphs_that_the_old_ones_did_not_have() -> None:
    old = ["Early permanence is for children.", "Ask the court.", "Gone for good."]
    assert words_changed(old, ["Ask the court.", *old]) == 3
    assert words_changed(old, ["Early permanence is for young children.", "Ask the court."]) == 1
    assert words_changed(old, [old[1], old[0], old[2]]) == words_changed(old, old[:1]) == 0
    assert word_count(["Llanw'r ffurflen, e-bost a 3 llun."]) == 6


@pytest.mark.parametrize("source", ["en", "cy"])
def test_a_new_original_leaves_its_translation_behind_by_its_new_words(source: Any) -> None:
    twin = "cy" if source == "en" else "en"
    page, _ = pair(source, summary=make.words(source, "a b c"))
    assert lags(page) == {}
    make.publish(page, summary=make.words(source, "a b c d e"))
    assert lags(page) == {twin: ("behind", 2)}
    assert (standing(page, source).held, standing(page, twin).held) == ("twin_differs", "")
    since = standing(page, twin).lag_since
    make.publish(page, summary=make.words(source, "a b c d e f"))
    assert lags(page) == {twin: ("behind", 3)}
    assert standing(page, twin).lag_since == since
    make.translate(page)
    assert lags(page) == {}
    assert standing(page, source).held == ""
    assert standing(page, twin).lag_since is None


def test_one_language_alone_leaves_the_other_stale_for_readers_by_the_words_that_they_see() -> None:
    page, _ = pair("en", summary="One two three")
    make.publish(page, summary="One two three four five")
    assert standing(page, "cy").stale_words == 0
    actions.release_alone(page.translation_key, "en", None, "Urgent", timezone.now() + dt.timedelta(days=7))
    assert standing(page, "cy").stale_words == 2
    make.publish(page, summary="One two three four five six seven")
    assert (standing(page, "cy").stale_words, standing(page, "cy").lag_words) == (2, 4)


def test_what_there_is_in_one_language_only_lacks_all_its_words_until_it_is_translated() -> None:
    home, _ = make.homes()
    page = make.landing(home, "en", title="Foster first", summary="One two three")
    assert lags(page) == {"cy": ("missing", 5)}
    assert standing(page, "en").held == "twin_absent"
    make.translate(page)
    assert lags(page) == {}


def test_what_is_not_complete_lacks_the_words_that_nobody_has_translated() -> None:
    home, _ = make.homes()
    page, _ = held_back(home)
    assert lags(page) == {"cy": ("incomplete", 2)}
    assert standing(page, "cy").gaps == " same_text "


def test_what_nobody_can_do_anything_about_does_not_lag() -> None:
    page, translation = pair("en")
    with make.committed():
        translation.unpublish()
    assert lags(page)["cy"][0] == "missing"
    with make.committed():
        make.fresh(page).unpublish()
    assert lags(page) == {}
    with make.committed():
        make.fresh(page).delete()
        make.fresh(translation).delete()
    assert not LanguageStanding.objects.filter(item=page.translation_key).exists()
