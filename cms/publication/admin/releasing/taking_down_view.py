"""The form by which an item is withdrawn or taken down, with what readers are told in both languages; and taking that back."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from cms.content.declaration.registry import page_models
from cms.content.languages import CODES

from ...models import NoticeKind
from ...notices.notice_queries import withdrawals
from ...notices.taking_down import NoticeWords, merge, pages_of, public_languages, put_back, take_down, withdraw
from ...releases.instructions import RefusedError
from ...releases.last_releases import last_releases
from .release_view import may_release

TITLE = _("Withdraw or take down")
_CHOICES = (
    (
        NoticeKind.WITHDRAWN,
        _("Withdraw: it can still be read at its address, with the notice, but is in no list or search"),
    ),
    (NoticeKind.GONE, _("Take down: it cannot be read any more; whoever asks for it is given the reason")),
    (NoticeKind.MOVED, _("Moved or merged: it cannot be read any more; its addresses lead to the page chosen below")),
)
_OF_WHAT_IS_DOWN = [one for one in _CHOICES if one[0] == NoticeKind.GONE]
_UNTOLD = _("May stay empty where its addresses lead to another page.")
_PLACES = ("first", "second", "third")


class TakingDownForm(forms.Form):
    """What is done to an item, what readers are told in each language, and up to three pages to go to instead."""

    kind = forms.ChoiceField(label=_("What is done"), choices=_CHOICES, widget=forms.RadioSelect)
    cy = forms.CharField(
        label=_("What readers are told in Welsh"),
        max_length=1000,
        required=False,
        help_text=_UNTOLD,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "cy"}),
    )
    en = forms.CharField(
        label=_("What readers are told in English"),
        max_length=1000,
        required=False,
        help_text=_UNTOLD,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}),
    )

    def __init__(self, item: UUID, *args: Any, is_public: bool) -> None:
        super().__init__(*args)
        self._item = item
        if not is_public:
            self.fields["kind"] = forms.ChoiceField(
                label=_("What is done"), choices=_OF_WHAT_IS_DOWN, widget=forms.RadioSelect, initial=NoticeKind.GONE
            )
        for name in _PLACES:
            self.fields[name] = forms.ModelChoiceField(
                Page.objects.all(),
                label=_("Where to go instead"),
                required=False,
                widget=AdminPageChooser(target_models=list(page_models())),
                help_text=_("In either language: readers are led to both."),
            )

    def clean(self) -> dict[str, Any]:
        """Nobody is sent from an item to itself; what has moved leads to one page; and words are in both languages or, of what
        has moved, in none.
        """
        cleaned: dict[str, Any] = super().clean() or {}
        for name in _PLACES:
            if cleaned.get(name) is not None and cleaned[name].translation_key == self._item:
                self.add_error(name, _("Choose another page than this one."))
        if self.is_move:
            self._check_target(cleaned)
        empty = [code for code in CODES if not cleaned.get(code)]
        for code in empty if len(empty) == 1 or not self.is_move else ():
            self.add_error(code, _("Readers are told in both languages."))
        return cleaned

    def _check_target(self, cleaned: dict[str, Any]) -> None:
        first, *others = (cleaned.get(name) for name in _PLACES)
        if first is None and _PLACES[0] not in self.errors:
            self.add_error(_PLACES[0], _("Choose the page that its addresses are to lead to."))
        elif first is not None and public_languages(self._item) - public_languages(first.translation_key):
            self.add_error(_PLACES[0], _("Choose a page that is public in both languages."))
        for name, page in zip(_PLACES[1:], others, strict=True):
            if page is not None:
                self.add_error(name, _("Its addresses can lead to one page only."))

    @property
    def is_move(self) -> bool:
        """Whether its addresses are to lead to another page."""
        return self.cleaned_data.get("kind") == NoticeKind.MOVED

    @property
    def words(self) -> NoticeWords:
        """What was filled in."""
        chosen = (self.cleaned_data[name] for name in _PLACES)
        instead = tuple(page.translation_key for page in chosen if page is not None)
        return NoticeWords(self.cleaned_data["cy"], self.cleaned_data["en"], instead)


def may_take_down(item: UUID, user: Any) -> bool:
    """Whether the user may publish all pages of an item."""
    return all(may_release(page, user) for page in pages_of(item))


@require_http_methods(["GET", "HEAD", "POST"])
def taking_down_view(request: HttpRequest, page_id: int) -> HttpResponse:
    """Shows the form to who may publish the item in both languages, and does what it says."""
    page = get_object_or_404(Page, pk=page_id)
    item = page.translation_key
    if not issubclass(page.specific_class or Page, tuple(page_models())) or not may_take_down(item, request.user):
        raise PermissionDenied
    if request.method == "POST" and "put_back" in request.POST:
        return _put_back(request, page)
    is_public = bool((last := last_releases([item]).get(item)) and last.versions)
    form = TakingDownForm(item, *([request.POST] if request.method == "POST" else []), is_public=is_public)
    if form.is_bound and form.is_valid() and _is_done(request, item, form):
        return redirect("publication_admin:item", page_id)
    context = {
        "breadcrumbs_items": [*get_breadcrumbs_items_for_page(page, request.user), {"url": "", "label": TITLE}],
        "header_title": _now("Withdraw or take down: %(title)s") % {"title": page.get_admin_display_title()},
        "header_icon": "download",
        "form": form,
        "media": form.media,
        "is_public": is_public,
        "withdrawal": withdrawals([item]).get(item),
    }
    return render(request, "publication/admin/taking_down.html", context)


def _is_done(request: HttpRequest, item: UUID, form: TakingDownForm) -> bool:
    try:
        if form.is_move:
            merge(item, form.words.instead[0], form.words, request.user)
            messages.success(
                request, _now("Taken down in both languages. Its addresses lead to the page that you chose.")
            )
        elif form.cleaned_data["kind"] == NoticeKind.GONE:
            take_down(item, form.words, request.user)
            messages.success(request, _now("Taken down in both languages. Whoever asks for it is given the reason."))
        else:
            withdraw(item, form.words, request.user)
            messages.success(request, _now("Withdrawn. It can still be read, with the notice, in both languages."))
    except RefusedError:
        messages.error(request, _now("Nothing was done: the item was never public."))
        return False
    return True


def _put_back(request: HttpRequest, page: Page) -> HttpResponse:
    try:
        put_back(page.translation_key, request.user)
    except RefusedError:
        messages.error(request, _now("Nothing was done: the item is not withdrawn."))
    else:
        messages.success(request, _now("In force again: the notice is gone, and lists and search have it."))
    return redirect("publication_admin:item", page.pk)
