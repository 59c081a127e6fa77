"""What keeps a page from being an edition: told word for word, and where it is."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.publication.completeness.evidence import Evidence
from cms.publication.completeness.snippet_judge import gaps_of_snippets
from cms.publication.reconciliation.desired_state import desired_state
from tests.factories import content as make


def lacking(made: Any) -> list[tuple[str, str, str]]:
    """What keeps a page from being an edition: kind, place and text."""
    found = desired_state([made.translation_key], timezone.now())[made.translation_key, made.locale.language_code]
    return [(gap.kind, gap.path, gap.text) for gap in found.gaps]


@pytest.fixture
def translated() -> tuple[Any, Any]:
    """A page with a title, a summary, a text and a change note of its own, and its complete translation."""
    home, _ = make.homes("en")
    made = make.landing(
        home, "en", title="English: t", summary="English: s", change_note="English: n",
        body=[("text", "<p>English: b</p>"), ("heading", {"text": "English: h", "level": "2"})],
    )  # fmt: skip
    return made, make.translate(made)


@pytest.mark.django_db
def test_what_was_left_in_the_other_language_is_told_where_it_is(translated: Any) -> None:
    made, translation = translated
    assert lacking(translation) == lacking(made) == []
    changed = make.publish(made, summary="English: new", body=[("text", "<p>English: other</p>")])
    make.translate(changed, fallback=True, without=("summary", "body"))
    place = f"body.{make.fresh(translation).body[0].id}.text.plain"
    assert lacking(translation) == [("same_text", "summary", "English: new"), ("same_text", place, "English: other")]


@pytest.mark.django_db
def test_words_of_the_source_are_known_after_it_has_moved_on_and_after_it_is_gone(translated: Any) -> None:
    made, translation = translated
    make.publish(translation, summary="English: s")
    make.publish(made, summary="English: quite other")
    assert lacking(translation) == [("same_text", "summary", "English: s")]
    with make.committed():
        make.fresh(made).delete()
    assert lacking(translation) == [("same_text", "summary", "English: s")]


@pytest.mark.django_db
def test_what_the_source_says_and_the_translation_does_not_is_empty(translated: Any) -> None:
    made, translation = translated
    make.publish(translation, change_note="", body=[])
    assert lacking(translation) == [("empty", "body", "")]
    make.publish(translation, change_note="", summary="English: s")
    assert lacking(translation) == [
        ("same_text", "summary", "English: s"),
        ("empty", "body", ""),
    ]
    make.publish(made, change_note="", body=[])
    assert lacking(translation) == [("same_text", "summary", "English: s")]


@pytest.mark.django_db
def test_an_original_lacks_nothing_that_only_its_translation_has(translated: Any) -> None:
    made, translation = translated
    make.publish(made, change_note="", summary=translation.summary)
    assert lacking(made) == []


@pytest.mark.django_db
def test_an_address_of_the_other_language_is_told_as_one() -> None:
    home, _ = make.homes("en")
    text = '<p>English: <a href="https://example.org/en">x</a></p>'
    made = make.landing(home, "en", body=[("text", text)])
    translation = make.translate(made)
    place = f"body.{translation.body[0].id}.text.html"
    assert [gap[:2] for gap in lacking(translation)] == [("same_address", place)]


@pytest.mark.django_db
def test_words_that_are_in_no_payload_are_judged_too() -> None:
    """A translation made by hand, of which wagtail-localize has no record, and the title that search engines show."""
    home, _ = make.homes("en")
    made = make.landing(home, "en", seo_title="English: seo")
    with make.committed():
        copy = made.copy_for_translation(make.locale("cy"))
    make.publish(copy, title="Cymraeg: teitl", summary="Cymraeg: crynodeb", slug="teitl")
    assert lacking(make.fresh(copy)) == [("same_text", "seo_title", "English: seo")]
    make.publish(copy, seo_title="Cymraeg: seo")
    assert lacking(make.fresh(copy)) == []


@pytest.mark.django_db
def test_three_snippets_are_judged_with_as_many_queries_as_one() -> None:
    pairs = [(make.translate(english), english) for english in (make.organisation("en") for _ in range(3))]
    counts = []
    assert {one.locale.language_code for pair in pairs for one in pair} == {"cy", "en"}
    for some in (pairs[:1], pairs):
        with CaptureQueriesContext(connection) as queries:
            assert gaps_of_snippets(some, Evidence()) == [[] for _ in some]
        counts.append(len(queries))
    assert counts[0] == counts[1]
