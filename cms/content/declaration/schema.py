"""The payload of any item, validated and described: made from all types that are declared."""

from functools import cache
from typing import Annotated, Any, Final, Union

from pydantic import Field, TypeAdapter

from .blocks import block_payloads
from .items import ItemPayload
from .registry import SUFFIX, item_types

TEMPLATE: Final = "#/$defs/{model}"


@cache
def payload_adapter() -> TypeAdapter[ItemPayload]:
    """Validates and dumps the payload of an item of any type."""
    every: Any = Union[tuple(kind.payload for kind in item_types().values())]  # noqa: UP007 - known when it runs only
    made: TypeAdapter[ItemPayload] = TypeAdapter(Annotated[every, Field(discriminator="type")])
    return made


def public_name(model: type[Any]) -> str:
    """What a payload is called in public: `HeadingBlock` for HeadingPayload, else its own name."""
    name = model.__name__
    return f"{name.removesuffix(SUFFIX)}Block" if model in block_payloads().values() else name


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a payload of any type."""
    made = payload_adapter().json_schema(mode="serialization", ref_template=TEMPLATE)
    return dict(_renamed(made, {model.__name__: public_name(model) for model in block_payloads().values()}))


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
