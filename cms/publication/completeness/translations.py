"""wagtail-localize's records of an item or snippet: which language is the source, and what was frozen for translation."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from wagtail.models import TranslatableMixin
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms.content.languages import Language, other
from cms.content.translating.stable_content import VOLATILE, parsed, shows_same


class FrozenSource:
    """A source as it was last frozen for translation. Its content, which is large, is parsed once."""

    def __init__(self, record: TranslationSource) -> None:
        self.record = record

    @cached_property
    def content(self) -> dict[str, Any]:
        """What was frozen, as a revision would hold it."""
        found: dict[str, Any] = json.loads(self.record.content_json)
        return found

    def holds(self, content: dict[str, Any] | None) -> bool:
        """Whether it is word for word the content of a revision: then one need not be read beside the other."""
        if content is None:
            return False
        frozen = self.content
        return all(
            frozen.get(key) == content.get(key) or parsed(frozen.get(key)) == parsed(content.get(key))
            for key in (frozen.keys() | content.keys()) - VOLATILE
        )

    def is_unchanged_in(self, page: Any) -> bool:
        """Whether a page with its published content shows what was frozen, republications without a change aside."""
        live: int | None = page.live_revision_id
        if live and self.content.get("live_revision") == live:
            return True
        return shows_same(self.content, json.loads(page.to_json()))


@dataclass(frozen=True)
class TranslationRecords:
    """wagtail-localize's records of one item (or snippet), by language of the source or of the target."""

    sources: dict[Language, FrozenSource]
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


def records_of(items: set[UUID]) -> dict[UUID, TranslationRecords]:
    """The records of each item (or snippet) that wagtail-localize has any of, in two queries."""
    found: dict[UUID, TranslationRecords] = {}
    rows = TranslationSource.objects.filter(object_id__in=items).select_related("locale", "specific_content_type")
    items_by_source = {row.pk: row.object_id for row in rows}
    for row in rows:
        records = found.setdefault(row.object_id, TranslationRecords({}, {}))
        records.sources[row.locale.language_code] = FrozenSource(row)
    if not found:
        return found
    for translation in Translation.objects.filter(source__in=items_by_source).select_related("target_locale"):
        records = found[items_by_source[translation.source_id]]
        records.targets[translation.target_locale.language_code] = translation
    return found


NO_RECORDS: Final = TranslationRecords({}, {})


def translated_strings(item: UUID, locale_id: int) -> set[str]:
    """What people have written as translations of the item's strings into a language, other than by repeating them."""
    rows = StringTranslation.objects.filter(context__object_id=item, locale_id=locale_id)
    return {data for data, source in rows.values_list("data", "translation_of__data") if data != source}
