"""The report of links that lead nowhere, to filter and to take away as a table."""

from typing import Any, Final

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import LocaleFilter, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.content.languages import LANGUAGE_CHOICES
from cms.publication.admin.report import PERMISSIONS

from .link_faults import broken_links, targets_named
from .models import LinkFault, LinkKind, PageLink
from .noting import note_all

TITLE: Final = _("Broken links")
# Those whose links are not noted yet; more are left to the worker.
_NOTED_HERE: Final = 100


class BrokenLinksFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """By language, by what a link leads to, and by what is wrong."""

    page__locale = LocaleFilter(label=_("Language"), choices=LANGUAGE_CHOICES, empty_label=_("Both languages"))
    kind = django_filters.ChoiceFilter(label=_("Leads to"), choices=LinkKind.choices)
    fault = django_filters.ChoiceFilter(label=_("What is wrong"), choices=LinkFault.choices)
    page = django_filters.NumberFilter(label=_("Number of the page"))

    class Meta:
        model = PageLink
        fields = ["page__locale", "kind", "page"]


class BrokenLinksView(ReportView):  # type: ignore[misc]
    """Every link that leads nowhere in a page that the user may edit."""

    model = PageLink
    page_title = TITLE
    header_icon = "link"
    index_url_name = "broken_links"
    index_results_url_name = "broken_links_results"
    results_template_name = "links/results.html"
    filterset_class = BrokenLinksFilterSet
    permission_policy = policy_registry.get_by_type(Page)
    any_permission_required = PERMISSIONS
    default_ordering = ("page__title", "pk")
    list_export = [
        "page.title", "page.locale.language_code", "get_kind_display", "target_name", "words", "fault_label",
        "answer_status", "since", "last_asked",
    ]  # fmt: skip
    export_headings = {
        "page.title": _("Page"),
        "page.locale.language_code": _("Language"),
        "get_kind_display": _("Leads to"),
        "target_name": _("Address"),
        "words": _("Words of the link"),
        "fault_label": _("What is wrong"),
        "answer_status": _("Status of the answer"),
        "since": _("Since"),
        "last_asked": _("Last asked"),
    }

    def get_base_queryset(self) -> QuerySet[PageLink]:
        """With the pages that were saved a moment ago."""
        note_all(limit=_NOTED_HERE)
        return broken_links(self.request.user)

    def to_row_dict(self, item: Any) -> Any:
        """A row of the table, with what cannot be asked of the database."""
        asked = item.external
        item.target_name, item.fault_label = targets_named([item])[item.pk], label(item)
        item.answer_status, item.since = (asked.status, asked.broken_since) if asked else ("", "")
        item.last_asked = asked.checked_at if asked else ""
        return super().to_row_dict(item)

    def get_table(self, object_list: Any) -> Any:
        """The table, whose targets are looked up for the rows shown only."""
        names = targets_named(list(object_list))

        def name(link: PageLink) -> str:
            return names[link.pk]

        def edit_address(link: PageLink) -> str:
            return reverse("wagtailadmin_pages:edit", args=[link.page_id])

        def since(link: PageLink) -> Any:
            return link.external and link.external.broken_since

        columns = [
            TitleColumn("page", label=_("Page"), accessor="page.get_admin_display_title", get_url=edit_address),
            Column("language", label=_("Language"), accessor="page.locale.get_display_name"),
            Column("kind", label=_("Leads to"), accessor="get_kind_display"),
            Column("target", label=_("Address"), accessor=name, width="30%"),
            Column("words", label=_("Words of the link"), accessor="words"),
            Column("fault", label=_("What is wrong"), accessor=label),
            DateColumn("since", label=_("Since"), accessor=since),
        ]
        return self.table_class(columns, object_list, **self.get_table_kwargs())


def label(link: Any) -> str:
    """What is wrong, in words."""
    return str(LinkFault(link.fault).label)
