"""The list of what is in the bin: who deleted it, when, and until when it is kept."""

from collections.abc import Iterator
from typing import Any, Final

import django_filters
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import ContentTypeFilter, DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import HeaderButton
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.publication.admin.report import PERMISSIONS

from ..models import BinnedItem
from .bin_bulk_actions import DeleteForGood
from .bin_wording import day_of

TITLE: Final = _("Bin")


def types_in_bin(request: Any) -> QuerySet[ContentType]:
    """The types of pages in it."""
    return ContentType.objects.filter(Exists(BinnedItem.objects.filter(content_type=OuterRef("pk"))))


def people_of_bin() -> Iterator[tuple[int, str]]:
    """Who has deleted any of it."""
    users = get_user_model().objects.filter(Exists(BinnedItem.objects.filter(deleted_by=OuterRef("pk"))))
    return ((user.pk, user.get_full_name() or user.get_username()) for user in users.order_by("username"))


class BinFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """By title, type, who deleted it and when."""

    title = django_filters.CharFilter(label=_("Title"), method="by_title")
    content_type = ContentTypeFilter(label=_("Type"), queryset=types_in_bin)
    deleted_by = django_filters.ChoiceFilter(label=_("Deleted by"), choices=people_of_bin)
    deleted_at = django_filters.DateFromToRangeFilter(label=_("Deleted"), widget=DateRangePickerWidget)

    class Meta:
        model = BinnedItem
        fields = ["content_type", "deleted_by", "deleted_at"]

    def by_title(self, rows: QuerySet[BinnedItem], name: str, value: str) -> QuerySet[BinnedItem]:
        """Those with a title, in either language, that has these words."""
        return rows.filter(roots__title__icontains=value).distinct()


class RestoreColumn(Column):  # type: ignore[misc]
    """The way back."""

    cell_template_name = "trash/restore_cell.html"


class BinView(ReportView):  # type: ignore[misc]
    """All of it: whoever may work on pages sees what was deleted."""

    model = BinnedItem
    page_title = TITLE
    header_icon = "bin"
    template_name = "trash/bin.html"
    results_template_name = "trash/bin_results.html"
    index_url_name = "bin"
    index_results_url_name = "bin_results"
    filterset_class = BinFilterSet
    permission_policy = policy_registry.get_by_type(Page)
    any_permission_required = PERMISSIONS
    default_ordering = ("-deleted_at", "-pk")
    list_export: Final = ["titles", "type_name", "places", "page_count", "by_name", "deleted_at", "kept_until"]
    export_headings: Final = {
        "titles": _("Title"),
        "type_name": _("Type"),
        "places": _("Was below"),
        "page_count": _("Pages"),
        "by_name": _("Deleted by"),
        "deleted_at": _("Deleted"),
        "kept_until": _("Kept until"),
    }
    columns: Final = [
        BulkActionsCheckboxColumn("bulk_actions", obj_type="binned"),
        TitleColumn(
            "titles",
            label=_("Title"),
            get_url=lambda binned: reverse("bin_restore", args=[binned.pk]),
            get_title_id=lambda binned: f"binned_{binned.pk}_title",
            width="30%",
        ),
        Column("type", label=_("Type"), accessor="type_name"),
        Column("places", label=_("Was below"), accessor="places"),
        Column("page_count", label=_("Pages")),
        Column("by_name", label=_("Deleted by")),
        DateColumn("deleted_at", label=_("Deleted")),
        Column("kept_until", label=_("Kept until"), accessor=lambda binned: day_of(binned.kept_until)),
        RestoreColumn("restore", label=_("Actions"), accessor="pk"),
    ]

    def get_base_queryset(self) -> QuerySet[BinnedItem]:
        """With the titles."""
        return BinnedItem.objects.select_related("content_type").prefetch_related("roots")

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """The way to empty it, for who may publish anything: its screen lists what they may delete for good."""
        if (
            not self.permission_policy.user_has_permission(self.request.user, "publish")
            or not self.model.objects.exists()
        ):
            return []
        return [HeaderButton(gettext("Empty the bin"), DeleteForGood.address_of_all(), icon_name="bin")]
