"""What this app adds to Wagtail's admin. Each hook is a line; the work is in its rooms."""

from collections.abc import Iterator
from typing import Any

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.publication.admin.report import ReportMenuItem

from . import urls
from .groups import language_rights
from .reviews import recording_reviews, review_views, reviews_report
from .stages import first_action, own_work, request_changes, stage_wording


def admin_urls() -> list[URLResolver]:
    """The admin's addresses of this app."""
    return [path("workflow/", include(urls))]


def urls_of_localize() -> list[URLPattern]:
    """Ours in the place of one of wagtail-localize's views, which keeps its name."""
    return language_rights.urlpatterns


def admin_css() -> str:
    """The looks of what this app adds to screens of others."""
    return format_html('<link rel="stylesheet" href="{}">', static("workflow/workflow.css"))


def reviews_menu_item() -> ReportMenuItem:
    """Reviews, in the menu of reports."""
    page = reviews_report.ReviewsView
    return ReportMenuItem(
        page.page_title,
        reverse(page.index_url_name),
        name="reviews",
        icon_name="date",
        order=804,
        rights=reviews_report.RIGHTS,
    )


def page_buttons(page: Page, user: Any, **kwargs: Any) -> Iterator[Button]:
    """The button of a review, from the explorer and from the header of a page."""
    if review_views.review_button(page, user):
        yield Button(review_views.TITLE, review_views.review_address(page), icon_name="check", priority=14)


def log_actions(actions: Any) -> None:
    """What is noted in a page's history."""
    actions.register_action(
        recording_reviews.LOG_ACTION, _("Reviewed"), _("Reviewed: the whole page, in both languages")
    )
    stage_wording.log_actions(actions)


hooks.register("register_admin_urls", admin_urls)
hooks.register("register_admin_urls", urls_of_localize, order=-1)
hooks.register("insert_global_admin_css", admin_css)
hooks.register("before_edit_page", own_work.before_edit, order=-2)
hooks.register("before_edit_page", request_changes.before_edit, order=-2)
hooks.register("before_create_page", own_work.before_creating)
hooks.register("before_publish_page", own_work.before_publishing)
hooks.register("after_edit_page", own_work.after_edit)
hooks.register("before_bulk_action", own_work.before_publishing_many)
hooks.register("construct_page_action_menu", own_work.offer_no_publication, order=20)
hooks.register("construct_page_action_menu", first_action.put_first, order=30)
hooks.register("register_log_actions", log_actions, order=10)
hooks.register("register_reports_menu_item", reviews_menu_item)
hooks.register("register_page_header_buttons", page_buttons)
hooks.register("register_page_listing_more_buttons", page_buttons)
hooks.register("before_create_snippet", language_rights.before_creating_snippet, order=-2)
hooks.register("before_edit_snippet", language_rights.before_changing_snippet, order=-2)
hooks.register("before_delete_snippet", language_rights.before_deleting_snippets, order=-2)
