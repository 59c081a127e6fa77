"""The versions of a page that have been public, newest first. A draft is none of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from django.db.models import ForeignKey
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageLogEntry

from cms.content.projection.lookups import Lookups

# How many publications back a complete version is looked for.
LOOK_BACK: Final = 20
# The ids of rich text's links, as JSON has them.
_IDS: Final = re.compile(r'\bid=\\?"(\d{1,18})\\?"')
# What a page's row knows, not a revision of it: `Page.with_content_json` takes the same from the row.
_OF_THE_ROW: Final = (
    "id", "content_type_id", "path", "depth", "numchild", "url_path", "draft_title", "live", "has_unpublished_changes",
    "owner_id", "locked", "locked_by_id", "locked_at", "latest_revision_id", "latest_revision_created_at",
    "live_revision_id", "translation_key", "locale_id", "alias_of_id",
)  # fmt: skip
_NOT_RESTORED: Final = {name.removesuffix("_id") for name in _OF_THE_ROW} | {COMMENTS_RELATION_NAME}


@dataclass(frozen=True)
class Version:
    """A page with the content of one publication: the revision (None where there is none), when made and published.

    `content` is what the revision holds, as it was stored; None without a revision.
    """

    page: Any
    revision: int | None
    made: datetime | None
    published: datetime | None
    content: dict[str, Any] | None = None


def live_version(page: Page, lookups: Lookups | None = None) -> Version:
    """What is live for editors, by the live revision.

    The table's row is not trusted: a translation saved as a draft writes its words into the row of a live page.
    """
    if page.live_revision_id is None:
        return Version(page, None, page.last_published_at, page.last_published_at)
    revision = page.live_revision
    restored = with_content(page, revision.content, lookups or Lookups())
    return Version(restored, revision.pk, revision.created_at, page.last_published_at, revision.content)


def with_content(page: Page, content: dict[str, Any], lookups: Lookups) -> Any:
    """The page with the content of a revision.

    As `Page.with_content_json`, less its queries: one for each foreign key, whose objects are looked up once a run here,
    and one for comments, which nobody reads.
    """
    model = page.specific_class
    restored = model.from_serializable_data(
        {name: value for name, value in content.items() if name not in _NOT_RESTORED}, check_fks=False
    )
    for name in _OF_THE_ROW:
        setattr(restored, name, getattr(page, name))
    restored.pk, restored.locale = page.pk, page.locale
    for name, related in _references(model):
        setattr(restored, name, lookups.instance(related, getattr(restored, f"{name}_id")))
    if restored.first_published_at is None:
        restored.first_published_at = page.first_published_at
    return restored


def named_pages(version: Version) -> set[int]:
    """The primary keys of the pages that a version may link to, and perhaps of others."""
    if version.content is None:
        return set()
    texts = [value for value in version.content.values() if isinstance(value, str)]
    linked = {int(found) for text in texts for found in _IDS.findall(text)}
    related = {block["value"] for block in version.page.related.raw_data if block["value"]}
    return linked | related


@cache
def _references(model: type[Page]) -> tuple[tuple[str, type[Any]], ...]:
    """The foreign keys that a page type adds to those of all pages."""
    return tuple(
        (field.name, field.related_model)
        for field in model._meta.local_concrete_fields
        if isinstance(field, ForeignKey) and not field.remote_field.parent_link
    )


def earlier_versions(page: Page, lookups: Lookups) -> Iterator[Version]:
    """What was live before, back to when the page was last taken down."""
    entries = PageLogEntry.objects.filter(page=page.pk).order_by("-timestamp")
    taken_down = entries.filter(action="wagtail.unpublish").values_list("timestamp", flat=True).first()
    published = entries.filter(action="wagtail.publish", revision__isnull=False).exclude(revision=page.live_revision_id)
    if taken_down is not None:
        published = published.filter(timestamp__gt=taken_down)
    for entry in published.select_related("revision")[:LOOK_BACK]:
        revision = entry.revision
        restored = with_content(page, revision.content, lookups)
        yield Version(restored, revision.pk, revision.created_at, entry.timestamp, revision.content)
