"""What has to be so for the service to be ready. A check returns what is wrong, or nothing; what it raises is wrong as well."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from cms.publication.changelog.consumers import consumer_status
from cms.publication.changelog.log import newest
from cms.publication.changelog.work_status import TOO_LONG, worker_seen
from cms.publication.clock import shared_now
from search import engines
from search.engines.interface import Unavailable
from search.indexing.content_fingerprint import CONTENT_FINGERPRINT
from search.indexing.index_position import CONSUMER_NAME, current_checkpoint, follows

# As much as a page of the file system: an empty file takes nothing of a disk that is full.
_WRITTEN: Final = bytes(4096)


class Wrong(NamedTuple):
    """What is wrong, and since when where that is known."""

    reason: str
    since: datetime | None = None


def database() -> Wrong | None:
    """It is reached."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return None


def migrations() -> Wrong | None:
    """Every migration of this release was run. Those of a later release may have been, too: it is being put in."""
    missing = _last_migrations() - set(MigrationRecorder(connection).applied_migrations())
    if missing:
        return Wrong(f"not migrated: {', '.join(sorted('.'.join(one) for one in missing))}")
    return None


@cache
def _last_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def log() -> Wrong | None:
    """The log is read."""
    newest()
    return None


def index() -> Wrong | None:
    """The search index is there, is of this release and followed this log, and nothing has waited for it for too long."""
    try:
        serving = engines.engine().identity(CONTENT_FINGERPRINT)
    except Unavailable as error:
        return Wrong(f"the search engine does not answer: {error}")
    if serving is None:
        return Wrong("there is no search index of this release")
    if not follows(serving, current_checkpoint()):
        return Wrong("the search index has not followed this log")
    status = consumer_status(CONSUMER_NAME)
    if status.waiting_since and shared_now() - status.waiting_since > TOO_LONG:
        return Wrong(f"the search index is {status.behind} change(s) behind", status.waiting_since)
    return None


def media() -> Wrong | None:
    """Files can be stored."""
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, prefix=".ready-") as file:
            file.write(_WRITTEN)
            file.flush()
    except OSError as error:
        return Wrong(f"MEDIA_ROOT cannot be written to: {error.strerror}")
    return None


def worker() -> Wrong | None:
    """A worker has shown that it is alive."""
    seen = worker_seen()
    if seen is None:
        return Wrong("no worker was ever seen")
    silent = shared_now() - seen
    return Wrong(f"no worker has been seen for {silent.total_seconds():.0f} s", seen) if silent > TOO_LONG else None


CHECKS: Final[tuple[Callable[[], Wrong | None], ...]] = (database, migrations, log, index, media, worker)
