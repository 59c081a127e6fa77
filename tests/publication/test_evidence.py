"""What judgements of completeness go by: frozen sources, versions, strings, and which lines count as the same."""

import gc
import json
import weakref
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail_localize.models import String, StringTranslation, Translation, TranslationSource

from cms.content.projection.gaps import Gap
from cms.content.projection.lookups import Lookups
from cms.content.words.word_forms import has_letters
from cms.publication.completeness import evidence as evidence_module
from cms.publication.completeness.confirmations import confirmations, confirmed_texts
from cms.publication.completeness.evidence import Evidence
from cms.publication.completeness.other_language import OtherLanguage, each_text_once, unconfirmed
from cms.publication.completeness.snippet_judge import SnippetJudge, gaps_of_snippet
from cms.publication.completeness.texts import digest, lines, normalise
from cms.publication.completeness.translations import (
    FrozenSource,
    TranslationRecords,
    records_of,
    translated_strings,
)
from cms.publication.completeness.versions import (
    live_version,
    named_pages,
    released_version,
    with_content,
)
from tests.factories import content as make

REPUBLISHED = [
    "latest_revision", "latest_revision_created_at", "live_revision", "last_published_at", "first_published_at", "path",
    "numchild", "depth", "url_path", "has_unpublished_changes", "draft_title", "go_live_at", "live", "locked", "locked_at",
    "locked_by", "owner", "wagtail_admin_comments", "show_in_menus", "expire_at", "expired",
]  # fmt: skip


def frozen(**content: Any) -> FrozenSource:
    return FrozenSource(TranslationSource(content_json=json.dumps(content)))


def page(live: int | None, /, **content: Any) -> Any:
    """A page with that content, whose live revision has that number."""
    return SimpleNamespace(live_revision_id=live, to_json=lambda: json.dumps(content))


@pytest.mark.parametrize("name", REPUBLISHED)
def test_what_a_republication_changes_is_no_change_of_content(name: str) -> None:
    source = frozen(title="a", **{name: 1})
    assert source.holds({"title": "a", name: 2})
    assert source.is_unchanged_in(page(9, title="a", **{name: 2}))


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("a", "a", True), ("a", "b", False), (None, "a", False), ("a", None, False),
        ('[{"a": 1, "b": 2}]', '[{"b": 2, "a": 1}]', True), ('[{"a": 1}]', '[{"a": 2}]', False),
        ('[{"a": 1}, {"a": 2}]', '[{"a": 2}, {"a": 1}]', False), ("[x", "[x", True), ("[x", "[ x", False),
        ('{"a": 1}', '{"a":1}', False), (1, 1, True), (["a"], ["a"], True),
    ],
)  # fmt: skip
def test_content_is_the_same_whatever_the_order_of_the_keys_in_its_blocks(before: Any, after: Any, same: bool) -> None:
    source = frozen(title="t", body=before)
    assert source.holds({"title": "t", "body": after}) is same
    assert source.is_unchanged_in(page(None, title="t", body=after)) is same


def test_what_is_only_on_one_side_is_a_change() -> None:
    assert not frozen(title="a").holds({"title": "a", "summary": "b"})
    assert not frozen(title="a", summary="b").holds({"title": "a"})
    assert not frozen(title="a").holds(None)


def test_a_page_whose_live_revision_was_frozen_shows_what_was_frozen() -> None:
    assert frozen(title="a", live_revision=5).is_unchanged_in(page(5, title="b"))
    assert not frozen(title="a", live_revision=5).is_unchanged_in(page(6, title="b"))
    assert not frozen(title="a", live_revision=None).is_unchanged_in(page(None, title="b"))


def instance(language: str, pk: int = 1) -> Any:
    return SimpleNamespace(locale=SimpleNamespace(language_code=language), pk=pk)


