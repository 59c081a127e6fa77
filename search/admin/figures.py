"""The figures of the report: what was sought in a period, a day or a week at a time, and what of it found nothing."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from cms.content.languages import Language

from ..models import SearchCount
from ..statistics.count_records import FEWEST

# Periods of more days than this are drawn a week at a time.
MOST_DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class Span:
    """A day, or the week that begins with it."""

    day: dt.date
    times: int
    missed: int

    @property
    def found(self) -> int:
        """How many searches found something."""
        return self.times - self.missed


@dataclass(frozen=True, slots=True)
class Sought:
    """Words that were sought: how often, how often in vain, and what the latest search found."""

    keys: str
    times: int
    missed: int
    hits: int


def first_day(days: int, last: dt.date) -> dt.date:
    """The first day of the period of `days` that ends with `last`."""
    return last - dt.timedelta(days=days - 1)


def _rows(language: Language, days: int, last: dt.date) -> QuerySet[SearchCount]:
    return SearchCount.objects.filter(language=language, day__range=(first_day(days, last), last))


def spans(language: Language, days: int, last: dt.date) -> tuple[Span, ...]:
    """Every day of the period, or every week of a long one, also those without searches."""
    rows = _rows(language, days, last).values_list("day").annotate(Sum("times"), Sum("missed"))
    counted = {day: (times, missed) for day, times, missed in rows}
    first, length = first_day(days, last), 7 if days > MOST_DAYS else 1

    def made() -> Iterator[Span]:
        for number, offsets in groupby(range(days), key=lambda offset: offset // length):
            counts = [counted.get(first + dt.timedelta(days=offset), (0, 0)) for offset in offsets]
            times, missed = (sum(column) for column in zip(*counts, strict=True))
            yield Span(first + dt.timedelta(days=number * length), times, missed)

    return tuple(made())


def sought(language: Language, days: int, last: dt.date, limit: int, *, in_vain: bool = False) -> list[Sought]:
    """What was sought most, or most in vain. What came up fewer than FEWEST times is left out: it may tell of a person."""
    latest = SearchCount.objects.filter(language=language, keys=OuterRef("keys")).order_by("-day").values("hits")[:1]
    order = "total_missed" if in_vain else "total"
    rows = (
        _rows(language, days, last)
        .exclude(keys="")
        .values("keys")
        .annotate(total=Sum("times"), total_missed=Sum("missed"), latest=Subquery(latest))
        .filter(**{f"{order}__gte": FEWEST})
        .order_by(f"-{order}", "keys")[:limit]
    )
    return [Sought(row["keys"], row["total"], row["total_missed"], row["latest"]) for row in rows]
