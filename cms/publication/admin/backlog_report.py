"""The report of changes that were saved and that readers do not see yet: usually empty."""

from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.models import Page
from wagtail.permissions import policy_registry

from ..intents.pending import EVERYTHING, pages_of
from ..models import Intent
from .exporting.spreadsheets import TableReportView
from .report import PERMISSIONS


def status(intent: Intent) -> str:
    """Whether it only waits for its turn, or why it could not be settled so far."""
    if not intent.failures:
        return _now("Readers will see it in a moment.")
    return _now("Tried %(count)s times without success; it is tried again. The error: %(error)s") % {
        "count": intent.failures,
        "error": intent.last_error,
    }


class BacklogView(TableReportView):
    """Intents, with the pages that they name."""

    model = Intent
    page_title = _("Changes on their way to readers")
    header_icon = "time"
    template_name = "wagtailadmin/reports/base_report.html"
    results_template_name = "publication/admin/backlog_results.html"
    index_url_name = "publication_admin:backlog"
    index_results_url_name = "publication_admin:backlog_results"
    permission_policy = policy_registry.get_by_type(Page)
    any_permission_required = PERMISSIONS
    paginate_by = 50
    default_ordering = ("-failures", "id")

    def get_base_queryset(self) -> QuerySet[Intent]:
        """All that waits."""
        return Intent.objects.all()

    def get_table(self, object_list: Any) -> Any:
        """The table, with the titles of the pages shown."""
        titles = pages_of(object_list)
        kinds = {model._meta.db_table: capfirst(model._meta.verbose_name) for model in apps.get_models()}

        def what(intent: Intent) -> str:
            if intent.table == EVERYTHING:
                return _now("All pages are gone through")
            return titles.get(intent.pk) or f"{kinds.get(intent.table, intent.table)} {intent.row}"

        columns = [
            Column("what", label=_("What changed"), accessor=what),
            DateColumn("at", label=_("Since")),
            Column("status", label=_("Status"), accessor=status),
        ]
        return self.table_class(columns, object_list, **self.get_table_kwargs())
