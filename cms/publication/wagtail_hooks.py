"""What this app adds to Wagtail's admin. Each hook is a line; the work is in `admin`."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.content.pages import ContentPage

from .admin import backlog_report, menus, messages, report, terms, urls, withdrawals
from .admin.exporting import page_types_usage, spreadsheets
from .admin.releasing import (
    adding_to_sets,
    publish_menu,
    set_views,
    take_down_notes,
    waiting_view,
)
from .admin.report import ReportMenuItem
from .admin.translating import conversion, localize_wording, publication_guard, synchronisation
from .admin.translating.translations_report import TranslationStandingsView


def admin_urls() -> list[URLResolver]:
    """The admin's addresses of this app."""
    return [path("public-editions/", include(urls))]


def urls_of_localize() -> list[URLPattern]:
    """Ours in the place of three of wagtail-localize's views, which keep their names."""
    report_view = TranslationStandingsView
    return [
        path("localize/reports/translations/", report_view.as_view()),
        path("localize/reports/translations/results/", report_view.as_view(results_only=True)),
        path("localize/page/<int:page_id>/convert_to_alias/", conversion.convert_to_alias),
        path("localize/update/<int:translation_source_id>/", synchronisation.SynchronisationView.as_view()),
    ]


def report_menu_item() -> ReportMenuItem:
    """The report in the menu of reports."""
    return ReportMenuItem(
        report.HeldBackView.page_title,
        reverse("publication_admin:report"),
        name="not-public-yet",
        icon_name="no-view",
        order=800,
    )


def backlog_menu_item() -> ReportMenuItem:
    """Changes that readers do not see yet, in the menu of reports."""
    page = backlog_report.BacklogView
    address = reverse("publication_admin:backlog")
    return ReportMenuItem(page.page_title, address, name="backlog", icon_name="time", order=810)


def withdrawals_menu_item() -> ReportMenuItem:
    """What would have been withdrawn, and is not, in the menu of reports."""
    address = reverse("publication_admin:withdrawals")
    return ReportMenuItem(withdrawals.TITLE, address, name="withdrawals", icon_name="warning", order=805)


def waiting_menu_item() -> ReportMenuItem:
    """What waits for its twin, and what is alone, in the menu of reports."""
    address = reverse("publication_admin:waiting")
    return ReportMenuItem(waiting_view.TITLE, address, name="languages-that-wait", icon_name="resubmit", order=803)


def sets_menu_item() -> ReportMenuItem:
    """Releases of several pages, in the menu of reports."""
    address = reverse("publication_admin:sets")
    return ReportMenuItem(set_views.TITLE, address, name="sets", icon_name="calendar-alt", order=802)


def permissions() -> Any:
    """Those of this app that groups may be given."""
    return Permission.objects.filter(content_type__app_label="publication", codename="release_alone")


def page_buttons(page: Page, user: Any, next_url: str | None = None, **kwargs: Any) -> Iterator[Button]:
    """The way to an item's public editions, from the explorer and from the header of its pages, high enough to be seen.

    They are asked for with each row of a list, and take few queries therefore.
    """
    is_content = issubclass(page.specific_class or Page, ContentPage)
    if is_content and page.permissions_for_user(user).can_edit():
        address = reverse("publication_admin:item", args=[page.pk])
        yield Button(_("Public editions"), address, icon_name="globe", priority=12)
        if adding_to_sets.may_add(page, user):
            address = adding_to_sets.address_for(page, next_url)
            yield Button(_("Add to a release"), address, icon_name="calendar-alt", priority=13)


menus.label_choosers()
page_types_usage.install()
spreadsheets.install()
hooks.register("register_admin_urls", admin_urls)
hooks.register("register_admin_urls", urls_of_localize, order=-1)
hooks.register("register_reports_menu_item", report_menu_item)
hooks.register("register_reports_menu_item", withdrawals_menu_item)
hooks.register("register_reports_menu_item", waiting_menu_item)
hooks.register("register_reports_menu_item", sets_menu_item)
hooks.register("register_reports_menu_item", backlog_menu_item)
hooks.register("register_permissions", permissions)
hooks.register("register_bulk_action", adding_to_sets.AddToRelease)
hooks.register("register_page_header_buttons", page_buttons)
hooks.register("register_page_listing_more_buttons", page_buttons)
# First, because wagtail-localize's hook answers with its own editor and ends the round.
hooks.register("before_edit_page", publication_guard.before_publishing_page, order=-1)
hooks.register("before_edit_page", publication_guard.warn_that_nothing_is_restored, order=-1)
hooks.register("before_edit_page", messages.before_edit_page, order=-1)
hooks.register("construct_page_action_menu", conversion.never_first)
hooks.register("construct_page_action_menu", publish_menu.say_outcome, order=10)
hooks.register("after_publish_page", messages.after_publish_page)
hooks.register("after_unpublish_page", take_down_notes.after_taking_down)
hooks.register("after_delete_page", take_down_notes.after_taking_down)
hooks.register("after_bulk_action", take_down_notes.after_bulk_action)
hooks.register("before_edit_snippet", publication_guard.before_publishing_snippet, order=-1)
hooks.register("before_edit_snippet", terms.before_edit_snippet, order=-1)
hooks.register("after_create_snippet", terms.after_save_snippet)
hooks.register("after_edit_snippet", terms.after_save_snippet)
hooks.register("register_log_actions", localize_wording.log_actions, order=10)
hooks.register("construct_help_menu", menus.without_english_guides)
hooks.register("construct_reports_menu", menus.in_the_editors_language)
