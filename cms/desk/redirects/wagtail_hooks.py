"""What this room adds to Wagtail's admin."""

from django.urls import URLPattern, path, reverse
from wagtail import hooks

from cms.publication.admin.report import ReportMenuItem

from .redirect_views import TITLE, RedirectsView, add_view, remove_view


def redirect_urls() -> list[URLPattern]:
    """The addresses of the screens."""
    return [
        path("redirects/", RedirectsView.as_view(), name="redirects"),
        path("redirects/results/", RedirectsView.as_view(results_only=True), name="redirects_results"),
        path("redirects/add/", add_view, name="redirects_add"),
        path("redirects/<int:pk>/remove/", remove_view, name="redirects_remove"),
    ]


def redirects_menu_item() -> ReportMenuItem:
    """The list in the menu of reports."""
    return ReportMenuItem(TITLE, reverse("redirects"), name="redirects", icon_name="redirect", order=825)


hooks.register("register_admin_urls", redirect_urls)
hooks.register("register_reports_menu_item", redirects_menu_item)
