"""How a view says what it answers; what all answers have in common is added by the hooks."""

import inspect
from collections.abc import Callable
from typing import Any, Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from cms.content.languages import CODES
from cms.http.identifiers import SECTION_NUMBER

from ..serializers import Query

DETAIL: Final = "item"
# The schema of each kind of answer, and in a few words what it is.
ANSWERS: Final[dict[str, tuple[dict[str, Any], str]]] = {
    DETAIL: (
        {"$ref": "#/components/schemas/Item"},
        "The item in the language of the address, or in that of `fallback`.",
    ),
    "list": ({"$ref": "#/components/schemas/ItemList"}, "A page of the list."),
    "both": ({"$ref": "#/components/schemas/Both"}, "The item in both languages."),
    "codes": (
        {"$ref": "#/components/schemas/CodeList"},
        "All codes, with their labels in the language of the address.",
    ),
    "terms": ({"$ref": "#/components/schemas/TermList"}, "A page of the glossary."),
    "term": ({"$ref": "#/components/schemas/Term"}, "The term in the language of the address."),
    "search": (
        {"$ref": "#/components/schemas/SearchResults"},
        "A page of what was found; an empty one, if nothing was.",
    ),
    "suggest": ({"$ref": "#/components/schemas/Suggestions"}, "What begins as typed; an empty list, if nothing does."),
    "changes": (
        {"$ref": "#/components/schemas/ChangeList"},
        "What changed, nothing where nothing did. With `Accept: text/event-stream`, each entry is an event.",
    ),
    "export": (
        {"anyOf": [{"$ref": "#/components/schemas/ExportLine"}, {"$ref": "#/components/schemas/ExportEnd"}]},
        "Each line is one of these.",
    ),
    "bothList": ({"$ref": "#/components/schemas/BothList"}, "The items and terms in both languages."),
    "manifest": ({"$ref": "#/components/schemas/Manifest"}, "A page of everything that is public."),
    "parity": ({"$ref": "#/components/schemas/ParityReport"}, "The figures of both languages."),
    "releases": (
        {"$ref": "#/components/schemas/ReleaseList"},
        "A page of what went out.",
    ),
    "index": ({"$ref": "#/components/schemas/Index"}, "Where everything is."),
    "schema": ({"type": "object"}, "The document."),
}
NDJSON: Final = "application/x-ndjson"
MEDIA_TYPES: Final = {
    "itemSchema": "application/schema+json", "openapiYaml": "application/yaml", "export": NDJSON,
}  # fmt: skip
_PATH_PARAMETERS: Final = {
    "language": OpenApiParameter(
        "language",
        OpenApiTypes.STR,
        OpenApiParameter.PATH,
        enum=CODES,
        description="The language of the content. Region and case are forgiven (`cy-GB`, `EN`).",
    ),
    "id": OpenApiParameter(
        "id", OpenApiTypes.UUID, OpenApiParameter.PATH, description="The item, over both languages."
    ),
    "number": OpenApiParameter(
        "number",
        OpenApiTypes.STR,
        OpenApiParameter.PATH,
        pattern=SECTION_NUMBER.pattern,
        description="The number of a section, such as `6` or `6.2`.",
    ),
}


def documented(name: str, query: type[Query], answer: str) -> Callable[[Any], Any]:
    """Describes a `get`: its operation id, its parameters and what it gives. Its docstring is the description."""

    def decorate(method: Any) -> Any:
        schema, description = ANSWERS[answer]
        words = " ".join((inspect.getdoc(method) or "").split())
        in_path = [_PATH_PARAMETERS[part] for part in inspect.signature(method).parameters if part in _PATH_PARAMETERS]
        media_type = MEDIA_TYPES.get(name, "application/json")
        decorated = extend_schema(
            operation_id=name,
            summary=words.split(". ")[0].split(": ")[0].rstrip("."),
            description=words,
            parameters=[*in_path, *([query] if query().fields else [])],
            responses={(200, media_type): OpenApiResponse(response=schema, description=description)},
            tags=[
                "content"
                if "language" in inspect.signature(method).parameters or answer in {"both", "bothList"}
                else "service"
            ],
        )(method)
        return decorated

    return decorate
