"""The schemas of the changes and of the export."""

import json
from typing import Any, Final

from cms.content.languages import CODES
from cms.publication.queries.feed.change_payload import change_schema

Schema = dict[str, Any]
_TOKEN: Final[Schema] = {
    "type": "string", "description": "The place in the log after all of it: what to give as `since`.",
}  # fmt: skip


def feed_schemas() -> dict[str, Schema]:
    """By name."""
    change: Schema = json.loads(json.dumps(change_schema()).replace("#/$defs/", "#/components/schemas/"))
    definitions: dict[str, Schema] = change.pop("$defs")
    return {
        **definitions,
        "Change": change,
        "ChangeList": _change_list(),
        "ExportLine": _export_line(change),
        "ExportEnd": _object(
            "The last line. Without it, the export is not whole.",
            token=_TOKEN,
            items={"type": "integer", "minimum": 0, "description": "How many lines stand before this one."},
        ),
    }


def _change_list() -> Schema:
    entries = {"type": "array", "items": _ref("Change"), "description": "What changed, in the order of the log."}
    return _object(
        "What changed after a token.",
        items=entries,
        token=_TOKEN,
        more={"type": "boolean", "description": "Whether there is more already."},
        next={
            "type": "string",
            "format": "uri",
            "description": "Where to go on: at once if there is `more`, else when you come again.",
        },
    )


def _export_line(change: Schema) -> Schema:
    """An entry of the changes with what is public in each language."""
    words = "Whole, in this language: null where it is not public. Left out where not asked for."
    whole = {"anyOf": [_ref("Item"), _ref("Term"), {"type": "null"}], "description": words}
    return {
        **change,
        "properties": {**change["properties"], **dict.fromkeys(CODES, whole)},
        "description": "An item or a term: its entry of the changes, and all of it.",
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(description: str, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "description": description,
    }
