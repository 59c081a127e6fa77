"""Writes the translation of an object as editors do: string by string, with overrides for files and addresses.

Both languages' instances have the same block ids, so wagtail-localize finds segments at the same paths in both.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from wagtail.models import Locale
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments, quote_path_component

from ..errors import DemoError
from .words import alike

# One of wagtail-localize's four kinds of segment, which have no types.
Segment = Any


class Pair:
    """A saved object, and how it should be in `locale`: an unsaved instance of its model with the same block ids."""

    def __init__(self, original: models.Model, wanted: models.Model, locale: Locale, where: str) -> None:
        self.source, _created = TranslationSource.update_or_create_from_instance(original)
        self.locale, self.where = locale, where
        self.original, self.wanted = extract_segments(self.source.as_instance()), extract_segments(wanted)
        self._check_structure()

    def write(self, user: AbstractBaseUser) -> set[str]:
        """Stores the translation of every segment, and returns the texts and addresses that are the same in both.

        What wagtail-localize has kept of an object of this id that was deleted is replaced.
        Raises DemoError for segments that have no counterpart and for words that wagtail-localize cannot accept.
        """
        Translation.objects.get_or_create(source=self.source, target_locale=self.locale)
        for model in (StringTranslation, SegmentOverride):
            model.objects.filter(context__object_id=self.source.object_id, locale=self.locale).delete()
        return self._write_strings(user) | self._write_overrides(user)

    def _write_strings(self, user: AbstractBaseUser) -> set[str]:
        rows = {row.order: row for row in self.source.stringsegment_set.select_related("string", "context")}
        written: dict[tuple[int, int], str] = {}
        same = set()
        for original, wanted in self._counterparts(StringSegmentValue):
            row = rows[original.order]
            if alike(original.render_text(), wanted.render_text()):
                same.add(original.render_text())
            words = written.setdefault((row.string_id, row.context_id), wanted.string.data)
            if words != wanted.string.data:
                raise self._error(original.path, "the same words cannot have two translations in one text")
        contexts = {row.context_id: row.context for row in rows.values()}
        strings = {row.string_id: row.string for row in rows.values()}
        for (string, context), words in written.items():
            translation = StringTranslation.objects.create(
                translation_of=strings[string],
                context=contexts[context],
                locale=self.locale,
                data=words,
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                last_translated_by=user,
            )
            if translation.has_error:
                raise self._error(contexts[context].path, str(translation.get_error()))
        return same

    def _write_overrides(self, user: AbstractBaseUser) -> set[str]:
        rows = self.source.overridablesegment_set.select_related("context")
        contexts = {row.context.path: row.context for row in rows}
        same = set()
        for path, (original, wanted) in self._overrides().items():
            if original != wanted:
                SegmentOverride.objects.create(
                    locale=self.locale, context=contexts[path], last_translated_by=user, data_json=json.dumps(wanted)
                )
            elif isinstance(original, str):
                same.add(original)
        return same

    def _overrides(self) -> dict[str, tuple[Any, Any]]:
        """Path -> (value in the original, value wanted). The path of a link in rich text ends in its address."""
        values = {one.path: (one.data, other.data) for one, other in self._counterparts(OverridableSegmentValue)}
        for original, wanted in self._counterparts(StringSegmentValue):
            for link, attributes in (original.attrs or {}).items():
                address, instead = attributes.get("href"), (wanted.attrs or {}).get(link, {}).get("href")
                if address is None or instead is None:
                    continue
                path = f"{original.path}.{quote_path_component(address)}"
                if values.setdefault(path, (address, instead)) != (address, instead):
                    raise self._error(path, "one address cannot have two translations in one text")
        return values

    def _check_structure(self) -> None:
        for original, wanted in self._counterparts(TemplateSegmentValue):
            if original != wanted:
                raise self._error(original.path, "the paragraphs, points and links are not the same in both languages")
        for original, wanted in self._counterparts(RelatedObjectSegmentValue):
            if original.translation_key != wanted.translation_key:
                raise self._error(original.path, "refers to another snippet in the other language")

    def _counterparts(self, kind: type[Segment]) -> Iterator[tuple[Any, Any]]:
        originals, wanted = _by_path(self.original, kind), _by_path(self.wanted, kind)
        for path in originals.keys() | wanted.keys():
            if len(originals[path]) != len(wanted[path]):
                there, here = len(originals[path]), len(wanted[path])
                raise self._error(path, f"has {there} segments in the source and {here} in the translation")
        return ((one, other) for path in originals for one, other in zip(originals[path], wanted[path], strict=True))

    def _error(self, path: str, message: str) -> DemoError:
        return DemoError(self.where, path, message)


def _by_path(segments: Iterable[Segment], kind: type[Segment]) -> defaultdict[str, list[Segment]]:
    found: defaultdict[str, list[Segment]] = defaultdict(list)
    for segment in segments:
        # A link in rich text is paired with the text that it is in: its path ends in the address, which differs.
        if isinstance(segment, kind) and not segment.path.endswith("'"):
            found[segment.path].append(segment)
    return found
