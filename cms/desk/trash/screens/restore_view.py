"""Restoring one item: where it goes, or which page it is to go below where its own place is gone."""

from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.publication.admin.item_overview import LANGUAGE_NAMES
from cms.publication.admin.report import PERMISSIONS

from ..bin_places import NotRestored, places, title_of
from ..models import BinnedItem
from ..restoring import RestoredItem, restore
from .notice_view import led_to_the_bin, may_tell_readers

TITLE: Final = _("Restore from the bin")


class PlaceForm(forms.Form):
    """The page below which it is to go."""

    below = forms.ModelChoiceField(
        queryset=Page.objects.all(),
        label=_("Put it below"),
        help_text=_("Choose the page in either language: each language goes below the page in its own."),
        widget=AdminPageChooser(),
    )


def restore_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows where it goes, and puts it there."""
    if not policy_registry.get_by_type(Page).user_has_any_permission(request.user, PERMISSIONS):
        raise PermissionDenied
    binned = BinnedItem.objects.filter(pk=pk).first()
    if binned is None:
        return led_to_the_bin(request)
    problem, form, stands = "", None, []
    try:
        stands = [(root, title_of(parent)) for root, parent in places(binned).items()]
    except NotRestored as refusal:
        problem, form = refusal.reason, PlaceForm(request.POST or None)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            done = restore(binned, request.user, form.cleaned_data["below"] if form else None)
        except NotRestored as refusal:
            messages.error(request, refusal.reason)
        else:
            say_restored(request, done)
            return redirect("wagtailadmin_explore", done.pages[0].get_parent().pk)
    context = {
        "breadcrumbs_items": [{"url": reverse("bin"), "label": _("Bin")}, {"url": "", "label": TITLE}],
        "header_title": TITLE,
        "header_icon": "bin",
        "binned": binned,
        "stands": stands,
        "problem": problem,
        "form": form,
        "media": form.media if form else "",
        "may_tell": may_tell_readers(binned, request.user),
    }
    return render(request, "trash/restore.html", context)


def say_restored(request: HttpRequest, done: RestoredItem) -> None:
    """Says that it is back, with the way to it, and which pages have another slug now."""
    titles = " / ".join(title_of(page) for page in done.pages)
    edit = messages.button(reverse("wagtailadmin_pages:edit", args=[done.pages[0].pk]), gettext("Edit"))
    said = gettext("“%(titles)s” is back, as drafts: readers see it once it is published again.")
    messages.success(request, said % {"titles": titles}, buttons=[edit])
    for page in done.renamed:
        taken = gettext(
            "Another page has the slug of “%(title)s” by now (%(language)s). What came back has “%(slug)s”."
        )
        shown: dict[str, Any] = {"title": title_of(page), "language": LANGUAGE_NAMES[page.locale.language_code]}
        messages.warning(request, taken % {**shown, "slug": page.slug})
