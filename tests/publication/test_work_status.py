"""What whoever watches the service is told of the worker's work: `manage.py worker --status --json`."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cms.publication.changelog import consumers
from cms.publication.changelog.leases import LEASE
from cms.publication.changelog.signs_of_life import show
from cms.publication.changelog.work_status import worker_seen
from cms.publication.changelog.worker import LOOK, Worker
from cms.publication.clock import shared_now
from cms.publication.models import Change, ConsumerOffset, Intent

from .followers import Recorder, write_log

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only_consumer(monkeypatch):
    monkeypatch.setattr(consumers, "_factories", {"recorder": Recorder})


def told() -> tuple[int, dict[str, Any]]:
    """The exit status of the command, and what it said."""
    out, status = StringIO(), 0
    try:
        call_command("worker", status=True, json=True, stdout=out)
    except SystemExit as end:
        status = int(end.code or 0)
    return status, json.loads(out.getvalue())


def ago(seconds: float) -> Any:
    return shared_now() - timedelta(seconds=seconds)


def test_all_is_well_where_a_worker_is_at_work_and_nothing_waits():
    write_log(2)
    show(shared_now)
    ConsumerOffset.objects.create(name="recorder", version=2)
    status, found = told()
    assert (status, found["well"], found["troubles"], found["log_version"]) == (0, True, [], 2)
    assert found["worker_seen_at"].endswith("Z")
    assert [one["name"] for one in found["jobs"]] == ["schedule", "repair", "compaction", "parity"]
    assert found["consumers"] == [
        {
            "name": "recorder", "version": 2, "behind": 0, "since": None,
            "failures": 0, "failing_since": None, "tried_again_at": None, "last_error": "",
        }
    ]  # fmt: skip


def test_what_waits_for_a_moment_is_no_trouble():
    write_log(2)
    show(shared_now)
    Intent.objects.create(table="*", event="x", at=ago(30))
    status, found = told()
    assert (status, found["consumers"][0]["behind"], found["to_be_settled"]["count"]) == (0, 2, 1)


def test_each_trouble_is_named_and_the_command_ends_with_1():
    assert told()[1]["troubles"] == ["no worker has been seen ever"]
    ConsumerOffset.objects.create(name="worker", moved_at=ago(70))
    Intent.objects.create(table="*", event="x", at=ago(90))
    since = ago(100)
    for name, error in (("recorder", "nobody answers"), ("schedule", "no disk")):
        ConsumerOffset.objects.create(name=name, failures=1, failing_since=since, last_error=error)
    status, found = told()
    silent, waiting, consumer, job = found["troubles"]
    assert (status, found["well"]) == (1, False)
    assert silent.startswith("no worker has been seen since 20")
    assert waiting.startswith("1 change(s) wait to be settled, the oldest for 9")
    assert consumer == f"recorder fails since {since:%Y-%m-%dT%H:%M:%SZ}: nobody answers"
    assert job == f"schedule fails since {since:%Y-%m-%dT%H:%M:%SZ}: no disk"


def test_a_consumer_that_is_left_behind_is_a_trouble_though_nothing_fails():
    write_log(2)
    show(shared_now)
    Change.objects.update(at=ago(75))
    status, found = told()
    assert (status, found["troubles"]) == (1, ["recorder is 2 change(s) behind, for 75 s"])


def test_a_worker_shows_a_sign_at_once_and_every_ten_seconds():
    seen: list[Any] = []
    now, ticks = [shared_now()], [0.0]

    def wait(seconds: float) -> None:
        seen.append(worker_seen())
        now[0], ticks[0] = now[0] + timedelta(seconds=4), ticks[0] + 4

    Worker(lambda: len(seen) == 6, wait, lambda: now[0], monotonic=lambda: ticks[0]).run(1)
    first = seen[0]
    assert [round((moment - first).total_seconds()) for moment in seen] == [0, 0, 0, 12, 12, 12]
    assert LOOK == 10


def test_one_that_is_in_the_middle_of_something_long_is_seen_by_its_lease():
    ConsumerOffset.objects.create(name="worker", moved_at=ago(500))
    ConsumerOffset.objects.create(name="recorder", held_by="somebody", held_until=ago(3) + LEASE)
    seen = worker_seen()
    assert seen is not None
    assert 2 < (shared_now() - seen).total_seconds() < 30


def test_json_is_a_form_of_the_status():
    with pytest.raises(CommandError, match="--status"):
        call_command("worker", json=True)
