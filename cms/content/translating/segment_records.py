"""Keeps wagtail-localize's records of a source's segments in a few statements.

Its own way asks for each segment's string, context and record one after the other: some eleven statements a segment, half a
minute for a page of six hundred blocks.
"""

import json
import uuid
from collections.abc import Iterable, Iterator
from functools import wraps
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.dispatch import Signal
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.segments import OverridableSegmentValue, RelatedObjectSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments

# Rows asked for or made at once; SQLite takes some thousands of parameters.
_AT_ONCE: Final = 500
# Says what a source has otherwise than before: the records `made` of one model, and the columns of those that are `gone`.
segments_changed: Final = Signal()


def install() -> None:
    """Puts our way in the place of wagtail-localize's, which has no hook for it."""
    TranslationSource.refresh_segments = wraps(TranslationSource.refresh_segments)(refresh_segments)


@transaction.atomic
def refresh_segments(source: TranslationSource) -> None:
    """Makes the records of a source's segments those of its content: the same as wagtail-localize's `refresh_segments`."""
    instance = source.as_instance()
    found: dict[type[models.Model], list[Any]] = {
        model: [] for model in (StringSegment, TemplateSegment, RelatedObjectSegment, OverridableSegment)
    }
    for segment in extract_segments(instance):
        found[_model_of(segment)].append(segment)
    contexts = _contexts(source, instance, {segment.path for segments in found.values() for segment in segments})
    for model, segments in found.items():
        owns = _own(model, source, segments)
        rows = [
            {**own, "context_id": contexts[segment.path], "order": segment.order}
            for own, segment in zip(owns, segments, strict=True)
        ]
        _keep(model, source, rows)


def _model_of(segment: Any) -> type[models.Model]:
    if isinstance(segment, TemplateSegmentValue):
        return TemplateSegment
    if isinstance(segment, RelatedObjectSegmentValue):
        return RelatedObjectSegment
    return OverridableSegment if isinstance(segment, OverridableSegmentValue) else StringSegment


def _own(model: type[models.Model], source: TranslationSource, segments: list[Any]) -> list[dict[str, Any]]:
    """What the record of each segment has of its own."""
    if model is StringSegment:
        return _strings(source, segments)
    if model is TemplateSegment:
        return _templates(segments)
    if model is RelatedObjectSegment:
        return _objects(segments)
    return [{"data_json": _json(segment.data)} for segment in segments]


def _strings(source: TranslationSource, segments: list[Any]) -> list[dict[str, Any]]:
    texts = {String._get_data_hash(segment.string.data): segment.string.data for segment in segments}
    made = (String(locale_id=source.locale_id, data_hash=key, data=text) for key, text in texts.items())
    known = _made(String, "data_hash", texts, made, locale_id=source.locale_id)
    return [
        {"string_id": known[String._get_data_hash(segment.string.data)], "attrs": _json(segment.attrs)}
        for segment in segments
    ]


def _templates(segments: list[Any]) -> list[dict[str, Any]]:
    keys = [uuid.uuid5(uuid.uuid5(Template.BASE_UUID_NAMESPACE, one.format), one.template) for one in segments]
    made = (
        Template(uuid=key, template=one.template, template_format=one.format, string_count=one.string_count)
        for key, one in zip(keys, segments, strict=True)
    )
    known = _made(Template, "uuid", keys, made)
    return [{"template_id": known[key]} for key in keys]


def _objects(segments: list[Any]) -> list[dict[str, Any]]:
    """What is named is little."""
    for segment in segments:
        TranslatableObject.objects.get_or_create(
            content_type=segment.content_type, translation_key=segment.translation_key
        )
    return [{"object_id": segment.translation_key} for segment in segments]


def _contexts(source: TranslationSource, instance: Any, paths: set[str]) -> dict[str, int]:
    """The primary keys of the contexts of paths; new ones know the names of the fields on their way."""
    keys = {TranslationContext._get_path_id(path): path for path in sorted(paths)}
    made = (TranslationContext(object_id=source.object_id, path_id=key, path=path) for key, path in keys.items())
    known = _made(TranslationContext, "path_id", keys, made, object_id=source.object_id)
    unnamed = TranslationContext.objects.filter(object_id=source.object_id, field_path="")
    new = [context for context in unnamed if context.path in paths]
    for context in new:
        context.save = _later
        context.get_field_path(instance)
    TranslationContext.objects.bulk_update(new, ["field_path"], batch_size=_AT_ONCE)
    return {path: known[key] for key, path in keys.items()}


def _later(**fields: Any) -> None:
    """Stands for the saving of one context of many."""


def _made(model: Any, key: str, wanted: Iterable[Any], rows: Iterable[Any], **where: Any) -> dict[Any, int]:
    """The primary keys of rows by a key of theirs, of those that were there and of those that are made."""
    every = list(dict.fromkeys(wanted))
    known = dict(_existing(model, key, every, where))
    missing = {getattr(row, key): row for row in rows if getattr(row, key) not in known}
    if missing:
        # Somebody else may be making the same at this moment.
        model.objects.bulk_create(missing.values(), batch_size=_AT_ONCE, ignore_conflicts=True)
        known.update(_existing(model, key, list(missing), where))
    return known


def _existing(model: Any, key: str, wanted: list[Any], where: dict[str, Any]) -> Iterator[tuple[Any, int]]:
    for start in range(0, len(wanted), _AT_ONCE):
        some = {f"{key}__in": wanted[start : start + _AT_ONCE]}
        yield from model.objects.filter(**where, **some).values_list(key, "pk")


def _keep(model: Any, source: TranslationSource, wanted: list[dict[str, Any]]) -> None:
    """Leaves those of a source's records that are wanted, deletes the others, and makes what is missing."""
    names = [field.attname for field in model._meta.local_concrete_fields if field.attname not in {"id", "source_id"}]
    there = {tuple(row[1:]): row[0] for row in model.objects.filter(source=source).values_list("pk", *names)}
    rows = {tuple(row[name] for name in names): row for row in wanted}
    gone = [dict(zip(names, row, strict=True)) for row in there if row not in rows]
    stale = [key for row, key in there.items() if row not in rows]
    for start in range(0, len(stale), _AT_ONCE):
        model.objects.filter(pk__in=stale[start : start + _AT_ONCE]).delete()
    new = [model(source=source, **row) for key, row in rows.items() if key not in there]
    model.objects.bulk_create(new, batch_size=_AT_ONCE)
    if new:
        segments_changed.send(sender=model, source=source, made=new, gone=gone)


def _json(data: Any) -> str:
    return json.dumps(data, cls=DjangoJSONEncoder)
