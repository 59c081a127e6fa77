"""Wagtail's report of page types is the only one of its reports that has no file: it gets one, with the columns of its page."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView


def install() -> None:
    """Says what is exported of each type."""

    def title(page: Any) -> str:
        return str(page.get_admin_display_title()) if page is not None else ""

    name, last = "model_class._meta.verbose_name", "last_edited_page"
    view = PageTypesUsageReportView
    view.list_export = [name, "count", last]
    view.export_headings = {name: _("Page type"), "count": _("Pages"), last: _("Last edited page")}
    formats = view.FORMATS
    view.custom_field_preprocess = {
        name: dict.fromkeys(formats, lambda value: capfirst(str(value))),
        last: dict.fromkeys(formats, title),
    }
