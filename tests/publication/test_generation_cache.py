"""What is remembered by generation: found once, never given at another, and within bounds."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from cms.publication.models import LogHead
from cms.publication.queries import generation_cache, list_queries
from cms.publication.queries.generation_cache import GenerationCache, GenerationWatch
from cms.publication.queries.query_types import EditionFilter
from tests.factories.editions import edition


def test_a_value_is_found_once_for_each_generation():
    cache: GenerationCache[str, int] = GenerationCache()
    found = iter(range(10))
    assert [cache.get("a", at, lambda: next(found)) for at in (1, 1, 2, 2)] == [0, 0, 1, 1]
    assert cache.get("b", 2, lambda: next(found)) == 2


def test_a_value_that_no_longer_holds_is_found_again():
    cache: GenerationCache[str, int] = GenerationCache()
    found = iter(range(10))
    assert cache.get("a", 1, lambda: next(found)) == 0
    assert cache.get("a", 1, lambda: next(found), lambda known: known == 0) == 0
    assert cache.get("a", 1, lambda: next(found), lambda known: known != 0) == 1


def test_what_was_found_at_no_known_generation_is_not_stored():
    cache: GenerationCache[str, int] = GenerationCache()
    found = iter(range(10))
    assert [cache.get("a", at, lambda: next(found)) for at in (None, None, 1)] == [0, 1, 2]


def test_there_are_never_more_values_than_the_limit():
    cache: GenerationCache[int, int] = GenerationCache(limit=3)
    for key in range(10):
        cache.get(key, 1, partial(int, key))
        assert len(cache._known) <= 3
    assert cache.get(9, 1, lambda: -1) == 9
    cache.clear()
    assert cache.get(9, 1, lambda: -1) == -1


def test_the_database_is_asked_once_an_interval_or_when_told_to(monkeypatch):
    generations = iter(range(10))
    monkeypatch.setattr(generation_cache, "generation", lambda: next(generations))
    watch = GenerationWatch(interval=3600)
    assert [watch.current(), watch.current(), watch.ask(), watch.current()] == [0, 0, 1, 1]
    assert [GenerationWatch(interval=0).current() for _ in range(2)] == [2, 3]


@pytest.mark.django_db
def test_the_total_of_a_list_falls_when_something_in_it_expires_though_nothing_is_published(monkeypatch):
    LogHead.objects.get_or_create(id=1)
    # Each test begins with the same generation, and so would find another one's total.
    monkeypatch.setattr(list_queries, "_totals", GenerationCache())
    now = timezone.now()
    edition("cy")
    edition("cy", expires_at=now + timedelta(seconds=5))
    assert list_queries.editions(EditionFilter("cy"), "position", 10).total == 2
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(seconds=6))
    assert list_queries.editions(EditionFilter("cy"), "position", 10).total == 1
