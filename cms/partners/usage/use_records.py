"""The table of how much keys were used: adding to it, and deleting what is too old. Days are days in Wales."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.db import connection, transaction
from django.db.models import Q

from ..models import DailyUse, PartnerKey

if TYPE_CHECKING:
    from .use_counter import Uses

RETENTION: Final = dt.timedelta(days=396)  # 13 months: a year and the month to compare it with


def add_uses(uses: "Mapping[int, Uses]", day: dt.date) -> None:
    """Adds to the rows of a day, all or nothing, and notes when keys were used last. One that is no more is passed over."""
    table = connection.ops.quote_name(DailyUse._meta.db_table)
    keys = connection.ops.quote_name(PartnerKey._meta.db_table)
    statement = f"""
        INSERT INTO {table} (key_id, day, requests, tokens, refused)
        SELECT id, %s, %s, %s, %s FROM {keys} WHERE id = %s
        ON CONFLICT (key_id, day) DO UPDATE SET
            requests = {table}.requests + excluded.requests,
            tokens = {table}.tokens + excluded.tokens,
            refused = {table}.refused + excluded.refused
        """  # noqa: S608 - the names of tables only
    with transaction.atomic(), connection.cursor() as cursor:
        for key, one in sorted(uses.items()):
            parameters: list[Any] = [connection.ops.adapt_datefield_value(day), one.requests, one.tokens, one.refused]
            cursor.execute(statement, [*parameters, key])
            last = dt.datetime.fromtimestamp(one.last, dt.UTC)
            unused = PartnerKey.objects.filter(Q(last_used_at=None) | Q(last_used_at__lt=last), pk=key)
            unused.update(last_used_at=last)


def uses_by_day(keys: list[int], first: dt.date) -> dict[int, list[DailyUse]]:
    """The days of each key since `first`, the earliest first."""
    found: dict[int, list[DailyUse]] = {key: [] for key in keys}
    for row in DailyUse.objects.filter(key__in=keys, day__gte=first).order_by("day"):
        found[row.key_id].append(row)
    return found


def delete_expired(now: dt.date) -> None:
    """Deletes what is too old."""
    DailyUse.objects.filter(day__lt=now - RETENTION).delete()
