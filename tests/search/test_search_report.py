"""The report of searches, as an editor opens it."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from cms.content.languages import Language
from cms.publication.admin.exporting.spreadsheets import without_formula
from search.admin.bar_chart import HEIGHT, bar_chart
from search.admin.search_statistics import Bucket, buckets
from search.indexing import analysers
from search.statistics.count_records import CountKey, Tally, add_counts, today
from tests.factories import content as make
from tests.publication.editors import editor

ADDRESS = "/admin/searches/"
DAY = dt.date(2026, 11, 22)


def record(keys: str, times: int, missed: int = 0, hits: int = 4, *, language: Language = "cy", age: int = 0) -> None:
    add_counts({CountKey(today() - dt.timedelta(days=age), language, keys): Tally(times, missed, hits)})


@pytest.fixture
def client(db: None) -> Client:
    return editor(*make.homes())


def shown(client: Client, **query: Any) -> dict[Language, Any]:
    response = client.get(reverse("search_report"), query)
    assert response.status_code == 200
    return {report.language: report for report in response.context["reports"]}


def words(rows: list[Any]) -> list[tuple[Any, ...]]:
    return [(row.keys, row.times, row.missed, row.hits) for row in rows]


def test_what_is_searched_for_most_is_listed_per_language(client: Client) -> None:
    record("plentyn", 4, age=1, hits=9)
    record("plentyn", 2, hits=7)
    record("rhiant", 7)
    record("child", 3, language="en")
    reports = shown(client)
    assert words(reports["cy"].most_searched) == [("rhiant", 7, 0, 4), ("plentyn", 6, 0, 7)]
    assert words(reports["en"].most_searched) == [("child", 3, 0, 4)]


def test_what_is_not_found_is_listed_with_what_it_finds_now(client: Client) -> None:
    record("lloches", 5, missed=3, hits=0, age=2)
    record("lloches", 1, hits=2)
    record("plentyn", 9)
    assert words(shown(client)["cy"].without_results) == [("lloches", 6, 3, 2)]


def test_what_came_up_fewer_than_three_times_is_never_shown(client: Client) -> None:
    record("sian", 2, missed=2)
    record("lloches", 3, missed=2)
    report = shown(client)["cy"]
    assert (words(report.most_searched), report.without_results) == ([("lloches", 3, 2, 4)], [])
    assert (report.times, report.missed) == (5, 4)
    assert b"sian" not in client.get(ADDRESS).content
    assert b"sian" not in client.get(ADDRESS, {"export": "csv"}).getvalue()


def test_what_has_no_name_is_in_the_plot_only(client: Client) -> None:
    record("", 30, missed=30)
    report = shown(client)["cy"]
    assert (report.times, report.most_searched, report.without_results) == (30, [], [])


@pytest.mark.parametrize(("days", "number", "total"), [("7", 7, 1), ("90", 90, 3), ("364", 52, 4), ("x", 30, 2)])
def test_a_period_is_whole_and_has_every_day_or_week(client: Client, days: str, number: int, total: int) -> None:
    for age in (6, 29, 89, 363, 364):
        record("plentyn", 1, age=age)
    report = shown(client, days=days)["cy"]
    assert (len(report.buckets), report.times) == (number, total)


@pytest.mark.django_db
def test_a_week_counts_the_days_that_begin_with_its_day() -> None:
    for age, times in ((363, 1), (357, 2), (356, 4)):
        add_counts({CountKey(DAY - dt.timedelta(days=age), "cy", "plentyn"): Tally(times, 0, 1)})
    first, second = buckets("cy", 364, DAY)[:2]
    assert (first.day, first.times, second.times) == (DAY - dt.timedelta(days=363), 3, 4)


def test_the_highest_bar_is_as_high_as_the_plot_and_none_is_negative() -> None:
    drawn = bar_chart([Bucket(DAY, 4, 1), Bucket(DAY, 8, 8), Bucket(DAY, 0, 0)])
    heights = [float(bar.found_height) + float(bar.missed_height) for bar in drawn.bars]
    assert (drawn.top, heights) == (8, [HEIGHT / 2, HEIGHT, 0])
    assert [bar.missed_y for bar in drawn.bars] == ["80.00", "0.00", "160.00"]
    assert bar_chart([]).bars == ()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("cy", ["Chwiliadau heb ganlyniad", "Y graff fel tabl", "lai na 3 gwaith", "Lawrlwytho CSV", "Saesneg"]),
        ("en", ["Searched for and not found", "The chart as a table", "fewer than 3 times", "Download CSV", "Welsh"]),
    ],
)
def test_the_report_is_in_the_language_of_the_screen(client: Client, language: Language, said: list[str]) -> None:
    user = get_user_model().objects.get(username="golygydd")
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    record("plentyn", 3, missed=3)
    page = client.get(ADDRESS).content.decode()
    assert [text for text in said if text not in page] == []
    assert '<th scope="row" lang="cy">plentyn</th>' in page
    label = {"cy": "Chwiliadau", "en": "Searches"}[language]
    assert f'"label": "{label}"' in page


def test_the_plot_has_a_name_a_description_and_a_table(client: Client) -> None:
    record("plentyn", 5, missed=2)
    page = client.get(ADDRESS).content.decode()
    assert 'role="img" aria-labelledby="chart-cy about-chart-cy"' in page
    assert '<desc id="about-chart-cy">Searches in all: 5. That found nothing: 2.' in page
    chart = page[page.index("<svg", page.index("searches-cy")) :]
    assert chart[: chart.index("</details>")].count("<tbody>") == 1
    assert "Nothing was searched for in this period." in page


def test_the_file_has_both_languages_and_no_formula(client: Client) -> None:
    record("plentyn", 4, missed=1)
    record("=1+1", 3, language="en")
    response = client.get(ADDRESS, {"export": "csv", "days": "7"})
    lines = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert lines[1:] == [["cy", "plentyn", "4", "1", "4"], ["en", "'=1+1", "3", "0", "4"]]
    assert 'filename="searches-' in response["Content-Disposition"]
    assert [without_formula(text) for text in ("=1+1", "@x", "-a", "\tx", "6 adran")] == [
        "'=1+1",
        "'@x",
        "'-a",
        "'\tx",
        "6 adran",
    ]


def test_the_report_asks_the_database_as_often_for_much_as_for_little(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Asked once in both: what the terms are, and whether they have changed.
    monkeypatch.setattr(analysers._cache.watch, "_interval", 600)
    shown(client)
    record("plentyn", 3)
    with CaptureQueriesContext(connection) as little:
        shown(client)
    for number in range(40):
        record(f"gair{number}", 3, missed=3, age=number % 7)
    with CaptureQueriesContext(connection) as much:
        shown(client)
    assert len(much) == len(little)


@pytest.mark.django_db
def test_only_those_who_may_edit_pages_see_the_report() -> None:
    stranger = editor(name="dieithryn")
    assert stranger.get(ADDRESS).status_code == 302
    assert ADDRESS not in stranger.get("/admin/").content.decode()
    assert Client().get(ADDRESS).status_code == 302
