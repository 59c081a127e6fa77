"""The form of an item's dates, for both languages at once and whichever editor it is reached from; and what is said of them."""

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.pages.revisions import RevisionsUnscheduleView
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.locks import ScheduledForPublishLock
from wagtail.models import Page

from cms.content.pages import ContentPage

from ...intents.settlement import settle
from ...releases.item_dates import ItemDates, cancel_schedule, dated_pages, dates_of, scheduled, set_dates
from ..item_overview import LANGUAGE_NAMES
from .release_view import may_release

TITLE = _("Go-live and expiry dates")


class DatesForm(forms.Form):
    """When an item goes live and when it expires."""

    go_live_at = forms.DateTimeField(
        label=_("Go live at"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("What is published before then goes live then. Leave it empty to publish at once."),
    )
    expire_at = forms.DateTimeField(
        label=_("Expire at"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("From then on readers see neither language. Leave it empty if it does not expire."),
    )

    def __init__(self, *args: Any, is_scheduled: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_scheduled = is_scheduled

    def clean(self) -> dict[str, Any]:
        """Moments to come, in their order; what is scheduled has a day."""
        cleaned: dict[str, Any] = super().clean() or {}
        go_live, expire, now = cleaned.get("go_live_at"), cleaned.get("expire_at"), timezone.now()
        for name in self.fields:
            if cleaned.get(name) and cleaned[name] <= now:
                self.add_error(name, _now("Give a moment that is still to come."))
        if go_live and expire and go_live >= expire:
            self.add_error("expire_at", _now("It has to go live before it expires."))
        if self._is_scheduled and not go_live and "go_live_at" not in self.errors:
            self.add_error("go_live_at", _now("Something is scheduled: give another day, or cancel it below."))
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
def dates_view(request: HttpRequest, page_id: int) -> HttpResponse:
    """Shows the dates of a page's item to who may publish the page, and changes them for both languages."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, ContentPage) or page.alias_of_id or not may_release(page, request.user):
        raise PermissionDenied
    pages = dated_pages(page)
    waiting = scheduled(pages)
    initial = dates_of(pages, timezone.now())._asdict()
    form = DatesForm(request.POST or None, initial=initial, is_scheduled=bool(waiting))
    if request.method == "POST" and _is_done(request, page, form):
        return redirect(get_valid_next_url_from_request(request) or reverse("publication_admin:item", args=[page_id]))
    context = {
        "breadcrumbs_items": [*get_breadcrumbs_items_for_page(page, request.user), {"url": "", "label": TITLE}],
        "header_title": _now("Go-live and expiry dates: %(title)s") % {"title": page.get_admin_display_title()},
        "header_icon": "calendar",
        "form": form,
        "media": form.media,
        "next": get_valid_next_url_from_request(request),
        "languages": [str(LANGUAGE_NAMES[one.locale.language_code]) for one in pages],
        "waiting": waiting,
    }
    return render(request, "publication/admin/dates.html", context)


def _is_done(request: HttpRequest, page: Any, form: DatesForm) -> bool:
    if any(_is_locked(one, request.user) for one in dated_pages(page)):
        messages.error(request, _now("This page is locked. Nothing was changed."))
        return False
    if "cancel" in request.POST:
        cancel_schedule(page)
        messages.success(request, _now("What was scheduled is a draft again, in both languages."))
        return True
    if not form.is_valid():
        return False
    set_dates(page, ItemDates(form.cleaned_data["go_live_at"], form.cleaned_data["expire_at"]))
    settle()
    if not say_dates(request, page):
        messages.success(request, _now("The dates are removed, in both languages."))
    return True


def _is_locked(page: Page, user: Any) -> bool:
    """By somebody else: what is scheduled is locked too, but for its dates."""
    lock = page.get_lock()
    return lock is not None and not isinstance(lock, ScheduledForPublishLock) and bool(lock.for_user(user))


def say_dates(request: HttpRequest, page: Any) -> bool:
    """Says when an item goes live and expires; False, and nothing said, where neither is set."""
    if not isinstance(page, ContentPage):
        return False
    pages = dated_pages(page)
    said = dates_in_words(pages)
    if said:
        whose = _now("For both languages:") if len(pages) > 1 else _now("For this language:")
        link = messages.button(dates_address(page), str(TITLE))
        messages.info(request, f"{whose} {' '.join(said)}", buttons=[link])
    return bool(said)


def dates_in_words(pages: list[Page]) -> list[str]:
    """The dates of an item that are still to come."""
    dates, found = dates_of(pages, timezone.now()), []
    if dates.go_live_at:
        planned, wanted = _now("It goes live on %(moment)s."), _now("Once published it goes live on %(moment)s.")
        found.append((planned if scheduled(pages) else wanted) % {"moment": _moment(dates.go_live_at)})
    if dates.expire_at:
        found.append(_now("It expires on %(moment)s.") % {"moment": _moment(dates.expire_at)})
    return found


def dates_address(page: Page, back: str = "") -> str:
    """Where they are set."""
    address = reverse("publication_admin:dates", args=[page.pk])
    return f"{address}?{urlencode({'next': back})}" if back else address


def install() -> None:
    """Has "Cancel scheduled publish" cancel what is scheduled in the other language too: Wagtail has no hook for it."""
    post = RevisionsUnscheduleView.post

    @wraps(post)
    def post_for_both(self: RevisionsUnscheduleView, *args: Any, **kwargs: Any) -> Any:
        response = post(self, *args, **kwargs)
        if isinstance(self.object, ContentPage) and cancel_schedule(self.object):
            messages.success(self.request, _now("What was scheduled is a draft again, in both languages."))
        return response

    RevisionsUnscheduleView.post = post_for_both


def _moment(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i")
