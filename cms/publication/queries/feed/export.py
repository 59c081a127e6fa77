"""All there is as of one moment, item by item in the order of the log, with the token to follow from. In constant memory."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Final

import orjson
from django.utils import timezone

from cms.content.languages import Language

from ...models import Change, Edition, State
from ..keyset import mark_of
from ..snapshot import snapshot
from .change_entries import ChangeEntry, FeedFilter, entries_of
from .change_payload import CHANGE
from .change_tokens import newest_token

# Seconds for which it may read at most: a snapshot keeps the database from clearing up behind it.
LONGEST: Final = 120.0
_BATCH: Final = 100


@dataclass(frozen=True, slots=True)
class Export:
    """`token` leads on to what changed after it. `lines` are JSON, each with its end of line; the last says that all is there.

    Two with the same `state` and filters have the same bytes.
    """

    token: str
    state: str
    lines: Iterator[bytes]


@contextmanager
def export(feed_filter: FeedFilter | None = None) -> Iterator[Export]:
    """All that is public and selected. Its lines are read within, by the same thread. Raises OperationalError after LONGEST."""
    with snapshot(monotonic() + LONGEST):
        token, now = newest_token(), timezone.now()
        # What has expired is in none, also where nobody has taken it down yet.
        expired = Edition.objects.filter(state=State.PUBLISHED, expires_at__lte=now)
        state = mark_of(token, *expired.order_by("pk").values_list("pk", flat=True))
        yield Export(token, state, _lines(token, feed_filter or FeedFilter(), now))


def _lines(token: str, feed_filter: FeedFilter, now: datetime) -> Iterator[bytes]:
    count = 0
    for entry in _public_entries(feed_filter, now):
        count += 1
        yield line_of(entry, feed_filter.languages)
    yield orjson.dumps({"token": token, "items": count}, option=orjson.OPT_APPEND_NEWLINE)


def _public_entries(feed_filter: FeedFilter, now: datetime) -> Iterator[ChangeEntry]:
    version = 0
    while rows := list(Change.objects.filter(latest=True, version__gt=version).order_by("version")[:_BATCH]):
        version = rows[-1].version
        yield from (entry for entry in entries_of(rows, feed_filter, now, whole=True) if entry.bodies)


def line_of(entry: ChangeEntry, languages: Iterable[Language]) -> bytes:
    """The entry of the feed with the ready bytes of each language, null where it is not public: nothing is encoded again."""
    members = [CHANGE.dump_json(entry.payload)[:-1]]
    members += [b'"%b":%b' % (code.encode(), entry.bodies.get(code, b"null")) for code in languages]
    return b",".join(members) + b"}\n"
