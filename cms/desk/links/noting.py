"""The links of pages as they were saved last: noted at once for a page that somebody opens, by the worker for any other."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from wagtail.models import Page

from cms.content.declaration.registry import page_models
from cms.publication.clock import shared_now

from .link_extraction import FoundLink, links_of
from .models import ExternalAddress, LinkKind, PageLink, ScannedPage

_AT_ONCE: Final = 50
_LONGEST_URL: Final = 2000


def note_links(page: Page) -> None:
    """Notes the links of the newest version of a page in the place of those noted before; none of a page that is gone."""
    with transaction.atomic():
        now = Page.objects.select_for_update(no_key=True).filter(pk=page.pk).first()
        if now is None:
            return
        found = links_of(now.specific.get_latest_revision_as_object())
        scanned, _ = ScannedPage.objects.select_for_update().get_or_create(page=page)
        addresses = _addresses_of(found)
        PageLink.objects.filter(page=page).delete()
        PageLink.objects.bulk_create(
            PageLink(
                page=page, kind=link.kind, address=link.address, target=link.target, words=link.words,
                external=addresses.get(link.address) if link.kind is LinkKind.EXTERNAL else None,
            )
            for link in found
        )  # fmt: skip
        scanned.revision = now.latest_revision_id
        scanned.save()


def unnoted_pages() -> QuerySet[Page]:
    """Pages that were saved since their links were noted."""
    noted = ScannedPage.objects.filter(page=OuterRef("pk")).values("revision")
    pages: QuerySet[Page] = Page.objects.type(page_models()).filter(latest_revision__isnull=False)
    behind: QuerySet[Page] = pages.annotate(noted=Subquery(noted)).filter(
        Q(noted=None) | ~Q(noted=F("latest_revision"))
    )
    return behind


def note_all(between: Callable[[], Any] = bool, limit: int | None = None) -> int:
    """Notes the links of those pages, and forgets addresses that no page has any more. How many pages there were."""
    keys = list(unnoted_pages().order_by("pk").values_list("pk", flat=True)[:limit])
    for start in range(0, len(keys), _AT_ONCE):
        between()
        for page in Page.objects.filter(pk__in=keys[start : start + _AT_ONCE]):
            note_links(page)
    if keys:
        ExternalAddress.objects.filter(links=None).delete()
    return len(keys)


def _addresses_of(found: list[FoundLink]) -> dict[str, ExternalAddress]:
    urls = {link.address for link in found if link.kind is LinkKind.EXTERNAL and _is_kept(link.address)}
    now = shared_now()
    ExternalAddress.objects.bulk_create(
        (ExternalAddress(url=url, host=_host(url), due_at=now) for url in sorted(urls)), ignore_conflicts=True
    )
    return {row.url: row for row in ExternalAddress.objects.filter(url__in=urls)}


def _is_kept(url: str) -> bool:
    """Whether an index takes it: nothing longer is an address that anybody shares."""
    return len(url.encode()) <= _LONGEST_URL


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "")[:255]
    except ValueError:
        return ""
