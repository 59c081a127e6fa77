"""What is previewed, in lists: chosen and sorted as the database does it with what is public."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from ..models import Edition
from ..queries.query_types import EditionFilter, KeysetPosition, ListRow
from .preview_overlay import PreviewedEdition, PreviewOverlay

# Its version is decided when it goes out, and will be the newest: the largest that a cursor holds.
_NEWEST: Final = 2**31 - 1


def previewed_in(overlay: PreviewOverlay, edition_filter: EditionFilter, now: datetime) -> list[Edition]:
    """The previewed editions that a list holds."""
    return [one.edition for one in overlay.shown.values() if _fits(one, edition_filter, now)]


def _fits(one: PreviewedEdition, wanted: EditionFilter, now: datetime) -> bool:
    """Whether a filter chooses it. It has changed since whichever version."""
    edition, today = one.edition, timezone.localdate(now)
    any_of: list[tuple[Sequence[Any], set[Any]]] = [
        (wanted.types, {edition.type}),
        (wanted.kinds, {edition.kind}),
        (wanted.sections, {edition.section}),
        (wanted.parents, {edition.parent}),
        (wanted.audiences, set(one.facets["audience"])),
        (wanted.topics, set(one.facets["topic"])),
    ]
    is_new = edition.new_until is not None and edition.new_until >= today
    return (
        edition.language == wanted.language
        and edition.withdrawn_at is None
        and all(not values or not own.isdisjoint(values) for values, own in any_of)
        and (wanted.new is None or wanted.new == is_new)
        and (wanted.updated_since is None or edition.updated_at >= wanted.updated_since)
        and (
            wanted.reviewed_before is None
            or (edition.reviewed_on is not None and edition.reviewed_on < wanted.reviewed_before)
        )
    )


def page_with_previewed(
    public: tuple[Sequence[ListRow], bool],
    previewed: Sequence[ListRow],
    limit: int,
    place: KeysetPosition | None,
    *,
    descending: bool,
) -> tuple[tuple[ListRow, ...], bool]:
    """A page of both, where `public` is that page of what is public: its rows, and whether there are more."""
    rows, more = public
    backwards = place is not None and place.backwards
    falling = descending != backwards

    def order(row: ListRow) -> Any:
        return row.value, row.item

    def is_beyond(row: ListRow) -> bool:
        if place is None:
            return True
        at = (place.value, place.item)
        return bool(order(row) < at if falling else order(row) > at)

    both = sorted([*rows, *filter(is_beyond, previewed)], key=order, reverse=falling)
    kept = both[:limit]
    return tuple(kept[::-1] if backwards else kept), more or len(both) > limit


def list_row(edition: Edition, field: str, *, full: bool) -> ListRow:
    """The row of a previewed edition in a list sorted by a field."""
    value = _NEWEST if field == "version" else getattr(edition, field)
    return ListRow(edition.item, value, bytes(edition.body if full else edition.card))
