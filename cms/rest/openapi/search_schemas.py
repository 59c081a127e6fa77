"""The schemas of what search and suggestions give."""

from typing import Any, Final, get_args

from cms.content.declaration.tolerance import open_list
from cms.content.languages import CODES
from cms.publication.drafts.preview_overlay import SEARCHED
from search.engines.engine_requests import FACETS
from search.highlighting.highlight_source import OWN_FIELDS
from search.querying.search_results import Match, Part
from search.querying.suggest import MAX_LIMIT as MAX_SUGGESTIONS

Schema = dict[str, Any]
_FIELDS: Final = list(OWN_FIELDS)
_TEXT: Final[Schema] = {"type": "string"}
_ADDRESS: Final[Schema] = {"type": "string", "format": "uri"}
_LANGUAGE: Final[Schema] = {"type": "string", "enum": list(CODES)}
_FIELD: Final[Schema] = open_list(_FIELDS)
_ID: Final[Schema] = {"type": "string", "format": "uuid"}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
_SEARCHED: Final[Schema] = {
    **open_list([SEARCHED]),
    "description": (
        "Only where the request came with a preview token: what is previewed is shown where it is found, but not searched."
    ),
}


def search_schemas(summary: Schema) -> dict[str, Schema]:
    """By name. `summary` is that of an item in a list: a hit has the same members, and says what was found where."""
    hit = _object(
        {
            **summary["properties"],
            "matched": {
                **_object(
                    {
                        "language": {**_LANGUAGE, "description": "The version of the item that has the words."},
                        "fields": {**_array(_FIELD), "description": "The parts of it that have them."},
                    }
                ),
                "description": (
                    "Where it was found. Another language than the address's: only its other version has the words. `fields` "
                    "is empty where the index is about to take up a new version of the item."
                ),
            },
            "match": {
                **open_list(get_args(Match)),
                "description": (
                    "How much of what was searched for is in its own words: `all` that is anywhere, `most` of it by how rare "
                    "the words are, `any` of it; `twin`, nothing, and its other version has some."
                ),
            },
            "highlights": {
                **_array({"$ref": "#/components/schemas/Highlight"}),
                "description": "Passages with the words found.",
            },
        },
        optional=set(summary["properties"]) - set(summary["required"]),
    )
    return {
        "SearchHit": {**hit, "description": "An item found: all that lists show of it, and what was found in it."},
        "Highlight": _highlight(),
        "SearchResults": _results(),
        "SearchCount": _count(),
        "Suggestion": _suggestion(),
        "Suggestions": _object(
            {
                "items": {
                    **_array({"$ref": "#/components/schemas/Suggestion"}),
                    "maxItems": MAX_SUGGESTIONS,
                    "description": "Items and terms, the best first; what is numbered in the order of the numbers.",
                },
                "searched": _SEARCHED,
            },
            {"searched"},
        ),
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
    file = _object(
        {
            "id": {**_ID, "description": "The file's id."},
            "title": {**_TEXT, "description": "Its title, in the language of the passage."},
            "name": {**_TEXT, "description": "Its name, with the extension."},
            "page": page,
            "address": {**_ADDRESS, "description": "Where to get it."},
        }
    )
    html = {**_TEXT, "description": "Escaped text of the item with the words found in `<mark>`, and no other element."}
    schema = _object(
        {
            "field": {**_FIELD, "description": "The part of the item that it is from."},
            "language": {**_LANGUAGE, "description": "The language of the passage."},
            "html": html,
            "file": {
                **_or_null(file),
                "description": "The file that it is from; null where it is the item's own text.",
            },
        }
    )
    return {**schema, "description": "Words of an item, or of a file that it offers. Title and summary are whole."}


def _results() -> Schema:
    count = _array({"$ref": "#/components/schemas/SearchCount"})
    facets = _object({name: {**count, "description": f"By `{name}`."} for name in FACETS})
    also = _object(
        {
            "language": {**_LANGUAGE, "description": "The other language."},
            "total": {**_COUNT, "description": "How many are found in it."},
            "address": {**_ADDRESS, "description": "The address of that search."},
        }
    )
    meant = _object(
        {
            "q": {**_TEXT, "description": "The words that were searched for."},
            "address": {**_ADDRESS, "description": "The address of that search."},
        }
    )
    return _object(
        {
            "items": {**_array({"$ref": "#/components/schemas/SearchHit"}), "description": "What was found."},
            "next": {**_or_null(_ADDRESS), "description": "The address of the next page; null on the last one."},
            "total": {**_COUNT, "description": "How many there are over all pages."},
            "language": {**_LANGUAGE, "description": "The language that was searched."},
            "facets": {
                **facets,
                "description": "How many are found by each code, whatever of the same facet is chosen.",
            },
            "also_in": {**also, "description": "How many the same search finds in the other language."},
            "lacks": {
                **_array(open_list(get_args(Part))),
                "description": (
                    "What there was no time for, since the search engine is slow: counts by facet, a likelier spelling, an "
                    "order that heeds how rare words are. Empty as a rule. Ask again in a few seconds for all of it."
                ),
            },
            "did_you_mean": {
                **_or_null(meant),
                "description": (
                    "Where a word is in nothing and is none that a dictionary knows: the same search with a likelier spelling, "
                    "of which all of this are the results. Say so beside them. Null where what was typed was searched for."
                ),
            },
            "searched": _SEARCHED,
        },
        {"searched"},
    )


def _suggestion() -> Schema:
    return _object(
        {
            "title": {**_TEXT, "description": "The title of the item, or the name of the term."},
            "type": {**open_list(["item", "term"]), "description": "What it is."},
            "id": {**_ID, "description": "Its id."},
            "matched": {
                **_or_null(_TEXT),
                "description": (
                    "What begins as typed where the title does not: the number of a section (`Adran 7`), or another form of "
                    "the term; null where it is the title."
                ),
            },
            "address": {**_ADDRESS, "description": "The address of its public page."},
            "api": {**_ADDRESS, "description": "Its address over REST."},
        }
    )


def _count() -> Schema:
    return _object(
        {
            "code": {**_TEXT, "description": "The same in both languages."},
            "label": {**_TEXT, "description": "Its name in the language of the address."},
            "count": {**_COUNT, "description": "How many of what is found have it."},
        }
    )
