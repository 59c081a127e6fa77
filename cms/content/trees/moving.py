"""A page and its translation stand at one place: a move in one language is made in the other, or the editor told why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction
from wagtail.models import Page

from .places import refusal
from .tree_lock import lock_tree


@dataclass(frozen=True)
class Apart:
    """A page whose twin stands below another item. `wanted` is where the page would stand likewise, if there is such a page."""

    page: Page
    parent: Page
    wanted: Page | None


# Of a page in memory: what was moved with it.
_MOVED: Final = "moved_likewise"


def install() -> None:
    """Has whatever moves a page move its translations in the same transaction: readers see both move at once.

    Code without a user may do what nobody's rights forbid.
    """
    execute = MovePageAction.execute

    @wraps(execute)
    def execute_for_both(self: MovePageAction, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            lock_tree(self.page, self.target)
            result = execute(self, *args, **kwargs)
            movable = [one for one in apart(Page.objects.get(pk=self.page.pk)) if not hindrance(one, self.user)]
            for found in movable:
                _move(found, self.user)
            setattr(self.page, _MOVED, movable)
        return result

    MovePageAction.execute = execute_for_both


def apart(page: Page) -> Iterator[Apart]:
    """The page's translations that do not stand where it does."""
    above = page.get_parent()
    for twin in page.get_translations():
        parent = twin.get_parent()
        if parent.translation_key != above.translation_key and above.depth > 1 and parent.depth > 1:
            yield Apart(twin, parent, above.get_translation_or_none(twin.locale))


def hindrance(found: Apart, user: Any) -> str:
    """Why a translation cannot be moved to where the page is; empty where it can."""
    if found.wanted is None:
        return _("the page above it is not translated.")
    if not _may_move(found, user):
        return _("you may not move it there, or pages of its type may not stand there.")
    if not Page._slug_is_available(found.page.slug, found.wanted, page=found.page):
        return _("another page there has its slug.")
    return ""


def _may_move(found: Apart, user: Any) -> bool:
    assert found.wanted is not None  # noqa: S101 - or that would be the hindrance
    if user is not None:
        return bool(found.page.permissions_for_user(user).can_move_to(found.wanted))
    below_itself = found.wanted == found.page or found.wanted.is_descendant_of(found.page)
    return not below_itself and bool(found.page.specific_deferred.can_move_to(found.wanted))


def align(request: HttpRequest, found: Apart) -> bool:
    """Moves a translation to where the page is; says that it was moved, or why it was not."""
    language = found.page.locale.language_code
    reason = hindrance(found, request.user)
    if reason:
        said = {
            "cy": _("The page in Welsh stays below “%(parent)s”: %(reason)s The two languages differ there."),
            "en": _("The page in English stays below “%(parent)s”: %(reason)s The two languages differ there."),
        }[language]
        messages.warning(
            request, said % {"parent": found.parent.specific_deferred.get_admin_display_title(), "reason": reason}
        )
        return False
    _move(found, request.user)
    _say_moved(request, found)
    return True


def _move(found: Apart, user: Any) -> None:
    assert found.wanted is not None  # noqa: S101 - or it would be the hindrance
    found.page.move(found.wanted, pos="last-child", user=user)


def _say_moved(request: HttpRequest, found: Apart) -> None:
    assert found.wanted is not None  # noqa: S101 - or it would not have been moved
    said = {
        "cy": _("The page in Welsh was moved likewise, below “%(parent)s”."),
        "en": _("The page in English was moved likewise, below “%(parent)s”."),
    }[found.page.locale.language_code]
    messages.success(request, said % {"parent": found.wanted.specific_deferred.get_admin_display_title()})


def before_move_page(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Says why a page may not be moved among the other language's."""
    reason = refusal(page, destination, is_new=False)
    if reason is None:
        return None
    messages.error(request, reason)
    return redirect("wagtailadmin_pages:move", page.pk)


def after_move_page(request: HttpRequest, page: Page) -> None:
    """Says of the translations that they were moved likewise, or why not."""
    for found in getattr(page, _MOVED, ()):
        _say_moved(request, found)
    for found in apart(Page.objects.get(pk=page.pk)):
        align(request, found)


class MoveBothBulkAction(MoveBulkAction):
    """Moves the translations of the pages likewise, and says why a page may not be moved."""

    def prepare_action(self, pages: list[Page], pages_without_access: dict[str, Any]) -> Any:
        """Gives the reason for pages of the other language."""
        destination = self.cleaned_form.cleaned_data["chooser"]
        denied = [row["item"] for row in pages_without_access["pages_without_destination_access"]]
        for reason in {str(found) for page in denied if (found := refusal(page, destination, is_new=False))}:
            messages.error(self.request, reason)
        return super().prepare_action(pages, pages_without_access)


def after_bulk_action(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """As `after_move_page`, of each page."""
    if action_type != MoveBothBulkAction.action_type or not isinstance(action, MoveBulkAction):
        return
    chosen: set[UUID] = set()
    for page in objects:
        if page.translation_key not in chosen:
            chosen.add(page.translation_key)
            after_move_page(request, page)
