"""What wagtail-localize knows of a page: which language it was translated from, and whether it has kept up since."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Max
from wagtail.models import PageLogEntry, TranslatableMixin
from wagtail_localize.models import StringTranslation, Translation, TranslationLog, TranslationSource

from cms.content.languages import Language, other

from ..projections.versions import Version

# What a republication changes in a page's JSON although its content stayed the same.
_VOLATILE: Final = {
    "latest_revision", "latest_revision_created_at", "live_revision", "last_published_at", "first_published_at",
    "path", "numchild", "depth", "url_path", "has_unpublished_changes", "draft_title", "go_live_at", "live",
    "locked", "locked_at", "locked_by", "owner", "wagtail_admin_comments", "show_in_menus", "expire_at", "expired",
}  # fmt: skip


@dataclass(frozen=True)
class Records:
    """wagtail-localize's records of one item (or snippet), by language of the source or of the target."""

    sources: dict[Language, TranslationSource]
    targets: dict[Language, Translation]

    def made_from(self, instance: TranslatableMixin, twin: TranslatableMixin | None) -> bool:
        """Whether `instance` is a translation (or an unrecorded copy), not where the words were first written."""
        language: Language = instance.locale.language_code
        if language in self.targets:
            return True
        if other(language) in self.targets:
            return False
        if twin is None:
            return other(language) in self.sources
        return bool(twin.pk < instance.pk)


def records_of(items: set[UUID]) -> dict[UUID, Records]:
    """The records of each item that wagtail-localize has any of, in two queries."""
    found: dict[UUID, Records] = {}
    sources = TranslationSource.objects.filter(object_id__in=items).select_related("locale", "specific_content_type")
    for source in sources:
        found.setdefault(source.object_id, Records({}, {})).sources[source.locale.language_code] = source
    if not found:
        return found
    by_pk = {source.pk: source for records in found.values() for source in records.sources.values()}
    for translation in Translation.objects.filter(source__in=by_pk).select_related("target_locale"):
        translation.source = by_pk[translation.source_id]
        found[translation.source.object_id].targets[translation.target_locale.language_code] = translation
    return found


NO_RECORDS: Final = Records({}, {})


def translated_strings(item: UUID, locale_id: int) -> set[str]:
    """What people have written as translations of the item's strings into a language, other than by repeating them."""
    rows = StringTranslation.objects.filter(context__object_id=item, locale_id=locale_id)
    return {data for data, source in rows.values_list("data", "translation_of__data") if data != source}


def stale_since(
    page: Any, version: Version, source_page: Any, source_content: Any, records: Records
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
        moment = _edited_since(version, source_page)
    elif not _same_content(source, source_page, source_content) or _made_before_sync(source, version):
        moment = _first_publication_after(source_page, _last_translation(source, page))
    return moment


def _edited_since(version: Version, source_page: Any) -> datetime | None:
    """For a translation kept by hand: stale where the source was published after it."""
    published, source_published = version.published, source_page.last_published_at
    if published and source_published and source_published > published:
        return _first_publication_after(source_page, published)
    return None


def _same_content(source: TranslationSource, source_page: Any, source_content: Any) -> bool:
    """Whether the frozen source holds what the source page now shows, republications without a change aside."""
    frozen = frozen_content(source)
    if frozen.get("live_revision") == source_page.live_revision_id and source_page.live_revision_id:
        return True
    return _stable(frozen) == _stable(json.loads(source_content.to_json()))


def holds(source: TranslationSource, content: dict[str, Any] | None) -> bool:
    """Whether the frozen source is word for word the content of a revision: then one need not be read beside the other."""
    if content is None:
        return False
    frozen = frozen_content(source)
    return all(
        frozen.get(key) == content.get(key) or _parsed(frozen.get(key)) == _parsed(content.get(key))
        for key in (frozen.keys() | content.keys()) - _VOLATILE
    )


def frozen_content(source: TranslationSource) -> dict[str, Any]:
    """What is in the frozen source, parsed once."""
    if not hasattr(source, "_parsed_content"):
        source._parsed_content = json.loads(source.content_json)
    found: dict[str, Any] = source._parsed_content
    return found


def _stable(data: dict[str, Any]) -> dict[str, Any]:
    return {key: _parsed(value) for key, value in data.items() if key not in _VOLATILE}


def _parsed(value: Any) -> Any:
    """StreamFields are JSON within JSON, and PostgreSQL keeps the keys in an order of its own."""
    if isinstance(value, str) and value.startswith("["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _made_before_sync(source: TranslationSource, version: Version) -> bool:
    """Whether the public translation was made from an older state of the frozen source.

    While a translation is enabled its revisions come from the frozen source alone, so their age tells.
    wagtail-localize's own log can't be asked: it is written after the publication.
    """
    return version.made is None or version.made < source.last_updated_at


def _last_translation(source: TranslationSource, page: Any) -> datetime | None:
    latest = TranslationLog.objects.filter(source=source, locale_id=page.locale_id).aggregate(latest=Max("created_at"))
    moment: datetime | None = latest["latest"] or page.last_published_at
    return moment


def _first_publication_after(source_page: Any, moment: datetime | None) -> datetime:
    """When the source was first published after `moment`, by Wagtail's log, or last if the log doesn't know."""
    last: datetime = source_page.last_published_at or source_page.latest_revision_created_at
    if moment is None:
        return last
    entries = PageLogEntry.objects.filter(page=source_page.pk, action="wagtail.publish", timestamp__gt=moment)
    first: datetime | None = entries.order_by("timestamp").values_list("timestamp", flat=True).first()
    return first or last
