"""The page: everything that anybody did, with filters and files for spreadsheets."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

import django_filters
from django.conf import settings
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import MultipleUserFilter
from wagtail.admin.views.reports.audit_logging import LogEntriesView, SiteHistoryReportFilterSet
from wagtail.coreutils import get_content_type_label

from cms.publication.admin.exporting.spreadsheets import spreadsheet

TITLE: Final = _("Audit")
_PEOPLE, _COMMANDS = "people", "commands"


def by_whom(rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
    """Entries of people, or of commands and the service itself. A partner's contact is one of the people."""
    field = _user_field(rows)
    people = Q(**{f"{field}__isnull": False})
    if field == "user":
        people |= Q(data__has_key="contact")
    return rows.filter(people) if value == _PEOPLE else rows.exclude(people)


def by_users(rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
    """Entries of some users; all where none is chosen."""
    return rows.filter(**{f"{_user_field(rows)}__in": value}) if value else rows


def _user_field(rows: QuerySet[Any]) -> str:
    return "by" if hasattr(rows.model, "by_name") else "user"


class AuditFilterSet(SiteHistoryReportFilterSet):  # type: ignore[misc]
    """Wagtail's, by action, user, day, name and type; and by whether a person did it."""

    user = MultipleUserFilter(label=_("User"), widget=CheckboxSelectMultiple, method=by_users)
    by = django_filters.ChoiceFilter(
        label=_("Done by"),
        choices=[(_PEOPLE, _("People")), (_COMMANDS, _("Commands and the service itself"))],
        method=by_whom,
    )


class AuditView(LogEntriesView):  # type: ignore[misc]
    """Each entry to those who may see what it is about; what is about nothing, such as a command, to superusers."""

    page_title = TITLE
    filterset_class = AuditFilterSet
    results_template_name = "audit/results.html"

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Nothing that is older than the audit is kept."""
        since = timezone.now() - timedelta(days=settings.AUDIT_KEPT)
        found: QuerySet[Any] = super().filter_queryset(queryset.filter(timestamp__gte=since))
        return found

    def decorate_paginated_queryset(self, queryset: Any) -> list[Any]:
        """The entries, each with its details in words."""
        entries: list[Any] = super().decorate_paginated_queryset(queryset)
        for entry in entries:
            entry.details = details(entry.data or {})
        return entries

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponseBase:
        """The page, or the file of `?export=`."""
        rows = [_cells(entry) for entry in context["object_list"]] if self.is_export else []
        made = spreadsheet(self.request.GET.get("export", ""), str(self.page_title), _HEADINGS, rows)
        return made or super().render_to_response(context, **kwargs)


def details(data: dict[str, Any]) -> str:
    """What an entry says beside, in words."""
    return " ".join(_sentences(data))


def _sentences(data: dict[str, Any]) -> Iterator[str]:
    if "command" in data:
        said = gettext("By the command %(command)s, run by the system's user %(user)s.")
        yield said % {"command": data["command"], "user": data["system_user"]}
    if data.get("contact"):
        yield gettext("By the partner's contact %(name)s.") % {"name": data["contact"]}
    if data.get("key"):
        yield gettext("Public part of the key: %(key)s.") % {"key": data["key"]}
    if data.get("count", 1) > 1:
        yield gettext("Within an hour: %(count)s times.") % {"count": data["count"]}
    if data.get("added"):
        yield gettext("Added: %(names)s.") % {"names": ", ".join(map(str, data["added"]))}
    if data.get("removed"):
        yield gettext("Removed: %(names)s.") % {"names": ", ".join(map(str, data["removed"]))}
    yield from _moments(data)
    for name, (yes, no) in _STANDING.items():
        if name in data:
            yield str(yes if data[name] else no)
    if data.get("reason"):
        yield gettext("Reason: %(reason)s") % {"reason": data["reason"]}


def _moments(data: dict[str, Any]) -> Iterator[str]:
    if data.get("planned_for"):
        moment = timezone.localtime(datetime.fromisoformat(data["planned_for"]))
        yield gettext("For %(moment)s.") % {"moment": date_format(moment, "j F Y, H:i")}


_STANDING: Final = {
    "is_active": (_("Switched on."), _("Switched off.")),
    "is_superuser": (_("Now a superuser."), _("No longer a superuser.")),
}


_HEADINGS: Final = (
    _("Date and time"), _("Action"), _("Name"), _("Type"), _("ID"), _("Details"), _("User"),
)  # fmt: skip


def _cells(entry: Any) -> tuple[Any, ...]:
    kind = get_content_type_label(entry.content_type) if entry.content_type else ""
    # As text of the language of the screen: the file is written when that is no longer set.
    words = map(str, (entry.message, entry.label, kind, entry.object_id, entry.details, entry.user_display_name))
    return entry.timestamp, *words
