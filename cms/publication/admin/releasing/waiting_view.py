"""The report of what waits for its twin, and of languages that are alone for a time, the next to end first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.content.declaration.registry import page_models
from cms.content.languages import CODES, Language, other

from ...releases.last_releases import exceptions
from ..exporting.spreadsheets import export_buttons, spreadsheet
from ..inspection import Inspection, not_public_as_they_are
from ..item_overview import LANGUAGE_NAMES
from ..report import PERMISSIONS
from .outcomes import waits_for

TITLE: Final = _("Languages that wait")
_HEADINGS: Final = (_("Page"), _("Language"), _("Why"), _("Since"), _("Until"), _("Who said so"))


@dataclass(frozen=True)
class HeldPage:
    """A page whose newest version waits for the other language."""

    page: Any
    language: str
    why: str


@dataclass(frozen=True)
class LanguageAlone:
    """An item of which `language` is public without the other, or in a newer version, until a moment.

    `page` is in that language, or in the other where the user may edit only that.
    """

    page: Any
    language: Language
    by_name: str
    reason: str
    until: datetime | None
    at: datetime


@require_safe
def waiting_view(request: HttpRequest) -> HttpResponseBase:
    """Lists both, of the pages that the user may edit."""
    if not policy_registry.get_by_type(Page).user_has_any_permission(request.user, PERMISSIONS):
        raise PermissionDenied
    own = own_pages(request.user)
    held, alone = held_pages(own, timezone.now()), languages_alone(own)
    file = spreadsheet(request.GET.get("export", ""), str(TITLE), _HEADINGS, _rows(held, alone))
    if file is not None:
        return file
    context = {
        "breadcrumbs_items": [{"url": "", "label": TITLE}],
        "header_title": TITLE,
        "header_icon": "resubmit",
        "header_buttons": export_buttons(request),
        "held": held,
        "alone": alone,
    }
    return render(request, "publication/admin/waiting.html", context)


def _rows(held: Iterable[HeldPage], alone: Iterable[LanguageAlone]) -> Iterator[tuple[Any, ...]]:
    """Both lists below each other."""
    for one in held:
        yield one.page.get_admin_display_title(), one.language, one.why, one.page.last_published_at, "", ""
    for row in alone:
        title = row.page.get_admin_display_title()
        yield (
            title,
            LANGUAGE_NAMES[row.language],
            f"{_('One language alone')}: {row.reason}",
            row.at,
            row.until,
            row.by_name,
        )


def own_pages(user: Any) -> Any:
    """The pages of items that a user may edit."""
    own = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    return own.filter(locale__language_code__in=CODES).type(page_models()).select_related("locale")


def held_pages(pages: Any, now: datetime) -> list[HeldPage]:
    """Those of the pages of which a complete version waits, the latest published first."""
    rows = list(not_public_as_they_are(pages.filter(live=True), now).order_by("-last_published_at", "pk"))
    inspection = Inspection({page.translation_key for page in rows}, now)
    found = []
    for page in rows:
        language = page.locale.language_code
        desired = inspection.desired.get((page.translation_key, language))
        if desired is not None and language in desired.plan.held:
            why = waits_for(language, desired.plan.held[language])
            found.append(HeldPage(page, str(LANGUAGE_NAMES[language]), why))
    return found


def languages_alone(pages: Any) -> list[LanguageAlone]:
    """Of the items of the pages, those of which one language is alone until a moment, the next to end first."""
    rows = exceptions().order_by("until", "pk")
    known = pages.filter(translation_key__in=rows.values("item"))
    by_key = {(page.translation_key, page.locale.language_code): page for page in known}
    return [
        LanguageAlone(page, row.language, row.by_name, row.reason, row.until, row.at)
        for row in rows
        if (page := by_key.get((row.item, row.language)) or by_key.get((row.item, other(row.language))))
    ]
