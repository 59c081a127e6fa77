"""The report of parity: what either language lacks, by what it is filtered, who has it, and the figures over time."""

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
from django.utils import timezone

from cms.desk.home.task_lists import TaskQuery, task_lists
from cms.publication.models import LanguageStanding, ParitySample
from tests.factories import content as make
from tests.publication.editors import editor, held_back
from tests.publication.pairs import pair, together
from tests.publication.scenes_incomplete import with_video

assert together
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]
REPORT = reverse("desk_parity:report")


def rows(client: Client, **query: Any) -> list[dict[str, str]]:
    """The rows of the file, by heading."""
    answer = client.get(REPORT, {"export": "csv", **query})
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def listed(client: Client, **query: Any) -> list[str]:
    """The titles that the page lists, which are those of the file."""
    table = client.get(REPORT, query).context["table"]
    titles = [table.columns["title"].get_value(row) for row in table.data]
    assert titles == [row["Title"] for row in rows(client, **query)]
    return titles


def test_the_report_says_what_is_lacking_how_much_since_when_and_who_has_it() -> None:
    page, translation = pair("en", summary="One two three")
    home = page.get_parent()
    client = editor(home, *home.get_translations())
    make.publish(page, summary="One two three four five")
    [row] = rows(client)
    assert (row["Title"], row["Language"], row["Status"], row["Words behind"]) == (
        "Cymraeg: one",
        "Welsh",
        "Out of date",
        "2",
    )
    assert (row["Who has it"], row["Owner"]) == ("Nobody yet", "")
    user = get_user_model().objects.create_user("cyfieithydd", first_name="Example", last_name="Translator")
    make.fresh(translation).save_revision(user=user)
    assert rows(client)[0]["Who has it"] == "Draft by Example Translator"
    type(translation).objects.filter(pk=translation.pk).update(locked=True, locked_by=user, owner=user)
    assert (rows(client)[0]["Who has it"], rows(client)[0]["Owner"]) == (
        "Locked by Example Translator",
        "Example Translator",
    )
    make.landing(home, "en", title="English: nobody's")
    assert listed(client) == ["Cymraeg: one", "English: nobody's"]
    assert listed(client, owner=user.pk) == ["Cymraeg: one"]


def test_each_filter_leaves_what_it_asks_for() -> None:
    home, welsh_home = make.homes()
    client = editor(home, welsh_home)
    above = make.framework(home, "en")
    make.translate(above)
    section = make.section(above, "en", number="6")
    make.translate(section)
    make.resource(section, "en", title="English: a resource")
    make.landing(home, "en", title="English: for parents", audiences=["parents"])
    held_back(home)
    old = LanguageStanding.objects.filter(audiences=" parents ", lag="missing")
    assert old.update(lag_since=timezone.now() - dt.timedelta(days=40)) == 1
    parents, resource, incomplete = "English: for parents", "English: a resource", "Cafcass Cymru"
    assert listed(client) == [parents, resource, incomplete]
    assert listed(client, age=30) == [parents]
    assert listed(client, age=90) == []
    assert listed(client, audience="parents") == [parents]
    assert listed(client, type="resource") == listed(client, section="6") == [resource]
    assert listed(client, lag="incomplete") == [incomplete]
    assert listed(client, language="en") == []
    assert listed(client, language="cy", ordering="lag_words")[0] == incomplete


def test_a_recording_without_captions_is_a_task_until_it_has_them() -> None:
    home, welsh_home = make.homes()
    client = editor(home, welsh_home)
    user = get_user_model().objects.get(username="golygydd")
    [recordings] = [one for one in task_lists() if one.name == "recordings"]
    query = TaskQuery(user, timezone.now())
    assert recordings.find(query).count == 0
    held_back(home)
    page = with_video("cy", home, translated=True, captions=None)
    assert [task.title for task in recordings.find(query).first] == [page.title]
    assert listed(client, lacks="captions") == [page.title]
    page.body[0].value["captions"] = make.captions("cy")
    with make.committed():
        page.save_revision().publish()
    assert recordings.find(query).count == 0


def test_nobody_is_shown_what_they_may_not_change_and_strangers_see_no_report() -> None:
    home, _ = make.homes()
    own, other = make.landing(home, "en", title="English: own"), make.landing(home, "en", title="English: other")
    assert listed(editor(own)) == ["English: own"]
    assert editor(name="dieithryn").get(REPORT).status_code == 302
    assert other.live


def test_the_figures_over_time_are_a_chart_with_its_figures_in_words() -> None:
    home, _ = make.homes()
    today = timezone.localdate()
    for ago, words in ((2, 100), (1, 40), (0, 0)):
        figures = {"public": 5, "both": 5, "missing": 0, "behind": 1, "words_behind": words}
        ParitySample.objects.create(day=today - dt.timedelta(days=ago), language="cy", type="guide", **figures)
    welsh, english = editor(home).get(REPORT).context["histories"]
    assert [day.words_behind for day in welsh.days] == [100, 40, 0]
    heights = [day.bar.height for day in welsh.days]
    assert heights[0] == welsh.chart.height
    assert heights == sorted(heights, reverse=True)
    assert english.days == ()
    client = editor(home, name="arall")
    assert "Words behind, by day: 100 on" in client.get(REPORT).content.decode()
    assert client.get(REPORT, {"type": "landing"}).context["histories"][0].days == ()


def test_the_report_takes_as_many_queries_for_many_rows_as_for_few() -> None:
    home, welsh_home = make.homes()
    client = editor(home, welsh_home)

    def queries(**query: Any) -> int:
        client.get(REPORT)
        with CaptureQueriesContext(connection) as asked:
            b"".join(client.get(REPORT, query))
        return len(asked)

    for _ in range(2):
        make.landing(home, "en")
        held_back(home)
    few = queries(), queries(export="xlsx")
    for _ in range(5):
        make.landing(home, "en")
        held_back(home)
    assert (queries(), queries(export="xlsx")) == few
