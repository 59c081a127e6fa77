"""The JSON Schema of what is served as an item: the payload, and the label of a fallback in front of it."""

import json
from functools import cache
from typing import Any, Final

from cms.content.declaration.registry import item_types
from cms.content.declaration.schema import OTHER_ITEM, json_schema
from cms.content.declaration.tolerance import for_clients
from cms.content.languages import CODES

FALLBACK: Final[dict[str, Any]] = {
    "type": "object",
    "description": "Only where `fallback` was asked for and used: the language asked for, and the one that is served.",
    "properties": {
        "asked": {"type": "string", "enum": list(CODES), "description": "The language that was asked for."},
        "served": {"type": "string", "enum": list(CODES), "description": "The language that there is."},
    },
    "required": ["asked", "served"],
    "additionalProperties": False,
}
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


@cache
def item_schema_text() -> str:
    """The JSON Schema (2020-12) of an item, for clients."""
    return json.dumps(for_clients(item_schema()), ensure_ascii=False, indent=2) + "\n"


def item_schema() -> dict[str, Any]:
    """The strict one, of an item as it is served now."""
    schema = json_schema()
    label_fallbacks(schema["$defs"])
    return {"$schema": _DIALECT, "title": "An item in one language", **schema}


def label_fallbacks(definitions: dict[str, Any]) -> None:
    """Lets every payload begin with the member `fallback`."""
    definitions["Fallback"] = FALLBACK
    reference = {"$ref": definitions_prefix(definitions) + "Fallback"}
    for name, definition in definitions.items():
        if is_payload(name) or name == OTHER_ITEM:
            definition["properties"] = {"fallback": reference, **definition["properties"]}


def is_payload(name: str) -> bool:
    """Whether a definition is that of an item of some type."""
    return name in {kind.payload.__name__ for kind in item_types().values()}


def definitions_prefix(definitions: dict[str, Any]) -> str:
    """Where the definitions' references lead: `#/$defs/` or a place within an OpenAPI document."""
    text = json.dumps(next(definition for name, definition in definitions.items() if is_payload(name)))
    start = text.index('"$ref": "') + len('"$ref": "')
    return text[start : text.index('"', start)].rpartition("/")[0] + "/"
