"""Pages that only stand elsewhere among their siblings: their editions take over the order."""

from uuid import UUID

from wagtail.models import Page

from ..models import Edition


def take_positions(items: set[UUID]) -> set[UUID]:
    """Gives the editions of items the places of their pages. Returns the items above, whose lists of children may differ."""
    if not items:
        return set()
    pages = Page.objects.filter(translation_key__in=items).values_list(
        "translation_key", "locale__language_code", "path"
    )
    positions = {(item, language): path for item, language, path in pages}
    rows = Edition.objects.filter(item__in=items).only("item", "language", "position", "parent")
    moved = [row for row in rows if positions.get((row.item, row.language), row.position) != row.position]
    for row in moved:
        row.position = positions[row.item, row.language]
    Edition.objects.bulk_update(moved, ["position"], batch_size=500)
    return {row.parent for row in moved if row.parent is not None}
