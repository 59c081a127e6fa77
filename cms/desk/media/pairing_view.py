"""The screen on which files of both languages are said to be one, as offered or as somebody chooses them."""

from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.permissions import policy_registry

from cms.content.models import File
from cms.publication.admin.exporting.spreadsheets import export_buttons, spreadsheet

from .file_pairs import changeable_files, pair_files, separate_files, suggested_pairs
from .models import FilePair

TITLE: Final = _("Files in both languages")
_A_PAGE: Final = 50
_HEADINGS: Final = (
    _("The Welsh file"),
    _("Name of the Welsh file"),
    _("The English file"),
    _("Name of the English file"),
)


class ChosenPairForm(forms.Form):
    """Two files that somebody chooses."""

    cy = forms.ModelChoiceField(queryset=File.objects.filter(language="cy"), label=_("The Welsh file"))
    en = forms.ModelChoiceField(queryset=File.objects.filter(language="en"), label=_("The English file"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = AdminDocumentChooser()


def pairing_view(request: HttpRequest) -> HttpResponseBase:
    """Offers what seems to be one, pairs what is ticked or chosen, and separates what was paired wrongly."""
    if not policy_registry.get_by_type(File).user_has_permission(request.user, "change"):
        raise PermissionDenied
    form = ChosenPairForm(request.POST if "chosen" in request.POST else None)
    if request.method == "POST" and (form.is_valid() if form.is_bound else True):
        _carry_out(request, form)
        return redirect("file_pairs")
    own = changeable_files(request.user).values("pk")
    pairs = FilePair.objects.filter(cy__in=own, en__in=own).select_related("cy", "en").order_by("cy__title", "pk")
    rows = ((pair.cy.title, pair.cy.filename, pair.en.title, pair.en.filename) for pair in pairs)
    if (file := spreadsheet(request.GET.get("export", ""), str(TITLE), _HEADINGS, rows)) is not None:
        return file
    context = {
        "breadcrumbs_items": [
            {"url": reverse("wagtaildocs:index"), "label": capfirst(File._meta.verbose_name_plural)},
            {"url": "", "label": TITLE},
        ],
        "header_title": TITLE,
        "header_icon": "doc-full-inverse",
        "suggestions": suggested_pairs(request.user)[:_A_PAGE],
        "pairs": Paginator(pairs, _A_PAGE).get_page(request.GET.get("p")),
        "form": form,
        "header_buttons": export_buttons(request),
        "media": form.media,
    }
    return render(request, "media/pairs.html", context)


def _carry_out(request: HttpRequest, form: ChosenPairForm) -> None:
    if "separate" in request.POST:
        separate_files(request.user, _numbers(request.POST.getlist("separate")))
        messages.success(request, gettext("These files are not a pair any more."))
        return
    if form.is_bound:
        keys = [(form.cleaned_data["cy"].pk, form.cleaned_data["en"].pk)]
    else:
        keys = [
            (int(cy), int(en))
            for cy, _, en in (key.partition("-") for key in request.POST.getlist("pair"))
            if (cy + en).isdecimal()
        ]
    made = pair_files(request.user, keys)
    if made:
        messages.success(request, gettext("Paired: %(names)s.") % {"names": "; ".join(map(str, made))})
    else:
        messages.warning(
            request, gettext("Nothing was paired: choose files that have no pair yet and that you may change.")
        )


def _numbers(values: list[str]) -> list[int]:
    return [int(value) for value in values if value.isdecimal()]
