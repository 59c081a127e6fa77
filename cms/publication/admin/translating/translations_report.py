"""The report of translations: wagtail-localize's own counts strings, and called up to date what readers are told is not."""

from typing import Any, Final

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.models import Translation
from wagtail_localize.views.report import TranslationsReportFilterSet

from ..exporting.spreadsheets import TableReportView
from ..inspection import not_public_as_they_are, public_editions
from ..report import PERMISSIONS
from .translation_statuses import TranslationStatus, statuses, with_reasons

STATUSES: Final = [("current", _("Up to date")), ("stale", _("Out of date")), ("held", _("Not public or not complete"))]


class StatusFilter(django_filters.ChoiceFilter):  # type: ignore[misc]
    """By what readers see of a translation."""

    def filter(self, qs: QuerySet[Translation], value: str) -> QuerySet[Translation]:
        """The rows of one status; nobody's table of rows says it, so all are looked at."""
        if value not in dict(STATUSES):
            return qs
        found = statuses(qs.select_related(*RELATED), timezone.now())
        return qs.filter(pk__in=[key for key, status in found.items() if status.kind == value])


class StandingFilterSet(TranslationsReportFilterSet):  # type: ignore[misc]
    """wagtail-localize's filters, with what readers see in place of the strings it waits for."""

    waiting_for_translation = None
    status = StatusFilter(label=_("Status"), choices=STATUSES, empty_label=_("All"))

    class Meta:
        model = Translation
        fields = ["content_type", "source_title", "source_locale", "target_locale", "status"]


class StatusColumn(Column):  # type: ignore[misc]
    """The status, and for a page the way to why."""

    cell_template_name = "publication/admin/includes/translation_status_cell.html"


RELATED: Final = ("source__locale", "source__specific_content_type", "target_locale")


def translations_of(user: Any) -> QuerySet[Translation]:
    """The translations that a user may edit in either language.

    `is_stale` says that readers are told so of a page, or that its original has a newer version, which readers do not see yet.
    """
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    own = Q(Exists(pages.filter(translation_key=OuterRef("source__object_id"))))
    for model in get_snippet_models():
        options = model._meta
        if user.has_perm(f"{options.app_label}.change_{options.model_name}"):
            of_type = "source__specific_content_type"
            own |= Q(**{f"{of_type}__app_label": options.app_label, f"{of_type}__model": options.model_name})
    shown = public_editions(timezone.now()).filter(
        item=OuterRef("source__object_id"), language=OuterRef("target_locale__language_code")
    )
    originals = Page.objects.filter(
        live=True, translation_key=OuterRef("source__object_id"), locale=OuterRef("source__locale")
    )
    held = not_public_as_they_are(originals, timezone.now())
    is_stale = Exists(shown.filter(translation_status="stale")) | Exists(held) & Exists(shown)
    rows: QuerySet[Translation] = Translation.objects.filter(own).annotate(is_stale=is_stale)
    return rows


class TranslationStandingsView(TableReportView):
    """Every translation that the user may edit in either language, with what readers are told of it."""

    model = Translation
    page_title = _("Translations")
    header_icon = "wagtail-localize-language"
    template_name = "wagtailadmin/reports/base_report.html"
    results_template_name = "publication/admin/translations_results.html"
    index_url_name = "wagtail_localize:translations_report"
    index_results_url_name = "wagtail_localize:translations_report_results"
    filterset_class = StandingFilterSet
    permission_policy = policy_registry.get_by_type(Page)
    any_permission_required = PERMISSIONS
    paginate_by = 50
    default_ordering = ("-is_stale", "-source__last_updated_at", "pk")

    def get_base_queryset(self) -> QuerySet[Translation]:
        """The translations of pages that the user may change, and of snippets whose type the user may change."""
        return translations_of(self.request.user).select_related(*RELATED)

    def get_table(self, object_list: Any) -> Any:
        """The table, whose sides and statuses are looked up for the rows shown only."""
        now, finder = timezone.now(), AdminURLFinder(self.request.user)
        found = with_reasons(statuses(object_list, now), now)

        def side(name: str) -> dict[str, Any]:
            def of(row: Translation) -> Any:
                return getattr(found[row.pk], name)

            def title(row: Translation) -> str:
                return _title(of(row)) or f"({row.source.object_repr})"

            def url(row: Translation) -> str | None:
                return finder.get_edit_url(of(row)) if of(row) is not None else None

            return {"accessor": title, "get_url": url}

        def status(row: Translation) -> TranslationStatus:
            return found[row.pk]

        columns = [
            Column("type", label=_("Type"), accessor=lambda row: capfirst(row.source.specific_content_type.name)),
            TitleColumn("source", label=_("Original"), width="22%", **side("source")),
            TitleColumn("target", label=_("Translation"), width="22%", **side("target")),
            Column("language", label=_("Language"), accessor=lambda row: row.target_locale.get_display_name()),
            StatusColumn("status", label=_("Status"), accessor=status, width="32%"),
        ]
        return self.table_class(columns, object_list, **self.get_table_kwargs())


def _title(side: Any) -> str:
    if side is None:
        return ""
    return str(side.get_admin_display_title()) if isinstance(side, Page) else str(side)
