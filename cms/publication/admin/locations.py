"""Where on a page a gap is, in the words of the edit form rather than as a path such as `body.<id>.text`."""

import re
from typing import Any, NamedTuple
from urllib.parse import quote

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.urls import reverse
from django.utils.text import capfirst
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue

SEPARATOR = " › "
# A block of a StreamField by its id; and the fields that have no input of their own.
_BLOCK = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_IN_PANELS = {"body", "files", "related", "topics", "promos"}
_CONTAINERS = (StreamValue, StructValue, ListValue)


class FormLocation(NamedTuple):
    """A readable place, and what stands there as far as it could be followed."""

    label: str
    value: Any = None


def location_of(instance: Any, path: str) -> FormLocation:
    """The place that a gap's path leads to on a page or snippet; steps that no form shows are passed over."""
    name, *steps = path.split(".")
    try:
        field = instance._meta.get_field(name)
    except FieldDoesNotExist:
        return FormLocation(capfirst(name.replace("_", " ")))
    container = value = getattr(instance, name, None)
    trail, leaf = [capfirst(str(field.verbose_name))], ""
    for step in steps:
        found = _child(container, step)
        if found is None:
            continue
        label, value = found
        if isinstance(value, _CONTAINERS):
            container, leaf = value, ""
            trail.append(label)
        else:
            leaf = label
    return FormLocation(SEPARATOR.join([*trail, leaf] if leaf else trail), value)


def field_address(page: Any, path: str, *, is_translated: bool) -> str:
    """The very field of a path in the editor of a page: Wagtail's, or wagtail-localize's, whose script knows paths."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if is_translated:
        return f"{address}#field={quote(path)}"
    name, *steps = path.split(".")
    blocks = [step for step in steps if _BLOCK.fullmatch(step)]
    if blocks:
        return f"{address}#block-{blocks[-1]}-section"
    return f"{address}#panel-child-content-{name}-section" if name in _IN_PANELS else f"{address}#id_{name}"


def object_at(location: FormLocation, title: str) -> Model | None:
    """The file, picture or snippet concerned: what stands at the place, or the one of that title inside it."""
    inside = location.value.values() if isinstance(location.value, StructValue) else [location.value]
    return next((value for value in inside if isinstance(value, Model) and _is_called(value, title)), None)


def _is_called(value: Model, title: str) -> bool:
    return str(value) == title or title.startswith(f"{value}: ")


def _child(container: Any, step: str) -> tuple[str, Any] | None:
    if isinstance(container, StreamValue):
        return _numbered(container, step)
    if isinstance(container, StructValue):
        block = container.block.child_blocks.get(step)
        return None if block is None else (capfirst(str(block.label)), container[step])
    if isinstance(container, ListValue):
        block = getattr(container.list_block.child_block, "child_blocks", {}).get(step)
        return _numbered(container.bound_blocks, step) if block is None else (capfirst(str(block.label)), None)
    return None


def _numbered(children: Any, step: str) -> tuple[str, Any] | None:
    for number, child in enumerate(children, 1):
        if str(child.id) == step:
            return f"{number}. {capfirst(str(child.block.label))}", child.value
    return None
