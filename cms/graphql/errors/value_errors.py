"""Values that do not fit their types, in a query and in variables: what each type would have taken instead."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from graphql import (
    FieldNode,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    Node,
    VariableDefinitionNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

from cms.content.vocabularies import Label
from cms.http import messages

from .formatting import locations_of, quoted, source_of
from .refusal import RequestError
from .sentences import of_queries

_SCALARS: Final[Mapping[str, Label | str]] = {
    "Int": of_queries.A_WHOLE_NUMBER,
    "Float": of_queries.A_DECIMAL_NUMBER,
    "String": of_queries.A_STRING,
    "Boolean": "true, false",
    "ID": of_queries.AN_ID,
    "Date": messages.A_DAY,
    "DateTime": messages.A_MOMENT,
}


def value_fields(node: Node, type_: Any) -> dict[str, Any]:
    """What INVALID_VALUE says of a value in a query, whose type is `type_`."""
    return {"value": source_of(node), "type": str(type_), "allowed": _allowed(type_)}


def argument_error(declared: GraphQLField, node: FieldNode, wrong: Sequence[Node]) -> RequestError:
    """An argument has come to a value that does not fit, by variables that may be null or have none."""
    argument = next(one for one in node.arguments if one.value is wrong[0])
    fields = value_fields(wrong[0], declared.args[argument.name.value].type)
    return RequestError("INVALID_VALUE", fields, locations_of(wrong))


def variable_error(
    definition: VariableDefinitionNode, type_: Any, path: Sequence[str | int], value: Any
) -> RequestError:
    """The value at `path` in a variable of type `type_` does not fit. A Label says that there is none."""
    for step in path:
        inner = get_nullable_type(type_)
        type_ = inner.of_type if is_list_type(inner) else inner.fields[step].type
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    given = value if isinstance(value, Label) else quoted(json.dumps(value, ensure_ascii=False, default=str))
    fields = {
        "variable": f"${quoted(definition.variable.name.value)}{place}",
        "type": quoted(str(type_)),
        "value": given,
        "allowed": _allowed(type_),
    }
    return RequestError("INVALID_VARIABLES", fields, locations_of([definition]))


def _allowed(type_: Any) -> list[str | Label]:
    """What a type takes: the names of an enum's values or of an object's members, else in words."""
    named = get_named_type(type_)
    if isinstance(named, GraphQLEnumType):
        return list(named.values)
    if isinstance(named, GraphQLInputObjectType):
        return list(named.fields)
    return [_SCALARS.get(str(named), str(named))]
