"""The table of counts: adding to it, and forgetting what need not be kept. Days are days in Wales."""

import datetime as dt
from collections.abc import Mapping
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from cms.content.languages import CODES, Language

from ..models import SearchCount

WALES: Final = ZoneInfo("Europe/London")
KEPT: Final = dt.timedelta(days=396)  # 13 months: a year and the month to compare it with
NAMED: Final = dt.timedelta(days=30)
# What was sought less often than this is never shown, and is not kept by name for longer than NAMED.
FEWEST: Final = 3
BATCH: Final = 500


class Entry(NamedTuple):
    """What is counted together: a day, a language and keys; no keys for what is not named."""

    day: dt.date
    language: Language
    keys: str


class Tally(NamedTuple):
    """How often, how often in vain, and what the latest found."""

    times: int
    missed: int
    hits: int

    def plus(self, later: "Tally") -> "Tally":
        """Both together."""
        return Tally(self.times + later.times, self.missed + later.missed, later.hits)


def today() -> dt.date:
    """The day in Wales, whatever time zone an editor has chosen."""
    return timezone.localdate(timezone=WALES)


def add(tallies: Mapping[Entry, Tally]) -> None:
    """Adds to the rows of the table, all or nothing; in one order, so that no two processes wait for each other."""
    rows = sorted(tallies.items())
    with transaction.atomic():
        for start in range(0, len(rows), BATCH):
            _upsert(rows[start : start + BATCH])


def _upsert(rows: list[tuple[Entry, Tally]]) -> None:
    """One statement, which SQLite and PostgreSQL both know; Django's `bulk_create` cannot add to what is there."""
    quote = connection.ops.quote_name
    table = quote(SearchCount._meta.db_table)
    day, language, keys, times, missed, hits = map(quote, (*Entry._fields, *Tally._fields))
    values = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(rows))
    statement = f"""
        INSERT INTO {table} ({day}, {language}, {keys}, {times}, {missed}, {hits}) VALUES {values}
        ON CONFLICT ({language}, {keys}, {day}) DO UPDATE SET
            {times} = {table}.{times} + excluded.{times},
            {missed} = {table}.{missed} + excluded.{missed},
            {hits} = excluded.{hits}
        """  # noqa: S608 - the names of columns only
    parameters: list[str | int | None] = []
    for entry, tally in rows:
        parameters += [connection.ops.adapt_datefield_value(entry.day), entry.language, entry.keys, *tally]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def forget(now: dt.date) -> None:
    """Drops what is too old, and takes the name off what is a month old and was hardly ever sought: it may name a person."""
    SearchCount.objects.filter(day__lt=now - KEPT).delete()
    for language in CODES:
        while _take_names_off(language, now - NAMED):
            pass


def _take_names_off(language: Language, before: dt.date) -> bool:
    """Does it to some of the rows; whether there may be more. Their numbers go to the nameless row of their day."""
    named = SearchCount.objects.filter(language=language).exclude(keys="")
    rare = named.values("keys").annotate(total=Sum("times")).filter(total__lt=FEWEST).values("keys")
    with transaction.atomic():
        rows = list(named.filter(day__lt=before, keys__in=rare).select_for_update().order_by("pk")[:BATCH])
        nameless: dict[Entry, Tally] = {}
        for row in rows:
            entry, tally = Entry(row.day, language, ""), Tally(row.times, row.missed, 0)
            nameless[entry] = nameless[entry].plus(tally) if entry in nameless else tally
        SearchCount.objects.filter(pk__in=[row.pk for row in rows]).delete()
        add(nameless)
    return len(rows) == BATCH
