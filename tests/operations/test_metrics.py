"""What is counted and read for Prometheus: everything in the catalogue, with labels of a bounded number, over all processes."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from http.client import HTTPConnection
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.core.mail import EmailMessage
from django.db import DatabaseError
from django.dispatch import Signal

from cms.accounts.mail import MailServer, mail_failed
from cms.content.files.models import picture_made
from cms.operations.metrics import count_files, listeners, process_counts
from cms.operations.metrics.catalogue import BUCKETS, CATALOGUE, COUNTED, READ, REQUESTS
from cms.operations.metrics.exposition import MetricsServer, StateNow
from cms.operations.metrics.process_counts import ProcessCounts
from cms.operations.metrics.state_gauges import Sample, samples
from cms.publication.clock import shared_now
from cms.publication.models import ConsumerOffset, Intent, LanguageStanding, ReleaseSet
from cms.reading.printing.typesetting import document_typeset
from cms.webhooks.models import WebhookAttempt
from cms.webhooks.sending.delivery_outcomes import attempts_recorded
from search import engines
from search.engines.sqlite.engine import SqliteEngine
from search.indexing.index_builder import build_index
from search.statistics.search_counter import count_search, searched
from tests.factories import content as make
from tests.publication.followers import write_log
from tests.server.running import free_port, until
from tests.webhooks.endpoints import endpoint

# A process of its own that counts three requests and one mail, and stays until it is told to end.
PROCESS = """
import sys
from django.conf import settings
settings.configure(METRICS_FOLDER=sys.argv[1])
from cms.operations.metrics.process_counts import ProcessCounts
counts = ProcessCounts()
counts.states["cms_answer_memory_bytes"] = lambda: 500.0
for seconds in (0.0001, 0.004, 99.0):
    counts.add_request("rest", "hot", 200, seconds)
