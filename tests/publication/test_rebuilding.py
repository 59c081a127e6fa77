"""Restoring what the pages say, in what order and how much at once; and asking of what is remembered whether it still holds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import FieldDoesNotExist
from wagtail.models import Page, PageLogEntry
from wagtail_localize.models import Translation, TranslationLog

from cms.publication.completeness.staleness import stale_since
from cms.publication.completeness.translations import records_of
from cms.publication.completeness.versions import live_version
from cms.publication.models import Change, Edition
from cms.publication.queries import generation_cache
from cms.publication.queries.generation_cache import CHECK_EVERY, GenerationCache, GenerationWatch
from cms.publication.reconciliation import rebuilding
from cms.publication.reconciliation.actions import reconcile, reconcile_terms
from cms.publication.reconciliation.bulk_update import update_rows
from cms.publication.reconciliation.rebuilding import Difference, all_items, batches, differences, steps
from tests.factories import content as make
from tests.factories.editions import edition, gone
from tests.factories.terms import term_pair

from .editions import state

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def test_items_are_gone_through_parents_first_and_then_those_without_a_page() -> None:
    home, _ = make.homes("en")
    landing = make.landing(home, "en")
    below = make.landing(landing, "en")
    late = make.landing(home, "en")
    make.translate(landing)
    orphans = {gone("cy").item, gone("en").item}
    gone("cy", item=below.translation_key)
    found = all_items()
    pages = [page.translation_key for page in (home, landing, late, below)]
    assert found[: len(pages)] == pages
    assert set(found[len(pages) :]) == orphans
    assert len(found) == 6


def test_an_item_stands_where_its_first_page_does() -> None:
    home, welsh_home = make.homes("en")
    welsh, english = make.landing(welsh_home, "cy"), make.landing(home, "en")
    make.translate(english)
    assert all_items() == [home.translation_key, english.translation_key, welsh.translation_key]


def test_pages_in_a_language_that_is_none_of_ours_are_left_alone() -> None:
    home = make.home("en")
    draft = make.landing(home, "en", live=False)
    assert all_items() == [home.translation_key, draft.translation_key]
    third = type(home.locale).objects.create(language_code="fr")
    Page.objects.filter(pk=draft.pk).update(locale_id=third.pk)
    assert all_items() == [home.translation_key]


def test_batches_are_of_one_size_but_the_last() -> None:
    items = [uuid4() for _ in range(5)]
    assert list(batches(items, 2)) == [items[:2], items[2:4], items[4:]]
    assert list(batches(items, 5)) == [items]
    assert list(batches([], 2)) == []


def test_a_difference_is_told_and_not_made() -> None:
    page = make.landing(make.home("en"), "en")
    Page.objects.filter(pk=page.pk).update(live=False)
    versions = list(Change.objects.values_list("version", flat=True))
    (found, parent) = differences([page.translation_key])
    assert found == Difference(page.translation_key, "en", "withdrawn")
    assert str(found) == f"{page.translation_key} en withdrawn"
    assert parent.kind == "published"
    assert state(page) == "published"
    assert list(Change.objects.values_list("version", flat=True)) == versions


def test_terms_are_restored_before_the_items_that_are_marked_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    item = term_pair("panel", "board")[0].item
    home = make.home("en")
    page = make.landing(home, "en")
    assert steps() == [([item], reconcile_terms), ([home.translation_key, page.translation_key], reconcile)]


def test_an_update_writes_the_columns_named_and_no_others(django_assert_num_queries: Any) -> None:
    rows = [edition("cy") for _ in range(3)]
    for number, row in enumerate(rows):
        row.title, row.summary, row.content = f"title {number}", "not written", {"a": [number]}
    update_rows(rows[:2], ["title", "content"])
    stored = {row.pk: row for row in Edition.objects.all()}
    for number, row in enumerate(rows[:2]):
        assert (stored[row.pk].title, stored[row.pk].content) == (f"title {number}", {"a": [number]})
    assert stored[rows[2].pk].title not in {"title 2", "title 1"}
    assert "not written" not in {row.summary for row in stored.values()}
    with django_assert_num_queries(0):
        update_rows([], ["title"])
    with pytest.raises(FieldDoesNotExist):
        update_rows(rows, ["titles"])


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A clock that is set, and a database whose generation is the number of times it was asked."""
    found = SimpleNamespace(now=0.0, asked=0)

    def generation() -> int:
        found.asked += 1
        return int(found.asked)

    monkeypatch.setattr(generation_cache, "time", SimpleNamespace(monotonic=lambda: found.now))
    monkeypatch.setattr(generation_cache, "generation", generation)
    return found


def test_the_generation_is_asked_for_again_once_the_interval_is_over(watched: Any) -> None:
    watch = GenerationWatch()
    assert watch.current() == 1
    for now, generation in ((CHECK_EVERY / 2, 1), (CHECK_EVERY, 2), (1.5 * CHECK_EVERY, 2), (2 * CHECK_EVERY, 3)):
        watched.now = now
        assert watch.current() == generation


