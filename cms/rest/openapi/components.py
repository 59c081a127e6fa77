"""The schemas of the OpenAPI document: items from the payload's own classes, the rest of what this API wraps them in."""

import json
from collections.abc import Sequence
from typing import Any, Final

from cms.content.declaration.members import listed_members
from cms.content.declaration.registry import item_types
from cms.content.declaration.schema import json_schema
from cms.content.languages import CODES
from cms.http.problems.problem_types import PROBLEM_TYPES
from cms.publication.glossary.payload import term_schema
from cms.publication.payload.cards import LIST_FIELDS

from .item_schema import label_fallbacks
from .search_schemas import search_schemas

Schema = dict[str, Any]
_ADDRESS: Final[Schema] = {"type": "string", "format": "uri"}
_LANGUAGE: Final[Schema] = {"type": "string", "enum": list(CODES)}
_MOMENT: Final[Schema] = {"type": "string", "format": "date-time"}
_ID: Final[Schema] = {"type": "string", "format": "uuid"}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}


def schemas() -> dict[str, Schema]:
    """All schemas by name."""
    payload = json.loads(json.dumps(json_schema()).replace("#/$defs/", "#/components/schemas/"))
    definitions: dict[str, Schema] = payload.pop("$defs")
    label_fallbacks(definitions)
    return {
        **definitions,
        "Item": {**payload, "description": "An item in one language; `type` says which members it has."},
        "ItemSummary": _summary(definitions),
        "ItemList": _list({"anyOf": [_ref("ItemSummary"), _ref("Item")]}),
        "Both": _both(),
        **_terms(),
        **search_schemas(_summary(definitions)),
        "CodeList": _list(_object(code=_text(), label=_text(), count=_COUNT, items=_ADDRESS)),
        "Manifest": _list(_ref("ManifestEntry")),
        "ManifestEntry": _object(id=_ID, type=_ref_type(definitions), languages=_versions()),
        "Index": _index(),
        "Available": _object(language=_LANGUAGE, title=_text(), address=_ADDRESS, api=_ADDRESS),
        "Problem": _problem(),
    }


def _terms() -> dict[str, Schema]:
    """A term and a list of them, with what the term's own schema refers to."""
    term: Schema = json.loads(json.dumps(term_schema()).replace("#/$defs/", "#/components/schemas/"))
    definitions: dict[str, Schema] = term.pop("$defs")
    return {**definitions, "Term": term, "TermList": _list(_ref("Term"))}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _text() -> Schema:
    return {"type": "string"}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _list(items: Schema) -> Schema:
    return _object(
        items={"type": "array", "items": items},
        next={
            "anyOf": [_ADDRESS, {"type": "null"}],
            "description": "The address of the next page; null on the last one.",
        },
        total={**_COUNT, "description": "How many there are over all pages."},
    )


def _ref_type(definitions: dict[str, Schema]) -> Schema:
    return dict(definitions["Card"]["properties"]["type"])


def _summary(definitions: dict[str, Schema]) -> Schema:
    """What lists show of an item: what composition keeps of its payload, and what types say that they show."""
    payloads = [definitions[kind.payload.__name__]["properties"] for kind in item_types().values()]
    properties = {name: payloads[0][name] for name in LIST_FIELDS}
    properties["type"] = _ref_type(definitions)
    schema = _object(**properties)
    schema["properties"] = {
        **properties,
        **{name: next(own[name] for own in payloads if name in own) for name in listed_members()},
    }
    schema["description"] = f"An item in a list: {_in_words(listed_members())} where its type has them."
    return schema


def _in_words(names: Sequence[str]) -> str:
    *first, last = [f"`{name}`" for name in names]
    return f"{', '.join(first)} and {last}" if first else last


def _both() -> Schema:
    status = _object(
        state={"type": "string", "enum": ["published", "withdrawn", "gone", "missing"]},
        since={"anyOf": [_MOMENT, {"type": "null"}]},
    )
    schema = _object(id=_ID, languages=_object(cy=status, en=status))
    edition = {"anyOf": [_ref("Item"), {"type": "null"}]}
    schema["properties"] |= {"cy": edition, "en": edition}
    schema["description"] = "An item in the languages asked for. Null where it is not public; `languages` says why."
    return schema


def _versions() -> Schema:
    version = _object(version={"type": "integer"}, updated=_MOMENT, address=_ADDRESS, api=_ADDRESS)
    return {
        "type": "object",
        "properties": dict.fromkeys(CODES, version),
        "additionalProperties": False,
        "minProperties": 1,
    }


def _index() -> Schema:
    template = {"type": "string", "description": "An address, or a template of one (RFC 6570)."}
    addresses = {"type": "object", "additionalProperties": template}
    language = _object(code=_LANGUAGE, name=_text(), addresses=addresses)
    return _object(
        name=_object(cy=_text(), en=_text()), languages={"type": "array", "items": language}, addresses=addresses
    )


def _problem() -> Schema:
    codes = sorted(PROBLEM_TYPES)
    schema = _object(
        type={**_ADDRESS, "description": "Leads to a page that explains the problem."},
        title=_text(),
        status={"type": "integer", "enum": sorted({kind.status for kind in PROBLEM_TYPES.values()})},
        detail=_text(),
        instance={"type": "string", "format": "uri-reference"},
        code={"type": "string", "enum": codes},
        language={**_LANGUAGE, "description": "The language of `title` and `detail`."},
    )
    words = {"type": "array", "items": _text()}
    schema["properties"] |= {
        "parameter": {**_text(), "description": "The parameter that is at fault."},
        "allowed": {**words, "description": "What is allowed instead."},
        "languages": {"type": "array", "items": _LANGUAGE},
        "available": {"type": "array", "items": _ref("Available"), "description": "Where the item is to be had."},
        "since": {**_MOMENT, "description": "Since when the item is no longer public."},
        "reason": {**_text(), "description": "A stable code for what is wrong with a search."},
        "retry_after": {"type": "integer", "description": "Seconds after which to try again."},
    }
    schema["description"] = "A problem (RFC 9457)."
    return schema
