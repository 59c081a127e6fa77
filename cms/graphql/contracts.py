"""The contract of GraphQL: its schema in the schema definition language."""

from typing import Final

from graphql import print_schema

from cms.http.contracts import Contract

from .schema.query import schema


def schema_text() -> str:
    """The schema with all its descriptions."""
    return f"{print_schema(schema.graphql_schema)}\n"


CONTRACTS: Final = [Contract("schema.graphql", schema_text)]
