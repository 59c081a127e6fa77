"""The contract of GraphQL: its schema in the schema definition language, and what a change of it breaks."""

from typing import Final

from graphql import build_schema, find_breaking_changes, print_schema

from cms.http.contracts import Contract

from .schema.query import schema


def schema_text() -> str:
    """The schema with all its descriptions."""
    return f"{print_schema(schema.graphql_schema)}\n"


def broken(old: str, new: str) -> list[str]:
    """What a query that was right by the old schema may find broken in the new one."""
    return [change.description for change in find_breaking_changes(build_schema(old), build_schema(new))]


CONTRACTS: Final = [Contract("schema.graphql", schema_text, broken)]
