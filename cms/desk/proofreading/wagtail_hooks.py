"""What the checks of texts add to Wagtail's admin. Each hook is a line; the work is in `screens`."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.content.pages import ContentPage
from cms.publication.admin.report import ReportMenuItem

from .screens import (
    beside_editors,
    beside_segments,
    known_word_screens,  # noqa: F401 - it registers its screens
    urls,
)
from .screens.findings_report import FindingsView
from .screens.set_checks import SetChecks
from .screens.shown_findings import checks_address


def admin_urls() -> list[URLResolver]:
    """The admin's addresses of the checks."""
    return [path("checks/", include(urls))]


def report_menu_item() -> ReportMenuItem:
    """The report in the menu of reports."""
    return ReportMenuItem(
        FindingsView.page_title, reverse("proofreading:report"), name="checks", icon_name="glasses", order=815
    )


def page_buttons(page: Page, user: Any, **kwargs: Any) -> Iterator[Button]:
    """The way to what was found, from the explorer and from the header of pages."""
    if issubclass(page.specific_class or Page, ContentPage) and page.permissions_for_user(user).can_edit():
        yield Button(_("Checks of the text"), checks_address(page.translation_key), icon_name="glasses", priority=14)


hooks.register("register_admin_urls", admin_urls)
hooks.register("register_reports_menu_item", report_menu_item)
hooks.register("register_page_header_buttons", page_buttons)
hooks.register("register_page_listing_more_buttons", page_buttons)
hooks.register("after_create_page", beside_editors.after_saving)
hooks.register("after_edit_page", beside_editors.after_saving)
hooks.register("after_create_snippet", beside_editors.after_saving)
hooks.register("after_edit_snippet", beside_editors.after_saving)
# The publication's own: what it says beside the buttons by which something goes out.
hooks.register("publishing_note", beside_editors.publishing_note)
hooks.register("release_set_section", SetChecks)
# The translation screen's: what is said beside each text.
hooks.register("construct_translation_notes", beside_segments.translation_notes)
