"""What search adds to Wagtail's admin. Each hook is a line; the work is in `admin`.

The screens are imported where they are asked for: they know the analysis, which no process loads to start.
"""

from django.urls import URLPattern, path, reverse
from wagtail import hooks

from cms.publication.admin.report import ReportMenuItem

from .admin import synonym_screens  # noqa: F401 - it registers its screens


def admin_urls() -> list[URLPattern]:
    """The admin's addresses of search."""
    from .admin.search_report import SearchReportView
    from .admin.search_trial import SearchTrialView

    return [
        path("searches/", SearchReportView.as_view(), name="search_report"),
        path("searches/trial/", SearchTrialView.as_view(), name="search_trial"),
    ]


def report_menu_item() -> ReportMenuItem:
    """The report in the menu of reports."""
    from .admin.search_report import SearchReportView

    address = reverse("search_report")
    return ReportMenuItem(SearchReportView.page_title, address, name="searches", icon_name="search", order=850)


def trial_menu_item() -> ReportMenuItem:
    """The trial, below the report."""
    from .admin.search_trial import SearchTrialView

    address = reverse("search_trial")
    return ReportMenuItem(SearchTrialView.page_title, address, name="search-trial", icon_name="search", order=851)


hooks.register("register_admin_urls", admin_urls)
hooks.register("register_reports_menu_item", report_menu_item)
hooks.register("register_reports_menu_item", trial_menu_item)
