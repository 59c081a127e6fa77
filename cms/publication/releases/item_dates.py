"""Go-live and expiry dates are an item's: whichever language's page they are set on, the other's page has them too."""

from collections.abc import Iterable
from datetime import datetime
from functools import wraps
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import Q
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import Page, Revision

from cms.content.declaration.registry import type_of
from cms.content.languages import CODES
from cms.content.pages import ContentPage

from ..clock import shared_now
from .policies import policy_of

# What Wagtail logs of a publication that the clock makes: nobody sets a date by it.
_BY_THE_CLOCK: Final = "wagtail.publish.scheduled"


class ItemDates(NamedTuple):
    """When an item goes live and when it expires, where that is set."""

    go_live_at: datetime | None
    expire_at: datetime | None

    @classmethod
    def on(cls, page: Page) -> "ItemDates":
        """Those that a page has."""
        return cls(page.go_live_at, page.expire_at)


def install() -> None:
    """Has whatever publishes a page give its dates to the other language's in that transaction: Wagtail has no hook for it."""
    execute = PublishRevisionAction.execute

    @wraps(execute)
    def execute_for_both(self: PublishRevisionAction, *args: Any, **kwargs: Any) -> Any:
        page = self.object
        if not isinstance(page, ContentPage) or self.log_action == _BY_THE_CLOCK:
            return execute(self, *args, **kwargs)
        others = _lacking(page)
        if not others:
            return execute(self, *args, **kwargs)
        with transaction.atomic():
            result = execute(self, *args, **kwargs)
            _give(others, ItemDates.on(page))
            return result

    PublishRevisionAction.execute = execute_for_both


def dated_pages(page: Page) -> list[Page]:
    """The pages that have a page's dates: its own and, unless each language goes by itself, the other's."""
    kind = type_of(page)
    rows = Page.objects.filter(translation_key=page.translation_key, alias_of=None, locale__language_code__in=CODES)
    if not policy_of(kind.name if kind else "").begins_with_both:
        rows = rows.filter(pk=page.pk)
    return list(rows.select_related("locale").order_by("pk"))


def dates_of(pages: Iterable[Page], now: datetime) -> ItemDates:
    """The dates of an item that are still to come, by its pages: what is scheduled, or is to be once it is published."""
    rows = list(pages)
    moments = {row.go_live_at for row in rows} | {one.approved_go_live_at for one in scheduled(rows)}
    return ItemDates(
        max((moment for moment in moments if moment and moment > now), default=None),
        min((row.expire_at for row in rows if row.expire_at and row.expire_at > now), default=None),
    )


def scheduled(pages: Iterable[Page]) -> list[Revision]:
    """The versions that are published at a moment to come."""
    keys = [str(page.pk) for page in pages]
    return list(Revision.page_revisions.filter(object_id__in=keys, approved_go_live_at__isnull=False).order_by("pk"))


def set_dates(page: Page, dates: ItemDates) -> None:
    """Sets the dates of an item: its expiry at once, and the day of what is scheduled or will be published."""
    with transaction.atomic():
        _give(dated_pages(page), dates)


def cancel_schedule(page: Page) -> int:
    """Leaves what is scheduled of an item a draft; returns of how many versions."""
    wanted = [revision.pk for revision in scheduled(dated_pages(page))]
    count: int = Revision.objects.filter(pk__in=wanted).update(approved_go_live_at=None)
    return count


def _lacking(page: Any) -> list[Page]:
    """The other language's pages that have not the dates with which a page is published, if it brings new ones."""
    rows, dates = dated_pages(page), ItemDates.on(page)
    own = next((row for row in rows if row.pk == page.pk), None)
    if own is None or (own.live and ItemDates.on(own) == dates):
        return []
    return [row for row in rows if row.pk != page.pk and ItemDates.on(row) != dates]


def _give(pages: Iterable[Page], dates: ItemDates) -> None:
    """To the pages, to what is being written of them, and to what is scheduled: without a day that is due now."""
    fields = dates._asdict()
    for page in pages:
        Page.objects.filter(pk=page.pk).update(**fields)
        wanted = Q(pk=page.latest_revision_id) | Q(approved_go_live_at__isnull=False)
        for revision in Revision.page_revisions.filter(wanted, object_id=str(page.pk)):
            moment = (dates.go_live_at or shared_now()) if revision.approved_go_live_at else None
            Revision.objects.filter(pk=revision.pk).update(
                content={**revision.content, **fields}, approved_go_live_at=moment
            )
