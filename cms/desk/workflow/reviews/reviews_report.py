"""The report of reviews: pages that readers see, by when they are to be read again; as CSV and spreadsheet too."""

from typing import Any, Final

import django_filters
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.content.declaration.registry import page_models
from cms.publication.models import Edition, State

from .review_views import day_in_words

RIGHTS: Final = ("change", "publish", "lock")


class ReviewsFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """Those that are due by a day."""

    due = django_filters.DateFilter(label=_("Due by"), field_name="due", lookup_expr="lte", widget=AdminDateInput)

    class Meta:
        model = Page
        fields: list[str] = []


class ReviewsView(ReportView):  # type: ignore[misc]
    """Items in the language of the screen, or in the other where they have no page in it."""

    model = Page
    page_title = _("Reviews")
    header_icon = "date"
    template_name = "wagtailadmin/reports/base_report.html"
    results_template_name = "workflow/reviews_results.html"
    index_url_name = "workflow:reviews"
    index_results_url_name = "workflow:reviews_results"
    filterset_class = ReviewsFilterSet
    permission_policy = policy_registry.get_by_type(Page)
    any_permission_required = RIGHTS
    paginate_by = 50
    default_ordering = ("due", "pk")
    list_export = ("title", "locale.get_display_name", "reviewed", "due")
    export_headings = {
        "title": _("Title"),
        "locale.get_display_name": _("Language"),
        "reviewed": _("Last reviewed"),
        "due": _("Next review due"),
    }
    columns = [
        TitleColumn(
            "title",
            label=_("Title"),
            accessor="get_admin_display_title",
            get_url=lambda page: reverse("workflow:review", args=[page.pk]),
        ),
        Column("reviewed", label=_("Last reviewed"), accessor=lambda page: day_in_words(page.reviewed)),
        Column("due", label=_("Next review due"), accessor=lambda page: day_in_words(page.due)),
    ]

    def get_base_queryset(self) -> QuerySet[Page]:
        """Pages over which the user has a right, with the item's dates: of two the earlier."""
        rows = self.permission_policy.instances_user_has_any_permission_for(self.request.user, RIGHTS)
        language = get_language() or "en"
        here = Page.objects.filter(
            translation_key=OuterRef("translation_key"), locale__language_code=language, alias_of=None
        )
        pages = rows.filter(alias_of=None).type(page_models()).select_related("locale")
        pages = pages.filter(Q(locale__language_code=language) | ~Exists(here))
        return with_dates(pages).filter(Q(due__isnull=False) | Q(reviewed__isnull=False))


def with_dates(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Pages with when their item was last `reviewed`, and is `due` again, as readers see it."""
    public = Edition.objects.filter(item=OuterRef("translation_key"), state=State.PUBLISHED, withdrawn_at=None)
    found: Any = public.values("item").annotate(due=Min("review_due"), reviewed=Min("reviewed_on"))
    dated: QuerySet[Page] = pages.annotate(
        due=Subquery(found.values("due")), reviewed=Subquery(found.values("reviewed"))
    ).order_by(F("due").asc(nulls_last=True), "pk")
    return dated
