"""The parts of an edition that have an id: blocks, chapters, cards, files, pictures, steps, terms. What ids payloads give
them are the same in both languages, and often in several items; here each gets one that no other part of any edition has.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

from cms.content.declaration.blocks import BlockPayload
from cms.content.declaration.items import Card
from cms.content.declaration.members import members, payload_of_block
from cms.content.declaration.registry import item_types
from cms.content.declaration.values import Frozen

from .node_ids import part_id_maker
from .types.naming import type_name

# What a part is told of itself, under names that no member of a payload has: its id, and the name of its type.
NODE_ID: Final = "@id"
NODE_TYPE: Final = "@type"

Payload = dict[str, Any]


def identify(payload: Payload) -> None:
    """Tells each part of an item's payload, or of its card, its id.

    That is made of where the part stands: of the names and ids that lead to it. So it stays when others come or go beside it.
    """
    _identify_below(payload, item_types()[payload["type"]].payload, "", part_id_maker(payload))


def part_of(payload: Payload, node_id: str) -> Payload | None:
    """The part of an item's payload that has an id, with the language of its words; None where it has none of it."""
    identify(payload)
    found = next((one for one in _objects(payload) if one.get(NODE_ID) == node_id), None)
    return found and {"lang": payload["language"], **found}


def _identify_below(value: Payload, model: type[Frozen], place: str, made: Callable[[str], str]) -> None:
    for name, nested in _ways(model):
        if below := value.get(name):
            _identify(below, nested, f"{place}\n{name}", made)


def _identify(value: Any, model: type[Frozen], place: str, made: Callable[[str], str]) -> None:
    if isinstance(value, list):
        met: dict[Any, int] = {}
        for number, one in enumerate(value):
            own = one.get("id", number) if isinstance(one, dict) else number
            # Where several of a list have one id, they are told apart by number.
            met[own] = met.get(own, 0) + 1
            _identify(one, model, f"{place}\n{own}\n{met[own]}", made)
        return
    model = _block(value["type"]) if model is BlockPayload else model
    if name := _name(model):
        value[NODE_ID], value[NODE_TYPE] = made(place), name
    _identify_below(value, model, place, made)


def _objects(value: Any) -> Iterator[Payload]:
    for one in value.values() if isinstance(value, dict) else value:
        if isinstance(one, dict):
            yield one
        if isinstance(one, dict | list):
            yield from _objects(one)


_block: Final = cache(payload_of_block)


@cache
def _name(model: type[Frozen]) -> str:
    """The name of the type of a part with an id; empty where it has none."""
    return type_name(model) if "id" in model.model_fields else ""


@cache
def _ways(model: type[Frozen]) -> tuple[tuple[str, type[Frozen]], ...]:
    """The members of a payload that are, or lead to, parts with an id. Cards are of other items, which fields lead to."""
    nested = ((name, one.nested) for name, one in members(model).items())
    return tuple((name, one) for name, one in nested if one is not None and one is not Card and _has_parts(one))


@cache
def _has_parts(model: type[Frozen]) -> bool:
    return model is BlockPayload or bool(_name(model)) or bool(_ways(model))
