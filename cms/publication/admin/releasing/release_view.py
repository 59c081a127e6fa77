"""The buttons by which what is held goes out: both languages as they are, a minor change, or one language alone for a time."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.models import Page

from ...models import Edition
from ...reconciliation import actions
from ...releases.instructions import RefusedError, TextsChangedError
from ...visibility import served
from ..item_overview import LANGUAGE_NAMES

PERMISSION: Final = "publication.release_alone"


class ReasonForm(forms.Form):
    """Why only one language is taken down."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class AloneForm(ReasonForm):
    """Why one language goes out without the other, and until when."""

    until = forms.DateTimeField(
        label=_("Until"),
        widget=AdminDateTimeInput,
        help_text=_("It ends sooner when the other language arrives. On that date readers see the last pair again."),
    )


def may_release(page: Page, user: Any) -> bool:
    """Whether the user may let a page go out."""
    return bool(page.permissions_for_user(user).can_publish())


@require_POST
def release_view(request: HttpRequest, page_id: int) -> HttpResponse:
    """Carries out the word of the button that was pressed, for who may publish the page; says what came of it."""
    page = get_object_or_404(Page.objects.select_related("locale"), pk=page_id)
    word = _WORDS.get(request.POST.get("word", ""))
    if word is None or not may_release(page, request.user):
        raise PermissionDenied
    try:
        word(request, page)
    except TextsChangedError:
        messages.error(
            request,
            _now(
                "Texts have changed that the other language translates. Tick that it needs no change for them either."
            ),
        )
    except RefusedError:
        messages.error(request, _now("Nothing was released. Reload the page: it may have changed meanwhile."))
    else:
        _say_what_is_public(request, page.translation_key)
    return redirect("publication_admin:item", page_id)


def _minor(request: HttpRequest, page: Page) -> None:
    with_texts = bool(request.POST.get("with_texts"))
    actions.release_minor(page.translation_key, page.locale.language_code, request.user, with_texts=with_texts)


def _same(request: HttpRequest, page: Page) -> None:
    twins = page.get_translations()
    if not all(may_release(twin, request.user) for twin in twins):
        raise PermissionDenied
    actions.release_as_same(page.translation_key, request.user)


def _alone(request: HttpRequest, page: Page) -> None:
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    form = AloneForm(request.POST)
    if not form.is_valid():
        raise RefusedError
    reason, until = form.cleaned_data["reason"], form.cleaned_data["until"]
    actions.release_alone(page.translation_key, page.locale.language_code, request.user, reason, until)


def _one_language(request: HttpRequest, page: Page) -> None:
    form = ReasonForm(request.POST)
    if not page.permissions_for_user(request.user).can_unpublish():
        raise PermissionDenied
    if not form.is_valid():
        raise RefusedError
    actions.take_down_one(page.specific, request.user, form.cleaned_data["reason"])


_WORDS: Final[dict[str, Callable[[HttpRequest, Page], None]]] = {
    "minor": _minor,
    "same": _same,
    "alone": _alone,
    "one-language": _one_language,
}


def _say_what_is_public(request: HttpRequest, item: UUID) -> None:
    """Which languages readers see now."""
    rows = Edition.objects.filter(served(timezone.now()), item=item).order_by("language")
    shown = [str(LANGUAGE_NAMES[row.language]) for row in rows.only("language")]
    if not shown:
        messages.warning(request, _now("Noted. Readers see nothing of it yet."))
    else:
        messages.success(request, _now("Noted. Readers see: %(languages)s.") % {"languages": ", ".join(shown)})
