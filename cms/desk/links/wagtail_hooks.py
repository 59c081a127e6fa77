"""What this room adds to Wagtail's admin."""

from typing import Any

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.desk.home.task_lists import HOOK

from . import link_messages, link_tasks
from .broken_links_report import TITLE, BrokenLinksView


class BrokenLinksMenuItem(MenuItem):  # type: ignore[misc]
    """Shown to those who may see the report."""

    def is_shown(self, request: Any) -> bool:
        """Whether the user has any right over any page."""
        policy = policy_registry.get_by_type(Page)
        return bool(policy.user_has_any_permission(request.user, BrokenLinksView.any_permission_required))


def link_urls() -> list[URLPattern]:
    """The addresses of the report."""
    return [
        path("reports/broken-links/", BrokenLinksView.as_view(), name="broken_links"),
        path("reports/broken-links/results/", BrokenLinksView.as_view(results_only=True), name="broken_links_results"),
    ]


def broken_links_menu_item() -> BrokenLinksMenuItem:
    """The report in the menu of reports."""
    return BrokenLinksMenuItem(TITLE, reverse("broken_links"), icon_name="link", order=820)


hooks.register("register_admin_urls", link_urls)
hooks.register("register_reports_menu_item", broken_links_menu_item)
# First, because wagtail-localize's hook answers with its own editor and ends the round.
hooks.register("before_edit_page", link_messages.before_edit_page, order=-1)
hooks.register("after_publish_page", link_messages.after_publish_page)
hooks.register(HOOK, link_tasks.link_task_lists)
