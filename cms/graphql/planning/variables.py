"""The values of a request's variables, made what their types say (GraphQL, 6.1.2)."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, cast

from graphql import (
    GraphQLError,
    GraphQLInputType,
    GraphQLSchema,
    VariableDefinitionNode,
    is_non_null_type,
    type_from_ast,
    value_from_ast,
)
from graphql.utilities import coerce_input_value

from ..errors import Refused, RequestError
from ..errors.sentences.of_queries import NOTHING
from ..errors.value_errors import variable_error
from ..limits import MAX_ERRORS


def coerce_variables(
    schema: GraphQLSchema, definitions: Iterable[VariableDefinitionNode], given: Mapping[str, Any]
) -> dict[str, Any]:
    """The values by name; those that were not given and have no default are left out. Raises Refused with the first few
    that do not fit.
    """
    values: dict[str, Any] = {}
    errors: list[RequestError] = []

    def report(definition: VariableDefinitionNode, path: list[str | int], value: Any, _: GraphQLError | None) -> None:
        if len(errors) == MAX_ERRORS:
            raise Refused(*errors, RequestError("TOO_MANY_ERRORS"))
        errors.append(variable_error(definition, type_, path, value))

    for definition in definitions:
        name = definition.variable.name.value
        type_ = cast(GraphQLInputType, type_from_ast(schema, definition.type))
        if name in given:
            values[name] = coerce_input_value(given[name], type_, partial(report, definition), hide_suggestions=True)
        elif definition.default_value:
            values[name] = value_from_ast(definition.default_value, type_)
        elif is_non_null_type(type_):
            report(definition, [], NOTHING, None)
    if errors:
        raise Refused(*errors)
    return values
