"""How pages stand with readers, for screens that show many pages: by their editions, in two queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cms.content.pages import ContentPage

from ...safeguards.blast_radius import open_withdrawals
from ..inspection import public_editions


@dataclass(frozen=True)
class Standing:
    """What readers see of a page: whether anything, whether an earlier version (its withdrawal may wait, too), and since when
    it is out of date.
    """

    is_public: bool = False
    is_earlier: bool = False
    stale_since: datetime | None = None


def standings(pages: Iterable[Any], now: datetime) -> dict[int, Standing]:
    """How each page of content stands, by its primary key."""
    wanted = [page for page in pages if issubclass(page.specific_class or type(page), ContentPage)]
    items = {page.translation_key for page in wanted}
    shown, held = _shown(items, now), set(open_withdrawals().filter(item__in=items).values_list("item", "language"))
    of_page = {page.pk: (page.translation_key, page.locale.language_code) for page in wanted}
    return {page.pk: _standing(page, shown.get(of_page[page.pk]), held=of_page[page.pk] in held) for page in wanted}


def _shown(items: Iterable[UUID], now: datetime) -> dict[tuple[UUID, str], tuple[int | None, datetime | None]]:
    rows = public_editions(now).filter(item__in=set(items))
    fields = rows.values_list("item", "language", "revision", "translation_status", "translation_since")
    return {
        (item, language): (revision, since if status == "stale" else None)
        for item, language, revision, status, since in fields
    }


def _standing(page: Any, shown: tuple[int | None, datetime | None] | None, *, held: bool) -> Standing:
    if shown is None:
        return Standing()
    revision, stale_since = shown
    return Standing(True, held or revision not in {None, page.live_revision_id}, stale_since)