def test_asking_now_puts_off_the_next_time(watched: Any) -> None:
    watch = GenerationWatch(interval=10)
    watched.now = 5
    assert watch.ask() == 1
    watched.now = 14.9
    assert watch.current() == 1
    watched.now = 15
    assert watch.current() == 2
    assert CHECK_EVERY == 0.1


def test_so_many_values_are_remembered_and_the_newest_always() -> None:
    cache: GenerationCache[int, int] = GenerationCache(limit=2)
    for key in (1, 2):
        cache.get(key, 1, lambda key=key: key)  # type: ignore[misc]
    assert [cache.get(key, 1, lambda: -1) for key in (1, 2)] == [1, 2]
    assert cache.get(3, 1, lambda: 3) == 3
    assert [cache.get(key, 1, lambda: -1) for key in (3, 1)] == [3, -1]
    large: GenerationCache[int, int] = GenerationCache()
    for key in range(500):
        large.get(key, 1, lambda: 0)
    assert large.get(0, 1, lambda: -1) == 0
    large.get(500, 1, lambda: 0)
    assert large.get(0, 1, lambda: -1) == -1


def test_a_value_of_an_earlier_generation_is_replaced() -> None:
    cache: GenerationCache[str, int] = GenerationCache()
    assert [cache.get("a", at, lambda at=at: at) for at in (1, 2, 1)] == [1, 2, 1]  # type: ignore[misc]


def since(original: Any, translation: Any, **version: Any) -> datetime | None:
    """Since when the translation is stale, had its public version been made or published at another moment."""
    source = make.fresh(original)
    shown = replace(live_version(make.fresh(translation)), **version)
    records = records_of({original.translation_key})[original.translation_key]
    return stale_since(translation, shown, source, live_version(source).page, records)


@pytest.fixture
def changed() -> tuple[Any, Any]:
    """A page that was changed after it was translated, and its translation."""
    original, translation = make.homes("en")
    return make.publish(original, summary="English: changed"), translation


def test_a_translation_lags_behind_nothing_where_its_source_is_not_public(changed: Any) -> None:
    original, translation = changed
    assert since(original, translation) is not None
    Page.objects.filter(pk=original.pk).update(live=False)
    assert since(original, translation) is None


def test_a_translation_lags_since_its_source_was_published_after_the_last_translation(changed: Any) -> None:
    original, translation = changed
    PageLogEntry.objects.filter(page=original.pk).delete()
    translated = TranslationLog.objects.latest("created_at").created_at
    for minutes, action in (
        (3, "wagtail.publish"),
        (2, "wagtail.publish"),
        (1, "wagtail.edit"),
        (-1, "wagtail.publish"),
    ):
        PageLogEntry.objects.create(
            page_id=original.pk, content_type_id=original.content_type_id, label="x", action=action,
            timestamp=translated + timedelta(minutes=minutes),
        )  # fmt: skip
    PageLogEntry.objects.create(
        page_id=translation.pk, content_type_id=original.content_type_id, label="x", action="wagtail.publish",
        timestamp=translated + timedelta(minutes=1),
    )  # fmt: skip
    assert since(original, translation) == translated + timedelta(minutes=2)


def test_where_no_log_tells_it_lags_since_the_last_publication(changed: Any) -> None:
    original, translation = changed
    PageLogEntry.objects.all().delete()
    assert since(original, translation) == original.last_published_at
    TranslationLog.objects.all().delete()
    Page.objects.filter(pk=translation.pk).update(last_published_at=None)
    assert since(original, make.fresh(translation)) == original.last_published_at
    Page.objects.filter(pk=original.pk).update(last_published_at=None)
    assert since(original, make.fresh(translation)) == make.fresh(original).latest_revision_created_at


def test_without_a_translation_log_its_own_publication_counts(changed: Any) -> None:
    original, translation = changed
    TranslationLog.objects.all().delete()
    first = PageLogEntry.objects.filter(page=original.pk, action="wagtail.publish").earliest("timestamp").timestamp
    Page.objects.filter(pk=translation.pk).update(last_published_at=first - timedelta(minutes=1))
    assert since(original, make.fresh(translation)) == first


def test_another_translations_log_is_not_asked(changed: Any) -> None:
    original, translation = changed
    expected = since(original, translation)
    other = make.landing(original, "en")
    make.translate(other)
    log = TranslationLog.objects.latest("created_at")
    TranslationLog.objects.filter(pk=log.pk).update(created_at=NOW + timedelta(days=1000))
    assert since(original, translation) == expected


def test_a_translation_without_a_date_lags_where_it_is_kept_by_machine_and_not_by_hand() -> None:
    original, translation = make.homes("en")
    assert since(original, translation) is None
    assert since(original, translation, made=None) is not None
    Translation.objects.update(enabled=False)
    assert since(original, translation, published=None) is None
    assert since(original, translation, published=NOW - timedelta(days=9999)) is not None
    Page.objects.filter(pk=original.pk).update(last_published_at=None)
    assert since(original, translation, published=NOW - timedelta(days=9999)) is None


def test_rebuilding_is_done_a_hundred_items_at_a_time() -> None:
    items = [UUID(int=number) for number in range(101)]
    assert [len(batch) for batch in batches(items)] == [100, 1] == [rebuilding.BATCH, 1]
