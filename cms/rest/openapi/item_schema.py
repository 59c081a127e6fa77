"""The JSON Schema of what is served as an item: the payload, and the label of a fallback or of a preview in front of it."""

import json
from functools import cache
from typing import Any, Final, get_args

from cms.content.declaration.registry import item_types
from cms.content.declaration.schema import OTHER_ITEM, json_schema
from cms.content.declaration.tolerance import for_clients, open_list
from cms.content.languages import CODES
from cms.publication.drafts.preview_composition import LABEL
from cms.publication.drafts.previewed_versions import ShownStage

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
PREVIEW: Final[dict[str, Any]] = {
    "type": "object",
    "description": "Only where the request came with a preview token that shows the item: what this is a preview of.",
    "properties": {
        "stage": {
            **open_list(get_args(ShownStage)),
            "description": (
                "`draft` is being written, `held` waits for its release, `release` is as a release would bring it, `public` is "
                "what everybody is given, but for what it shows of the others."
            ),
        },
        "pinned": {"type": "boolean", "description": "Whether it stays as it is, whatever is written."},
        "complete": {"type": "boolean", "description": "Whether it is wholly in its language."},
        "gaps": {
            "type": "array",
            "description": "What keeps it from being wholly in its language; what is not complete is never public.",
            "items": {
                "type": "object",
                "properties": {
                    "kind": {"type": "string", "description": "A code for what is wrong."},
                    "path": {"type": "string", "description": "Where in the content it is."},
                },
                "required": ["kind", "path"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["stage", "pinned", "complete", "gaps"],
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
    """Lets every payload begin with the members `fallback` and `preview`."""
    definitions["Fallback"], definitions["Preview"] = FALLBACK, PREVIEW
    prefix = definitions_prefix(definitions)
    labels = {"fallback": {"$ref": f"{prefix}Fallback"}, LABEL: {"$ref": f"{prefix}Preview"}}
    for name, definition in definitions.items():
        if is_payload(name) or name == OTHER_ITEM:
            definition["properties"] = {**labels, **definition["properties"]}


def is_payload(name: str) -> bool:
    """Whether a definition is that of an item of some type."""
    return name in {kind.payload.__name__ for kind in item_types().values()}


def definitions_prefix(definitions: dict[str, Any]) -> str:
    """Where the definitions' references lead: `#/$defs/` or a place within an OpenAPI document."""
    text = json.dumps(next(definition for name, definition in definitions.items() if is_payload(name)))
    start = text.index('"$ref": "') + len('"$ref": "')
    return text[start : text.index('"', start)].rpartition("/")[0] + "/"
