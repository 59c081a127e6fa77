"""How the service stands, read when it is asked for: the worker's work, what waits for somebody, the index, the disks."""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, Min

from cms.content.languages import CODES
from cms.operations.backup.backup_notes import last_taken
from cms.publication.changelog.consumers import consumer_status
from cms.publication.changelog.work_status import WorkStatus, work_status
from cms.publication.models import ConsumerOffset, LanguageStanding, ReleaseSet, SetState
from cms.webhooks.models import EndReason, WebhookEndpoint, WebhookMessage
from cms.webhooks.queueing.message_queue import NAME as WEBHOOKS
from search import engines
from search.engines.engine_requests import Clause, CountedClause
from search.engines.interface import Unavailable

# A value, and those of the labels.
Sample = tuple[str, tuple[str, ...], float]
# No text has it: counting it counts all there is beside it.
_NO_WORD: Final = Clause(keys=((" ",),))


def samples() -> Iterator[Sample]:
    """All values, by name and labels."""
    found = work_status()
    yield from _of_work(found)
    yield from _of_releases()
    yield from _of_index()
    yield from _of_webhooks(found.now)
    yield "cms_backup_last_success_timestamp_seconds", (), last_taken()
    yield from _of_search_quality()
    yield from _of_disks()


def _of_work(found: WorkStatus) -> Iterator[Sample]:
    silent = (found.now - found.worker_seen).total_seconds() if found.worker_seen else float("inf")
    yield "cms_worker_silent_seconds", (), max(0.0, silent)
    yield "cms_log_version", (), found.log_version
    for one in (*found.consumers, consumer_status(WEBHOOKS)):
        yield "cms_consumer_behind_changes", (one.name,), one.behind
        yield "cms_consumer_behind_seconds", (one.name,), _age(one.waiting_since, found.now)
    for name, failures in ConsumerOffset.objects.values_list("name", "failures"):
        yield "cms_work_failures", (name,), failures
    yield "cms_intents", (), found.backlog.count
    yield "cms_intents_failing", (), len(found.backlog.failing)
    yield "cms_intents_oldest_seconds", (), _age(found.backlog.since, found.now)
    yield "cms_held_withdrawals", (), found.held_withdrawals


def _of_releases() -> Iterator[Sample]:
    held = LanguageStanding.objects.exclude(held="").aggregate(items=Count("item", distinct=True))
    yield "cms_held_pairs", (), held["items"]
    planned = ReleaseSet.objects.filter(state=SetState.OPEN)
    yield "cms_releases_planned", ("waiting",), planned.filter(planned_for__isnull=False, failed_at=None).count()
    yield "cms_releases_planned", ("failed",), planned.filter(failed_at__isnull=False).count()


def _of_index() -> Iterator[Sample]:
    with suppress(Unavailable):
        counts = engines.engine().count([CountedClause(language, _NO_WORD) for language in CODES])
        for language, documents in counts.totals.items():
            yield "cms_index_documents", (language,), documents


def _of_webhooks(now: datetime) -> Iterator[Sample]:
    waiting = WebhookMessage.objects.aggregate(count=Count("pk"), since=Min("queued_at"))
    yield "cms_webhook_messages", (), waiting["count"]
    yield "cms_webhook_messages_oldest_seconds", (), _age(waiting["since"], now)
    endpoints = WebhookEndpoint.objects.order_by()
    failing = endpoints.filter(ended="", failures__gt=0).values_list("last_fault").annotate(Count("pk"))
    for fault, count in failing:
        yield "cms_webhook_endpoints_failing", (fault,), count
    expires = endpoints.filter(ended="").aggregate(first=Min("certificate_ends"))["first"]
    if expires:
        yield "cms_webhook_certificate_expires_timestamp_seconds", (), expires.timestamp()
    ended = dict(endpoints.exclude(ended="").values_list("ended").annotate(Count("pk")))
    for reason in filter(None, EndReason.values):
        yield "cms_webhook_endpoints_ended", (reason,), ended.get(reason, 0)


def _of_search_quality() -> Iterator[Sample]:
    try:
        measured: Mapping[str, Any] = json.loads(Path(settings.SEARCH_QUALITY_FILE).read_text())
    except (OSError, ValueError):  # it was not measured here, or is just being copied
        return
    yield "cms_search_quality_measured_timestamp_seconds", (), measured["measured_at"]
    for engine, part, language, ndcg in measured["ndcg"]:
        yield "cms_search_quality_ndcg", (engine, part, language), ndcg


def _of_disks() -> Iterator[Sample]:
    database: Mapping[str, Any] = settings.DATABASES["default"]
    folders = {"media": Path(settings.MEDIA_ROOT)}
    if database["ENGINE"].endswith("sqlite3"):
        folders["database"] = Path(database["NAME"]).parent
    for name, folder in folders.items():
        with suppress(FileNotFoundError):
            disk = shutil.disk_usage(folder)
            yield "cms_disk_size_bytes", (name,), disk.total
            yield "cms_disk_free_bytes", (name,), disk.free


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