counts.add("cms_mail_failures_total")
counts.flush()
print("counted", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def folder(settings, tmp_path, monkeypatch) -> Iterator[str]:
    settings.METRICS_FOLDER = str(tmp_path / "metrics")
    monkeypatch.setattr(count_files, "_held", [])
    yield settings.METRICS_FOLDER
    for lock in count_files._held:
        lock.close()


def merged() -> dict[tuple[str, tuple[str, ...]], float]:
    """What all processes counted, by name and the values of labels."""
    families = count_files.merged({one.name for one in COUNTED})
    return {(one.name, tuple(one.labels.values())): one.value for family in families for one in family.samples}


def process(folder: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", PROCESS, folder]
    started = subprocess.Popen(command, cwd=django_settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert started.stdout is not None
    assert started.stdout.readline() == b"counted\n"
    return started


def end(started: "subprocess.Popen[bytes]") -> None:
    started.communicate(b"\n")


def test_counts_of_processes_are_added_up_and_outlive_them(folder):
    first, second = process(folder), process(folder)
    count = (f"{REQUESTS}_count", ("hot", "rest", "200"))
    both = merged()
    assert (both[count], both["cms_mail_failures_total", ()]) == (6, 2)
    assert both[f"{REQUESTS}_sum", count[1]] == pytest.approx(198.0082)
    within = [both[f"{REQUESTS}_bucket", (*count[1], bound)] for bound in ("0.0005", "0.0025", "0.005", "30.0", "+Inf")]
    assert within == [2, 2, 4, 4, 6]
    assert both["cms_answer_memory_bytes", ()] == 1000
    end(first)
    assert (merged()[count], merged()["cms_answer_memory_bytes", ()]) == (6, 500)
    end(process(folder))  # it goes on with the number of the first
    end(second)
    assert merged()[count] == 9
    assert ("cms_answer_memory_bytes", ()) not in merged()
    assert len(list(count_files.folder().glob("*.lock"))) == 2


def test_what_an_older_release_counted_otherwise_is_left_out(folder):
    end(process(folder))
    names = {family.name for family in count_files.merged({"cms_mail_failures_total"})}
    assert names == {"cms_mail_failures"}


def test_a_folder_that_cannot_be_written_stops_nobody(settings, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    settings.METRICS_FOLDER = str(tmp_path / "file" / "metrics")
    counts = ProcessCounts()
    counts.add("cms_mail_failures_total")
    with pytest.raises(OSError, match="Not a directory"):
        counts.flush()
    counts.add("cms_mail_failures_total")


@pytest.fixture
def counted(monkeypatch) -> Iterator[list[tuple[str, ...]]]:
    """What the rooms below tell, as it is counted."""
    found: list[tuple[str, ...]] = []
    monkeypatch.setattr(listeners, "count", lambda *told: found.append(told))
    signals: dict[Signal, list[Any]] = {
        one: list(one.receivers) for one in (mail_failed, picture_made, document_typeset, attempts_recorded, searched)
    }
    listeners.listen()
    yield found
    for signal, receivers in signals.items():
        signal.receivers = receivers
        signal.sender_receivers_cache.clear()


@pytest.mark.django_db
def test_what_the_rooms_below_tell_is_counted(counted, monkeypatch):
    count_search(["llys"], "cy", 3)
    count_search(["llys"], "en", 0)
    picture = make.picture()
    picture.get_rendition("width-7")
    monkeypatch.setattr("cms.reading.printing.typesetting._made_in", lambda *given: b"%PDF")
    from cms.reading.printing.typesetting import typeset

    typeset({}, {}, shared_now())
    with suppress(OSError):
        MailServer(host="127.0.0.1", port=1).send_messages(
            [EmailMessage("a", "b", "c@example.test", ["d@example.test"])]
        )
    one = endpoint()
    attempt = WebhookAttempt(endpoint=one, outcome="failed", fault="tls")
    attempts_recorded.send(sender=WebhookAttempt, attempts=[attempt])
    assert counted == [
        ("cms_searches_total", "cy", "yes"),
        ("cms_searches_total", "en", "no"),
        ("cms_pictures_made_total", "made"),
        ("cms_documents_typeset_total", "made"),
        ("cms_mail_failures_total",),
        ("cms_webhook_deliveries_total", "failed", "tls"),
    ]


def values() -> dict[tuple[str, tuple[str, ...]], float]:
    return {(name, labels): value for name, labels, value in samples()}


@pytest.mark.django_db
def test_how_the_service_stands_is_read(settings, tmp_path, monkeypatch):
    settings.SEARCH_QUALITY_FILE = tmp_path / "quality.json"
    settings.MEDIA_ROOT = str(tmp_path)
    engine = SqliteEngine(":memory:")
    monkeypatch.setattr(engines, "engine", lambda: engine)
    build_index()
    assert values()["cms_worker_silent_seconds", ()] == float("inf")
    settings.SEARCH_QUALITY_FILE.write_text(
        json.dumps({"measured_at": 1796000000, "ndcg": [["sqlite", "develop", "cy", 0.91]]})
    )
    now = shared_now()
    write_log(4)
    ConsumerOffset.objects.create(name="worker", moved_at=now - timedelta(seconds=40))
    ConsumerOffset.objects.create(name="schedule", failures=3)
    Intent.objects.create(table="*", event="x", at=now - timedelta(seconds=90), failures=1)
    LanguageStanding.objects.create(item=uuid4(), language="cy", type="guide", held="twin_absent")
    ReleaseSet.objects.create(name="a", planned_for=now)
    ReleaseSet.objects.create(name="b", planned_for=now, failed_at=now)
    endpoint(failures=2, last_fault="tls", certificate_ends=now + timedelta(days=20))
    endpoint(certificate_ends=now + timedelta(days=9))
    endpoint(ended="gone", certificate_ends=now)
    assert values()["cms_backup_last_success_timestamp_seconds", ()] == 0
    ConsumerOffset.objects.create(name="backup", moved_at=now - timedelta(hours=30))
    found = values()
    expected = {
        ("cms_log_version", ()): 4,
        ("cms_consumer_behind_changes", ("search",)): 4,
        ("cms_work_failures", ("schedule",)): 3,
        ("cms_intents", ()): 1,
        ("cms_intents_failing", ()): 1,
        ("cms_held_pairs", ()): 1,
        ("cms_held_withdrawals", ()): 0,
        ("cms_releases_planned", ("waiting",)): 1,
        ("cms_releases_planned", ("failed",)): 1,
        ("cms_index_documents", ("cy",)): 0,
        ("cms_webhook_messages", ()): 0,
        ("cms_webhook_endpoints_failing", ("tls",)): 1,
        ("cms_webhook_endpoints_ended", ("gone",)): 1,
        ("cms_webhook_endpoints_ended", ("failures",)): 0,
        ("cms_webhook_certificate_expires_timestamp_seconds", ()): (now + timedelta(days=9)).timestamp(),
        ("cms_backup_last_success_timestamp_seconds", ()): (now - timedelta(hours=30)).timestamp(),
        ("cms_search_quality_ndcg", ("sqlite", "develop", "cy")): 0.91,
    }
    assert {key: found[key] for key in expected} == expected
    assert 40 <= found["cms_worker_silent_seconds", ()] < 100
    assert 90 <= found["cms_intents_oldest_seconds", ()] < 150
    assert found["cms_disk_free_bytes", ("media",)] <= found["cms_disk_size_bytes", ("media",)]
    told = {name for name, _ in found} | {"cms_ready", "cms_check_ready"}
    assert told == {one.name for one in READ}
    assert all(len(labels) == len(CATALOGUE[name].labels) for name, labels in found)


def fails(error: Exception) -> Callable[[], Iterator[Sample]]:
    def read() -> Iterator[Sample]:
        yield "cms_log_version", (), 1.0
        raise error

    return read


def test_a_database_that_is_away_leaves_what_need_not_be_read(monkeypatch):
    from cms.operations.health.readiness import Readiness
    from cms.operations.health.readiness_checks import Wrong
    from cms.operations.metrics import exposition

    monkeypatch.setattr(exposition, "readiness", Readiness([lambda: Wrong("away")]))
    families = {family.name: family for family in StateNow(fails(DatabaseError("away"))).collect()}
    assert {name: family.samples[0].value for name, family in families.items()} == {
        "cms_ready": 0,
        "cms_check_ready": 0,
    }


def test_names_follow_prometheus_conventions(subtests):
    for one in CATALOGUE.values():
        with subtests.test(name=one.name):
            assert one.name.startswith("cms_")
            assert one.name.endswith("_total") == (one.kind == "counter")
            assert not one.meaning.endswith(".")
    assert list(BUCKETS) == sorted(BUCKETS)


def test_nothing_is_counted_where_no_address_is_named(settings):
    assert not process_counts.is_on()
    settings.METRICS_ADDRESS = "127.0.0.1:9109"
    assert process_counts.is_on()


def test_one_process_has_the_address_and_another_takes_it_when_that_one_ends(settings):
    port = free_port()
    settings.METRICS_ADDRESS = f"127.0.0.1:{port}"
    ended = threading.Event()
    first = threading.Thread(target=MetricsServer().run, args=(ended.is_set,))
    first.start()
    until(lambda: alive(port))
    MetricsServer().run(bool)  # returns, since the address is taken
    ended.set()
    first.join()
    assert not alive(port)
    ended.clear()
    second = threading.Thread(target=MetricsServer().run, args=(ended.is_set,))
    second.start()
    until(lambda: alive(port))
    ended.set()
    second.join()


def test_an_address_of_another_machine_is_an_error(settings):
    settings.METRICS_ADDRESS = "192.0.2.77:9109"
    with pytest.raises(OSError, match="address"):
        MetricsServer().run(bool)


def alive(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
