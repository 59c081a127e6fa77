"""What this room adds to Wagtail's admin."""

from typing import Any

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import policy_registry

from .redirect_views import TITLE, RedirectsView, add_view, remove_view


class RedirectsMenuItem(MenuItem):  # type: ignore[misc]
    """Shown to those who may see the list."""

    def is_shown(self, request: Any) -> bool:
        """Whether the user has any right over any page."""
        policy = policy_registry.get_by_type(Page)
        return bool(policy.user_has_any_permission(request.user, RedirectsView.any_permission_required))


def redirect_urls() -> list[URLPattern]:
    """The addresses of the screens."""
    return [
        path("redirects/", RedirectsView.as_view(), name="redirects"),
        path("redirects/results/", RedirectsView.as_view(results_only=True), name="redirects_results"),
        path("redirects/add/", add_view, name="redirects_add"),
        path("redirects/<int:pk>/remove/", remove_view, name="redirects_remove"),
    ]


def redirects_menu_item() -> RedirectsMenuItem:
    """The list in the menu of reports."""
    return RedirectsMenuItem(TITLE, reverse("redirects"), icon_name="redirect", order=825)


hooks.register("register_admin_urls", redirect_urls)
hooks.register("register_reports_menu_item", redirects_menu_item)
