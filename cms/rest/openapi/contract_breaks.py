"""What a change of the OpenAPI document, or of the JSON Schema of an item, breaks for clients that were right before.

More may always be given: members, codes of open lists, types of item and of block. What was marked as deprecated may go.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

Schema = dict[str, Any]
_NULL: Final = {"type": "null"}


def openapi_breaks(old: str, new: str) -> list[str]:
    """Sentences for what a new OpenAPI document breaks of an old one."""
    before, after = json.loads(old), json.loads(new)
    return [*_broken_paths(before["paths"], after["paths"]), *_broken_definitions(_parts(before), _parts(after))]


def schema_breaks(old: str, new: str) -> list[str]:
    """Sentences for what a new JSON Schema breaks of an old one."""
    before, after = json.loads(old), json.loads(new)
    return [*_broken("item", before, after), *_broken_definitions(before.get("$defs", {}), after.get("$defs", {}))]


def _parts(document: Schema) -> Schema:
    schemas: Schema = document["components"]["schemas"]
    return schemas


def _broken_definitions(old: Schema, new: Schema) -> Iterator[str]:
    for name, schema in old.items():
        if name in new:
            yield from _broken(name, schema, new[name])
        elif not schema.get("deprecated"):
            yield f"{name} was removed."


def _broken_paths(old: Schema, new: Schema) -> Iterator[str]:
    for path, operations in old.items():
        for method, operation in operations.items():
            found = new.get(path, {}).get(method)
            if found is not None:
                yield from _broken_operation(f"{method.upper()} {path}", operation, found)
            elif not operation.get("deprecated"):
                yield f"{method.upper()} {path} was removed."


def _broken_operation(where: str, old: Schema, new: Schema) -> Iterator[str]:
    before, after = _parameters(old), _parameters(new)
    for key, parameter in before.items():
        if key in after:
            yield from _narrowed(f"{where}: {key[1]}", parameter, after[key])
        elif not parameter.get("deprecated"):
            yield f"{where}: the parameter {key[1]} was removed."
    for key in after.keys() - before.keys():
        if after[key].get("required"):
            yield f"{where}: the parameter {key[1]} is required now."
    given = _given(old)
    if given is not None and given != _given(new):
        yield f"{where} gives something else."


def _parameters(operation: Schema) -> dict[tuple[str, str], Schema]:
    return {(one["in"], one["name"]): one for one in operation.get("parameters", [])}


def _given(operation: Schema) -> Any:
    """The schemas of a 200, by media type."""
    content = operation["responses"].get("200", {}).get("content", {})
    return {kind: one.get("schema") for kind, one in content.items()} or None


def _narrowed(where: str, old: Schema, new: Schema) -> Iterator[str]:
    """What a parameter takes no more."""
    if new.get("required") and not old.get("required"):
        yield f"{where} is required now."
    before, after = old["schema"], new["schema"]
    for name in ("enum", "x-extensible-enum"):
        values, items = before.get(name, []), before.get("items", {}).get(name, [])
        gone = [one for one in values if one not in after.get(name, values)]
        gone += [one for one in items if one not in after.get("items", {}).get(name, items)]
        if gone:
            yield f"{where} no longer takes {', '.join(map(str, gone))}."
    for name, worse in (("maximum", min), ("minimum", max), ("maxLength", min), ("maxItems", min)):
        if name in after and worse(before.get(name, after[name]), after[name]) != before.get(name):
            yield f"{where}: {name} is {after[name]} now."


def _broken(where: str, old: Schema, new: Schema) -> Iterator[str]:
    """What is given otherwise than it was."""
    yield from _changed_kind(where, old, new)
    required = set(new.get("required", []))
    for name, schema in old.get("properties", {}).items():
        found = new.get("properties", {}).get(name)
        if found is None:
            if not schema.get("deprecated"):
                yield f"{where}.{name} was removed."
            continue
        if name in old.get("required", []) and name not in required:
            yield f"{where}.{name} may be missing now."
        yield from _broken(f"{where}.{name}", schema, found)
    if "items" in old and "items" in new:
        yield from _broken(f"{where}[]", old["items"], new["items"])
    if _NULL in new.get("anyOf", []) and _NULL not in old.get("anyOf", []):
        yield f"{where} may be null now."
    alternatives = zip(_alternatives(old), _alternatives(new), strict=False)
    for before, after in alternatives:
        yield from _broken(where, before, after)


def _alternatives(schema: Schema) -> list[Schema]:
    """Those of a value that is one thing or null; of others there may come more, in any order."""
    found = [one for one in schema.get("anyOf", []) if one != _NULL]
    return found if len(found) == 1 else []


def _changed_kind(where: str, old: Schema, new: Schema) -> Iterator[str]:
    for name in ("type", "format", "const", "$ref"):
        if old.get(name) != new.get(name) and (name in old or "anyOf" not in old):
            yield f"{where}: {name} was {old.get(name, 'open')} and is {new.get(name, 'open')}."
    more = [one for one in new.get("enum", []) if one not in old.get("enum", [])]
    if "enum" in old and more:
        yield f"{where} may be {', '.join(map(str, more))} now, and its list is closed."
    if "enum" in old and "enum" not in new:
        yield f"{where} may be anything now, and its list was closed."
