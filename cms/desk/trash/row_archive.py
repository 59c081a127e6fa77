"""Rows of the database that a deletion takes: which they are, how they are kept, and how they are put back.

Django's own collector says which; they are kept as fixtures are, so that a release of the software that adds or drops a field
still reads them.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import router
from django.db.models import Model, QuerySet
from django.db.models.deletion import Collector
from wagtail.models import Page, ReferenceIndex
from wagtail_localize.models import Translation

from .models import BinnedItem, BinnedRows

_BATCH: Final = 100
# The index of Wagtail's own search is made anew.
_MADE_ANEW: Final = "wagtailsearch"


class _Exact(DjangoJSONEncoder):
    """Moments to the microsecond, of which Django's own leaves three digits out."""

    def default(self, o: Any) -> Any:
        """As text."""
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def keep_rows(binned: BinnedItem, pages: QuerySet[Page]) -> None:
    """Keeps what deleting the pages takes. Raises ProtectedError where that is not allowed."""
    collector = Collector(using=router.db_for_write(Page))
    collector.collect(pages)
    found: dict[type[Model], list[Any]] = {Page: []}
    for model, instances in collector.data.items():
        found.setdefault(model, []).extend(instances)
    for taken in collector.fast_deletes:
        found.setdefault(taken.model, []).extend(taken)
    for model, rows in found.items():
        if model._meta.app_label != _MADE_ANEW:
            _keep(binned, model, rows)
    binned.changed = [*_references_lost(collector), *_translations_stopped(pages)]
    binned.linked_from = list(_linked_from(pages))
    binned.save(update_fields=["changed", "linked_from"])


def _keep(binned: BinnedItem, model: type[Model], rows: Iterable[Any]) -> None:
    names = [field.name for field in model._meta.local_concrete_fields]
    in_order = sorted(rows, key=lambda row: str(row.pk))
    for start in range(0, len(in_order), _BATCH):
        some = in_order[start : start + _BATCH]
        BinnedRows.objects.create(binned=binned, rows=serializers.serialize("json", some, fields=names, cls=_Exact))


def _references_lost(collector: Collector) -> Iterator[list[Any]]:
    """References of rows that stay, to those that go. An alias of a page that goes becomes a page of its own for good."""
    updates: Any = collector.field_updates
    for (field, _value), taken in updates.items():
        for rows in taken if field.model is not Page else []:
            for row in rows:
                yield [field.model._meta.label, row.pk, field.attname, getattr(row, field.attname)]


def _translations_stopped(pages: QuerySet[Page]) -> Iterator[list[Any]]:
    """wagtail-localize switches the translation of a deleted page off, and keeps all else of it."""
    going = Translation.objects.filter(source__object_id__in=pages.values("translation_key"), enabled=True)
    return ([Translation._meta.label, pk, "enabled", True] for pk in going.values_list("pk", flat=True))


def _linked_from(pages: QuerySet[Page]) -> Iterator[tuple[str, str]]:
    """Who names them: the index of that forgets it with the pages."""
    keys = [str(pk) for pk in pages.values_list("pk", flat=True)]
    naming = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Page), to_object_id__in=keys
    ).exclude(base_content_type=ContentType.objects.get_for_model(Page), object_id__in=keys)
    for key, pk in naming.values_list("base_content_type", "object_id").distinct():
        model = ContentType.objects.get_for_id(key).model_class()
        if model is not None:
            yield model._meta.label, pk


def read_rows(binned: BinnedItem) -> list[Model]:
    """The rows, without those that belong to what is not there any more; references to it are empty where they may be."""
    kept = binned.rows.values_list("rows", flat=True).iterator()
    read = (one.object for rows in kept for one in serializers.deserialize("json", rows, ignorenonexistent=True))
    return _without_lost(list(read))


def put_rows_back(rows: Iterable[Model]) -> None:
    """Writes them exactly as they are, as `loaddata` does. References are checked when the transaction ends."""
    for row in rows:
        Model.save_base(row, raw=True, force_insert=True)


def put_changes_back(binned: BinnedItem) -> None:
    """Of rows that the deletion left: what is still as the deletion had it becomes what it was."""
    for label, pk, column, value in binned.changed:
        left = False if column == "enabled" else None
        apps.get_model(label)._base_manager.filter(pk=pk, **{column: left}).update(**{column: value})


def _without_lost(rows: list[Model]) -> list[Model]:
    here = {(type(row), row.pk) for row in rows}
    lost = _lost(rows, here)
    while True:
        left = [row for row in rows if not _belongs_to(row, lost)]
        if len(left) == len(rows):
            return rows
        lost |= {(type(row), row.pk) for row in rows} - {(type(row), row.pk) for row in left}
        rows = left


def _belongs_to(row: Any, lost: set[tuple[type[Model], Any]]) -> bool:
    """Whether a row cannot be without what is lost. What it may be without, it forgets."""
    for field in _references(type(row)):
        if (field.related_model, getattr(row, field.attname)) in lost:
            if not field.null:
                return True
            setattr(row, field.attname, None)
    return False


def _lost(rows: Iterable[Any], here: set[tuple[type[Model], Any]]) -> set[tuple[type[Model], Any]]:
    wanted: dict[type[Model], set[Any]] = {}
    for row in rows:
        for field in _references(type(row)):
            key = getattr(row, field.attname)
            if key is not None and (field.related_model, key) not in here:
                wanted.setdefault(field.related_model, set()).add(key)
    return {
        (model, key)
        for model, keys in wanted.items()
        for key in keys - set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
    }


def _references(model: type[Model]) -> Iterator[Any]:
    for field in model._meta.local_concrete_fields:
        if field.is_relation and field.remote_field is not None and getattr(field, "db_constraint", False):
            yield field
