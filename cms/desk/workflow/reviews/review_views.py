"""The button by which a page is said to be reviewed."""

from datetime import date, timedelta
from typing import Any, Final

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
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Page

from cms.content.pages import ContentPage

from .recording_reviews import last_review, may_review, may_review_page, pages_of_item, record

TITLE: Final = _("Reviewed")
# A page is read again this long after it was reviewed, unless another day is given.
_USUAL: Final = timedelta(days=365)


class ReviewForm(forms.Form):
    """When the page is to be reviewed next."""

    next_due = forms.DateField(label=_("Next review due"), widget=AdminDateInput, required=False)

    def clean_next_due(self) -> date | None:
        """A day to come, if any."""
        day: date | None = self.cleaned_data["next_due"]
        if day is not None and day <= timezone.localdate():
            raise forms.ValidationError(_now("Give a day that is still to come."))
        return day


def review_address(page: Page) -> str:
    """Where a page is said to be reviewed."""
    return reverse("workflow:review", args=[page.pk])


def review_button(page: Page, user: Any) -> bool:
    """Whether a user is offered the button for a page."""
    if not issubclass(page.specific_class or Page, ContentPage) or not page.live or page.alias_of_id:
        return False
    return may_review_page(page, user)


@require_http_methods(["GET", "HEAD", "POST"])
def review_view(request: HttpRequest, page_id: int) -> HttpResponse:
    """Says what a review is and when the last was; a POST records one of today."""
    page = get_object_or_404(Page.objects.select_related("locale"), pk=page_id)
    if not review_button(page, request.user) or not may_review(pages_of_item(page.translation_key), request.user):
        raise PermissionDenied
    today = timezone.localdate()
    form = ReviewForm(request.POST or None, initial={"next_due": today + _USUAL})
    if request.method == "POST" and form.is_valid():
        review = record(page.translation_key, request.user, today, form.cleaned_data["next_due"])
        messages.success(request, review_in_words(review))
        return redirect(get_valid_next_url_from_request(request) or reverse("publication_admin:item", args=[page_id]))
    last = last_review(page.translation_key)
    title = page.specific_deferred.get_admin_display_title()
    context = {
        "breadcrumbs_items": [*get_breadcrumbs_items_for_page(page, request.user), {"url": "", "label": TITLE}],
        "header_title": _now("Reviewed: %(title)s") % {"title": title},
        "header_icon": "check",
        "title": title,
        "language": page.locale.language_code,
        "form": form,
        "media": form.media,
        "last": review_in_words(last) if last else "",
        "next": get_valid_next_url_from_request(request),
    }
    return render(request, "workflow/review.html", context)


def review_in_words(review: Any) -> str:
    """Who reviewed an item when, and when it is due again."""
    said = _now("Reviewed on %(day)s by %(name)s.") % {"day": day_in_words(review.on), "name": review.by_name}
    if review.next_due is None:
        return said
    return f"{said} {_now('Next review: %(day)s.') % {'day': day_in_words(review.next_due)}}"


def day_in_words(day: date | None) -> str:
    """A day in the language of the screen; empty for none. Wagtail's tables know only days that have passed."""
    return date_format(day, "j F Y") if day is not None else ""
