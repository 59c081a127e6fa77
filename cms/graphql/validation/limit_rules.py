"""The limits of a document's structure, each a rule. They know no schema, and hold before it is asked anything."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from graphql import DocumentNode, FragmentDefinitionNode, Node, SelectionSetNode

from .. import limits
from ..errors import Refused, locations_of, quoted
from .document_count import (
    DefinitionCount,
    DocumentCount,
    FragmentCycle,
    count_document,
    merged_fields,
    response_name,
)

# Raises Refused.
LimitRule = Callable[[DocumentCount], None]


def check_limits(document: DocumentNode) -> DocumentCount:
    """What the document comes to. Raises Refused where its structure is beyond a limit."""
    try:
        count = count_document(document)
    except FragmentCycle as cycle:
        raise _refused_cycle(cycle, document) from None
    for rule in LIMIT_RULES:
        rule(count)
    return count


def definitions_rule(document: DocumentCount) -> None:
    """TOO_MANY_FRAGMENTS, TOO_MANY_OPERATIONS; and NO_OPERATION, where there are fragments only."""
    operations = len(document.operations)
    _check("TOO_MANY_FRAGMENTS", len(document.definitions) - operations, limits.MAX_FRAGMENTS)
    _check("TOO_MANY_OPERATIONS", operations, limits.MAX_OPERATIONS)
    if not operations:
        raise Refused.because("NO_OPERATION")


def introspection_alias_rule(document: DocumentCount) -> None:
    """ALIAS_IN_INTROSPECTION: with them, a short query would get an answer of many megabytes. No tool that reads schemas
    gives any.
    """
    for definition in document.definitions:
        aliased = definition.alias_in_introspection
        if aliased is not None and aliased.alias:
            raise Refused.because("ALIAS_IN_INTROSPECTION", locations_of([aliased]), alias=quoted(aliased.alias.value))


@dataclass(frozen=True, slots=True)
class DefinitionLimitRule:
    """No operation or fragment comes to more than `limit`, its fragments included."""

    code: str
    limit: int
    measure: Callable[[DefinitionCount], Any]

    def __call__(self, document: DocumentCount) -> None:
        for definition in document.definitions:
            _check(self.code, self.measure(definition), self.limit, definition.node)


def root_fields_rule(document: DocumentCount) -> None:
    """TOO_MANY_ROOT_FIELDS. Those of one name are one."""
    for operation in document.operations:
        _check("TOO_MANY_ROOT_FIELDS", root_fields(operation, document), limits.MAX_ROOT_FIELDS, operation.node)


def aliases_a_level_rule(document: DocumentCount) -> None:
    """TOO_MANY_ALIASES_A_LEVEL: fields that have an alias, or are there already."""
    for definition in document.definitions:
        for level in definition.levels:
            found = _surplus(level, document)
            _check("TOO_MANY_ALIASES_A_LEVEL", found, limits.MAX_ALIASES_A_LEVEL, level)


def root_fields(operation: DefinitionCount, document: DocumentCount) -> int:
    """How many fields the answer to an operation has."""
    return len({response_name(field) for _, field in merged_fields(operation.node.selection_set, document.fragments)})


# In this order: what comes later takes longer, and is only as long as what comes earlier allows.
LIMIT_RULES: Final[tuple[LimitRule, ...]] = (
    definitions_rule,
    introspection_alias_rule,
    DefinitionLimitRule("TOO_DEEP", limits.MAX_DEPTH, attrgetter("depth")),
    DefinitionLimitRule("INTROSPECTION_TOO_DEEP", limits.MAX_INTROSPECTION_DEPTH, attrgetter("introspection")),
    DefinitionLimitRule("INTROSPECTION_TOO_WIDE", limits.MAX_INTROSPECTION_LISTS, attrgetter("lists")),
    DefinitionLimitRule("TOO_MANY_DIRECTIVES", limits.MAX_DIRECTIVES, attrgetter("directives")),
    DefinitionLimitRule("TOO_MANY_FIELDS", limits.MAX_FIELDS, attrgetter("fields")),
    root_fields_rule,
    aliases_a_level_rule,
    DefinitionLimitRule("TOO_MANY_ALIASES", limits.MAX_ALIASES, attrgetter("aliases")),
)


def _surplus(level: SelectionSetNode, document: DocumentCount) -> int:
    """How many fields of a level have an alias or are there already. Under another type condition a field is another one."""
    surplus = 0
    seen: set[tuple[str | None, str]] = set()
    for condition, field in merged_fields(level, document.fragments):
        key = (condition, response_name(field))
        surplus += field.alias is not None or key in seen
        seen.add(key)
    return surplus


def _refused_cycle(cycle: FragmentCycle, document: DocumentNode) -> Refused:
    names = cycle.names if len(cycle.names) <= 6 else [*cycle.names[:5], "…", cycle.names[-1]]
    nodes = [
        one
        for one in document.definitions
        if isinstance(one, FragmentDefinitionNode) and one.name.value == cycle.names[0]
    ]
    return Refused.because("FRAGMENT_CYCLE", locations_of(nodes), cycle=" → ".join(map(quoted, names)))


def _check(code: str, found: int, limit: int, node: Node | None = None) -> None:
    if found > limit:
        raise Refused.because(code, locations_of([node] if node else ()), found=found, limit=limit)
