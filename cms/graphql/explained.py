"""graphql-core's errors in our words, in both languages, with stable codes. Its own text is the last resort only."""

import re
from typing import Any, Final

from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
)

from cms.content.vocabularies import Label
from cms.http import messages as shared

from . import messages
from .errors import Location, RequestError, locations_of, quoted, spelled
from .explanations import EXPLANATIONS

# What of a message is read. It may quote all of a query.
READ: Final = 2_000
_PATTERNS: Final = tuple((re.compile(one.pattern, re.DOTALL), one.code, one.sentence) for one in EXPLANATIONS)
_SUGGESTION: Final = re.compile(r" Did you mean [^?]*\?$")
_GOT: Final = re.compile(r"Variable '(?P<variable>[^']*)' got invalid value (?P<value>.*)", re.DOTALL)
_PLACE: Final = re.compile(r"(?P<value>.*) at '(?P<place>[^']*)'", re.DOTALL)
# What scalars.py says of its own.
_WANTED: Final = {one.en: one for one in (shared.A_DAY, shared.A_MOMENT)}
_LIMITS: Final = {
    "TOO_DEEP": "MAX_DEPTH", "INTROSPECTION_TOO_WIDE": "MAX_INTROSPECTION_LISTS", "VALUES_TOO_DEEP": "MAX_VALUE_DEPTH",
}  # fmt: skip

_TOKENS: Final = {
    "Name": Label("enw", "a name"),
    "Int": Label("rhif cyfan", "a whole number"),
    "Float": Label("rhif degol", "a decimal number"),
    "String": Label("llinyn", "a string"),
    "BlockString": Label("llinyn", "a string"),
    "Comment": Label("sylw", "a comment"),
    "<EOF>": Label("diwedd y ddogfen", "the end of the document"),
    "<SOF>": Label("dechrau'r ddogfen", "the beginning of the document"),
}
_REASONS: Final = (
    (r"'([^']*)' and '([^']*)' are different fields", r"mae ‘\1’ a ‘\2’ yn feysydd gwahanol"),
    (r"they have differing arguments", "mae eu hargiau'n wahanol"),
    (
        r"they return conflicting types '([^']*)' and '([^']*)'",
        r"maent yn rhoi gwerthoedd o fathau gwahanol, ‘\1’ a ‘\2’",
    ),
    (r"subfields '([^']*)' conflict because ", r"oddi tanynt mae ‘\1’ yn gwrthdaro: "),
    (r" and oddi tanynt", ", ac oddi tanynt"),
)


def explained(error: GraphQLError, schema: GraphQLSchema | None = None) -> RequestError:
    """The error in our words. `schema`, by default the one that is served, says what would have been allowed."""
    message = _SUGGESTION.sub("", _readable(error.message))
    if (got := _GOT.fullmatch(message)) is not None:
        return _of_variable(error, got, schema)
    code, sentence, fields = _understood(message.removeprefix("Syntax Error: "), schema)
    return RequestError(code, sentence, fields, _places(error))


def _readable(message: str) -> str:
    """The message, its middle left out where it is long: what tells messages apart is at either end."""
    return message if len(message) <= READ else f"{message[: READ // 2]}…{message[-READ // 2 :]}"


def _understood(message: str, schema: GraphQLSchema | None) -> tuple[str, Label, dict[str, Any]]:
    for pattern, code, sentence in _PATTERNS:
        if (found := pattern.fullmatch(message)) is not None:
            return code, sentence, _fields(code, sentence, found.groupdict(""), schema)
    if (wanted := _wanted(message)) is not None:
        return "INVALID_VALUE", messages.WANTED, {"allowed": [wanted]}
    return "INVALID_QUERY", messages.INVALID_QUERY, {"detail": quoted(message)}


def _wanted(message: str) -> Label | None:
    return next((label for text, label in _WANTED.items() if message == f"Wanted: {text}."), None)


def _fields(code: str, sentence: Label, groups: dict[str, str], schema: GraphQLSchema | None) -> dict[str, Any]:
    fields: dict[str, Any] = {name: quoted(value) for name, value in groups.items()}
    for name in {"token", "found"} & fields.keys():
        fields[name] = _token(groups[name])
    if "reason" in fields:
        fields["reason"] = _reason(groups["reason"])
    if "{limit}" in sentence.en:
        fields["limit"] = int(groups["limit"]) if "limit" in groups else _limit(code)
    if "{allowed}" in sentence.en:
        fields["allowed"] = _allowed(groups, schema) or [messages.SEE_SCHEMA]
    return fields


def _limit(code: str) -> int:
    from .validation import limits

    return int(getattr(limits, _LIMITS[code]))


def _of_variable(error: GraphQLError, got: re.Match[str], schema: GraphQLSchema | None) -> RequestError:
    """The value of a variable does not fit: what is wrong stands after it, as in a query."""
    inner = _SUGGESTION.sub("", _readable(getattr(error.original_error, "message", "")))
    value = got["value"].removesuffix(inner).removesuffix("; ")
    place = _PLACE.fullmatch(value)
    where = f"${place['place']}" if place else got["variable"]
    _, sentence, fields = _understood(inner, schema)
    why = Label(*(spelled(sentence, fields, language) for language in ("cy", "en")))
    given = {"variable": where, "reason": why, **({"allowed": fields["allowed"]} if "allowed" in fields else {})}
    return RequestError("INVALID_VARIABLES", messages.INVALID_VARIABLES, given, _places(error))


def _token(text: str) -> Label:
    """`Name 'x'` in words. Punctuation stands in quotation marks already."""
    kind, _, value = text.partition(" ")
    label = _TOKENS.get(kind)
    if label is None:
        return Label(quoted(text), quoted(text))
    value = quoted(value.strip("'"))
    return Label(f"{label.cy} ‘{value}’", f"{label.en} ‘{value}’") if value else label


def _reason(text: str) -> Label:
    reason = text.partition(". Use different aliases")[0]
    welsh = reason
    for english, ours in _REASONS:
        welsh = re.sub(english, ours, welsh)
    return Label(welsh, reason)


def _allowed(groups: dict[str, str], schema: GraphQLSchema | None) -> list[str]:
    """The names that the schema has where the message is about one that it has not."""
    if schema is None:
        from .schema.query import schema as served

        schema = served.graphql_schema
    if "directive" in groups:
        directive = schema.get_directive(groups["directive"].removeprefix("@"))
        return sorted(directive.args) if directive else []
    if "argument" in groups:
        type_name, _, field_name = groups["field"].partition(".")
        field: GraphQLField | None = getattr(schema.get_type(type_name), "fields", {}).get(field_name)
        return sorted(field.args) if field else []
    named = schema.get_type(groups["type"].strip("[]!"))
    if isinstance(named, GraphQLEnumType):
        return list(named.values)
    if isinstance(named, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
        return list(named.fields)
    return ["__typename"] if named else []


def _places(error: GraphQLError) -> tuple[Location, ...]:
    if error.nodes:
        return locations_of(error.nodes)
    return tuple((place.line, place.column) for place in error.locations or ())
