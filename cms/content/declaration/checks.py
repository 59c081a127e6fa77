"""System checks: what a type or a block has forgotten to declare is found out at start, not by a reader."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField

from ..pages import ContentPage
from ..projection.item import unprojected
from ..vocabularies import Label
from .blocks import BlockPayload, block_payloads
from .fields import role_of
from .members import members, own_members
from .registry import ItemType, item_types, type_of
from .values import Frozen

HINT = "docs/how-to/page-type.md says how a type is declared, docs/how-to/block.md how a block is."


@register()
def every_page_type_declares_its_payload(**kwargs: Any) -> list[CheckMessage]:
    """content.E001: a page type without a payload would never be published."""
    models = (model for model in apps.get_models() if issubclass(model, ContentPage))
    return [_error(f"{model._meta.label} declares no payload.", "E001") for model in models if type_of(model) is None]


@register()
def every_field_says_what_it_holds(**kwargs: Any) -> list[CheckMessage]:
    """content.E002: a field without a role would not be searched, compared, described or shown."""
    return [
        _error(f"{model.__name__}.{name} has no role.", "E002")
        for model in _payloads()
        for name, field in model.model_fields.items()
        if name != "type" and role_of(field) is None
    ]


@register()
def every_field_can_be_filled(**kwargs: Any) -> list[CheckMessage]:
    """content.E003: a field that the page has nothing for, or that only a projector could make."""
    return [
        _error(
            f"{kind.payload.__name__}.{name} is not projected: {kind.page.__name__} has no such field to take it from.",
            "E003",
        )
        for kind in item_types().values()
        for name in unprojected(kind)
    ]


@register()
def every_word_is_there_in_both_languages(**kwargs: Any) -> list[CheckMessage]:
    """content.E004: a label that lacks a language would show a reader nothing, or the other language's."""
    return [
        _error(f"{where} lacks words in {language}.", "E004")
        for kind in item_types().values()
        for where, label in _labels(kind)
        for language in ("cy", "en")
        if not label.text(language).strip()
    ]


@register()
def every_block_declares_its_payload(**kwargs: Any) -> list[CheckMessage]:
    """content.E005: a page with a block that has no payload could not be published."""
    found = {
        f"{kind.page.__name__}.{path}: the block {name} declares no payload."
        for kind in item_types().values()
        for path, name in _blocks(kind)
        if name not in block_payloads()
    }
    return [_error(message, "E005") for message in sorted(found)]


def _error(message: str, code: str) -> CheckMessage:
    return Error(message, hint=HINT, id=f"content.{code}")


def _payloads() -> list[type[Frozen]]:
    """Every payload that is declared, and what they are made of."""
    found: list[type[Frozen]] = []
    waiting: list[type[Frozen]] = [*(kind.payload for kind in item_types().values()), *block_payloads().values()]
    while waiting:
        model = waiting.pop()
        if model not in found and model is not BlockPayload:
            found.append(model)
            waiting += [one.nested for one in members(model).values() if one.nested is not None]
    return found


def _labels(kind: ItemType) -> Iterator[tuple[str, Label]]:
    yield f"The label of {kind.name}", kind.label
    for way in (kind.single, kind.numbered):
        if way is not None:
            yield f"What {kind.name} says where there is none", way.missing
    for member in own_members(kind):
        if member.role.title is not None:
            yield f"The title of {kind.payload.__name__}.{member.name}", member.role.title


def _blocks(kind: ItemType) -> Iterator[tuple[str, str]]:
    """Each block that a stream of the page's payload may hold, and where."""
    for name, member in members(kind.payload).items():
        field = next((one for one in kind.page._meta.get_fields() if one.name == name), None)
        if member.role.kind == "part" and member.nested is not None and isinstance(field, StreamField):
            yield from _in_streams(name, member.nested, [field.stream_block])


def _in_streams(path: str, model: type[Frozen], blocks: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if isinstance(block, StreamBlock) and issubclass(model, BlockPayload):
            yield from ((path, name) for name in block.child_blocks)
        elif isinstance(block, StreamBlock):
            yield from _in_streams(path, model, block.child_blocks.values())
        elif isinstance(block, ListBlock):
            yield from _in_streams(path, model, [block.child_block])
        elif isinstance(block, StructBlock):
            for name, member in members(model).items():
                if member.role.kind == "part" and member.nested is not None and name in block.child_blocks:
                    yield from _in_streams(f"{path}.{name}", member.nested, [block.child_blocks[name]])
