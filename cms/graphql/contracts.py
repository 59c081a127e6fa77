"""The contract of GraphQL: its schema in the schema definition language, and what a change of it breaks."""

from typing import Final

from graphql import (
    BreakingChange,
    BreakingChangeType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    find_breaking_changes,
    print_schema,
)

from cms.http.contracts import Contract

from .schema.query import schema


def schema_text() -> str:
    """The schema with all its descriptions."""
    return f"{print_schema(schema.graphql_schema)}\n"


def broken(old: str, new: str) -> list[str]:
    """What a query that was right by the old schema may find broken in the new one; what was deprecated may go."""
    before = build_schema(old)
    changes = find_breaking_changes(before, build_schema(new))
    return [change.description for change in changes if not _was_deprecated(before, change)]


def _was_deprecated(before: GraphQLSchema, change: BreakingChange) -> bool:
    """Whether it is the removal of a field that the old schema deprecated. A description begins with `Type.field`."""
    type_name, _, rest = change.description.partition(".")
    kind = before.type_map.get(type_name)
    field = kind.fields.get(rest.split(" ")[0]) if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) else None
    return change.type is BreakingChangeType.FIELD_REMOVED and field is not None and bool(field.deprecation_reason)


CONTRACTS: Final = [Contract("schema.graphql", schema_text, broken)]
