"""What the audit adds to Wagtail: names of acts, and the logs that its page reads. Its addresses stand in `audit_urls`."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.desk.redirects.redirecting import ADDED, REMOVED
from cms.previews.sharing import REVOKED, SHARED
from cms.publication.reconciliation.actions import CONFIRMED
from cms.publication.release_sets import flips, set_members

from .audit_middleware import EXPORTED, RIGHTS
from .audit_report import TITLE
from .commands import COMMAND
from .models import NoticeEntry, ReleaseEntry
from .recorded_acts import actions as recorded_actions

_LABELS = {
    COMMAND: _("Command begun"),
    EXPORTED: _("Exported"),
    RIGHTS: _("Rights changed"),
    CONFIRMED: _("Withdrawal confirmed"),
    set_members.ADDED: _("Added to a release of several pages"),
    set_members.REMOVED: _("Taken out of a release of several pages"),
    set_members.CANCELLED: _("Release of several pages cancelled"),
    flips.PLANNED: _("Release of several pages planned"),
    flips.UNPLANNED: _("Release of several pages no longer planned"),
    SHARED: _("Preview shared"),
    REVOKED: _("Preview revoked"),
    ADDED: _("Redirect added"),
    REMOVED: _("Redirect removed"),
}


def log_actions(actions: Any) -> None:
    """What each act is called."""
    for name, label in (*_LABELS.items(), *recorded_actions()):
        actions.register_action(name, label, label)
    actions.log_entry_models |= {NoticeEntry, ReleaseEntry}


def named(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's way to its history of the site leads to the audit, and says so."""
    for item in items:
        if item.name == "site-history":
            item.label = TITLE


hooks.register("register_log_actions", log_actions, order=20)
hooks.register("construct_reports_menu", named)
