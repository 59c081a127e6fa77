"""How the public figures have developed: a chart of each language, from the samples of each day."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Sum
from django.utils import timezone

from cms.content.languages import CODES
from cms.portal.account.use_chart import UseBar, UseChart, use_chart
from cms.publication.admin.item_overview import LANGUAGE_NAMES
from cms.publication.models import ParitySample
from cms.publication.parity.parity_figures import LanguageParity, parity

DAYS: Final = 90
# The room that there is for bars, however few days there are.
FEWEST: Final = 30


@dataclass(frozen=True, slots=True)
class DayBar:
    """A day's figures, and the bar of its words behind."""

    day: dt.date
    words_behind: int
    missing: int
    behind: int
    bar: UseBar


@dataclass(frozen=True, slots=True)
class LanguageHistory:
    """How a language stands for readers now, and how it did each day."""

    language: str
    name: str
    now: LanguageParity
    chart: UseChart
    days: tuple[DayBar, ...]

    @property
    def first(self) -> DayBar:
        """The earliest day."""
        return self.days[0]

    @property
    def last(self) -> DayBar:
        """The latest day."""
        return self.days[-1]


def histories(type_name: str = "") -> list[LanguageHistory]:
    """Of both languages, all types together or one of them: today's figures and at most DAYS samples."""
    samples = ParitySample.objects.filter(day__gt=timezone.localdate() - dt.timedelta(days=DAYS))
    if type_name:
        samples = samples.filter(type=type_name)
    sums = samples.values("language", "day").annotate(Sum("words_behind"), Sum("missing"), Sum("behind"))
    rows = list(sums.order_by("day").values_list("language", "day", "words_behind__sum", "missing__sum", "behind__sum"))
    report = {one.language: one for one in parity().languages}
    found = []
    for code in CODES:
        own = [row[1:] for row in rows if row[0] == code]
        before = max(0, FEWEST - len(own))
        chart = use_chart([0] * before + [words for _, words, _, _ in own])
        days = tuple(DayBar(*figures, bar) for figures, bar in zip(own, chart.bars[before:], strict=True))
        found.append(LanguageHistory(code, str(LANGUAGE_NAMES[code]), report[code], chart, days))
    return found
