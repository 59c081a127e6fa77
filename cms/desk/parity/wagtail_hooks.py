"""What the report of parity adds to the admin."""

from django.urls import URLResolver, include, path, reverse
from wagtail import hooks

from cms.publication.admin.report import ReportMenuItem

from . import urls
from .parity_report import ParityReportView


def parity_urls() -> list[URLResolver]:
    """The admin's addresses of this room."""
    return [path("parity/", include(urls))]


def parity_menu_item() -> ReportMenuItem:
    """The report in the menu of reports."""
    return ReportMenuItem(
        ParityReportView.page_title,
        reverse("desk_parity:report"),
        name="parity",
        icon_name=ParityReportView.header_icon,
        order=801,
    )


hooks.register("register_admin_urls", parity_urls)
hooks.register("register_reports_menu_item", parity_menu_item)
