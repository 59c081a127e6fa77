"""Who released what of an item and why, and who reviewed it: by the releases and reviews that are recorded."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, TaskState

from cms.content.languages import CODES
from cms.publication.admin.item_overview import LANGUAGE_NAMES
from cms.publication.models import Release
from cms.publication.releases.recording import name_of

from ..models import PageReview
from ..reviews.review_views import review_in_words

# The screens show as many of the newest.
MOST: Final = 50


@dataclass(frozen=True)
class ReleasedBy:
    """A release in words: what it was, in which languages, by whom and why; and what was said when its pages were approved."""

    at: datetime
    kind: str
    languages: tuple[str, ...]
    by: str
    reason: str
    comments: tuple[str, ...]
    until: datetime | None
    set_name: str


def releases_of(item: UUID) -> list[ReleasedBy]:
    """The newest releases of an item."""
    rows = Release.objects.filter(item=item).select_related("release_set").prefetch_related("versions")
    newest = list(rows.order_by("-pk")[: MOST + 1])
    said = _comments(item)
    since = [*(row.at for row in newest[1:]), None][: len(newest)]
    return [
        _in_words(row, [words for at, words in said if at <= row.at and (before is None or at > before)])
        for row, before in list(zip(newest, since, strict=True))[:MOST]
    ]


def reviews_of(item: UUID) -> list[str]:
    """The newest reviews of an item."""
    return [review_in_words(one) for one in PageReview.objects.filter(item=item).order_by("-on", "-pk")[:MOST]]


def _comments(item: UUID) -> list[tuple[datetime, str]]:
    """What was said when the item's pages were approved, and when."""
    keys = [str(pk) for pk in Page.objects.filter(translation_key=item).values_list("pk", flat=True)]
    states = TaskState.objects.filter(
        workflow_state__object_id__in=keys, status=TaskState.STATUS_APPROVED, finished_at__isnull=False
    ).exclude(comment="")
    rows = states.select_related("task", "finished_by", "workflow_state").order_by("finished_at")
    page_types = {ContentType.objects.get_for_model(Page).pk}
    return [
        (one.finished_at, f"{one.task.name}: {one.comment} ({name_of(one.finished_by)})")
        for one in rows
        if one.workflow_state.base_content_type_id in page_types
    ]


def _in_words(row: Any, comments: list[str]) -> ReleasedBy:
    shown = {version.language for version in row.versions.all()}
    return ReleasedBy(
        at=row.at,
        kind=row.get_kind_display(),
        languages=tuple(str(LANGUAGE_NAMES[code]) for code in CODES if code in shown),
        by=row.by_name,
        reason=row.reason,
        comments=tuple(comments),
        until=row.until,
        set_name=row.release_set.name if row.release_set else "",
    )
