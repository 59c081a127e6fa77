"""Fills a page with what the demo says about its item in one language."""

import json
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.content.pages import ContentPage

from .errors import DemoError
from .source import Item
from .texts.streams import Streams


def model_of(item: Item) -> type[ContentPage]:
    """The type of page that the item is. Raises DemoError for one that is no type of content."""
    try:
        model = apps.get_model(item.type)
    except (LookupError, ValueError):
        model = None
    if model is None or not issubclass(model, ContentPage):
        raise DemoError(item.file, "type", f"{item.type} is no type of content")
    return model


def outline(page: ContentPage, values: Streams) -> None:
    """Sets what refers to nothing else: title, slug, summary, codes, dates. Others can then refer to the page."""
    for name, value in values.item.fields.items():
        field = _field(page, name, values)
        if not isinstance(field, StreamField | RichTextField | models.ForeignKey):
            setattr(page, name, _plain(page, field, value, values))
    page.draft_title = page.title


def fill(page: ContentPage, values: Streams) -> None:
    """Sets every field of the item, in the language of `values`. Raises DemoError where the demo is wrong."""
    outline(page, values)
    for name, value in values.item.fields.items():
        field = _field(page, name, values)
        if isinstance(field, StreamField):
            setattr(page, name, json.dumps(values.stream(field.stream_block, value, name)))
        elif isinstance(field, RichTextField):
            setattr(page, name, values.html(value, name))
        elif isinstance(field, models.ForeignKey):
            setattr(page, field.attname, _snippet(field, value, values))


def check(model: type[ContentPage], parent: type[ContentPage] | None, values: Streams) -> None:
    """Reads all of an item without writing. Raises DemoError for the first mistake. A home page has no parent."""
    if (parent or Page) not in model.allowed_parent_page_models():
        above = label(parent) if parent else "the root"
        raise values.error("parent", f"a {label(model)} cannot be below {above}")
    for field in model._meta.fields:
        ours = field.model is not Page or field.name in ("title", "slug")
        needed = ours and field.editable and not (field.blank or field.has_default() or field.primary_key)
        if needed and field.name not in values.item.fields:
            raise values.error(field.name, "is missing")
    fill(model(), values)


def label(model: type[models.Model]) -> str:
    """The type as the demo writes it: `guides.SectionPage`."""
    return str(model._meta.label)


def _field(page: ContentPage, name: str, values: Streams) -> models.Field:
    try:
        return page._meta.get_field(name)
    except FieldDoesNotExist:
        raise values.error(name, f"is no field of a {label(type(page))}") from None


def _plain(page: ContentPage, field: models.Field, value: Any, values: Streams) -> Any:
    if isinstance(field, models.CharField | models.TextField) and not field.choices:
        value = values.words(value, field.name)
    try:
        return field.clean(value, page)
    except ValidationError as error:
        raise values.error(field.name, " ".join(error.messages)) from error


def _snippet(field: models.ForeignKey, key: Any, values: Streams) -> int:
    kind = str(field.related_model._meta.model_name)
    return values.known(lambda k: values.references.snippet(kind, k, values.item.source), key, field.name)
