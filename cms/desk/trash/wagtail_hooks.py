"""What this room adds to Wagtail's admin."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from cms.publication.admin.report import ReportMenuItem

from .emptying import DELETE_FOR_GOOD
from .restoring import RESTORE
from .screens import bin_messages
from .screens.bin_bulk_actions import DeleteForGood, RestoreSeveral
from .screens.bin_report import TITLE, BinView
from .screens.notice_view import notice_view
from .screens.page_bulk_deletion import DeletePairs
from .screens.restore_view import restore_view


def bin_urls() -> list[URLPattern]:
    """The addresses of the bin."""
    return [
        path("reports/bin/", BinView.as_view(), name="bin"),
        path("reports/bin/results/", BinView.as_view(results_only=True), name="bin_results"),
        path("reports/bin/<int:pk>/restore/", restore_view, name="bin_restore"),
        path("reports/bin/<int:pk>/notice/", notice_view, name="bin_notice"),
    ]


def bin_menu_item() -> ReportMenuItem:
    """The bin in the menu of reports, last."""
    return ReportMenuItem(TITLE, reverse("bin"), name="bin", icon_name="bin", order=10000)


def log_actions(actions: LogActionRegistry) -> None:
    """What happens to what is in the bin; that it was put there is logged as Wagtail logs that a page is deleted."""
    actions.register_action(RESTORE, _("Restore from the bin"), _("Restored from the bin"))
    actions.register_action(DELETE_FOR_GOOD, _("Delete for good"), _("Deleted for good"))


hooks.register("register_admin_urls", bin_urls)
hooks.register("register_reports_menu_item", bin_menu_item)
hooks.register("register_log_actions", log_actions)
hooks.register("register_bulk_action", RestoreSeveral)
hooks.register("register_bulk_action", DeleteForGood)
# Instead of Wagtail's own, which has the same name.
hooks.register("register_bulk_action", DeletePairs, order=1)
hooks.register("before_delete_page", bin_messages.before_delete_page)
hooks.register("after_delete_page", bin_messages.after_delete_page)
hooks.register("after_bulk_action", bin_messages.after_bulk_action)