@pytest.mark.parametrize(
    ("sources", "targets", "twin", "translation"),
    [
        ("en", "cy", 1, True), ("en", "cy", 3, True), ("cy", "en", 1, False), ("cy", "en", 3, False), ("en", "cy", None, True),
        ("", "", 1, True), ("", "", 3, False), ("en", "", 3, False), ("cy", "", 1, True), ("", "", None, False),
        ("en", "", None, True), ("cy", "", None, False), ("cy", "en", None, False),
    ],
)  # fmt: skip
def test_a_translation_is_what_was_translated_or_written_later(
    sources: Any, targets: Any, twin: int | None, translation: bool
) -> None:
    """`sources` and `targets` are the languages of records; `twin` is the English page's number beside the Welsh one's 2."""
    records = TranslationRecords(
        {sources: frozen()} if sources else {},
        {targets: Translation()} if targets else {},
    )
    english = instance("en", twin) if twin else None
    assert records.made_from(instance("cy", 2), english) is translation


@pytest.mark.django_db
def test_records_are_found_for_many_items_in_two_queries() -> None:
    home, _ = make.homes("en")
    pages = [make.landing(home, "en") for _ in range(3)]
    for made in pages[:2]:
        make.translate(made)
    make.source_of(pages[2])
    items = {made.translation_key for made in pages}
    with CaptureQueriesContext(connection) as queries:
        found = records_of({*items, uuid4()})
    assert len(queries) == 2
    assert found.keys() == items
    for made in pages:
        records = found[made.translation_key]
        assert {code: source.record.object_id for code, source in records.sources.items()} == {
            "en": made.translation_key
        }
        targets = {code: target.source.object_id for code, target in records.targets.items()}
        assert targets == ({} if made is pages[2] else {"cy": made.translation_key})
    assert records_of({uuid4()}) == {}


@pytest.mark.django_db
def test_what_somebody_wrote_as_a_translation_is_no_repetition_and_its_items_own() -> None:
    home, welsh = make.homes("en")
    other = make.landing(home, "en", summary="English: other")
    make.translate(other)
    cy, en = make.locale("cy").pk, make.locale("en").pk
    before = translated_strings(home.translation_key, cy)
    assert welsh.title in before
    assert "Cymraeg: other" not in before
    assert translated_strings(home.translation_key, en) == set()
    repeated = StringTranslation.objects.filter(data=welsh.title).get()
    StringTranslation.objects.filter(pk=repeated.pk).update(data=repeated.translation_of.data)
    assert translated_strings(home.translation_key, cy) == before - {welsh.title}


@pytest.mark.django_db
def test_a_version_has_its_own_words_and_its_rows_place() -> None:
    organisation = make.organisation("en")
    made = make.landing(make.home("en"), "en", publisher=organisation, summary="English: before")
    content = made.live_revision.content
    comment: dict[str, Any] = {
        "pk": None,
        "user": 1,
        "text": "a",
        "contentpath": "title",
        "position": "",
        "replies": [],
    }
    elsewhere = {
        "pk": 99, "id": 99, "content_type": 99, "path": "99", "depth": 99, "numchild": 99, "url_path": "/99/",
        "draft_title": "99", "live": False, "has_unpublished_changes": True, "owner": 99, "locked": True, "locked_by": 99,
        "locked_at": "2020-01-01T00:00:00Z", "latest_revision": 99, "latest_revision_created_at": "2020-01-01T00:00:00Z",
        "live_revision": 99, "translation_key": str(uuid4()), "locale": 99, "alias_of": 99, "first_published_at": None,
        "wagtail_admin_comments": [comment],
    }  # fmt: skip
    restored = with_content(made, {**content, **elsewhere, "summary": "English: then"}, Lookups())
    assert (restored.summary, restored.title, restored.slug) == ("English: then", made.title, made.slug)
    own = [field.attname for field in Page._meta.concrete_fields if field.attname.removesuffix("_id") in elsewhere]
    assert len(own) == 20
    assert {name: getattr(restored, name) for name in own} == {name: getattr(made, name) for name in own}
    assert (restored.pk, restored.locale, restored.publisher) == (made.pk, made.locale, organisation)
    assert list(restored.wagtail_admin_comments.all()) == []
    published = with_content(made, {**content, "first_published_at": "2020-01-01T00:00:00Z"}, Lookups())
    assert published.first_published_at.year == 2020


@pytest.mark.django_db
def test_what_a_version_names_that_is_no_more_is_named_no_more() -> None:
    organisation = make.organisation("en")
    made = make.landing(make.home("en"), "en", publisher=organisation)
    content = made.live_revision.content
    organisation.delete()
    restored = with_content(make.fresh(made), content, Lookups())
    assert restored.publisher is None


