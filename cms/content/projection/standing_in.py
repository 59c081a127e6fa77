"""Pages that name a snippet by a foreign key go on naming the item when one language's row of it is deleted."""

from collections.abc import Iterator
from typing import Any

from django.db.models import ForeignKey
from django.db.models.signals import post_delete, pre_delete
from wagtail.models import Page, TranslatableMixin

from ..declaration.registry import page_models
from .page_items import SnippetItem


def with_what_is_left(model: type[Any], content: dict[str, Any]) -> dict[str, Any]:
    """A revision's content whose references to deleted rows lead to the other language's row, where there is one."""
    found = dict(content)
    for field in _references(model):
        key, target = content.get(field.name), field.related_model
        if key is None or target.objects.filter(pk=key).exists():
            continue
        item = SnippetItem.objects.filter(table=target._meta.db_table, row=key).values("item")
        found[field.name] = target.objects.filter(translation_key__in=item).values_list("pk", flat=True).first()
    return found


def before_deletion(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """Remembers which pages name the row."""
    if isinstance(instance, TranslatableMixin):
        instance.named_by = [
            (model, field.name, list(model.objects.filter(**{field.name: instance.pk}).values_list("pk", flat=True)))
            for model in page_models()
            for field in _references(model)
            if field.related_model is sender
        ]


def after_deletion(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """Has them name the other language's row."""
    named_by = [row for row in getattr(instance, "named_by", ()) if row[2]]
    left = sender._default_manager.filter(translation_key=instance.translation_key).first() if named_by else None
    if left is not None:
        for model, name, pks in named_by:
            model.objects.filter(pk__in=pks).update(**{name: left})


def connect(*models: type[Any]) -> None:
    """Watches the snippets of these models."""
    for model in models:
        pre_delete.connect(before_deletion, sender=model)
        post_delete.connect(after_deletion, sender=model)


def _references(model: type[Any]) -> Iterator[Any]:
    """The foreign keys of a page type that lead to snippets in languages."""
    for field in model._meta.local_concrete_fields:
        related = field.related_model
        is_snippet = (
            isinstance(related, type) and issubclass(related, TranslatableMixin) and not issubclass(related, Page)
        )
        if isinstance(field, ForeignKey) and is_snippet:
            yield field
