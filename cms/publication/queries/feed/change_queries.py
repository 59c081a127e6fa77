"""The reader of what changed after a token. One query where nothing did, five at most where something did."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from ...models import Change, LogHead
from .change_entries import ChangeEntry, FeedFilter, entries_of
from .change_tokens import TokenRefused, newest_token, token_of, version_of

# As a token: what will change from now on.
NOW: Final = "now"
_LOG, _HEAD = Change._meta.db_table, LogHead._meta.db_table
_COLUMNS: Final = '"version", "item", "languages", "kind", "at", "latest"'
# The token's own change, and the last changes of items after it. `latest` is the condition of an index.
_AFTER: Final = (
    f'SELECT {_COLUMNS}, (SELECT "horizon" FROM "{_HEAD}") AS "horizon" FROM ('  # noqa: S608 - names of ours
    f'SELECT {_COLUMNS} FROM "{_LOG}" WHERE "version" = %s UNION ALL SELECT {_COLUMNS} FROM '
    f'(SELECT {_COLUMNS} FROM "{_LOG}" WHERE "latest" AND "version" > %s ORDER BY "version" LIMIT %s) AS "later"'
    ') AS "found" ORDER BY "version"'
)


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Entries in the log's order, and the token to go on from: at once if there is `more`, else when something has changed.

    `expires_at` is the first moment at which something in it expires.
    """

    entries: tuple[ChangeEntry, ...]
    token: str
    more: bool
    expires_at: datetime | None


def changes(since: str | None, limit: int, feed_filter: FeedFilter | None = None) -> ChangePage:
    """At most `limit` entries after a token, or from the beginning.

    Raises ValueError for what never was a token, and TokenRefused for one that cannot be followed from.
    """
    if since == NOW:
        return ChangePage((), newest_token(), False, None)
    rows = _rows_after(since, limit + 1)
    entries = entries_of(rows[:limit], feed_filter or FeedFilter(), timezone.now())
    token = entries[-1].payload.token if entries else since or token_of(None)
    ends = (entry.expires_at for entry in entries if entry.expires_at)
    return ChangePage(tuple(entries), token, len(rows) > limit, min(ends, default=None))


def _rows_after(since: str | None, limit: int) -> list[Change]:
    version = version_of(since) if since else 0
    rows: list[Any] = list(Change.objects.raw(_AFTER, [version, version, limit]))
    if version == 0:
        return rows
    if not rows or rows[0].version != version or rows[0].horizon > version or token_of(rows[0]) != since:
        raise TokenRefused(since)
    return rows[1:]
