"""A translation takes, for each file of its original, the one that was said to be the same in its language: when it is begun,
when two files are paired, and when it is synchronised with an original that has another file.

Nobody's choice is overwritten: only where a translation has said nothing of its own yet, or has the twin of the file before.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.db.models.signals import post_save
from wagtail.models import ReferenceIndex
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    Translation,
    TranslationContext,
    TranslationSource,
)

from cms.content.models import File
from cms.content.translating.segment_records import segments_changed

from .models import FilePair


def give_twins(pairs: Iterable[FilePair]) -> None:
    """Gives translations there are already the files of new pairs."""
    pairs = list(pairs)
    keys = [key for pair in pairs for key in (str(pair.cy_id), str(pair.en_id))]
    used = ReferenceIndex.objects.filter(to_content_type=_file_type(), to_object_id__in=keys).values(
        "object_id", "base_content_type"
    )
    for row in used.distinct():
        kind = ContentType.objects.get_for_id(row["base_content_type"])
        instance: Any = kind.get_object_for_this_type(pk=row["object_id"])
        if key := getattr(instance, "translation_key", None):
            for translation in Translation.objects.filter(
                source__object_id=key, source__locale=instance.locale, enabled=True
            ):
                _give(translation, instance)


def give_new_translation(sender: Any, instance: Translation, created: bool, **kwargs: Any) -> None:
    """A translation was begun."""
    if created and FilePair.objects.exists():
        _give(instance, instance.source.get_source_instance())


def give_new_places(sender: Any, source: TranslationSource, made: Any, gone: Any, **kwargs: Any) -> None:
    """A synchronised original has files in new places, or others in places that it had."""
    translations = source.translations.filter(enabled=True).select_related("target_locale")
    if not translations or not FilePair.objects.exists():
        return
    original = source.get_source_instance()
    before = {row["context_id"]: _file_of(row["data_json"]) for row in gone}
    contexts = TranslationContext.objects.in_bulk([segment.context_id for segment in made])
    for translation in translations:
        places = dict(_twins_by_place(original, translation.target_locale.language_code))
        for key, context in contexts.items():
            if context.path in places:
                _put(translation, context, places[context.path], before.get(key))


def _put(translation: Translation, context: TranslationContext, twin: int, before: int | None) -> None:
    """Gives a place its file, unless the translation has one there that is no twin of the file that the original had before."""
    place = {"locale": translation.target_locale, "context": context}
    own = SegmentOverride.objects.filter(**place).first()
    if own is None or (before is not None and _file_of(own.data_json) in _twins_of(before)):
        SegmentOverride.objects.update_or_create(**place, defaults={"data_json": json.dumps(twin)})


def _file_of(data: str) -> int | None:
    found = json.loads(data)
    return found if isinstance(found, int) else None


def _twins_of(file: int) -> set[int]:
    pairs = FilePair.objects.filter(Q(cy=file) | Q(en=file)).values_list("cy", "en")
    return {key for pair in pairs for key in pair} - {file}


def _give(translation: Translation, original: Any) -> None:
    """Says of each place of the original that has a file with a twin that the translation has the twin there."""
    places = dict(_twins_by_place(original, translation.target_locale.language_code))
    segments = OverridableSegment.objects.filter(source=translation.source, context__path__in=places)
    for segment in segments.select_related("context"):
        SegmentOverride.objects.get_or_create(
            locale=translation.target_locale,
            context=segment.context,
            defaults={"data_json": json.dumps(places[segment.context.path])},
        )


def _twins_by_place(original: Any, language: str) -> Iterable[tuple[str, int]]:
    references = ReferenceIndex.get_references_for_object(original).filter(to_content_type=_file_type())
    by_file: dict[str, list[str]] = {}
    for key, place in references.values_list("to_object_id", "content_path"):
        by_file.setdefault(key, []).append(place)
    pairs = FilePair.objects.filter(Q(cy__in=by_file) | Q(en__in=by_file))
    for pair in pairs:
        source, twin = (pair.en_id, pair.cy_id) if language == "cy" else (pair.cy_id, pair.en_id)
        for place in by_file.get(str(source), []):
            yield place, twin


def _file_type() -> ContentType:
    return ContentType.objects.get_for_model(File)


def install() -> None:
    """Connects what hears of new translations, and of new places in their originals."""
    post_save.connect(give_new_translation, sender=Translation, dispatch_uid="media.twins")
    segments_changed.connect(give_new_places, sender=OverridableSegment, dispatch_uid="media.twins_of_places")