@pytest.mark.django_db
def test_what_is_live_is_the_live_revision_not_the_row() -> None:
    made = make.landing(make.home("en"), "en", summary="English: live")
    type(made).objects.filter(pk=made.pk).update(summary="English: draft")
    found = live_version(make.fresh(made))
    assert found.page.summary == "English: live"
    assert (found.revision, found.made) == (made.live_revision_id, made.live_revision.created_at)
    assert (found.published, found.content) == (made.last_published_at, made.live_revision.content)
    Page.objects.filter(pk=made.pk).update(live_revision=None)
    row = make.fresh(made)
    bare = live_version(row)
    assert bare.page is row
    assert (bare.revision, bare.made, bare.published, bare.content) == (
        None, row.last_published_at, row.last_published_at, None,
    )  # fmt: skip


@pytest.mark.django_db
def test_the_pages_that_a_version_may_lead_to_are_known_before_it_is_read() -> None:
    home = make.home("en")
    targets = [make.landing(home, "en") for _ in range(2)]
    text = f'<p>English: <a linktype="page" id="{targets[0].pk}">x</a></p>'
    made = make.landing(home, "en", body=[("text", text)], related=[("page", targets[1])])
    version = live_version(made)
    assert named_pages(version) == {target.pk for target in targets}
    assert named_pages(replace(version, content=None)) == set()
    plain = make.landing(home, "en")
    assert named_pages(live_version(plain)) == set()


@pytest.mark.django_db
def test_a_released_version_has_the_content_of_its_revision_and_the_moment_when_it_was_published() -> None:
    made = make.landing(make.home("en"), "en", summary="English: first")
    released, published = made.live_revision, made.last_published_at
    make.publish(made, summary="English: second")
    version = released_version(make.fresh(made), released, published, Lookups())
    assert version.page.summary == "English: first"
    assert (version.revision, version.made, version.published) == (released.pk, released.created_at, published)
    assert version.content == released.content


@pytest.mark.django_db
def test_strings_of_the_other_language_that_nobody_wrote_are_found_line_by_line() -> None:
    home, _ = make.homes("en")
    made = make.landing(home, "en", summary="English: one\nEnglish: two\n2026")
    translation = make.translate(made, fallback=True, without=("title", "summary"))
    found = [(gap.kind, gap.path, gap.text) for gap in Evidence().foreign_strings(translation)]
    assert found == [
        ("untranslated", "title", made.title),
        ("untranslated", "summary", "English: one"),
        ("untranslated", "summary", "English: two"),
    ]
    assert Evidence().foreign_strings(made) == []


@pytest.mark.django_db
def test_many_pages_strings_are_looked_up_together_and_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    home, _ = make.homes("en")
    pages = [make.landing(home, "en") for _ in range(3)]
    translations = [make.translate(made, fallback=True, without=("summary",)) for made in pages]
    evidence = Evidence()
    with CaptureQueriesContext(connection) as queries:
        evidence.read_foreign_strings(translations)
    asked = [query["sql"] for query in queries if f'FROM "{String._meta.db_table}"' in query["sql"]]
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as queries:
        together = [evidence.foreign_strings(made) for made in translations]
        assert evidence.segments(pages[0]) is evidence.segments(pages[0])
    assert len(queries) == 0
    assert [[gap.text for gap in gaps] for gaps in together] == [[made.summary] for made in pages]
    monkeypatch.setattr(evidence_module, "_AT_ONCE", 2)
    assert [Evidence().foreign_strings(made) for made in translations] == together


def test_lines_are_compared_without_regard_to_capitals_spaces_and_how_letters_are_written() -> None:
    assert normalise("  Un \n Dau\u00a0TRI ") == "un dau tri"
    assert normalise("tŷ") == normalise("ty\u0302") == "tŷ"


def test_only_lines_with_letters_have_a_language() -> None:
    assert [has_letters(text) for text in ("a", "12 %", "", "ŵ", "— 2026")] == [True, False, False, True, False]
    assert lines(" un \n12\n\n dau") == ["un", "dau"]


