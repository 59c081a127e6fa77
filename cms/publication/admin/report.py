"""The report of pages that editors have published and the public does not see."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import LocaleFilter, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.content.declaration.registry import page_models
from cms.content.languages import CODES

from ..releases.released_places import EditionKey
from .exporting.spreadsheets import TableReportView
from .inspection import Inspection, not_public_as_they_are
from .item_overview import LANGUAGE_NAMES
from .translating.standings import standings

PERMISSIONS = ["add", "change", "publish"]


class ReportMenuItem(MenuItem):  # type: ignore[misc]
    """A report in the menu, shown to those who may see it: who have any of `rights` over any page.

    Its `name` is said: what Wagtail makes of the label is in the language of whoever asks first.
    """

    def __init__(self, *args: Any, name: str, rights: Sequence[str] = PERMISSIONS, **kwargs: Any) -> None:
        super().__init__(*args, name=name, **kwargs)
        self._rights = rights

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user has any of them."""
        return bool(policy_registry.get_by_type(Page).user_has_any_permission(request.user, self._rights))


class WhyColumn(Column):  # type: ignore[misc]
    """The first reason, the way to the field of what is missing first, and to all reasons. `field` gives its address."""

    cell_template_name = "publication/admin/includes/why_cell.html"

    def __init__(self, *args: Any, field: Callable[[Page], str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field = field

    def get_cell_context_data(self, instance: Page, parent_context: Any) -> dict[str, Any]:
        """The value, and the address of the field."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "field": self.field(instance)}


class HeldBackFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """By language."""

    locale = LocaleFilter(
        label=_("Language"), choices=[(code, LANGUAGE_NAMES[code]) for code in CODES], empty_label=_("Both languages")
    )

    class Meta:
        model = Page
        fields = ["locale"]


class HeldBackView(TableReportView):
    """Live pages of which readers see nothing, or an earlier version. What each lacks is found for the pages shown only."""

    model = Page
    page_title = _("Not public yet")
    header_icon = "no-view"
    template_name = "wagtailadmin/reports/base_report.html"
    results_template_name = "publication/admin/report_results.html"
    index_url_name = "publication_admin:report"
    index_results_url_name = "publication_admin:report_results"
    filterset_class = HeldBackFilterSet
    any_permission_required = PERMISSIONS
    paginate_by = 25
    default_ordering = ("-last_published_at", "pk")
    columns = [
        TitleColumn(
            "title",
            label=_("Title"),
            accessor="get_admin_display_title",
            width="30%",
            get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
        ),
        Column("language", label=_("Language"), accessor=lambda page: LANGUAGE_NAMES[page.locale.language_code]),
        Column("type", label=_("Type"), accessor="page_type_display_name"),
        DateColumn("last_published_at", label=_("Published in Wagtail")),
    ]

    def get_base_queryset(self) -> QuerySet[Page]:
        """The pages that the user may edit and that are live without a public edition, found by one query."""
        own = self.permission_policy.instances_user_has_permission_for(self.request.user, "change")
        pages = own.filter(live=True, locale__language_code__in=CODES).type(page_models()).select_related("locale")
        return not_public_as_they_are(pages, timezone.now())

    def get_table(self, object_list: Any) -> Any:
        """The table, with columns of what each of the pages shown lacks."""
        now = timezone.now()
        inspection = Inspection({page.translation_key for page in object_list}, now)
        shown = standings(object_list, now)

        def gap_count(page: Page) -> int:
            return len(inspection.gaps(_key(page)))

        def why(page: Page) -> str:
            return inspection.why(_key(page))

        def seen(page: Page) -> str:
            return str(_("An earlier version") if shown[page.pk].is_public else _("Nothing"))

        columns = [
            *self.columns,
            Column("seen", label=_("Readers see"), accessor=seen),
            NumberColumn("gap_count", label=_("Gaps"), accessor=gap_count),
            WhyColumn(
                "why", label=_("What keeps it back"), accessor=why, field=lambda page: inspection.field(_key(page))
            ),
        ]
        return self.table_class(columns, object_list, **self.get_table_kwargs())


def _key(page: Page) -> EditionKey:
    return page.translation_key, page.locale.language_code
