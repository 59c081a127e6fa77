"""The payload of any item, validated and described: made from all types that are declared."""

from collections.abc import Iterable
from functools import cache
from typing import Annotated, Any, Final, Union

from pydantic import Field, TypeAdapter

from .blocks import OTHER_BLOCK, block_payloads
from .items import ItemPayload
from .registry import SUFFIX, item_types
from .tolerance import OR_OTHER, open_list

TEMPLATE: Final = "#/$defs/{model}"
# What a client takes an item for whose type it does not know.
OTHER_ITEM: Final = "OtherItem"

_ONE_OF: Final = Field(discriminator="type", json_schema_extra={OR_OTHER: OTHER_ITEM})


@cache
def payload_adapter() -> TypeAdapter[ItemPayload]:
    """Validates and dumps the payload of an item of any type."""
    every: Any = Union[tuple(kind.payload for kind in item_types().values())]  # noqa: UP007 - known when it runs only
    made: TypeAdapter[ItemPayload] = TypeAdapter(Annotated[every, _ONE_OF])
    return made


def public_name(model: type[Any]) -> str:
    """What a payload is called in public: `HeadingBlock` for HeadingPayload, else its own name."""
    name = model.__name__
    return f"{name.removesuffix(SUFFIX)}Block" if model in block_payloads().values() else name


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a payload of any type."""
    made = payload_adapter().json_schema(mode="serialization", ref_template=TEMPLATE)
    schema = dict(_renamed(made, {model.__name__: public_name(model) for model in block_payloads().values()}))
    schema["$defs"] |= _others(schema["$defs"])
    for definition in schema["$defs"].values():
        kind = definition.get("properties", {}).get("type", {})
        if "const" in kind:
            kind.setdefault("description", f"`{kind['const']}`, in all that is of this type and in nothing else.")
    return schema


def _others(definitions: dict[str, Any]) -> dict[str, Any]:
    """Blocks and items of types that are not there yet, as far as they can be known."""
    block = definitions[public_name(next(iter(block_payloads().values())))]["properties"]
    item = definitions[next(iter(item_types().values())).payload.__name__]["properties"]
    return {
        OTHER_BLOCK: _other(
            "A block of a type that you don't know: pass over it.",
            {name: block[name] for name in ("id", "lang")},
            "Which type of block it is.",
            block_payloads(),
        ),
        OTHER_ITEM: _other(
            "An item of a type that you don't know: show of it what all items have.",
            {name: item[name] for name in ItemPayload.model_fields if name != "type"},
            "Which type of item it is.",
            item_types(),
        ),
    }


def _other(words: str, properties: dict[str, Any], of_type: str, known: Iterable[str]) -> dict[str, Any]:
    members = {"type": {**open_list(known), "description": of_type}, **properties}
    return {"type": "object", "description": words, "properties": members, "required": list(members)}


def _renamed(node: Any, names: dict[str, str]) -> Any:
    """The schema with its definitions, and the references to them, under other names; definitions by the alphabet."""
    if isinstance(node, list):
        return [_renamed(one, names) for one in node]
    if isinstance(node, str):
        start, _, name = node.rpartition("/")
        return f"{start}/{names[name]}" if start == "#/$defs" and name in names else node
    if not isinstance(node, dict):
        return node
    made = {name: _renamed(value, names) for name, value in node.items()}
    if "$defs" in made:
        made["$defs"] = dict(sorted((names.get(name, name), value) for name, value in made["$defs"].items()))
    if isinstance(title := made.get("title"), str):
        made["title"] = names.get(title, title)
    return made
