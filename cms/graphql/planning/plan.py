"""A query worked out: which member of which payload goes where in the answer.

A plan depends on the document, the operation and the variables alone, so it can be remembered and its cost is known in advance.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, cast

from graphql import FieldNode, FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode

from ..schema.resolvers import Resolver


class StepKind(IntEnum):
    """How a step comes by its value."""

    LEAF = 0
    CODED = 1
    OBJECT = 2
    COMPUTED = 3
    LINK = 4
    TYPENAME = 5
    ROOT = 6
    INTROSPECTION = 7


@dataclass(slots=True, eq=False)
class PlanStep:
    """One member of the answer. `name` is what it is called there, `field_name` in the schema; `key` is the payload's
    member or, of TYPENAME, the type's name; `codes` are the names of an enum's values; `below` is what is asked of the value.
    """

    kind: StepKind
    name: str
    field_name: str
    nodes: list[FieldNode]
    resolver: Resolver | None = None
    key: str = ""
    codes: Mapping[Any, str] | None = None
    below: "PlanSelection | None" = field(default=None, repr=False)
    arguments: Mapping[str, Any] | None = None

    @property
    def factor(self) -> int:
        """How many values it is taken to have: a page's size where it has one, else what the schema says."""
        given = self.arguments or {}
        if "ids" in given:
            return len(given["ids"])
        return cast(int, given.get("first") or given.get("last") or getattr(self.resolver, "size", 1))


@dataclass(slots=True, eq=False)
class PlanSelection:
    """What is asked of values of a type: of one type (`only`), or by what their `type_key` says. `whole` says that cards of
    the items in them do not have all that is asked for.
    """

    type_name: str
    only: tuple[PlanStep, ...] | None = None
    by_type: Mapping[str, tuple[PlanStep, ...]] | None = None
    whole: bool = False
    type_key: str = "type"

    @property
    def variants(self) -> Iterable[tuple[PlanStep, ...]]:
        """The steps for each type that a value may be of."""
        return (self.only,) if self.only is not None else (self.by_type or {}).values()

    @property
    def fields(self) -> frozenset[str]:
        """The fields of the schema that are asked for."""
        return frozenset(step.field_name for steps in self.variants for step in steps)


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A query worked out. `steps` are its root fields, and `with_parts` says that ids of parts of items are asked for; the rest
    is what introspection needs.
    """

    steps: tuple[PlanStep, ...]
    with_parts: bool
    schema: GraphQLSchema
    operation: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]
