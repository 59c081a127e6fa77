"""The report of shared previews: who made each, for whom, until when, when it was last used; and the button that ends it."""

from typing import Any, Final

import django_filters
from django.db.models import Q, QuerySet
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.content.words.dates import written_day
from cms.previews.models import PreviewToken
from cms.publication.admin.report import PERMISSIONS

from .preview_rights import title_of_token, tokens_of
from .rendering.preview_sides import language_of_screen


def state_of(token: PreviewToken) -> str:
    """Whether it can be used."""
    if token.revoked_at is not None:
        return _now("Revoked")
    return _now("In use") if token.is_live else _now("Expired")


def end_of(token: PreviewToken) -> str:
    """The day on which it ends, which Wagtail's own column would call "just now"."""
    return written_day(timezone.localdate(token.expires_at), language_of_screen())


def version_of(token: PreviewToken) -> str:
    """Which version it shows."""
    return _now("As it was when it was shared") if token.is_pinned else _now("As it is now")


class TokenFilter(WagtailFilterSet):  # type: ignore[misc]
    """By state."""

    state = django_filters.ChoiceFilter(
        label=_("Status"),
        method="by_state",
        choices=[("live", _("In use")), ("expired", _("Expired")), ("revoked", _("Revoked"))],
    )

    class Meta:
        model = PreviewToken
        fields: list[str] = []

    def by_state(self, rows: QuerySet[PreviewToken], name: str, value: str) -> QuerySet[PreviewToken]:
        """The tokens of a state."""
        now = timezone.now()
        wanted = {
            "live": Q(revoked_at=None, expires_at__gt=now),
            "expired": Q(revoked_at=None, expires_at__lte=now),
            "revoked": Q(revoked_at__isnull=False),
        }
        return rows.filter(wanted[value])


class RevokeColumn(Column):  # type: ignore[misc]
    """The button."""

    cell_template_name = "previewing/admin/revoke_cell.html"

    def get_value(self, instance: PreviewToken) -> PreviewToken:
        return instance

    def get_cell_context_data(self, instance: PreviewToken, parent_context: Any) -> dict[str, Any]:
        """With the token of the form, which a cell of a table has not by itself."""
        found: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return found | {"csrf_token": get_token(found["request"])}


class SharedPreviewsView(ReportView):  # type: ignore[misc]
    """Those that somebody made who may see them: their own, and those of pages that they may edit."""

    model = PreviewToken
    page_title = _("Shared previews")
    header_icon = "view"
    results_template_name = "previewing/admin/tokens_results.html"
    index_url_name = "previewing:tokens"
    index_results_url_name = "previewing:tokens_results"
    filterset_class = TokenFilter
    permission_policy = policy_registry.get_by_type(Page)
    any_permission_required = PERMISSIONS
    paginate_by = 50
    list_export: Final = ["prefix", "for_whom", "by_name", "created_at", "expires_at", "last_used_at", "revoked_at"]
    export_headings: Final = {
        "prefix": _("Token"),
        "for_whom": _("For whom"),
        "by_name": _("By"),
        "created_at": _("Shared"),
        "expires_at": _("Expires"),
        "last_used_at": _("Last used"),
        "revoked_at": _("Revoked"),
    }

    @property
    def columns(self) -> list[Any]:
        """What is shown of each."""
        return [
            Column("title", label=_("Page"), accessor=title_of_token),
            Column("for_whom", label=_("For whom")),
            Column("version", label=_("Version"), accessor=version_of),
            Column("by_name", label=_("By")),
            Column("expires", label=_("Expires"), accessor=end_of),
            DateColumn("last_used_at", label=_("Last used")),
            Column("state", label=_("Status"), accessor=state_of),
            RevokeColumn("revoke", label=_("Revoke")),
        ]

    def get_base_queryset(self) -> QuerySet[PreviewToken]:
        """Those that this user may see."""
        return tokens_of(self.request.user)
