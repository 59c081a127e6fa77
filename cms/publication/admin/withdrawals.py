"""Withdrawals that wait for somebody's word: the list, confirming them, and a line to the editor whose change they are of."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.permissions import policy_registry

from ..models import HeldWithdrawal
from ..reconciliation.actions import confirm_withdrawals
from ..safeguards.blast_radius import open_withdrawals
from .exporting.spreadsheets import export_buttons, spreadsheet
from .inspection import Inspection
from .item_overview import LANGUAGE_NAMES
from .report import PERMISSIONS

TITLE: Final = gettext_lazy("Withdrawals that wait")
_HEADINGS: Final = (gettext_lazy("Page"), gettext_lazy("Language"), gettext_lazy("Since"), gettext_lazy("Why"))
_SAFE: Final = {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True)
class ShownWithdrawal:
    """One edition that stays as it was: its page, if there is one, why it would go, and whether the user may say so."""

    row: HeldWithdrawal
    page: Any
    language: str
    why: str
    may_confirm: bool


@dataclass(frozen=True)
class HeldChange:
    """What one change would have withdrawn."""

    since: datetime
    rows: list[ShownWithdrawal]

    @property
    def key(self) -> str:
        """By which a form names it."""
        return self.since.isoformat()

    @property
    def confirmable(self) -> list[ShownWithdrawal]:
        """Those that the user may confirm."""
        return [row for row in self.rows if row.may_confirm]


@require_http_methods(["GET", "HEAD", "POST"])
def withdrawals_view(request: HttpRequest) -> HttpResponseBase:
    """Lists them to who may edit any page; a POST confirms those of one change, of the pages that the user may publish."""
    if not policy_registry.get_by_type(Page).user_has_any_permission(request.user, PERMISSIONS):
        raise PermissionDenied
    changes = held_changes(request.user)
    if request.method == "POST":
        _confirm(request, changes)
        return redirect(request.path)
    file = spreadsheet(request.GET.get("export", ""), str(TITLE), _HEADINGS, _rows(changes))
    if file is not None:
        return file
    context = {
        "breadcrumbs_items": [{"url": "", "label": TITLE}],
        "header_title": TITLE,
        "header_icon": "warning",
        "header_buttons": export_buttons(request),
        "changes": changes,
    }
    return render(request, "publication/admin/withdrawals.html", context)


def _rows(changes: Iterable[HeldChange]) -> Iterator[tuple[Any, ...]]:
    for change in changes:
        for one in change.rows:
            yield one.page.get_admin_display_title() if one.page else "", one.language, change.since, one.why


def held_changes(user: Any) -> list[HeldChange]:
    """All that waits, the newest change first."""
    rows = list(open_withdrawals().order_by("-since", "item", "language"))
    inspection = Inspection({row.item for row in rows}, timezone.now())

    def shown(row: HeldWithdrawal) -> ShownWithdrawal:
        key: Any = (row.item, row.language)
        page = inspection.pages.get(key)
        may = page is not None and page.permissions_for_user(user).can_publish()
        return ShownWithdrawal(row, page, str(LANGUAGE_NAMES[key[1]]), inspection.why(key), may)

    by_change = groupby(rows, key=lambda row: row.since)
    return [HeldChange(since, [shown(row) for row in some]) for since, some in by_change]


def _confirm(request: HttpRequest, changes: list[HeldChange]) -> None:
    since = parse_datetime(request.POST.get("since", ""))
    chosen = [shown.row for change in changes if change.since == since for shown in change.confirmable]
    if not chosen:
        messages.warning(request, _("Nothing was withdrawn."))
        return
    confirm_withdrawals(chosen, request.user)
    messages.success(request, _("Pages withdrawn from the public: %(count)s.") % {"count": len(chosen)})


class HeldNoticeMiddleware:
    """Tells an editor, on the next screen, that pages stay public as they were which the request would have withdrawn."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in _SAFE or not request.path.startswith(reverse("wagtailadmin_home")):
            return self.get_response(request)
        before = HeldWithdrawal.objects.aggregate(newest=Max("pk"))["newest"] or 0
        response = self.get_response(request)
        if request.user.is_authenticated:
            held = open_withdrawals().filter(pk__gt=before).count()
            if held:
                _tell(request, held)
        return response


def _tell(request: HttpRequest, count: int) -> None:
    said = _(
        "Pages that this change would have withdrawn from the public: %(count)s. Readers see them as they were. Correct what "
        "they share, or confirm that they are to go."
    )
    link = messages.button(reverse("publication_admin:withdrawals"), TITLE)
    messages.warning(request, said % {"count": count}, buttons=[link])
