"""The table of counts: adding to it, and deleting what is no longer needed. Days are days in Wales."""

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
RETENTION: Final = dt.timedelta(days=396)  # 13 months: a year and the month to compare it with
NAMED_RETENTION: Final = dt.timedelta(days=30)
# What was searched for less often than this is never shown, and keeps its words no longer than NAMED_RETENTION.
PRIVACY_THRESHOLD: Final = 3
BATCH: Final = 500


class CountKey(NamedTuple):
    """What is counted together: a day, a language and keys; no keys for what is counted without its words."""

    day: dt.date
    language: Language
    keys: str


class Tally(NamedTuple):
    """How often, how often without results, and what the latest found."""

    times: int
    missed: int
    hits: int

    def plus(self, later: "Tally") -> "Tally":
        """Both together."""
        return Tally(self.times + later.times, self.missed + later.missed, later.hits)


def today() -> dt.date:
    """The day in Wales, whatever time zone an editor has chosen."""
    return timezone.localdate(timezone=WALES)


def add_counts(tallies: Mapping[CountKey, Tally]) -> None:
    """Adds to the rows of the table, all or nothing; in one order, so that no two processes wait for each other."""
    rows = sorted(tallies.items())
    with transaction.atomic():
        for start in range(0, len(rows), BATCH):
            _upsert(rows[start : start + BATCH])


def _upsert(rows: list[tuple[CountKey, Tally]]) -> None:
    """One statement, which SQLite and PostgreSQL both know; Django's `bulk_create` cannot add to what is there."""
    quote = connection.ops.quote_name
    table = quote(SearchCount._meta.db_table)
    day, language, keys, times, missed, hits = map(quote, (*CountKey._fields, *Tally._fields))
    values = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(rows))
    statement = f"""
        INSERT INTO {table} ({day}, {language}, {keys}, {times}, {missed}, {hits}) VALUES {values}
        ON CONFLICT ({language}, {keys}, {day}) DO UPDATE SET
            {times} = {table}.{times} + excluded.{times},
            {missed} = {table}.{missed} + excluded.{missed},
            {hits} = excluded.{hits}
        """  # noqa: S608 - the names of columns only
    parameters: list[str | int | None] = []
    for key, tally in rows:
        parameters += [connection.ops.adapt_datefield_value(key.day), key.language, key.keys, *tally]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def delete_expired(now: dt.date) -> None:
    """Deletes what is too old, and words that are a month old and were hardly ever searched for: they may name a person."""
    SearchCount.objects.filter(day__lt=now - RETENTION).delete()
    for language in CODES:
        while _delete_words(language, now - NAMED_RETENTION):
            pass


def _delete_words(language: Language, before: dt.date) -> bool:
    """Does it to one batch of rows; whether there may be more. Their numbers go to the row without words of their day."""
    named = SearchCount.objects.filter(language=language).exclude(keys="")
    rare = named.values("keys").annotate(total=Sum("times")).filter(total__lt=PRIVACY_THRESHOLD).values("keys")
    with transaction.atomic():
        rows = list(named.filter(day__lt=before, keys__in=rare).select_for_update().order_by("pk")[:BATCH])
        without_words: dict[CountKey, Tally] = {}
        for row in rows:
            key, tally = CountKey(row.day, language, ""), Tally(row.times, row.missed, 0)
            without_words[key] = without_words[key].plus(tally) if key in without_words else tally
        SearchCount.objects.filter(pk__in=[row.pk for row in rows]).delete()
        add_counts(without_words)
    return len(rows) == BATCH
