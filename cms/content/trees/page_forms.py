"""The forms in which pages are written and copied."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID, uuid4, uuid5

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm
from wagtail.models import Page

from ..declaration.registry import page_models, type_of
from ..languages import CODES
from .places import ONE_HOME, number_refusal, refusal

_FORM_KEY: Final = "form_key"


def item_of_form(sent: Mapping[str, str], user: Any) -> UUID | None:
    """The id of the item that a form for a new page makes, sent once or twice; None where it has no key. No other user's."""
    try:
        return uuid5(UUID(sent.get(_FORM_KEY, "")), str(user.pk))
    except ValueError:
        return None


def before_create_page(request: HttpRequest, parent: Page, page_class: type[Page]) -> HttpResponse | None:
    """The form of a home page opens in a language that has none; where each has one, it is refused before it is filled in."""
    if parent.depth > 1 or request.method != "GET" or type_of(page_class) is None:
        return None
    taken = set(Page.objects.child_of(parent).type(page_models()).values_list("locale__language_code", flat=True))
    wanted = request.GET.get("locale", parent.locale.language_code)
    if wanted not in taken:
        return None
    free = next((code for code in CODES if code not in taken), None)
    if free is not None:
        return redirect(f"{request.path}?locale={free}")
    messages.error(request, ONE_HOME[wanted])
    return redirect("wagtailadmin_explore", parent.pk)


class ContentPageForm(WagtailAdminPageForm):
    """Refuses a second home page, and a number that another page has. One for a new page has a key of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.fields[_FORM_KEY] = forms.CharField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def clean(self) -> Any:
        """Says what is wrong beside the number, or at the top."""
        cleaned = super().clean()
        page = self.instance
        # A preview's form has a page without a language.
        is_added = page.pk is None and page.locale_id is not None and self.parent_page is not None
        if is_added and (reason := refusal(page, self.parent_page, is_new=True)):
            self.add_error(None, reason)
        number = cleaned.get("number")
        if number and self._is_new(number):
            page.number = number
            if reason := number_refusal(page):
                self.add_error("number", reason)
        return cleaned

    def _is_new(self, number: str) -> bool:
        """A page that is live with its number may be saved as it is: whoever has the address."""
        page = self.instance
        return page.pk is None or not type(page).objects.filter(pk=page.pk, live=True, number=number).exists()


class ContentCopyForm(CopyForm):
    """Refuses a copy among the other language's pages, a second home page, and two live pages of one number."""

    def clean(self) -> Any:
        """Says what is wrong beside the new parent, or beside the wish to publish."""
        cleaned = super().clean()
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        if "new_parent_page" not in self.errors and (reason := refusal(self.page, parent, is_new=True)):
            self.add_error("new_parent_page", reason)
        if cleaned.get("publish_copies") and (numbered := self._numbered(cleaned)):
            said = _("“%(title)s” has a number, and a copy cannot be public under the same. Copy without publishing.")
            self.add_error("publish_copies", said % {"title": numbered.title})
        return cleaned

    def _numbered(self, cleaned: Any) -> Any:
        """The first live page to be copied that is found by its number."""
        pages = self.page.get_descendants(inclusive=True) if cleaned.get("copy_subpages") else [self.page]
        for page in pages:
            kind = type_of(page.specific_class) if page.live and page.specific_class else None
            if kind is not None and kind.numbered is not None:
                return page
        return None
