"""Whether the service is ready: each check, since when it is as it is, and checks that never answer."""

import logging
import threading
import time
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from cms.operations.health import readiness_checks
from cms.operations.health.readiness import Readiness, as_dict
from cms.operations.health.readiness_checks import CHECKS, Wrong
from cms.publication.changelog.signs_of_life import show
from cms.publication.clock import shared_now
from cms.publication.models import Change, ConsumerOffset
from search import engines
from search.engines.interface import Unavailable
from search.engines.sqlite.engine import SqliteEngine
from search.indexing.content_fingerprint import CONTENT_FINGERPRINT
from search.indexing.index_builder import build_index
from tests.publication.followers import write_log


def reason(check: Any) -> str:
    found = check()
    return found.reason if found else ""


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An index of all that is public, which is nothing, and a log that it has followed."""
    engine = SqliteEngine(":memory:")
    monkeypatch.setattr(engines, "engine", lambda: engine)
    checkpoint = build_index()
    ConsumerOffset.objects.update_or_create(
        name="search", defaults={"version": checkpoint.version, "state": checkpoint.state}
    )


@pytest.mark.django_db
def test_all_is_ready_where_a_worker_is_at_work(indexed, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    show(shared_now)
    assert [reason(check) for check in CHECKS] == [""] * 6
    assert list((tmp_path / "media").iterdir()) == []


@pytest.mark.django_db
def test_a_migration_that_was_not_run_is_named():
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(name) FROM django_migrations WHERE app = 'webhooks'")
        ((newest,),) = cursor.fetchall()
        cursor.execute("DELETE FROM django_migrations WHERE app = 'webhooks' AND name = %s", [newest])
    assert reason(readiness_checks.migrations) == f"not migrated: webhooks.{newest}"


@pytest.mark.django_db
def test_media_that_cannot_be_written_are_wrong(settings, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    settings.MEDIA_ROOT = str(tmp_path / "file" / "media")
    assert reason(readiness_checks.media) == "MEDIA_ROOT cannot be written to: Not a directory"


@pytest.mark.django_db
def test_an_index_is_where_it_should_be(indexed, monkeypatch):
    assert reason(readiness_checks.index) == ""
    write_log(3)
    assert reason(readiness_checks.index) == ""
    since = shared_now() - timedelta(seconds=61)
    Change.objects.update(at=since)
    assert readiness_checks.index() == Wrong("the search index is 3 change(s) behind", since)
    engines.engine().tell(CONTENT_FINGERPRINT, "7:of another log")
    assert reason(readiness_checks.index) == "the search index has not followed this log"
    monkeypatch.setattr(engines, "engine", lambda: SqliteEngine(":memory:"))
    assert reason(readiness_checks.index) == "there is no search index of this release"

    def identity(fingerprint: str) -> None:
        raise Unavailable("timed out")

    monkeypatch.setattr(engines, "engine", lambda: SimpleNamespace(identity=identity))
    assert reason(readiness_checks.index) == "the search engine does not answer: timed out"


@pytest.mark.django_db
def test_a_worker_that_is_silent_has_been_so_since_it_was_last_seen():
    assert reason(readiness_checks.worker) == "no worker was ever seen"
    seen = shared_now() - timedelta(seconds=61)
    ConsumerOffset.objects.create(name="worker", moved_at=seen)
    found = readiness_checks.worker()
    assert found is not None
    assert (found.reason, found.since) == ("no worker has been seen for 61 s", seen)


def test_each_check_tells_since_when_it_is_as_it_is(caplog):
    answers: list[Wrong | None] = [None, Wrong("away"), Wrong("still away"), None]

    def check() -> Wrong | None:
        return answers[0]

    looks, readiness = [], Readiness([check], kept=0.0)
    with caplog.at_level(logging.WARNING):
        while answers:
            looks.append(readiness.states()[0])
            answers.pop(0)
    well, away, still, again = looks
    assert [one.reason for one in looks] == ["", "away", "still away", ""]
    assert well.since < away.since == still.since < again.since
    assert [record.message for record in caplog.records] == [
        "not ready: check: away. What to do: see docs/operations.md, Not ready.",
        "ready again: check",
    ]
    assert as_dict([still]) == {
        "ready": False,
        "checks": [
            {
                "name": "check",
                "ready": False,
                "since": f"{still.since:%Y-%m-%dT%H:%M:%S.%f}Z",
                "reason": "still away",
            }
        ],
    }


def test_what_was_found_is_kept_for_a_moment():
    asked: list[int] = []
    readiness = Readiness([lambda: asked.append(1)], kept=60.0)
    readiness.states()
    readiness.states()
    assert asked == [1]


def test_a_check_that_fails_is_wrong_and_shows_no_password():
    def check() -> None:
        raise RuntimeError("cannot reach postgres://cms:secret@db.example.test/cms")

    (state,) = Readiness([check]).states()
    assert state.reason == "RuntimeError: cannot reach postgres://db.example.test/cms"


def test_a_check_that_never_answers_holds_nobody_up():
    thawed, begun = threading.Event(), []

    def well() -> None:
        begun.append(1)

    def frozen() -> None:
        thawed.wait(60)

    readiness = Readiness([well, frozen], kept=0.0, patience=0.2)
    assert [(one.name, one.reason) for one in readiness.states()] == [
        ("well", ""),
        ("frozen", "no answer within 0.2 s"),
    ]
    readiness.states()
    assert begun == [1]  # no second thread waits beside it
    thawed.set()
    deadline = time.monotonic() + 60
    while not all(one.is_well for one in readiness.states()):
        assert time.monotonic() < deadline
