"""The report of what waits for its twin, and of languages that are alone for a time, the next to end first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.content.declaration.registry import page_models
from cms.content.languages import CODES

from ...models import Release, ReleaseKind
from ..inspection import Inspection, not_public_as_they_are
from ..item_overview import LANGUAGE_NAMES
from ..report import PERMISSIONS
from .outcomes import waits_for

TITLE: Final = _("Languages that wait")


@dataclass(frozen=True)
class HeldPage:
    """A page whose newest version waits for the other language."""

    page: Any
    language: str
    why: str


@dataclass(frozen=True)
class LanguageAlone:
    """An item of which one language is public without the other, or in a newer version, until a moment."""

    page: Any
    by_name: str
    reason: str
    until: datetime | None


@require_safe
def waiting_view(request: HttpRequest) -> HttpResponse:
    """Lists both, of the pages that the user may edit."""
    if not policy_registry.get_by_type(Page).user_has_any_permission(request.user, PERMISSIONS):
        raise PermissionDenied
    own = own_pages(request.user)
    context = {
        "breadcrumbs_items": [{"url": "", "label": TITLE}],
        "header_title": TITLE,
        "header_icon": "resubmit",
        "held": held_pages(own, timezone.now()),
        "alone": languages_alone(own),
    }
    return render(request, "publication/admin/waiting.html", context)


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
    newer = Release.objects.filter(item=OuterRef("item"), pk__gt=OuterRef("pk"))
    rows = Release.objects.filter(~Exists(newer), kind=ReleaseKind.ALONE, until__isnull=False).order_by("until", "pk")
    by_item: dict[UUID, Any] = {}
    for page in pages.filter(translation_key__in=rows.values("item")).order_by("pk"):
        by_item.setdefault(page.translation_key, page)
    return [LanguageAlone(by_item[row.item], row.by_name, row.reason, row.until) for row in rows if row.item in by_item]
