"""Whether a translation has kept up with its source, and if not, since when."""

import json
from datetime import datetime
from typing import Any, Final

from django.db.models import Max, QuerySet
from wagtail.models import PageLogEntry
from wagtail_localize.models import TranslationLog

from cms.content.languages import Language, other
from cms.content.translating.stable_content import shows_same

from .translations import FrozenSource, TranslationRecords
from .versions import Version

# How many publications back it is looked for when the source first said something else.
_LOOK_BACK: Final = 20


def stale_since(
    page: Any, version: Version, source_page: Any, source_content: Any, records: TranslationRecords
) -> datetime | None:
    """Since when the public version of the translation `page` has lagged behind its published source; None if it keeps up.

    `page` and `source_page` are the pages' rows, `source_content` the source with its published content.
    """
    if not source_page.live:
        return None
    language: Language = page.locale.language_code
    source = records.sources.get(other(language))
    translation = records.targets.get(language)
    moment: datetime | None = None
    if source is None or translation is None or not translation.enabled:
        moment = _edited_since(version, source_page, source_content)
    elif not source.is_unchanged_in(source_content) or _made_before_sync(source, version):
        moment = _first_publication_after(source_page, _last_translation(source, page))
    return moment


def _edited_since(version: Version, source_page: Any, source_content: Any) -> datetime | None:
    """For a translation kept by hand: stale where the source was published after it with other content."""
    published, source_published = version.published, source_page.last_published_at
    if not published or not source_published or source_published <= published:
        return None
    known = _content_at(source_page, published)
    if known is not None and shows_same(known, json.loads(source_content.to_json())):
        return None
    return _first_publication_after(source_page, published)


def _made_before_sync(source: FrozenSource, version: Version) -> bool:
    """Whether the public translation was made from an older state of the frozen source.

    While a translation is enabled its revisions come from the frozen source alone, so their age tells.
    wagtail-localize's own log can't be asked: it is written after the publication.
    """
    return version.made is None or version.made < source.record.last_updated_at


def _last_translation(source: FrozenSource, page: Any) -> datetime | None:
    latest = TranslationLog.objects.filter(source=source.record, locale_id=page.locale_id).aggregate(
        latest=Max("created_at")
    )
    moment: datetime | None = latest["latest"] or page.last_published_at
    return moment


def _first_publication_after(source_page: Any, moment: datetime | None) -> datetime:
    """When the source was first published after `moment` with other content, by Wagtail's log, or last if it doesn't know."""
    last: datetime = source_page.last_published_at or source_page.latest_revision_created_at
    if moment is None:
        return last
    known = _content_at(source_page, moment)
    entries = _publications(source_page).filter(timestamp__gt=moment).order_by("timestamp")
    for entry in entries.select_related("revision")[:_LOOK_BACK]:
        if known is None or entry.revision is None or not shows_same(known, entry.revision.content):
            first: datetime = entry.timestamp
            return first
    return last


def _content_at(source_page: Any, moment: datetime) -> dict[str, Any] | None:
    """What the source showed at `moment`; None where its log or its revisions don't know."""
    entries = _publications(source_page).filter(timestamp__lte=moment).order_by("-timestamp")
    entry = entries.select_related("revision").first()
    content: dict[str, Any] | None = entry.revision.content if entry and entry.revision else None
    return content


def _publications(source_page: Any) -> QuerySet[PageLogEntry]:
    entries: QuerySet[PageLogEntry] = PageLogEntry.objects.filter(page=source_page.pk, action="wagtail.publish")
    return entries
