"""Completes what drf-spectacular makes: schemas, headers, shared answers, examples, and how lists are written in a query."""

import re
from typing import Any, Final

from cms.http.deprecations import deprecations_of

from ..query_fields import AnyOf
from ..serializers import SOME_ITEMS
from . import examples
from .components import schemas
from .documented import ANSWERS, DETAIL
from .embed_section import TAG, embed_paths
from .responses import HEADERS, shared_ref, shared_responses, success_headers
from .webhook_section import webhooks

_CONDITIONS: Final = (
    ("If-None-Match", "Entity tags that the client has: 304 if one of them is still right.", '"17-3f1c9a0b7d2e48c6"'),
    ("If-Modified-Since", "304 if it has not changed since.", "Sun, 01 Mar 2026 09:30:00 GMT"),
)
_ALWAYS: Final = {
    "304": "NotModified",
    "400": "BadRequest",
    "401": "Unauthorized",
    "405": "MethodNotAllowed",
    "412": "PreconditionFailed",
    "429": "TooManyRequests",
    "500": "ServerError",
    "503": "Unavailable",
}
_PLACE: Final = re.compile(r"\{[^}]+\}")
_DETAILS: Final = {DETAIL, "both", "term"}
# Those that lead on from a former path, or from an item that has moved to another.
_MOVING: Final = {"item", "itemAtPath", "both"}


def complete(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """A post-processing hook of drf-spectacular."""
    schemes = result["components"]["securitySchemes"]
    result["components"] = {
        "schemas": dict(sorted(schemas().items())),
        "responses": shared_responses(),
        "headers": HEADERS,
        "examples": examples.all_examples(),
    }
    result["webhooks"] = webhooks()
    # Nobody needs a key; who has one may give it.
    result["components"]["securitySchemes"] = schemes
    result["security"] = [{}, *({name: []} for name in schemes)]
    result["tags"] = [
        {"name": "content", "description": "What there is to read, in the language of the address."},
        {"name": "service", "description": "About the service as a whole."},
        TAG,
    ]
    for path, methods in result["paths"].items():
        _complete(path, methods["get"])
    result["paths"] |= embed_paths()
    return result


def _complete(path: str, operation: dict[str, Any]) -> None:
    del operation["security"]
    for one in deprecations_of(_PLACE.sub("x", path)):
        operation |= {"deprecated": True, "x-sunset": one.until.date().isoformat()}
    success = operation["responses"]["200"]
    (content,) = success["content"].values()
    answer = next(name for name, (schema, _) in ANSWERS.items() if schema == content["schema"])
    success["headers"] = success_headers(detail=answer in _DETAILS)
    if shown := examples.names_of(answer):
        content["examples"] = {name: {"$ref": f"#/components/examples/{name}"} for name in shown}
    operation["responses"] |= {status: shared_ref(name) for status, name in _ALWAYS.items()}
    if "{" in path:
        operation["responses"]["404"] = shared_ref("NotFound")
    if operation["operationId"] in _MOVING:
        operation["responses"]["308"] = shared_ref("Moved")
    if answer in _DETAILS:
        operation["responses"]["410"] = shared_ref("Gone")
    if answer == "changes":
        operation["responses"]["410"] = shared_ref("ExpiredToken")
    operation["responses"] = dict(sorted(operation["responses"].items()))
    thing = examples.TERM if answer == "term" else examples.ITEM
    operation["parameters"] = [_described(parameter, thing) for parameter in operation.get("parameters", [])]
    operation["parameters"] += [_condition(*condition) for condition in _CONDITIONS]
    if "{language}" not in path:
        operation["parameters"].append(
            _condition(
                "Accept-Language",
                "The language of problems, where neither the address nor `lang` says.",
                "cy, en;q=0.5",
            )
        )


def _described(parameter: dict[str, Any], thing: str) -> dict[str, Any]:
    """Values of a list are separated by commas; the item (or term) of the examples is the one to try."""
    for schema in (parameter["schema"], parameter["schema"].get("items", {})):
        schema.pop("x-spec-enum-id", None)
    if parameter["schema"].get("type") == "array":
        most = SOME_ITEMS if parameter["name"] == "id" else AnyOf.most
        parameter["schema"] |= {"minItems": 1, "maxItems": most}
        return {**parameter, "style": "form", "explode": False}
    if parameter["name"] == "id":
        return {**parameter, "example": thing}
    return parameter


def _condition(name: str, description: str, example: str) -> dict[str, Any]:
    return {
        "in": "header",
        "name": name,
        "description": description,
        "schema": {"type": "string"},
        "example": example,
    }
