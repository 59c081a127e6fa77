"""What the contract leaves room for: members that may be added, and lists of codes that may grow.

Two forms of each schema are made: the strict one, which what is served is held to, and the one for clients.
"""

from collections.abc import Iterable
from typing import Any, Final

# A list of what there is now (as others write it, too): a validator takes any string, a person sees what to expect.
OPEN: Final = "x-extensible-enum"
# Beside a choice of types: the definition of one that is not there yet. It is in the strict schema only.
OR_OTHER: Final = "x-or-other"


def open_list(codes: Iterable[str | int], kind: str = "string") -> dict[str, Any]:
    """The schema of a code of a list that may grow. All other lists are closed for good."""
    known = list(codes)
    return {"type": kind, "enum": known, OPEN: known}


def for_clients(schema: Any) -> Any:
    """A copy that takes members and codes which are not there yet."""
    if isinstance(schema, list):
        return [for_clients(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    dropped = {"enum"} if OPEN in schema else set()
    if schema.get("additionalProperties") is False:
        dropped.add("additionalProperties")
    if OR_OTHER in schema:
        schema = _or_other(schema)
    return {name: for_clients(value) for name, value in schema.items() if name not in dropped}


def _or_other(schema: dict[str, Any]) -> dict[str, Any]:
    """A choice in which the other type comes last, without what would have a client refuse one that it does not know."""
    known = schema["oneOf"]
    other = {"$ref": known[0]["$ref"].rpartition("/")[0] + f"/{schema[OR_OTHER]}"}
    rest = {name: value for name, value in schema.items() if name not in {"oneOf", "discriminator", OR_OTHER}}
    return {"anyOf": [*known, other], **rest}
