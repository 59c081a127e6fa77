"""What a report shows as a file for spreadsheets, CSV or XLSX, by Wagtail's own writing of both.

`install` has Wagtail write every file so: a CSV says that it is UTF-8, its moments are those of Wales as a spreadsheet reads
them, none of its cells is a formula, and a file has the name of its report, in the language of the screen.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.views.reports import ReportView
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.views.reports.locked_pages import LockedPagesView
from wagtail.admin.views.reports.workflows import WorkflowTasksView, WorkflowView
from wagtail.admin.widgets.button import Button, ButtonWithDropdown

# By these a spreadsheet knows a formula.
FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
FORMATS: Final = {"xlsx": _("Download XLSX"), "csv": _("Download CSV")}
_UTF8_MARK: Final = "\ufeff"  # by which spreadsheets know UTF-8


def without_formula(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def file_name(title: str) -> str:
    """The name of a file of today, by the title of its report."""
    return slugify(f"{title} {timezone.localdate().isoformat()}")


def install() -> None:
    """Puts this in the place of what Wagtail does."""
    mixin = SpreadsheetExportMixin
    stream, preprocessed = mixin.stream_csv, mixin.preprocess_field_value

    def stream_csv(self: Any, queryset: Any) -> Iterable[Any]:
        return _in_language(get_language(), stream(self, queryset))

    def preprocess_field_value(self: Any, field: str, value: Any, export_format: str) -> Any:
        if isinstance(value, datetime) and timezone.is_aware(value):
            value = timezone.make_naive(value).replace(microsecond=0)
        value = "" if value is None else preprocessed(self, field, value, export_format)
        if export_format != self.FORMAT_CSV:
            return value
        return value.isoformat(" ", "minutes") if isinstance(value, datetime) else without_formula(str(value))

    def get_filename(self: Any) -> str:
        return file_name(str(self.page_title))

    mixin.stream_csv, mixin.preprocess_field_value = stream_csv, preprocess_field_value
    for kind in (mixin, LogEntriesView, LockedPagesView, WorkflowView, WorkflowTasksView):
        kind.get_filename = get_filename


def _in_language(language: str | None, lines: Iterator[Any]) -> Iterator[Any]:
    """The lines of a CSV in the language of the screen, although each is made when the last one is on its way."""
    yield _UTF8_MARK.encode()
    while True:
        with override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line


class _RowsExport(SpreadsheetExportMixin):  # type: ignore[misc]
    """Rows of cells in the order of `list_export`, which are the headings too."""

    def __init__(self, name: str, headings: Iterable[Any]) -> None:
        self.export_filename = name
        self.list_export = [str(heading) for heading in headings]

    def get_heading(self, queryset: Any, field: str) -> str:
        return field

    def to_row_dict(self, item: Sequence[Any]) -> dict[str, Any]:
        return dict(zip(self.list_export, item, strict=True))

    def get_filename(self) -> str:
        return file_name(self.export_filename)


def spreadsheet(
    format_: str, name: str, headings: Iterable[Any], rows: Iterable[Sequence[Any]]
) -> HttpResponseBase | None:
    """A file in one of FORMATS, called as its report is; None where it is asked for in no such."""
    if format_ not in FORMATS:
        return None
    cells = ([_plain(value) for value in row] for row in rows)
    made: HttpResponseBase = _RowsExport(name, headings).as_spreadsheet(cells, format_)
    return made


def export_buttons(request: HttpRequest) -> list[ButtonWithDropdown]:
    """The ways to both files, for the header of a report: below three dots, as Wagtail has them."""
    asked = request.GET.copy()
    buttons = []
    for priority, (format_, label) in enumerate(FORMATS.items(), 90):
        asked["export"] = format_
        address = f"{request.path}?{asked.urlencode()}"
        buttons.append(Button(label, url=address, icon_name="download", priority=priority))
    dots = {"icon_name": "dots-horizontal", "classname": "w-h-slim-header", "attrs": {"aria-label": _now("Actions")}}
    return [ButtonWithDropdown(buttons=buttons, **dots)]


class TableReportView(ReportView):  # type: ignore[misc]
    """A report whose file has the columns of its table."""

    show_export_buttons = True

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponseBase:
        """The page, or the file of `?export=`."""
        columns = list(context["table"].columns.values())
        rows = ([column.get_value(row) for column in columns] for row in context["table"].data)
        headings = (column.label for column in columns)
        made = spreadsheet(self.request.GET.get("export", ""), str(self.page_title), headings, rows)
        return made or super().render_to_response(context, **kwargs)


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    return value if isinstance(value, int | float | datetime) else str(value)
