"""Dates and moments. They go out as the text that payloads have; what comes in is read as REST reads it."""

from datetime import date, datetime
from typing import Any

import graphene
from graphql import GraphQLError, Node, StringValueNode

from cms.http.identifiers import day_of, moment_of


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else str(value.isoformat())


def _written(node: Node) -> Any:
    """What stands in a query; None for what is no text."""
    return node.value if isinstance(node, StringValueNode) else None


class Date(graphene.Scalar):
    """A day, as ISO 8601 writes it: `2026-03-01`."""

    serialize = staticmethod(_as_text)

    @staticmethod
    def parse_value(value: Any, node: Node | None = None) -> date:
        day = day_of(value) if isinstance(value, str) else None
        if day is None:
            raise GraphQLError("not a day", node)
        return day

    @classmethod
    def parse_literal(cls, node: Node, variables: Any = None) -> date:
        return cls.parse_value(_written(node), node)


class DateTime(graphene.Scalar):
    """A moment, as ISO 8601 writes it, with its offset: `2026-03-01T09:30:00Z`.

    Where it is asked with, a date alone is that day's first moment in Wales, and a time without an offset is Welsh time.
    """

    serialize = staticmethod(_as_text)

    @staticmethod
    def parse_value(value: Any, node: Node | None = None) -> datetime:
        moment = moment_of(value) if isinstance(value, str) else None
        if moment is None:
            raise GraphQLError("not a moment", node)
        return moment

    @classmethod
    def parse_literal(cls, node: Node, variables: Any = None) -> datetime:
        return cls.parse_value(_written(node), node)
