"""What a token shows: its items in both languages, composed when they are asked for."""

import time
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from wagtail.models import Page

from cms.publication.drafts.preview_composition import compose_previews
from cms.publication.drafts.preview_overlay import PreviewOverlay
from cms.publication.drafts.previewed_versions import PreviewSource, chosen_editions
from cms.publication.queries.item_queries import generation
from cms.publication.release_sets.set_members import items_of

from .models import PreviewToken

# Seconds for which what was composed is given again: a page asks for its pictures right after itself. Whether the token still
# holds is asked each time.
HOLDS_FOR: Final = 1.0
_MOST: Final = 8
_recent: Final[dict[str, tuple[Any, float, PreviewOverlay]]] = {}


def overlay_of(token: PreviewToken) -> PreviewOverlay:
    """The editions that stand in for what is public where a request comes with the token."""
    pins = dict(token.pins.values_list("page", "revision")) if token.is_pinned else None
    if pins == {}:
        return PreviewOverlay(frozenset(), {})
    items = _items(token) if pins is None else _items_of_pages(pins)
    state = _state(items)
    known = _recent.get(token.prefix)
    if known is not None and known[0] == state and time.monotonic() - known[1] < HOLDS_FOR:
        return known[2]
    moment = time.monotonic()
    overlay = compose_previews(items, PreviewSource(token.drafts, token.release_set, pins or {}))
    while len(_recent) >= _MOST:
        _recent.pop(next(iter(_recent)), None)
    _recent[token.prefix] = (state, moment, overlay)
    return overlay


def _state(items: frozenset[UUID]) -> Any:
    """What is another one as soon as something else is written, published or released."""
    columns = ("pk", "path", "live", "latest_revision", "live_revision")
    return generation(), tuple(Page.objects.filter(translation_key__in=items).order_by("pk").values_list(*columns))


def revisions_now(token: PreviewToken) -> dict[int, int]:
    """The revision that is shown of each page at this moment."""
    chosen = chosen_editions(_items(token), PreviewSource(token.drafts, token.release_set), timezone.now())
    return {one.desired.page.pk: one.revision for one in chosen.values() if one.revision is not None}


def _items(token: PreviewToken) -> frozenset[UUID]:
    if token.release_set is not None:
        return items_of(token.release_set)
    return frozenset({token.item}) if token.item else frozenset()


def _items_of_pages(pins: dict[int, int]) -> frozenset[UUID]:
    return frozenset(Page.objects.filter(pk__in=pins).values_list("translation_key", flat=True))