def test_what_is_the_other_languages_is_told_with_its_place_unless_confirmed() -> None:
    theirs = OtherLanguage()
    theirs.add([("x", "One"), ("x", "Two")], [("x", "https://a")])
    theirs.add([("x", "Three")])
    own = [("a", "one"), ("b", "two"), ("c", "three"), ("d", "four"), ("e", "https://a")]
    addresses = [("f", "https://a"), ("g", "https://b"), ("h", "one")]
    found = [(gap.kind, gap.path, gap.text) for gap in theirs.gaps(own, addresses, {digest("Two")})]
    assert found == [("same_text", "a", "one"), ("same_text", "c", "three"), ("same_address", "f", "https://a")]
    assert list(theirs.gaps([], [("f", "https://a")], {digest("https://a")})) == []


def test_a_confirmed_text_is_no_gap() -> None:
    gaps = [Gap("untranslated", "a", "One"), Gap("untranslated", "b", "Two")]
    assert unconfirmed(gaps, {digest("one")}) == gaps[1:]


def test_a_text_is_told_once_where_it_is_first_met() -> None:
    gaps = [
        Gap("same_text", "a", "One"), Gap("untranslated", "b", "one"), Gap("same_address", "c", "one"),
        Gap("empty", "d"), Gap("empty", "e"), Gap("empty", "d"), Gap("untranslated", "f", "Two"), Gap("same_text", "g", "two"),
    ]  # fmt: skip
    assert each_text_once(gaps) == [gaps[number] for number in (0, 2, 3, 4, 6)]


@pytest.mark.django_db
def test_confirmations_are_line_by_line_each_once_and_of_their_own_item() -> None:
    items = [uuid4(), uuid4()]
    made = confirmations(items[0], ["One\n\nTwo\n ", "one"], None)
    assert [(row.item, row.text, row.digest) for row in made] == [
        (items[0], "one", digest("one")), (items[0], "Two", digest("two")),
    ]  # fmt: skip
    for row in [*made, *confirmations(items[1], ["Three"], None)]:
        row.save()
    assert confirmed_texts(set(items)) == {
        items[0]: {digest("one"), digest("two")}, items[1]: {digest("three")},
    }  # fmt: skip
    assert confirmed_texts({uuid4()}) == {}


@pytest.mark.django_db
def test_a_snippet_that_is_not_wholly_in_its_language_is_named_at_each_of_its_places() -> None:
    english = make.organisation("en", name="English: Agency")
    welsh = make.translate(english, name="English: Agency")
    judge = SnippetJudge(Evidence())
    assert judge.gaps([("publisher", welsh), ("commissioner", welsh)]) == [
        Gap("snippet_incomplete", "publisher", "English: Agency"), Gap("snippet_incomplete", "commissioner", "English: Agency"),
    ]  # fmt: skip
    assert judge.gaps([("publisher", english)]) == judge.gaps([]) == []
    assert [(gap.kind, gap.path) for gap in gaps_of_snippet(welsh)] == [("same_text", "name")]
    assert gaps_of_snippet(english) == []


@pytest.mark.django_db
def test_a_snippet_is_judged_once_together_with_its_twin() -> None:
    pairs = []
    for _ in range(3):
        english = make.organisation("en")
        pairs.append((english, make.translate(english)))
    judge = SnippetJudge(Evidence())
    assert judge.gaps([("publisher", welsh) for _, welsh in pairs]) == []
    with CaptureQueriesContext(connection) as queries:
        assert judge.gaps([("publisher", snippet) for pair in pairs for snippet in pair]) == []
    assert len(queries) == 0


@pytest.mark.django_db
def test_a_snippet_without_a_twin_is_its_own_languages() -> None:
    lone = make.topic("cy")
    assert gaps_of_snippet(lone) == SnippetJudge(Evidence()).gaps([("topics", lone)]) == []


@pytest.mark.django_db
def test_what_was_judged_is_not_taken_for_another_that_comes_to_lie_at_its_place() -> None:
    made = make.landing(make.home("en"), "en")
    evidence = Evidence()
    evidence.segments(made)
    held = weakref.ref(made)
    del made
    gc.collect()
    assert held() is not None
