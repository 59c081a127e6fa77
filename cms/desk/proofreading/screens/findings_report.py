"""The report of everything that the checks found: by page, language and kind, for the screen and for spreadsheets."""

from typing import Any, Final

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.publication.admin.item_overview import LANGUAGE_NAMES
from cms.publication.admin.report import PERMISSIONS

from ..keeping.open_findings import findings_for
from ..models import TextFinding
from .finding_wording import KIND_NAMES, kind_name, what_to_do
from .shown_findings import checks_address, language_name

OPEN: Final = "open"
DISMISSED: Final = "dismissed"


def state_of(row: TextFinding) -> str:
    """To look at, or dismissed by whom and why."""
    if row.dismissal is None:
        return str(_("To look at"))
    return str(_("Dismissed by %(name)s: %(reason)s")) % {"name": row.dismissal.by_name, "reason": row.dismissal.reason}


def address_of(row: TextFinding) -> str:
    """The findings of its item."""
    return checks_address(row.proof.item)


class FindingFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """By page, language, kind, and whether somebody has dismissed it."""

    title = django_filters.CharFilter(label=_("Page or term"), field_name="proof__title", lookup_expr="icontains")
    language = django_filters.ChoiceFilter(
        label=_("Language"),
        field_name="proof__language",
        choices=list(LANGUAGE_NAMES.items()),
        empty_label=_("Both languages"),
    )
    # No finding is found twice: to look for such would sort all of them by every column.
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=list(KIND_NAMES.items()), distinct=False)
    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="by_state",
        choices=[(OPEN, _("To look at")), (DISMISSED, _("Dismissed"))],
        empty_label=_("All"),
    )

    class Meta:
        model = TextFinding
        fields = ["title", "language", "kind", "state"]

    def by_state(self, queryset: QuerySet[TextFinding], name: str, value: str) -> QuerySet[TextFinding]:
        """Those to look at, or those dismissed."""
        return queryset.filter(dismissal__isnull=value == OPEN)


class FindingsView(ReportView):  # type: ignore[misc]
    """Findings in what the user may change."""

    model = TextFinding
    page_title = _("Checks of texts")
    header_icon = "glasses"
    results_template_name = "proofreading/report_results.html"
    index_url_name = "proofreading:report"
    index_results_url_name = "proofreading:report_results"
    filterset_class = FindingFilterSet
    permission_policy = policy_registry.get_by_type(Page)
    any_permission_required = PERMISSIONS
    paginate_by = 50
    default_ordering = ("proof__title", "proof__language", "pk")
    list_export = [
        "title",
        "language",
        "kind",
        "said",
        "words",
        "found",
        "wanted",
        "reason",
        "by",
        "dismissed",
        "address",
    ]
    export_headings = {
        "title": _("Page or term"), "language": _("Language"), "kind": _("Kind"), "said": _("What to do"),
        "words": _("Words"), "found": _("Found"), "wanted": _("Expected"), "reason": _("Reason"), "by": _("Dismissed by"),
        "dismissed": _("Dismissed on"), "address": _("Address"),
    }  # fmt: skip
    columns = [
        TitleColumn("title", label=_("Page or term"), accessor="proof.title", width="24%", get_url=address_of),
        Column("language", label=_("Language"), accessor=lambda row: language_name(row.proof.language)),
        Column("kind", label=_("Kind"), accessor=kind_name),
        Column("said", label=_("What to do"), accessor=what_to_do, width="32%"),
        Column("words", label=_("Words"), accessor="context"),
        Column("state", label=_("State"), accessor=state_of),
        DateColumn("checked", label=_("Checked"), accessor="proof.checked_at"),
    ]

    def get_base_queryset(self) -> QuerySet[TextFinding]:
        """All of them, those that were dismissed too."""
        return findings_for(self.request.user)

    def to_row_dict(self, item: TextFinding) -> dict[str, Any]:
        """A line of the spreadsheet."""
        dismissal = item.dismissal
        return {
            "title": item.proof.title,
            "language": language_name(item.proof.language),
            "kind": kind_name(item),
            "said": what_to_do(item),
            "words": item.context,
            "found": item.found,
            "wanted": item.wanted,
            "reason": dismissal.reason if dismissal else "",
            "by": dismissal.by_name if dismissal else "",
            "dismissed": dismissal.dismissed_at if dismissal else "",
            "address": self.request.build_absolute_uri(address_of(item)),
        }
