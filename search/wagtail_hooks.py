"""What search adds to Wagtail's admin. Each hook is a line; the work is in `admin`.

The screens are imported where they are asked for: they know the analysis, which no process loads to start.
"""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import policy_registry

from .admin import synonym_screens  # noqa: F401 - it registers its screens


class SearchReportMenuItem(MenuItem):  # type: ignore[misc]
    """Shown to those who may see the report. The trial asks for the same rights."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user has any of the rights that the report asks for."""
        from .admin.search_report import SearchReportView

        needed = SearchReportView.any_permission_required
        return bool(policy_registry.get_by_type(Page).user_has_any_permission(request.user, needed))


def admin_urls() -> list[URLPattern]:
    """The admin's addresses of search."""
    from .admin.search_report import SearchReportView
    from .admin.search_trial import SearchTrialView

    return [
        path("searches/", SearchReportView.as_view(), name="search_report"),
        path("searches/trial/", SearchTrialView.as_view(), name="search_trial"),
    ]


def report_menu_item() -> SearchReportMenuItem:
    """The report in the menu of reports."""
    from .admin.search_report import SearchReportView

    address = reverse("search_report")
    return SearchReportMenuItem(SearchReportView.page_title, address, name="searches", icon_name="search", order=850)


def trial_menu_item() -> SearchReportMenuItem:
    """The trial, below the report."""
    from .admin.search_trial import SearchTrialView

    address = reverse("search_trial")
    return SearchReportMenuItem(SearchTrialView.page_title, address, name="search-trial", icon_name="search", order=851)


hooks.register("register_admin_urls", admin_urls)
hooks.register("register_reports_menu_item", report_menu_item)
hooks.register("register_reports_menu_item", trial_menu_item)
