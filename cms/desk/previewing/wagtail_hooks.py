"""What previews add to Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.content.pages import ContentPage

from . import previewing_urls
from .shared_listing import PERMISSIONS, SharedPreviewsView


class SharedMenuItem(MenuItem):  # type: ignore[misc]
    """Shown to those who may see the report."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user has any right over any page."""
        return bool(policy_registry.get_by_type(Page).user_has_any_permission(request.user, PERMISSIONS))


def addresses() -> list[URLResolver]:
    """The admin's addresses of this app."""
    return [path("previewing/", include(previewing_urls))]


def shared_menu_item() -> SharedMenuItem:
    """What is shared, in the menu of reports."""
    return SharedMenuItem(SharedPreviewsView.page_title, reverse("previewing:tokens"), icon_name="view", order=806)


def preview_buttons(page: Page, user: Any, **kwargs: Any) -> Iterator[Button]:
    """The way to the preview of a page's item, from the explorer and from the header of its pages."""
    is_content = issubclass(page.specific_class or Page, ContentPage)
    if is_content and page.permissions_for_user(user).can_edit():
        address = reverse("previewing:page", args=[page.pk, "draft"])
        yield Button(_("Preview what partners get"), address, icon_name="view", priority=14)


hooks.register("register_admin_urls", addresses)
hooks.register("register_reports_menu_item", shared_menu_item)
hooks.register("register_page_header_buttons", preview_buttons)
hooks.register("register_page_listing_more_buttons", preview_buttons)
