"""What Wagtail's screens of unpublishing and deleting do to readers' view: said before and after, with the way to a notice."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cms.content.declaration.registry import type_of
from cms.content.pages import ContentPage

from ...models import ReleaseKind
from ...releases.last_releases import last_releases
from ...releases.policies import policy_of
from ..inspection import public_editions
from ..item_overview import LANGUAGE_NAMES
from .taking_down_view import may_take_down

_ACTIONS = ("unpublish", "delete")


@dataclass(frozen=True)
class TakeDownNote:
    """What taking a page down takes from readers, and the addresses of what may be done instead; empty for what nobody may."""

    page: Page
    languages: tuple[str, ...]
    both_go: bool
    notice_url: str
    alone_url: str


def notes_of(pages: Iterable[Any], user: Any) -> list[TakeDownNote]:
    """Of those of the pages that readers see, in whichever language."""
    content = [page for page in pages if issubclass(page.specific_class or Page, ContentPage)]
    shown = _shown(page.translation_key for page in content)
    return [_note(page, shown[page.translation_key], user) for page in content if page.translation_key in shown]


def _note(page: Any, languages: list[str], user: Any) -> TakeDownNote:
    kind = type_of(page)
    together = policy_of(kind.name if kind else "").begins_with_both
    may_notify = may_take_down(page.translation_key, user)
    may_leave_one = together and len(languages) > 1 and page.permissions_for_user(user).can_unpublish()
    return TakeDownNote(
        page,
        tuple(str(LANGUAGE_NAMES[code]) for code in languages),
        together,
        notice_address(page) if may_notify else "",
        f"{reverse('publication_admin:item', args=[page.pk])}#take-down" if may_leave_one else "",
    )


def notice_address(page: Page) -> str:
    """Where readers are told why, and where to go instead."""
    return reverse("publication_admin:taking_down", args=[page.pk])


def after_taking_down(request: HttpRequest, page: Page) -> None:
    """Once a page was unpublished or deleted."""
    _say_once_settled(request, [page])


def after_bulk_action(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """Once pages were."""
    if action_type in _ACTIONS and objects and isinstance(objects[0], Page):
        _say_once_settled(request, objects)


def _say_once_settled(request: HttpRequest, pages: Iterable[Page]) -> None:
    found = [page for page in pages if issubclass(page.specific_class or Page, ContentPage)]
    if found:
        transaction.on_commit(partial(_say_what_is_gone, request, found))


def _say_what_is_gone(request: HttpRequest, pages: list[Page]) -> None:
    items = {page.translation_key for page in pages}
    shown, last = _shown(items), last_releases(items)
    gone = [item for item in items - shown.keys() if item in last and last[item].kind == ReleaseKind.TAKE_DOWN]
    if len(gone) > 1:
        messages.info(
            request, _("Readers no longer see these items, in either language: %(count)s.") % {"count": len(gone)}
        )
    elif gone:
        _say_one_is_gone(request, gone[0])
    for item in sorted(items & shown.keys()):
        titles = {page.translation_key: page.get_admin_display_title() for page in pages}
        languages = ", ".join(str(LANGUAGE_NAMES[code]) for code in shown[item])
        said = _("Readers still see “%(title)s” in: %(languages)s.") % {"title": titles[item], "languages": languages}
        messages.info(request, said)


def _say_one_is_gone(request: HttpRequest, item: UUID) -> None:
    left = Page.objects.filter(translation_key=item).order_by("pk").first()
    buttons = []
    if left is not None and may_take_down(item, request.user):
        buttons = [messages.button(notice_address(left), _("Tell readers why, and where to go instead"))]
    messages.info(request, _("Readers no longer see it, in either language."), buttons=buttons)


def _shown(items: Iterable[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    rows = public_editions(timezone.now()).filter(item__in=set(items)).order_by("item", "language")
    for item, language in rows.values_list("item", "language"):
        found.setdefault(item, []).append(language)
    return found
