"""The screens of previews in the admin: of a page in both languages and of a release, and the links that share them."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page
from wagtail.models import Page

from cms.content.languages import Language
from cms.content.pages import ContentPage
from cms.http.problems.problem import Problem
from cms.previews.sharing import LONGEST, revoke_preview, share
from cms.publication.drafts.preview_composition import compose_previews
from cms.publication.drafts.preview_overlay import PreviewOverlay
from cms.publication.drafts.previewed_versions import PreviewSource
from cms.publication.models import ReleaseSet

from .preview_rights import may_see_preview, may_share, shown_items, tokens_of
from .rendering.shown_forms import PreviewPlace, preview_response
from .rendering.side_by_side import language_of_screen, sides_context
from .share_views import share_address

_STAGES = {"draft": _("As it is being written"), "published": _("As it is published here")}


class ShareForm(forms.Form):
    """For whom a link is, for how long, and whether it follows what is written."""

    for_whom = forms.CharField(
        label=_("For whom"), max_length=200, help_text=_("An organisation or a person, so that you know it again.")
    )
    days = forms.IntegerField(label=_("For how many days"), min_value=1, max_value=LONGEST, initial=7)
    pinned = forms.BooleanField(
        label=_("Keep showing this version"),
        required=False,
        help_text=_("Otherwise the preview follows what is written."),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page_preview(request: HttpRequest, page_id: int, stage: str) -> HttpResponse:
    """Both languages of a page's item."""
    page = _page(page_id)
    shown, root = page.translation_key, reverse("previewing:page", args=[page_id, stage])
    stages = [(reverse("previewing:page", args=[page_id, one]), label, one == stage) for one, label in _STAGES.items()]
    crumbs = get_breadcrumbs_items_for_page(page, request.user)
    return _screen(request, shown, root, stage, {"stages": stages, "breadcrumbs_items": crumbs})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_preview(request: HttpRequest, set_id: int) -> HttpResponse:
    """What a release would bring."""
    found = get_object_or_404(ReleaseSet, pk=set_id)
    crumbs = [{"url": reverse("publication_admin:set", args=[set_id]), "label": found.name}]
    root = reverse("previewing:set", args=[set_id])
    return _screen(request, found, root, "published", {"breadcrumbs_items": crumbs})


@require_safe
@xframe_options_sameorigin
def page_form(request: HttpRequest, page_id: int, stage: str, language: Language, item: str, form: str) -> HttpResponse:
    """One language of a page's item in one form."""
    root = reverse("previewing:page", args=[page_id, stage])
    return _form(request, _page(page_id).translation_key, root, stage, language, UUID(item), form)


@require_safe
@xframe_options_sameorigin
def set_form(request: HttpRequest, set_id: int, language: Language, item: str, form: str) -> HttpResponse:
    """One language of an item of a release in one form."""
    found, root = get_object_or_404(ReleaseSet, pk=set_id), reverse("previewing:set", args=[set_id])
    return _form(request, found, root, "published", language, UUID(item), form)


@require_POST
def revoke_view_of_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a link at once."""
    token = get_object_or_404(tokens_of(request.user), pk=pk)
    revoke_preview(token)
    messages.success(request, _now("The preview for %(whom)s is revoked.") % {"whom": token.for_whom})
    return redirect("previewing:tokens")


def _screen(
    request: HttpRequest, shown: UUID | ReleaseSet, root: str, stage: str, context: dict[str, Any]
) -> HttpResponse:  # fmt: skip
    overlay = _overlay(request, shown, stage)
    form = ShareForm(request.POST or None)
    may = may_share(shown_items(shown), request.user)
    text = ""
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        if form.is_valid():
            text, form = _shared(request, shown, stage, form), ShareForm()
    title = _now("Preview")
    return render(
        request,
        "previewing/admin/page.html",
        {
            **context,
            **sides_context(request, overlay, PreviewPlace(root, ""), language_of_screen()),
            "breadcrumbs_items": [*context["breadcrumbs_items"], {"url": "", "label": title}],
            "header_title": title,
            "header_icon": "view",
            "form_to_share": form if may else None,
            "new_token": text,
            "new_address": share_address(text) if text else "",
        },
    )


def _form(
    request: HttpRequest, shown: UUID | ReleaseSet, root: str, stage: str, language: Language, item: UUID, form: str
) -> HttpResponse:
    """Files and pictures are asked for where the editor is logged in."""
    try:
        return preview_response(_overlay(request, shown, stage), PreviewPlace(root, ""), language, item, form)
    except Problem as problem:
        raise Http404 from problem


def _overlay(request: HttpRequest, shown: UUID | ReleaseSet, stage: str) -> PreviewOverlay:
    items = shown_items(shown)
    if not may_see_preview(items, request.user):
        raise PermissionDenied
    release = shown if isinstance(shown, ReleaseSet) else None
    return compose_previews(items, PreviewSource(stage == "draft", release))


def _shared(request: HttpRequest, shown: UUID | ReleaseSet, stage: str, form: ShareForm) -> str:
    said = form.cleaned_data
    _token, text = share(
        shown, request.user, said["for_whom"], said["days"], drafts=stage == "draft", pinned=said["pinned"]
    )
    return text


def _page(page_id: int) -> Page:
    page = get_object_or_404(Page, pk=page_id)
    if not issubclass(page.specific_class or Page, ContentPage):
        raise Http404
    return page
