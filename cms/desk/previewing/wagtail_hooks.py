"""What previews add to Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.content.pages import ContentPage
from cms.publication.admin.report import ReportMenuItem

from . import previewing_urls
from .shared_listing import SharedPreviewsView


def addresses() -> list[URLResolver]:
    """The admin's addresses of this app."""
    return [path("previewing/", include(previewing_urls))]


def shared_menu_item() -> ReportMenuItem:
    """What is shared, in the menu of reports."""
    address = reverse("previewing:tokens")
    return ReportMenuItem(SharedPreviewsView.page_title, address, name="shared-previews", icon_name="view", order=806)


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
