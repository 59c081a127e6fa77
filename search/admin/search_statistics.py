"""The figures of the report: what was searched for in a period, a day or a week at a time, and what of it found nothing."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from cms.content.languages import Language

from ..models import SearchCount
from ..statistics.count_records import PRIVACY_THRESHOLD
from .query_diagnosis import Diagnosis

# Periods of more days than this are charted a week at a time.
MAX_DAILY: Final = 90


@dataclass(frozen=True, slots=True)
class Bucket:
    """A day, or the week that begins with it."""

    day: dt.date
    times: int
    missed: int

    @property
    def found(self) -> int:
        """How many searches found something."""
        return self.times - self.missed


@dataclass(frozen=True, slots=True)
class SearchedWords:
    """Words that were searched for: how often, how often without results, what the latest search found, and what one would
    find now; None where nobody has asked or search did not say.
    """

    keys: str
    times: int
    missed: int
    hits: int
    diagnosis: Diagnosis | None = None


def first_day(days: int, last: dt.date) -> dt.date:
    """The first day of the period of `days` that ends with `last`."""
    return last - dt.timedelta(days=days - 1)


def _rows(language: Language, days: int, last: dt.date) -> QuerySet[SearchCount]:
    return SearchCount.objects.filter(language=language, day__range=(first_day(days, last), last))


def buckets(language: Language, days: int, last: dt.date) -> tuple[Bucket, ...]:
    """Every day of the period, or every week of a long one, also those without searches."""
    rows = _rows(language, days, last).values_list("day").annotate(Sum("times"), Sum("missed"))
    counted = {day: (times, missed) for day, times, missed in rows}
    first, length = first_day(days, last), 7 if days > MAX_DAILY else 1

    def made() -> Iterator[Bucket]:
        for number, offsets in groupby(range(days), key=lambda offset: offset // length):
            counts = [counted.get(first + dt.timedelta(days=offset), (0, 0)) for offset in offsets]
            times, missed = (sum(column) for column in zip(*counts, strict=True))
            yield Bucket(first + dt.timedelta(days=number * length), times, missed)

    return tuple(made())


def most_searched(
    language: Language, days: int, last: dt.date, limit: int, *, without_results: bool = False
) -> list[SearchedWords]:
    """What was searched for most, or most without results. What came up fewer than PRIVACY_THRESHOLD times is left out: it
    may tell of a person.
    """
    latest = SearchCount.objects.filter(language=language, keys=OuterRef("keys")).order_by("-day").values("hits")[:1]
    order = "total_missed" if without_results else "total"
    rows = (
        _rows(language, days, last)
        .exclude(keys="")
        .values("keys")
        .annotate(total=Sum("times"), total_missed=Sum("missed"), latest=Subquery(latest))
        .filter(**{f"{order}__gte": PRIVACY_THRESHOLD})
        .order_by(f"-{order}", "keys")[:limit]
    )
    return [SearchedWords(row["keys"], row["total"], row["total_missed"], row["latest"]) for row in rows]
