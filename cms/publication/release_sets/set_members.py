"""What is in a set, and what ought to be: an item in an open set waits for it."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page

from cms.content.declaration.registry import page_models
from cms.content.languages import CODES

from ..clock import shared_now
from ..intents.settlement import settle_or_leave
from ..models import Edition, ReleaseSet, ReleaseSetItem, SetState
from ..payload.item_links import linked_items
from ..reconciliation.desired_state import desired_state
from ..visibility import served

ADDED: Final = "publication.add_to_release"
REMOVED: Final = "publication.remove_from_release"
CANCELLED: Final = "publication.cancel_release"


class ClosedError(Exception):
    """The set went out, or was cancelled."""


def add_items(release_set: ReleaseSet, items: Iterable[UUID], user: Any = None) -> set[UUID]:
    """Adds items to an open set; returns those that it does not take, since another open set has them."""
    if not ReleaseSet.objects.filter(pk=release_set.pk, state=SetState.OPEN).exists():
        raise ClosedError
    wanted = set(items)
    others = ReleaseSetItem.objects.filter(item__in=wanted, release_set__state=SetState.OPEN)
    taken = set(others.exclude(release_set=release_set).values_list("item", flat=True))
    new = wanted - taken - items_of(release_set)
    rows = [ReleaseSetItem(release_set=release_set, item=item) for item in sorted(new)]
    with transaction.atomic():
        ReleaseSetItem.objects.bulk_create(rows, ignore_conflicts=True)
        if new:
            log(instance=release_set, action=ADDED, user=user, data={"added": _titles(new)})
    return taken


def remove_item(release_set: ReleaseSet, item: UUID, user: Any = None) -> None:
    """Takes an item out of an open set: what waited for nothing else goes out."""
    if not ReleaseSet.objects.filter(pk=release_set.pk, state=SetState.OPEN).exists():
        raise ClosedError
    with transaction.atomic():
        if release_set.members.filter(item=item).delete()[0]:
            log(instance=release_set, action=REMOVED, user=user, data={"removed": _titles([item])})
    settle_or_leave()


def cancel(release_set: ReleaseSet, user: Any = None) -> None:
    """Gives a set up: what waited for nothing else goes out."""
    changed = ReleaseSet.objects.filter(pk=release_set.pk, state=SetState.OPEN)
    with transaction.atomic():
        if not changed.update(state=SetState.CANCELLED, ended_at=shared_now()):
            raise ClosedError
        log(instance=release_set, action=CANCELLED, user=user)
    settle_or_leave()


def open_set_of(item: UUID) -> ReleaseSet | None:
    """The open set that an item waits for."""
    return ReleaseSet.objects.filter(state=SetState.OPEN, members__item=item).order_by("pk").first()


def items_of(release_set: ReleaseSet) -> frozenset[UUID]:
    """What is in a set."""
    return frozenset(release_set.members.values_list("item", flat=True))


def pages_of_set(items: Iterable[UUID]) -> list[Any]:
    """The pages of items in both languages, in the order of the tree."""
    pages = Page.objects.filter(translation_key__in=set(items), locale__language_code__in=CODES)
    return list(pages.select_related("locale").order_by("path"))


def may_publish_all(items: Iterable[UUID], user: Any) -> bool:
    """Whether a user may publish every page of the items."""
    if user.is_superuser and user.is_active:
        return True
    return all(page.permissions_for_user(user).can_publish() for page in pages_of_set(items))


def proposed_items(items: frozenset[UUID]) -> set[UUID]:
    """What must go with the items and is not public: pages above them, live pages below, and what they link to."""
    pages = pages_of_set(items)
    above = {page.path[:length] for page in pages for length in range(2 * page.steplen, len(page.path), page.steplen)}
    content = Page.objects.type(page_models()).filter(locale__language_code__in=CODES)
    found = set(content.filter(path__in=above).values_list("translation_key", flat=True))
    for page in pages:
        below = content.filter(path__startswith=page.path, depth__gt=page.depth, live=True)
        found |= set(below.values_list("translation_key", flat=True))
    state = desired_state(items, shared_now())
    linked = {UUID(target) for one in state.values() for target in linked_items(one.newest.content)}
    found |= set(content.filter(translation_key__in=linked).values_list("translation_key", flat=True))
    public = Edition.objects.filter(served(shared_now()), item__in=found).values_list("item", flat=True)
    return found - items - set(public)


def _titles(items: Iterable[UUID]) -> list[str]:
    """What the audit calls items: by the titles of their pages, and those that have none by their number."""
    pages = pages_of_set(items)
    gone = set(items) - {page.translation_key for page in pages}
    return [*(page.title for page in pages), *map(str, sorted(gone))]
