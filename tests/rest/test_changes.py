"""The changes over REST: both languages of an item in one entry, in the log's order, after a token that holds or is refused."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from jsonschema import Draft202012Validator
from wagtail.models import Page

from cms.content.languages import CODES
from cms.publication.changelog.log import Log
from cms.publication.intents.settlement import settle
from cms.publication.models import Change, Edition, LogHead
from cms.publication.notices.taking_down import NoticeWords, merge, put_back, take_down, withdraw
from cms.rest.openapi.openapi_document import document_json
from tests.factories import content as make
from tests.factories.editions import edition
from tests.publication.followers import write_log
from tests.publication.pairs import pair, together
from tests.rest.feed_follower import FeedFollower, exported

assert together
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("together")]
TOLD = NoticeWords("Mae canllaw newydd wedi cymryd ei le.", "A new guide has taken its place.")


@pytest.fixture
def page() -> Any:
    """A page that is public in both languages."""
    return pair()[0]


def news(api: Any, since: str, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.read(f"changes?since={since}{query}").json()["items"]
    return found


def token(api: Any) -> str:
    found: str = api.read("changes?since=now").json()["token"]
    return found


def of(page: Any, entries: list[dict[str, Any]]) -> dict[str, Any]:
    (found,) = [entry for entry in entries if entry["id"] == str(page.translation_key)]
    return found


def states(entry: dict[str, Any]) -> dict[str, str]:
    return {one["language"]: one["state"] for one in entry["languages"]}


def logged(*rows: Edition) -> None:
    """As if the rows had just been published."""
    with transaction.atomic():
        log = Log.lock()
        for item in dict.fromkeys(row.item for row in rows):
            languages = [row.language for row in rows if row.item == item]
            version = log.append(item, languages, "published")
            Edition.objects.filter(item=item, language__in=languages).update(version=version)
        log.write()


def test_an_entry_has_both_languages_as_they_are_now(api, page):
    entry = of(page, api.read("changes").json()["items"])
    assert (entry["what"], entry["type"], entry["reason"]) == ("published", "landing", None)
    assert states(entry) == {"cy": "published", "en": "published"}
    for one in entry["languages"]:
        response = api.read(one["api"].removeprefix("https://api.example.test"))
        assert response["ETag"] == f'"{one["version"]}-{one["digest"]}"'
        assert response.json()["canonical"] == one["address"]


def test_what_becomes_of_an_item_is_told_with_the_reason_in_both_languages(api, page):
    reason = {"cy": TOLD.cy, "en": TOLD.en}

    def told() -> tuple[str, set[str], dict[str, str] | None]:
        entry = of(page, news(api, before))
        why = entry["reason"] and {code: entry["reason"][code] for code in CODES}
        return entry["what"], set(states(entry).values()), why

    before = token(api)
    make.publish(page, slug="en-other")
    make.translate(page)
    assert told() == ("moved", {"published"}, None)
    withdraw(page.translation_key, TOLD, None)
    assert told() == ("withdrawn", {"published"}, reason)
    put_back(page.translation_key, None)
    assert told() == ("published", {"published"}, None)
    take_down(page.translation_key, TOLD, None)
    assert told() == ("gone", {"withdrawn"}, reason)
    make.publish(page)
    make.translate(page)
    assert told() == ("published", {"published"}, None)
    with make.committed():
        make.fresh(page).unpublish()
    assert told() == ("withdrawn", {"withdrawn"}, None)
    with make.committed():
        make.fresh(page).get_translation(make.locale("cy")).delete()
        make.fresh(page).delete()
    assert told() == ("gone", {"gone"}, None)


def test_what_was_merged_into_another_is_gone_and_says_where_to_go(api, page):
    another, before = pair(beside=page, slug="another")[0], token(api)
    merge(page.translation_key, another.translation_key, None, None)
    entry = of(page, news(api, before))
    assert (entry["what"], set(states(entry).values())) == ("gone", {"withdrawn"})
    assert entry["reason"]["instead"] == [str(another.translation_key)]
    third = pair(beside=page, slug="third")[0]
    merge(another.translation_key, third.translation_key, None, None)
    assert of(page, news(api, before))["reason"]["instead"] == [str(third.translation_key)]
    with make.committed():
        third.unpublish()
    assert of(page, news(api, before))["reason"]["instead"] == []
    make.publish(page)
    make.translate(page)
    assert of(page, news(api, before))["reason"] is None


def test_a_page_has_each_item_once_at_the_place_of_its_last_change(api, page):
    before = token(api)
    other, _ = pair(beside=page)
    for word in ("two", "three"):
        make.publish(page, title=f"English: {word}")
        make.translate(page)
    entries = news(api, before)
    assert len({entry["id"] for entry in entries}) == len(entries)
    assert [entry["version"] for entry in entries] == sorted(entry["version"] for entry in entries)
    assert of(page, entries)["version"] > of(other, entries)["version"]


def test_pages_end_with_the_token_to_go_on_from(api, page):
    whole = api.read("changes").json()
    first = api.read("changes?limit=1").json()
    assert (first["more"], whole["more"], len(whole["items"])) == (True, False, 2)
    rest = api.read(first["next"].removeprefix("https://api.example.test")).json()
    assert first["items"] + rest["items"] == whole["items"]
    assert rest["token"] == whole["token"] == token(api)
    assert api.read(f"changes?since={whole['token']}").json()["items"] == []


def test_where_nothing_is_new_one_query_is_asked_and_never_more_for_more(api, page):
    end = token(api)
    with CaptureQueriesContext(connection) as asked:
        assert news(api, end) == []
    assert len(asked) == 1
    counts = []
    for size in (2, 50):
        logged(
            *(edition(code, item=item, topics=["llys"]) for item in [uuid4() for _ in range(size)] for code in CODES)
        )
        with CaptureQueriesContext(connection) as asked:
            assert len(news(api, end, f"&limit={size}&topic=llys&audience=parents")) == size
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 5


FILTERS = [
    ("type=landing", {"type": "landing"}, {"type": "guide"}),
    ("topic=llys", {"topics": ["llys", "arall"]}, {"topics": ["arall"]}),
    ("audience=parents,carers", {"audiences": ["carers"]}, {"audiences": ["referees"]}),
    ("section=6", {"section": "6"}, {"section": "7"}),
    ("topic=llys&section=6", {"topics": ["llys"], "section": "6"}, {"topics": ["llys"]}),
]


@pytest.mark.parametrize(("query", "inside", "outside"), FILTERS)
def test_what_does_not_match_a_filter_is_told_as_left_and_by_its_id_alone(api, query, inside, outside, language):
    rows = {
        name: edition(language, **{"type": "landing", **facts}) for name, facts in (("in", inside), ("out", outside))
    }
    logged(*rows.values())
    first, second = api.read(f"changes?{query}").json()["items"]
    assert (first["id"], first["what"]) == (str(rows["in"].item), "published")
    assert second == {
        "id": str(rows["out"].item), "what": "left", "version": second["version"], "at": second["at"], "type": None,
        "reason": None, "languages": [],
    }  # fmt: skip
    assert list(exported(f"?{query}")[0]) == [first["id"]]
    assert api.read("changes").json()["items"][1]["what"] == "published"


def test_a_language_that_is_not_wanted_is_not_spoken_of(api):
    cy, en = edition("cy"), edition("en")
    logged(cy, en)
    entries = api.read("changes?lang=cy").json()["items"]
    assert [(entry["what"], list(states(entry))) for entry in entries] == [("published", ["cy"]), ("left", [])]
    lines, _ = exported("?lang=cy")
    assert {item: "en" in json.loads(line) for item, line in lines.items()} == {str(cy.item): False}


def test_a_token_is_good_for_other_filters_too(api, page):
    before = api.read("changes?type=guide&lang=en").json()["token"]
    make.publish(page, title="English: two")
    make.translate(page)
    assert of(page, news(api, before, "&lang=cy"))["what"] == "published"
    assert of(page, news(api, before, "&type=guide"))["what"] == "left"


def test_a_token_of_another_log_is_refused_with_where_to_begin_again(api, page, language):
    elsewhere = token(api)
    # The database of the day before: what is changed there now has the numbers that were given out already.
    change = Change.objects.latest("version")
    Change.objects.filter(pk=change.pk).update(at=change.at - timedelta(minutes=1))
    problem = api.problem(f"changes?since={elsewhere}&lang={language}&topic=llys&limit=5", 410, "expired-token")
    assert problem["begin_again"] == f"https://api.example.test/api/v1/export?lang={language}&topic=llys"
    assert problem["language"] == language
    Change.objects.filter(pk=change.pk).delete()
    api.problem(f"changes?since={elsewhere}", 410, "expired-token")


def test_a_token_from_before_the_log_was_compacted_is_refused(api, page):
    first = api.read("changes?limit=1").json()["token"]
    head = LogHead.objects.get()
    LogHead.objects.update(horizon=head.version, compacted=head.generation + 1)
    api.problem(f"changes?since={first}", 410, "expired-token")
    assert api.read(f"changes?since={token(api)}").status_code == 200
    assert api.read("changes").status_code == 200


@pytest.mark.parametrize(
    "bad", ["x", "WzEsMV0", "WzIsIiJd", "bnVsbA", "WzEsIi0xOmFhIl0", "WzEsIjE6YSIsIngiXQ", "%00", "a" * 3000]
)
def test_what_never_was_a_token_is_refused_as_that(api, bad):
    api.problem(f"changes?since={bad}", 400, "invalid-parameter")


def test_an_empty_log_can_be_followed(api):
    empty = api.read("changes").json()
    assert (empty["items"], empty["more"]) == ([], False)
    assert exported() == ({}, empty["token"])
    row = edition("cy")
    logged(row)
    assert [entry["id"] for entry in news(api, empty["token"])] == [str(row.item)]


def test_what_has_expired_is_told_of_as_withdrawn_before_anybody_has_taken_it_down(api, page):
    Edition.objects.filter(item=page.translation_key).update(expires_at=timezone.now() - timedelta(seconds=1))
    entry = of(page, api.read("changes").json()["items"])
    assert (entry["what"], set(states(entry).values())) == ("withdrawn", {"withdrawn"})
    assert str(page.translation_key) not in exported()[0]


def test_what_has_expired_and_is_to_last_longer_after_all_is_told_again(api, page):
    """Whoever asked in between was told that it is not public."""
    soon = timezone.now() + timedelta(hours=1)
    for moment in (soon, soon + timedelta(hours=1)):
        before = token(api)
        Page.objects.filter(pk=page.pk).update(expire_at=moment)
        settle()
        assert news(api, before) == []
    Edition.objects.filter(item=page.translation_key).update(expires_at=timezone.now() - timedelta(seconds=1))
    Page.objects.filter(pk=page.pk).update(expire_at=None)
    settle()
    assert of(page, news(api, before))["what"] == "published"


def test_answers_fit_the_schema_are_asked_for_again_each_time_and_not_sent_twice(api, page):
    take_down(page.translation_key, TOLD, None)
    components = json.loads(document_json())["components"]
    for address, name in (
        ("changes", "ChangeList"),
        ("changes?type=guide", "ChangeList"),
        (f"items?id={page.translation_key}", "BothList"),
    ):
        response = api.read(address)
        schema = {"$ref": f"#/components/schemas/{name}", "components": components}
        assert list(Draft202012Validator(schema).iter_errors(response.json())) == []
    response = api.read("changes")
    assert response["Cache-Control"] == "public, no-cache"
    assert api.read("changes", **{"If-None-Match": response["ETag"]}).status_code == 304


def test_a_change_marks_the_earlier_ones_of_its_item_as_superseded():
    write_log(2)
    item = Change.objects.get(version=1).item
    with transaction.atomic():
        log = Log.lock()
        log.append(item, ["cy"], "withdrawn")
        log.write()
        log.append(item, ["en"], "withdrawn")
        log.append(item, ["en"], "published")
        log.write()
    assert list(Change.objects.values_list("version", "latest")) == [
        (1, False), (2, True), (3, False), (4, False), (5, True),
    ]  # fmt: skip


def test_a_follower_that_was_told_all_has_what_the_export_has(api, page):
    follower = FeedFollower(limit=1)
    follower.follow()
    assert (follower.lines, follower.token) == exported()


def test_a_server_that_holds_no_stream_open_gives_what_there_is_as_events(api, page):
    entries = api.read("changes").json()["items"]
    accept = {"Accept": "text/event-stream, */*;q=0.1"}
    response = api.read("changes", **accept)
    assert (response["Content-Type"], response["Cache-Control"]) == ("text/event-stream", "no-store")
    retry, *events, end = response.content.decode().split("\n\n")
    assert (retry, end) == ("retry: 1000", "")
    for event, entry in zip(events, entries, strict=True):
        kind, data, *_ = event.split("\n")
        assert (kind, json.loads(data.removeprefix("data: "))) == ("event: change", entry)
    assert [event.split("\n")[2:] for event in events] == [[], [f"id: {token(api)}"]]
    last = {"Last-Event-ID": token(api)}
    assert api.read("changes", **accept, **last).content == f"retry: 1000\n\nid: {token(api)}\n\n".encode()
    assert api.read("changes", **last).json()["items"] == entries
    assert api.read("changes?wait=30", Accept="text/event-stream;q=0").json()["items"] == entries
    assert api.read("changes")["Vary"] == "Accept, Accept-Encoding"
    api.problem("changes", 410, "expired-token", **accept, **{"Last-Event-ID": "WzEsIjE6MDAiXQ"})


@pytest.mark.parametrize(
    ("accept", "is_stream"),
    [
        ("text/event-stream", True),
        ("TEXT/Event-Stream", True),
        ("text/event-stream, application/json", True),
        ("application/json;q=0.5, text/event-stream", True),
        ("*/*, text/event-stream", True),
        ("application/json, text/event-stream;q=0.5", False),
        ("application/*, text/event-stream;q=0.9", False),
        ("*/*", False),
    ],
)
def test_a_stream_is_given_to_who_wants_it_at_least_as_gladly_as_json(api, accept, is_stream):
    told = api.read("changes", Accept=accept)["Content-Type"]
    assert told == ("text/event-stream" if is_stream else "application/json")


def test_what_is_in_another_section_now_is_told_of_as_left(api):
    home, _ = make.homes("en")
    section = make.section(make.framework(home, "en"), "en", "6")
    below = make.resource(section, "en")
    for page in (section.get_parent(), section, below):
        make.translate(make.fresh(page))
    before = api.read("changes?since=now&section=6").json()["token"]
    with make.committed():
        make.publish(section, number="7")
        make.translate(section)
    call_command("rebuild_publication", verbosity=0)
    assert of(below, news(api, before, "&section=6"))["what"] == "left"
    assert of(below, news(api, before, "&section=7"))["what"] == "published"
