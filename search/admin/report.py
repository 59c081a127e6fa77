"""The report of what was sought and what was not found, a language beside the other; also as CSV."""

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.content.languages import CODES, Language, parse
from cms.content.words.dates import written_day
from cms.publication.admin.language_status import LANGUAGE_NAMES
from cms.publication.admin.report import PERMISSIONS

from ..statistics.count_records import FEWEST, today
from .figures import MOST_DAYS, Sought, Span, first_day, sought, spans
from .plot import Bar, Plot, plot

PERIODS: Final[dict[int, Promise]] = {
    7: lazy("7 days"),
    30: lazy("30 days"),
    90: lazy("90 days"),
    364: lazy("52 weeks"),
}
USUAL: Final = 30
LISTED: Final = 25
EXPORTED: Final = 5_000
# How a spreadsheet knows a formula.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class DrawnSpan:
    """A day or week in words, its figures, and its bar."""

    day: str
    span: Span
    bar: Bar


@dataclass(frozen=True, slots=True)
class Side:
    """What the report says of one language."""

    language: Language
    name: str
    times: int
    missed: int
    plot: Plot
    spans: tuple[DrawnSpan, ...]
    sought: list[Sought]
    in_vain: list[Sought]


class SearchReportView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """Shown to those who may see the report of pages that are not public."""

    model = Page  # whose permissions are asked
    any_permission_required = PERMISSIONS
    page_title = lazy("Searches")
    header_icon = "search"
    template_name = "search/admin/report.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or the file of `?export=csv`."""
        if request.GET.get("export") == "csv":
            return as_csv(self.days, today())
        return super().get(request, *args, **kwargs)

    @property
    def days(self) -> int:
        """The period asked for, or the usual one."""
        return next((days for days in PERIODS if str(days) == self.request.GET.get("days")), USUAL)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template needs, Wagtail's header included."""
        last = today()
        return {
            **super().get_context_data(**kwargs),
            "periods": PERIODS.items(),
            "days": self.days,
            "first": in_words(first_day(self.days, last)),
            "last": in_words(last),
            "weekly": self.days > MOST_DAYS,
            "fewest": FEWEST,
            "sides": [side(language, self.days, last) for language in CODES],
        }


def in_words(day: dt.date) -> str:
    """The day in the language of the screen."""
    return written_day(day, parse(get_language() or "") or "en")


def side(language: Language, days: int, last: dt.date) -> Side:
    """One language's figures of the period that ends with `last`."""
    figures = spans(language, days, last)
    drawn = plot(figures)
    return Side(
        language=language,
        name=str(LANGUAGE_NAMES[language]),
        times=sum(span.times for span in figures),
        missed=sum(span.missed for span in figures),
        plot=drawn,
        spans=tuple(DrawnSpan(in_words(bar.span.day), bar.span, bar) for bar in drawn.bars),
        sought=sought(language, days, last, LISTED),
        in_vain=sought(language, days, last, LISTED, in_vain=True),
    )


def as_csv(days: int, last: dt.date) -> HttpResponse:
    """Everything that was sought often enough to be shown, of both languages, as a file that spreadsheets open."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="searches-{last.isoformat()}-{days}.csv"'
    response.write("\ufeff")  # by which spreadsheets know UTF-8
    csv.writer(response).writerows(_lines(days, last))
    return response


def _lines(days: int, last: dt.date) -> Iterator[list[str | int]]:
    yield [_("Language"), _("Words sought"), _("Times"), _("Times nothing was found"), _("Results last time")]
    for language in CODES:
        for row in sought(language, days, last, EXPORTED):
            yield [language, inert(row.keys), row.times, row.missed, row.hits]


def inert(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
