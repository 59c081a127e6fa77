"""Where on a page a gap is, in the words of the edit form rather than as a path such as `body.<id>.text`."""

import re
from typing import Any, NamedTuple
from urllib.parse import quote

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail_localize.models import Translation

SEPARATOR = " › "
# A block of a StreamField by its id; and the fields that have no input of their own.
_BLOCK = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_IN_PANELS = {"body", "files", "related", "topics", "promos"}
_CONTAINERS = (StreamValue, StructValue, ListValue)
# The fields that a block is known by, if it has any.
_HEADINGS = ("title", "heading")
_LONGEST_HEADING = 50


class PlaceStep(NamedTuple):
    """A step on the way to a place: a field, a block or a member of a list. `block` is its id, `heading` what it is called;
    `in_stream` says that it is a block of a StreamField, and what it holds is `value`.
    """

    label: str
    value: Any = None
    block: str = ""
    heading: str = ""
    in_stream: bool = False

    @property
    def named(self) -> str:
        """The label, and the heading of the step."""
        return f"{self.label} “{self.heading}”" if self.heading else self.label


class FormLocation(NamedTuple):
    """A readable place, and what stands there as far as it could be followed."""

    label: str
    value: Any = None


def trail_to(instance: Any, path: str) -> tuple[PlaceStep, ...]:
    """The steps to the place of a path on a page or snippet, the field first; those that no form shows are passed over."""
    name, *steps = path.split(".")
    try:
        field = instance._meta.get_field(name)
    except FieldDoesNotExist:
        return (PlaceStep(capfirst(name.replace("_", " "))),)
    container = getattr(instance, name, None)
    trail, leaf = [PlaceStep(capfirst(str(field.verbose_name)), container)], None
    for step in steps:
        found = _child(container, step)
        if found is None:
            continue
        if isinstance(found.value, _CONTAINERS):
            container, leaf = found.value, None
            trail.append(found)
        else:
            leaf = found
    return (*trail, leaf) if leaf is not None else tuple(trail)


def location_of(instance: Any, path: str) -> FormLocation:
    """The place that a gap's path leads to, in words."""
    trail = trail_to(instance, path)
    return FormLocation(SEPARATOR.join(step.named for step in trail), trail[-1].value)


def field_address(page: Any, path: str, *, is_translated: bool) -> str:
    """The very field of a path in the editor of a page: Wagtail's, or a translation's, which knows segments by paths."""
    return _in(reverse("wagtailadmin_pages:edit", args=[page.pk]), path, is_translated=is_translated)


def snippet_field_address(snippet: Any, path: str, edit_url: str) -> str:
    """The very field of a path in the editor of a snippet, whose address is given."""
    into = Translation.objects.filter(
        source__object_id=snippet.translation_key, target_locale_id=snippet.locale_id, enabled=True
    )
    return _in(edit_url, path, is_translated=into.exists())


def _in(address: str, path: str, *, is_translated: bool) -> str:
    if is_translated:
        return f"{address}#segment-{quote(path)}"
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


def _child(container: Any, step: str) -> PlaceStep | None:
    if isinstance(container, StreamValue):
        return _numbered(container, step, in_stream=True)
    if isinstance(container, StructValue):
        block = container.block.child_blocks.get(step)
        return None if block is None else PlaceStep(capfirst(str(block.label)), container[step])
    if isinstance(container, ListValue):
        block = getattr(container.list_block.child_block, "child_blocks", {}).get(step)
        return _numbered(container.bound_blocks, step) if block is None else PlaceStep(capfirst(str(block.label)))
    return None


def _numbered(children: Any, step: str, *, in_stream: bool = False) -> PlaceStep | None:
    for number, child in enumerate(children, 1):
        if str(child.id) == step:
            label = f"{number}. {capfirst(str(child.block.label))}"
            return PlaceStep(label, child.value, step, _heading_of(child.value), in_stream)
    return None


def _heading_of(value: Any) -> str:
    """What an editor called a block that holds others."""
    if not isinstance(value, StructValue):
        return ""
    return next((Truncator(str(value[name])).chars(_LONGEST_HEADING) for name in _HEADINGS if value.get(name)), "")
