"""The schemas of what search and suggestions give."""

from typing import Any, Final

from cms.content.languages import CODES
from search.engines.documents import OWN_FIELDS
from search.engines.engine_requests import FACETS

Schema = dict[str, Any]
# A match in `often` is one in the body.
_FIELDS: Final = [name for name in OWN_FIELDS if name != "often"]
_TEXT: Final[Schema] = {"type": "string"}
_ADDRESS: Final[Schema] = {"type": "string", "format": "uri"}
_LANGUAGE: Final[Schema] = {"type": "string", "enum": list(CODES)}
_FIELD: Final[Schema] = {"type": "string", "enum": _FIELDS}
_ID: Final[Schema] = {"type": "string", "format": "uuid"}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}


def search_schemas(summary: Schema) -> dict[str, Schema]:
    """By name. `summary` is that of an item in a list: a hit has the same members, and says what was found where."""
    hit = _object(
        {
            **summary["properties"],
            "matched": {
                **_object({"language": _LANGUAGE, "fields": _array(_FIELD)}),
                "description": (
                    "Where it was found. Another language than the address's: only its other version has the words. `fields` "
                    "is empty where the index is about to take up a new version of the item."
                ),
            },
            "highlights": _array({"$ref": "#/components/schemas/Highlight"}),
        },
        optional=set(summary["properties"]) - set(summary["required"]),
    )
    return {
        "SearchHit": {**hit, "description": "An item found: all that lists show of it, and what was found in it."},
        "Highlight": _highlight(),
        "SearchResults": _results(),
        "Suggestions": _object({"items": {**_array(_suggestion()), "maxItems": 10}}),
    }


def _object(properties: Schema, optional: set[str] | None = None) -> Schema:
    required = [name for name in properties if name not in (optional or ())]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _highlight() -> Schema:
    page = {**_or_null({"type": "integer", "minimum": 1}), "description": "The page of the file; null if it has none."}
    file = _object({"id": _ID, "title": _TEXT, "name": _TEXT, "page": page, "address": _ADDRESS})
    html = {**_TEXT, "description": "Escaped text of the item with the words found in `<mark>`, and no other element."}
    schema = _object({"field": _FIELD, "language": _LANGUAGE, "html": html, "file": _or_null(file)})
    return {**schema, "description": "Words of an item, or of a file that it offers. Title and summary are whole."}


def _results() -> Schema:
    count = _object({"code": _TEXT, "label": _TEXT, "count": _COUNT})
    facets = _object({name: _array(count) for name in FACETS})
    also = _object({"language": _LANGUAGE, "total": _COUNT, "address": _ADDRESS})
    return _object(
        {
            "items": _array({"$ref": "#/components/schemas/SearchHit"}),
            "next": {**_or_null(_ADDRESS), "description": "The address of the next page; null on the last one."},
            "total": {**_COUNT, "description": "How many there are over all pages."},
            "language": _LANGUAGE,
            "facets": {
                **facets,
                "description": "How many are found by each code, whatever of the same facet is chosen.",
            },
            "also_in": {**also, "description": "How many the same search finds in the other language."},
            "did_you_mean": {
                **_or_null(_object({"q": _TEXT, "address": _ADDRESS})),
                "description": "Where nothing has a word: the search with words that there are, if it finds something.",
            },
        }
    )


def _suggestion() -> Schema:
    kind = {"type": "string", "enum": ["item", "term"]}
    return _object({"title": _TEXT, "type": kind, "id": _ID, "address": _ADDRESS, "api": _ADDRESS})
