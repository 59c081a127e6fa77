"""The versions of a page that have been public, newest first. A draft is none of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from wagtail.models import Page, PageLogEntry

# How many publications back a complete version is looked for.
LOOK_BACK: Final = 20


@dataclass(frozen=True)
class Version:
    """A page with the content of one publication: the revision (None where there is none), when made and published."""

    page: Any
    revision: int | None
    made: datetime | None
    published: datetime | None


def live_version(page: Page) -> Version:
    """What is live for editors, by the live revision.

    The table's row is not trusted: a translation saved as a draft writes its words into the row of a live page.
    """
    if page.live_revision_id is None:
        return Version(page, None, page.last_published_at, page.last_published_at)
    revision = page.live_revision
    return Version(page.with_content_json(revision.content), revision.pk, revision.created_at, page.last_published_at)


def earlier_versions(page: Page) -> Iterator[Version]:
    """What was live before, back to when the page was last taken down."""
    entries = PageLogEntry.objects.filter(page=page.pk).order_by("-timestamp")
    taken_down = entries.filter(action="wagtail.unpublish").values_list("timestamp", flat=True).first()
    published = entries.filter(action="wagtail.publish", revision__isnull=False).exclude(revision=page.live_revision_id)
    if taken_down is not None:
        published = published.filter(timestamp__gt=taken_down)
    for entry in published.select_related("revision")[:LOOK_BACK]:
        revision = entry.revision
        yield Version(page.with_content_json(revision.content), revision.pk, revision.created_at, entry.timestamp)
