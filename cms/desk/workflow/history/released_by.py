"""Who released what of an item and why, and who reviewed it: by the releases and reviews that are recorded."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from cms.content.languages import CODES
from cms.publication.admin.item_overview import LANGUAGE_NAMES
from cms.publication.models import Release

from ..models import PageReview
from ..reviews.review_views import review_in_words

# The screens show as many of the newest.
MOST: Final = 50


@dataclass(frozen=True)
class ReleasedBy:
    """A release in words: what it was, in which languages, by whom and why."""

    at: datetime
    kind: str
    languages: tuple[str, ...]
    by: str
    reason: str
    until: datetime | None
    set_name: str


def releases_of(item: UUID) -> list[ReleasedBy]:
    """The newest releases of an item."""
    rows = Release.objects.filter(item=item).select_related("release_set").prefetch_related("versions")
    return [_in_words(row) for row in rows.order_by("-pk")[:MOST]]


def reviews_of(item: UUID) -> list[str]:
    """The newest reviews of an item."""
    return [review_in_words(one) for one in PageReview.objects.filter(item=item).order_by("-on", "-pk")[:MOST]]


def _in_words(row: Any) -> ReleasedBy:
    shown = {version.language for version in row.versions.all()}
    return ReleasedBy(
        at=row.at,
        kind=row.get_kind_display(),
        languages=tuple(str(LANGUAGE_NAMES[code]) for code in CODES if code in shown),
        by=row.by_name,
        reason=row.reason,
        until=row.until,
        set_name=row.release_set.name if row.release_set else "",
    )
