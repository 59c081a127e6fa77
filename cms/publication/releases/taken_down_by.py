"""Whose act took an item down, by what Wagtail logged of its pages: of an act by code, or by the clock, nobody's."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import Page, PageLogEntry, PageViewRestriction

from cms.content.models import PageItem

from .last_releases import last_releases

_OF_THE_PAGE: Final = (
    "wagtail.unpublish", "wagtail.unpublish.scheduled", "wagtail.delete", "wagtail_localize.convert_to_alias",
)  # fmt: skip
# What is restricted is so below that page, too.
_OF_A_PAGE_ABOVE: Final = ("wagtail.view_restriction.create", "wagtail.view_restriction.edit")


def install() -> None:
    """Has what takes a page down logged in the same transaction: else it might be settled before it is known by whom."""
    UnpublishAction.execute = _at_once(UnpublishAction.execute)
    PageViewRestriction.save = _at_once(PageViewRestriction.save)


def _at_once(act: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(act)
    def act_at_once(*args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            return act(*args, **kwargs)

    return act_at_once


def takers_of(items: Iterable[UUID]) -> dict[UUID, int | None]:
    """The users by whose newest act since their last release items went, None for nobody's; nothing of others."""
    since = {item: last.at for item, last in last_releases(items).items()}
    if not since:
        return {}
    of_page = dict(PageItem.objects.filter(item__in=since).values_list("page", "item"))
    own = Q(page__in=list(of_page), action__in=_OF_THE_PAGE)
    above = _pages_above(since)
    restricted = Q(page__in=list(above), action__in=_OF_A_PAGE_ABOVE)
    acts = PageLogEntry.objects.filter(own | restricted, timestamp__gte=min(since.values())).order_by("timestamp", "pk")
    found: dict[UUID, int | None] = {}
    for page, action, at, user in acts.values_list("page", "action", "timestamp", "user"):
        named = above.get(page, set()) if action in _OF_A_PAGE_ABOVE else {of_page[page]}
        found |= {item: user for item in named if since[item] <= at}
    return found


def _pages_above(items: Mapping[UUID, datetime]) -> dict[int, set[UUID]]:
    """The pages of the items and those above them, each with the items that it is above."""
    by_path: dict[str, set[UUID]] = {}
    for path, item in Page.objects.filter(translation_key__in=items).values_list("path", "translation_key"):
        for length in range(Page.steplen, len(path) + 1, Page.steplen):
            by_path.setdefault(path[:length], set()).add(item)
    return {pk: by_path[path] for path, pk in Page.objects.filter(path__in=by_path).values_list("path", "pk")}
