"""What this room adds to Wagtail's admin."""

from django.urls import URLPattern, path, reverse
from wagtail import hooks

from cms.desk.home.task_lists import HOOK
from cms.publication.admin.report import ReportMenuItem

from . import link_messages, link_tasks
from .broken_links_report import TITLE, BrokenLinksView


def link_urls() -> list[URLPattern]:
    """The addresses of the report."""
    return [
        path("reports/broken-links/", BrokenLinksView.as_view(), name="broken_links"),
        path("reports/broken-links/results/", BrokenLinksView.as_view(results_only=True), name="broken_links_results"),
    ]


def broken_links_menu_item() -> ReportMenuItem:
    """The report in the menu of reports."""
    return ReportMenuItem(TITLE, reverse("broken_links"), name="broken-links", icon_name="link", order=820)


hooks.register("register_admin_urls", link_urls)
hooks.register("register_reports_menu_item", broken_links_menu_item)
# First, because wagtail-localize's hook answers with its own editor and ends the round.
hooks.register("before_edit_page", link_messages.before_edit_page, order=-1)
hooks.register("after_publish_page", link_messages.after_publish_page)
hooks.register(HOOK, link_tasks.link_task_lists)
