"""The report of parity: what either language lacks of each item, the longest waiting first, and the figures over time."""

from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.content.declaration.registry import item_types
from cms.publication.admin.exporting.spreadsheets import TableReportView
from cms.publication.admin.item_overview import LANGUAGE_NAMES
from cms.publication.admin.releasing.waiting_view import own_pages
from cms.publication.admin.report import PERMISSIONS
from cms.publication.models import LanguageStanding

from .parity_filters import ParityFilterSet
from .parity_history import histories
from .parity_rows import ShownStanding, shown_standings


class ParityReportView(TableReportView):
    """Shown to those who may edit any page; its rows are of the pages that they may edit."""

    model = LanguageStanding
    page_title = _("Parity of the languages")
    header_icon = "clipboard-list"
    template_name = "desk_parity/report.html"
    results_template_name = "desk_parity/report_results.html"
    index_url_name = "desk_parity:report"
    index_results_url_name = "desk_parity:report_results"
    filterset_class = ParityFilterSet
    permission_policy = policy_registry.get_by_type(Page)
    any_permission_required = PERMISSIONS
    paginate_by = 50
    default_ordering = ("lag_since", "pk")
    columns = [
        NumberColumn("words", label=_("Words behind"), accessor="lag_words", sort_key="lag_words"),
        DateColumn("since", label=_("Since"), accessor="lag_since", sort_key="lag_since"),
    ]

    def get_base_queryset(self) -> QuerySet[LanguageStanding]:
        """What lags, of items of which the user may edit a page in either language."""
        pages = own_pages(self.request.user).filter(translation_key=OuterRef("item"))
        return LanguageStanding.objects.exclude(lag="").filter(Exists(pages))

    def get_table(self, object_list: Any) -> Any:
        """The table, with what is looked up of the rows shown."""
        rows = list(object_list)
        shown = shown_standings(rows, self.request.user)
        kinds = item_types()

        def of(name: str) -> Any:
            return lambda row: getattr(shown.get(row.pk, _NOTHING), name)

        columns = [
            TitleColumn("title", label=_("Title"), accessor=of("title"), get_url=of("url"), width="26%"),
            Column("language", label=_("Language"), accessor=lambda row: LANGUAGE_NAMES[row.language]),
            Column("lag", label=_("Status"), accessor="get_lag_display"),
            *self.columns,
            Column("type", label=_("Type"), accessor=lambda row: kinds[row.type].page.get_verbose_name()),
            Column("section", label=_("Section"), accessor="section"),
            Column("holder", label=_("Who has it"), accessor=of("holder")),
            Column("owner", label=_("Owner"), accessor=of("owner")),
        ]
        return self.table_class(columns, rows, **self.get_table_kwargs())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the figures that the public sees, now and over time."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if not (self.results_only or self.is_export):
            chosen = self.request.GET.get("type", "")
            context["public_address"] = f"{settings.API_URL}/api/v1/parity"
            context["histories"] = histories(chosen if chosen in item_types() else "")
        return context


_NOTHING = ShownStanding("", "", "", "")
