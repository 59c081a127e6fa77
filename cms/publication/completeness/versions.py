"""A page with the content of one of its revisions: the live one, or one that readers go on seeing. A draft is none of them."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from django.db.models import ForeignKey
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision

from cms.content.projection.lookups import Lookups

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
    """A page with the content of one publication: the revision (None where there is none), when made and published, by whom.

    `content` is what the revision holds, as it was stored; None without a revision.
    """

    page: Any
    revision: int | None
    made: datetime | None
    published: datetime | None
    content: dict[str, Any] | None = None
    by: int | None = None


def live_version(page: Page, lookups: Lookups | None = None) -> Version:
    """What is live for editors, by the live revision.

    The table's row is not trusted: a translation saved as a draft writes its words into the row of a live page.
    """
    if page.live_revision_id is None:
        return Version(page, None, page.last_published_at, page.last_published_at)
    revision = page.live_revision
    restored = with_content(page, revision.content, lookups or Lookups())
    return Version(
        restored, revision.pk, revision.created_at, page.last_published_at, revision.content, revision.user_id
    )


def with_content(page: Page, content: dict[str, Any], lookups: Lookups) -> Any:
    """The page with the content of a revision.

    As `Page.with_content_json`, less its queries: one for each foreign key, whose objects are looked up once a run here,
    and one for comments, which nobody reads.
    """
    model = page.specific_class
    shown = {name: value for name, value in content.items() if name not in _NOT_RESTORED}
    restored = model.from_serializable_data({**shown, COMMENTS_RELATION_NAME: []}, check_fks=False)
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


def released_version(page: Page, revision: Revision, published: datetime | None, lookups: Lookups) -> Version:
    """What readers see of a page whose live version is another."""
    restored = with_content(page, revision.content, lookups)
    return Version(restored, revision.pk, revision.created_at, published, revision.content, revision.user_id)
