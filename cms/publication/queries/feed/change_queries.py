"""The reader of what changed after a token. One query where nothing did, five at most where something did."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from ...changelog.log import position_of
from ...models import Change, LogHead
from .change_entries import ChangeEntry, FeedFilter, entries_of
from .change_tokens import LogPlace, TokenRefused, newest_token, place_of

# As a token: what will change from now on.
NOW: Final = "now"
_LOG, _HEAD = Change._meta.db_table, LogHead._meta.db_table
_COLUMNS: Final = '"version", "item", "languages", "kind", "at", "latest"'
# The token's own change, and the last changes of items after it. `latest` is the condition of an index.
_AFTER: Final = (
    f'SELECT "found".*, "head"."horizon", "head"."compacted", "head"."generation" FROM ('  # noqa: S608 - names of ours
    f'SELECT {_COLUMNS} FROM "{_LOG}" WHERE "version" = %s UNION ALL SELECT {_COLUMNS} FROM '
    f'(SELECT {_COLUMNS} FROM "{_LOG}" WHERE "latest" AND "version" > %s ORDER BY "version" LIMIT %s) AS "later"'
    f') AS "found" CROSS JOIN "{_HEAD}" AS "head" ORDER BY "version"'
)


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Entries in the log's order, and the token to go on from: at once if there is `more`, else when something has changed.

    `expires_at` is the first moment at which something in it expires.
    """

    entries: tuple[ChangeEntry, ...]
    token: str
    more: bool
    expires_at: datetime | None


def changes(since: str | None, limit: int, feed_filter: FeedFilter | None = None) -> FeedPage:
    """At most `limit` entries after a token, or from the beginning.

    Raises ValueError for what never was a token, and TokenRefused for one that cannot be followed from.
    """
    if since == NOW:
        return FeedPage((), newest_token(), False, None)
    place = place_of(since) if since else LogPlace()
    rows = _rows_after(place, limit + 1)
    entries = entries_of(rows[:limit], feed_filter or FeedFilter(), timezone.now())
    following = _place_after(rows[:limit], place)
    ends = (entry.expires_at for entry in entries if entry.expires_at)
    return FeedPage(tuple(entries), following.token, len(rows) > limit, min(ends, default=None))


def _rows_after(place: LogPlace, limit: int) -> list[Any]:
    """The last changes of items after a place. Raises TokenRefused."""
    rows: list[Any] = list(Change.objects.raw(_AFTER, [place.version, place.version, limit]))
    if place.version == 0:
        return rows
    if not rows or position_of(rows[0]) != place.position:
        raise TokenRefused(place.position)
    # What ended before the horizon is told of no more, but whoever began since has none of it.
    if rows[0].horizon > place.version and rows[0].compacted > place.begun:
        raise TokenRefused(place.position)
    return rows[1:]


def _place_after(rows: list[Any], place: LogPlace) -> LogPlace:
    if not rows:
        return place
    last = rows[-1]
    begun = place.begun if place.version else last.generation
    return LogPlace(last.version, position_of(last), begun if last.version < last.horizon else 0)
