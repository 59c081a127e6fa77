"""The public editions of one item: how it stands in each language, and confirming texts that are right in both."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page
from wagtail.models import Page

from cms.content.pages import ContentPage
from cms.content.trees.moving import apart

from ..notices.notice_queries import ends_of_moves, withdrawals
from ..reconciliation.actions import confirm_same
from ..releases.item_dates import dated_pages
from .item_overview import ItemOverview, LanguageOverview, ShownGap
from .messages import announce
from .releasing.dates_view import dates_address, dates_in_words
from .releasing.release_view import AloneForm, ReasonForm, may_release
from .releasing.taking_down_view import may_take_down

FIELD = "same"


@require_http_methods(["GET", "HEAD", "POST"])
def item_view(request: HttpRequest, page_id: int) -> HttpResponse:
    """Shows the item of a page to those who may edit the page; a POST confirms the texts that are ticked."""
    page = get_object_or_404(Page, pk=page_id)
    is_content = issubclass(page.specific_class or Page, ContentPage)
    if not is_content or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    overviews = ItemOverview(page.translation_key, request.user, timezone.now()).languages()
    if request.method == "POST":
        confirm(request, page.translation_key, overviews)
        return redirect(request.path)
    context = {
        **context_of(request, page, overviews),
        "apart": list(apart(page)),
        "page": page,
        "held": [(one, AloneForm(auto_id=f"id_%s-{one.language}")) for one in overviews if one.waits_for],
        "reason_form": ReasonForm() if may_take_down_one(page, request.user, overviews) else None,
        "moved_to": _moved_to(page),
        "withdrawal": withdrawals([page.translation_key]).get(page.translation_key),
        "may_take_down": may_take_down(page.translation_key, request.user),
        "dates": dates_in_words(dated_pages(page.specific)),
        "dates_url": dates_address(page, request.path) if may_release(page, request.user) else "",
    }
    return render(request, "publication/admin/item.html", context)


def _moved_to(page: Page) -> Page | None:
    """The page of the same language to which the addresses of one lead that has moved."""
    key = (page.translation_key, page.locale.language_code)
    end = ends_of_moves([key]).get(key)
    return Page.objects.filter(translation_key=end, locale=page.locale).first() if end else None


def may_take_down_one(page: Page, user: Any, overviews: Iterable[LanguageOverview]) -> bool:
    """Whether both languages are public and go together, and the user may unpublish the page."""
    plans = [overview.is_public and overview.goes_together for overview in overviews]
    return all(plans) and bool(page.permissions_for_user(user).can_unpublish())


def context_of(request: HttpRequest, page: Page, overviews: list[LanguageOverview]) -> dict[str, Any]:
    """What the template needs, Wagtail's header included."""
    here = {"url": "", "label": _("Public editions"), "sublabel": page.get_admin_display_title()}
    return {
        "breadcrumbs_items": [*get_breadcrumbs_items_for_page(page, request.user), here],
        "header_title": _("Public editions: %(title)s") % {"title": page.get_admin_display_title()},
        "header_icon": "globe",
        "overviews": overviews,
        "field": FIELD,
        "any_confirmable": any(True for overview in overviews for _gap in overview.confirmable()),
    }


def confirm(request: HttpRequest, item: UUID, overviews: Iterable[LanguageOverview]) -> None:
    """Confirms what is ticked and is still there to be confirmed; says what came of it."""
    overviews = list(overviews)
    confirmed = confirm_ticked(request, (gap for overview in overviews for gap in overview.confirmable()))
    for overview in overviews if confirmed else ():
        if not overview.is_public or overview.is_earlier:
            announce(request, item, overview.language)


def confirm_ticked(request: HttpRequest, gaps: Iterable[ShownGap]) -> bool:
    """Confirms those of the gaps that are ticked, and says how many or that there are none; whether there were any."""
    ticked = set(request.POST.getlist(FIELD))
    texts: dict[UUID, list[str]] = defaultdict(list)
    for gap in gaps:
        if gap.name in ticked:
            texts[gap.key].append(gap.text)
    if not texts:
        messages.warning(request, _("Nothing was confirmed. Tick the texts that are right as they are."))
        return False
    for key, same in texts.items():
        confirm_same(key, same, request.user)
    count = sum(len(same) for same in texts.values())
    messages.success(request, _("Texts confirmed as right: %(count)s.") % {"count": count})
    return True
