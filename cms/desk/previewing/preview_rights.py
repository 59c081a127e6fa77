"""Who may see which preview, share it and end it: by their rights over its pages."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.previews.models import PreviewToken
from cms.publication.models import ReleaseSet
from cms.publication.release_sets.set_members import items_of, pages_of_set


def may_see_preview(items: Iterable[UUID], user: Any) -> bool:
    """Whether somebody may edit a page of each of the items, in either language: whoever translates sees the source."""
    editable: dict[UUID, bool] = {}
    for page in pages_of_set(items):
        may = page.permissions_for_user(user).can_edit()
        editable[page.translation_key] = editable.get(page.translation_key, False) or may
    return bool(editable) and all(editable.values())


def may_share(items: Iterable[UUID], user: Any) -> bool:
    """Whether somebody may edit all the pages of the items."""
    pages = pages_of_set(items)
    return bool(pages) and all(page.permissions_for_user(user).can_edit() for page in pages)


def tokens_of(user: Any) -> QuerySet[PreviewToken]:
    """The tokens that a user may see: their own, and those of pages that they may edit."""
    pages = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, ["change", "publish"])
    items = pages.values("translation_key")
    return PreviewToken.objects.filter(
        Q(by=user) | Q(item__in=items) | Q(release_set__members__item__in=items)
    ).distinct()


def title_of_token(token: PreviewToken) -> str:
    """The page or the release that it shows."""
    if token.release_set is not None:
        return token.release_set.name
    pages = Page.objects.filter(translation_key=token.item).order_by("locale__language_code")
    return " / ".join(page.get_admin_display_title() for page in pages) or _now("A page that was deleted")


def shown_items(shown: UUID | ReleaseSet) -> frozenset[UUID]:
    """The items of a preview."""
    return items_of(shown) if isinstance(shown, ReleaseSet) else frozenset({shown})
