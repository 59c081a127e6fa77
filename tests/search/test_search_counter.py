"""Searches are counted exactly, and nothing of a person is kept."""

import datetime as dt
import os
import sqlite3
import subprocess
import sys
import threading
from collections import Counter as Totals
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import DatabaseError
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from search.models import SearchCount
from search.statistics import count_records, search_counter
from search.statistics.count_records import CountKey, Tally
from search.statistics.search_counter import SearchCounter, publishable_keys

DAY = dt.date(2026, 11, 22)


def rows() -> dict[tuple[str, str], tuple[int, int, int]]:
    return {(row.language, row.keys): (row.times, row.missed, row.hits) for row in SearchCount.objects.all()}


def record(keys: str, times: int, age: int, language: Any = "cy", missed: int = 0) -> None:
    count_records.add_counts({CountKey(DAY - dt.timedelta(days=age), language, keys): Tally(times, missed, 1)})


# What is kept of a query


def test_the_order_and_repetition_of_words_do_not_matter() -> None:
    assert publishable_keys(["plentyn", "mabwysiadu", "plentyn"], "") == "mabwysiadu plentyn"


@pytest.mark.parametrize(
    "query",
    ["enw@example.org", "achos 2026", "07700 900123", "029 20 18 00 00", "1 2 3 4 5 6 7 8", "a b c d e f g"],
)
def test_what_may_tell_of_a_person_is_counted_without_its_words(query: str) -> None:
    assert publishable_keys(["enw"], query) == ""


@pytest.mark.parametrize("keys", [["12345"], ["a@b"], ["a b"], ["=cmd"], ["x" * 201], list("abcdefg")], ids=range(6))
def test_keys_alone_are_judged_too(keys: list[str]) -> None:
    assert publishable_keys(keys, "") == ""


def test_short_numbers_are_named() -> None:
    assert publishable_keys(["adran", "6"], "adran 6") == "6 adran"


# Counting

searches = st.tuples(st.sampled_from(["plentyn", "rhiant", ""]), st.sampled_from(["cy", "en"]), st.integers(0, 2))


@pytest.mark.django_db
@hypothesis.settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(searches, st.none()), max_size=30))
def test_counts_add_up_whenever_they_are_written(happenings: list[Any]) -> None:
    SearchCount.objects.all().delete()
    counter, latest = SearchCounter(), {}
    for happening in happenings:
        if happening is None:
            assert counter.flush()
        else:
            counter.add(*happening)
            latest[happening[1], happening[0]] = happening[2]
    assert counter.flush()
    made = [happening for happening in happenings if happening]
    times = Totals((language, keys) for keys, language, _ in made)
    missed = Totals((language, keys) for keys, language, hits in made if not hits)
    assert rows() == {key: (times[key], missed[key], latest[key]) for key in times}


@pytest.mark.django_db
def test_threads_lose_no_count() -> None:
    counter = SearchCounter()

    def seek() -> None:
        for number in range(300):
            counter.add(f"gair{number % 7}", "cy", number)

    threads = [threading.Thread(target=seek) for _ in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        counter.flush()
    counter.flush()
    assert sum(row[0] for row in rows().values()) == 1200


@pytest.mark.django_db
def test_what_the_database_does_not_take_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    counter = SearchCounter()

    def refuse_while_others_search(*args: Any) -> None:
        counter.add("plentyn", "cy", 5)
        raise DatabaseError

    counter.add("plentyn", "cy", 0)
    with monkeypatch.context() as broken:
        broken.setattr(count_records, "add_counts", refuse_while_others_search)
        assert not counter.flush()
    assert counter.flush()
    assert rows() == {("cy", "plentyn"): (2, 1, 5)}


def refuse(*args: Any) -> None:
    raise DatabaseError


@pytest.mark.django_db
def test_a_flood_of_different_searches_is_counted_without_their_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_counter, "MAX_WAITING", 5)
    counter = SearchCounter()
    for number in range(20):
        counter.add(f"gair{number % 10}", "cy", 1)
        counter.flush()
    found = rows()
    assert (len(found), found["cy", ""], found["cy", "gair0"]) == (6, (10, 0, 1), (2, 0, 1))


def test_memory_is_bounded_while_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_counter, "MAX_WAITING", 5)
    monkeypatch.setattr(count_records, "add_counts", refuse)
    counter = SearchCounter()
    for day in range(10):
        monkeypatch.setattr(count_records, "today", lambda day=day: DAY + dt.timedelta(days=day))
        for number in range(8):
            counter.add(f"gair{number}", "cy", 1)
        assert not counter.flush()
    assert len(counter._waiting) == 6 + 9  # the first five, and what is nameless of each day
    assert sum(tally.times for tally in counter._waiting.values()) == 80


def test_counting_never_raises_and_starts_no_thread_here() -> None:
    search_counter.count_search([None], "cy", 1)  # type: ignore[list-item]
    search_counter.count_search(["plentyn"], "cy", 1, "plant")
    assert "search-counts" not in {thread.name for thread in threading.enumerate()}


def test_the_day_is_the_day_in_wales(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    assert count_records.today() == dt.date(2026, 7, 2)


PROCESS = """
import os, django
from django.db import connection
django.setup()
from search.statistics.search_counter import count_search
from search.models import SearchCount
with connection.schema_editor() as editor:
    editor.create_model(SearchCount)
count_search(["plentyn"], "cy", 3, "plant")
child = os.fork()
count_search(["rhiant"], "cy", 3, "rhieni")
if child:
    os.waitpid(child, 0)
"""


def test_a_process_that_ends_writes_what_waits_and_a_forked_one_only_its_own(tmp_path: Path) -> None:
    database = tmp_path / "counts.sqlite3"
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "DATABASE_URL": f"sqlite:///{database}",
    }
    command = [sys.executable, "-W", "ignore", "-c", PROCESS]
    subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=True, timeout=60)
    written = sqlite3.connect(database).execute("SELECT keys, times FROM search_searchcount ORDER BY keys").fetchall()
    assert written == [("plentyn", 1), ("rhiant", 2)]


# Forgetting


@pytest.mark.django_db
def test_what_is_older_than_thirteen_months_is_dropped() -> None:
    record("plentyn", 9, age=397)
    record("plentyn", 9, age=396)
    count_records.delete_expired(DAY)
    assert [DAY - row.day for row in SearchCount.objects.all()] == [dt.timedelta(days=396)]


@pytest.mark.django_db
def test_after_a_month_what_was_rarely_searched_for_loses_its_words_and_stays_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(count_records, "BATCH", 2)
    for number in range(5):
        record(f"enw{number}", 1, age=31, missed=1)
    record("enw5", 2, age=30)
    record("plentyn", 1, age=31)
    record("plentyn", 2, age=0)
    record("plentyn", 2, age=31, language="en")
    count_records.delete_expired(DAY)
    month_old = SearchCount.objects.filter(day=DAY - dt.timedelta(days=31)).values_list(
        "language", "keys", "times", "missed"
    )
    assert set(month_old) == {("cy", "", 5, 5), ("cy", "plentyn", 1, 0), ("en", "", 2, 0)}
    assert SearchCount.objects.filter(keys="enw5").exists()


@pytest.mark.django_db
def test_old_counts_are_forgotten_when_new_ones_are_written() -> None:
    old = count_records.today() - dt.timedelta(days=500)
    count_records.add_counts({CountKey(old, "cy", "hen"): Tally(5, 0, 1)})
    counter = SearchCounter()
    counter.add("newydd", "cy", 1)
    assert counter.flush()
    assert set(rows()) == {("cy", "newydd")}
