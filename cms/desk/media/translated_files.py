"""A translation that is begun takes, for each file of its original, the one that was said to be the same in its language.

Nobody's choice is overwritten: only where a translation has said nothing of its own yet.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.db.models.signals import post_save
from wagtail.models import ReferenceIndex
from wagtail_localize.models import OverridableSegment, SegmentOverride, Translation

from cms.content.models import File

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
    """Connects what hears of new translations."""
    post_save.connect(give_new_translation, sender=Translation, dispatch_uid="media.twins")
