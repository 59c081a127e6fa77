"""The report of what was searched for and what was not found, a language beside the other; also as a file for spreadsheets."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import ButtonWithDropdown
from wagtail.models import Page

from cms.content.languages import CODES, Language, parse
from cms.content.words.dates import written_day
from cms.publication.admin.exporting.spreadsheets import export_buttons, spreadsheet
from cms.publication.admin.item_overview import LANGUAGE_NAMES
from cms.publication.admin.report import PERMISSIONS

from ..statistics.count_records import PRIVACY_THRESHOLD, today
from .bar_chart import Bar, BarChart, bar_chart
from .query_diagnosis import ANSWERED, Diagnoses, Query, diagnose
from .search_statistics import MAX_DAILY, Bucket, SearchedWords, buckets, first_day, most_searched

PERIODS: Final[dict[int, Promise]] = {
    7: lazy("7 days"),
    30: lazy("30 days"),
    90: lazy("90 days"),
    364: lazy("52 weeks"),
}
DEFAULT_PERIOD: Final = 30
MAX_LISTED: Final = 25
# Of what is searched for most, what is tried again for every report.
MAX_TRIED: Final = 50
MAX_EXPORTED: Final = 5_000
HEADINGS: Final = (
    lazy("Language"),
    lazy("Words searched for"),
    lazy("Times"),
    lazy("Times nothing was found"),
    lazy("Results last time"),
)


@dataclass(frozen=True, slots=True)
class ChartedBucket:
    """A day or week in words, its figures, and its bar."""

    day: str
    bucket: Bucket
    bar: Bar


@dataclass(frozen=True, slots=True)
class LanguageReport:
    """What the report says of one language."""

    language: Language
    name: str
    times: int
    missed: int
    bar_chart: BarChart
    buckets: tuple[ChartedBucket, ...]
    most_searched: list[SearchedWords]
    without_results: list[SearchedWords]
    in_part: list[SearchedWords]


class SearchReportView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """Shown to those who may see the report of pages that are not public."""

    model = Page  # whose permissions are asked
    any_permission_required = PERMISSIONS
    page_title = lazy("Searches")
    header_icon = "search"
    template_name = "search/admin/report.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page, or the file of `?export=`: all that was searched for often enough to be shown, of both languages."""
        last = today()
        file = spreadsheet(
            request.GET.get("export", ""), str(self.page_title), HEADINGS, exported_rows(self.days, last)
        )
        return file or super().get(request, *args, **kwargs)

    def get_header_buttons(self) -> list[ButtonWithDropdown]:
        """The ways to the files."""
        return export_buttons(self.request)

    @property
    def days(self) -> int:
        """The period asked for, or the usual one."""
        return next((days for days in PERIODS if str(days) == self.request.GET.get("days")), DEFAULT_PERIOD)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The breadcrumb of the page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template needs, Wagtail's header included."""
        last = today()
        reports = [language_report(language, self.days, last) for language in CODES]
        diagnoses = diagnose(_tried(reports), self.request.user)
        return {
            **super().get_context_data(**kwargs),
            "periods": PERIODS.items(),
            "days": self.days,
            "first": in_words(first_day(self.days, last)),
            "last": in_words(last),
            "weekly": self.days > MAX_DAILY,
            "fewest": PRIVACY_THRESHOLD,
            "diagnoses": diagnoses,
            "reports": [with_diagnoses(report, diagnoses) for report in reports],
        }


def in_words(day: dt.date) -> str:
    """The day in the language of the screen."""
    return written_day(day, parse(get_language() or "") or "en")


def language_report(language: Language, days: int, last: dt.date) -> LanguageReport:
    """One language's figures of the period that ends with `last`. What is searched for most may all be found in part."""
    figures = buckets(language, days, last)
    chart = bar_chart(figures)
    searched = most_searched(language, days, last, MAX_TRIED)
    missed = most_searched(language, days, last, MAX_LISTED, without_results=True)
    return LanguageReport(
        language=language,
        name=str(LANGUAGE_NAMES[language]),
        times=sum(bucket.times for bucket in figures),
        missed=sum(bucket.missed for bucket in figures),
        bar_chart=chart,
        buckets=tuple(ChartedBucket(in_words(bar.bucket.day), bar.bucket, bar) for bar in chart.bars),
        most_searched=searched[:MAX_LISTED],
        without_results=missed,
        in_part=[row for row in searched if row.keys not in {one.keys for one in missed}],
    )


def _tried(reports: Sequence[LanguageReport]) -> Iterator[Query]:
    """What is tried again: of both languages first that for which nothing was found; time may be too short for the rest."""
    for rows in ("without_results", "in_part"):
        for report in reports:
            yield from ((report.language, row.keys) for row in getattr(report, rows))


def with_diagnoses(report: LanguageReport, diagnoses: Diagnoses) -> LanguageReport:
    """The report with what is found now: of what is found in part only that which is."""

    def diagnosed(rows: Sequence[SearchedWords]) -> list[SearchedWords]:
        found = diagnoses.by_query
        return [replace(row, diagnosis=found.get((report.language, row.keys))) for row in rows]

    in_part = [row for row in diagnosed(report.in_part) if row.diagnosis and row.diagnosis.verdict not in ANSWERED]
    return replace(report, without_results=diagnosed(report.without_results), in_part=in_part[:MAX_LISTED])


def exported_rows(days: int, last: dt.date) -> Iterator[list[str | int]]:
    """What was searched for in both languages."""
    for language in CODES:
        for row in most_searched(language, days, last, MAX_EXPORTED):
            yield [language, row.keys, row.times, row.missed, row.hits]
