"""The rules of GraphQL's validation, each with the code of what it finds. What stands in the code's sentence is read from the
query's nodes and the schema, never from what graphql-core says.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from functools import partial
from typing import Any, Final, cast

from graphql import GraphQLError, InlineFragmentNode, is_required_argument, validation
from graphql.validation import ASTValidationRule, ValidationContext
from graphql.validation.rules.max_introspection_depth_rule import MAX_LIST_DEPTH

from .formatting import locations_of, quoted, source_of
from .refusal import RequestError
from .value_errors import value_fields

# Fields that one conflict tells at most.
MOST: Final = 6

Rule = type[ASTValidationRule]
# A code and what stands in its sentence.
Finding = tuple[str, dict[str, Any]]
# Nodes are told apart by the rule that reports them.
Nodes = Sequence[Any]


class InvalidQuery(GraphQLError):
    """What a rule found, by its code."""

    def __init__(self, error: RequestError) -> None:
        super().__init__(error.code)
        self.error = error


def coded(rule: Rule) -> Rule:
    """The same rule, which reports `InvalidQuery`. One of graphql-core's that is new to us reports INVALID_QUERY."""
    describe = next((FINDINGS[one] for one in rule.__mro__ if one in FINDINGS), _unknown(rule))

    class Coded(rule):  # type: ignore[misc, valid-type]
        def __init__(self, context: ValidationContext) -> None:
            # A copy, because rules report by way of the context too. What it has found of the document is shared.
            own = copy(context)
            vars(own)["report_error"] = partial(_report, context, describe)
            super().__init__(own)

    return Coded


def _report(context: ValidationContext, describe: "Describe", error: GraphQLError) -> None:
    nodes = error.nodes or []
    code, fields = describe(context, nodes)
    context.report_error(InvalidQuery(RequestError(code, fields, locations_of(nodes))))


Describe = Callable[[ValidationContext, Nodes], Finding]


def _unknown(rule: Rule) -> Describe:
    return lambda context, nodes: ("INVALID_QUERY", {"rule": rule.__name__.removesuffix("Rule")})


def _named(code: str, member: str, mark: str = "") -> Describe:
    """What is told by the name of the first node alone."""
    return lambda context, nodes: (code, {member: mark + _name(nodes[0])})


def _name(node: Any) -> str:
    """The name that a node is or has, and the text of one that has none."""
    named = getattr(node, "name", None) or getattr(node, "variable", node)
    value = getattr(getattr(named, "name", named), "value", None)
    return quoted(value) if value else source_of(node)


def _field(context: ValidationContext) -> tuple[str, Any]:
    """The field that validation stands at: its name and its definition."""
    declared = context.get_field_def()
    known = getattr(context.get_parent_type(), "fields", {})
    return next((name for name, one in known.items() if one is declared), "__type"), declared


def _unknown_field(context: ValidationContext, nodes: Nodes) -> Finding:
    parent = context.get_parent_type()
    allowed = list(getattr(parent, "fields", {})) or ["__typename"]
    return "UNKNOWN_FIELD", {"field": _name(nodes[0]), "type": str(parent), "allowed": allowed}


def _unknown_argument(context: ValidationContext, nodes: Nodes) -> Finding:
    if (directive := context.get_directive()) is not None:
        taker, takes = f"@{directive.name}", directive.args
    else:
        name, declared = _field(context)
        taker, takes = f"{context.get_parent_type()}.{name}", declared.args
    return "UNKNOWN_ARGUMENT", {"argument": _name(nodes[0]), "field": taker, "allowed": sorted(takes)}


def _missing_argument(context: ValidationContext, nodes: Nodes) -> Finding:
    directive = context.get_directive()
    declared = directive or context.get_field_def()
    given = {one.name.value for one in nodes[0].arguments}
    missing = [
        f"{name}: {one.type}"
        for name, one in (declared.args if declared else {}).items()
        if name not in given and is_required_argument(one)
    ]
    return "MISSING_ARGUMENT", {"field": f"{'@' if directive else ''}{_name(nodes[0])}", "missing": missing}


def _directive(context: ValidationContext, nodes: Nodes) -> Finding:
    known = context.schema.get_directive(nodes[0].name.value)
    return "MISPLACED_DIRECTIVE" if known else "UNKNOWN_DIRECTIVE", {"directive": f"@{_name(nodes[0])}"}


def _selection(context: ValidationContext, nodes: Nodes) -> Finding:
    name, declared = _field(context)
    code = "SELECTION_NOT_ALLOWED" if nodes[0].kind == "selection_set" else "SELECTION_MISSING"
    return code, {"field": name, "type": str(declared.type)}


def _impossible_fragment(context: ValidationContext, nodes: Nodes) -> Finding:
    inline = isinstance(nodes[0], InlineFragmentNode)
    fragment: Any = nodes[0] if inline else context.get_fragment(nodes[0].name.value)
    return "IMPOSSIBLE_FRAGMENT", {"parent": str(context.get_parent_type()), "type": _name(fragment.type_condition)}


def _variable_mismatch(context: ValidationContext, nodes: Nodes) -> Finding:
    definition, place = nodes
    parts = [cast(Any, one) for one in context.document.definitions if hasattr(one, "selection_set")]
    usages = (usage for part in parts for usage in context.get_variable_usages(part))
    expected = next(usage.type for usage in usages if usage.node is place)
    return "VARIABLE_MISMATCH", {
        "variable": f"${_name(place)}", "type": source_of(definition.type), "expected": str(expected),
    }  # fmt: skip


def _invalid_value(context: ValidationContext, nodes: Nodes) -> Finding:
    # A member that an object does not have is of no type; the object's says which there are.
    return "INVALID_VALUE", value_fields(nodes[0], context.get_input_type() or context.get_parent_input_type())


def _fields_conflict(context: ValidationContext, nodes: Nodes) -> Finding:
    heads = dict.fromkeys(source_of(one, until=one.selection_set) for one in nodes)
    first = nodes[0].alias or nodes[0].name
    return "FIELDS_CONFLICT", {"field": quoted(first.value), "found": list(heads)[:MOST]}


FINDINGS: Final[Mapping[type, Describe]] = {
    validation.ExecutableDefinitionsRule: _named("NOT_EXECUTABLE", "name"),
    validation.UniqueOperationNamesRule: _named("REPEATED_NAME", "name"),
    validation.LoneAnonymousOperationRule: lambda context, nodes: ("ANONYMOUS_OPERATION", {}),
    validation.SingleFieldSubscriptionsRule: lambda context, nodes: ("NOT_A_QUERY", {}),
    validation.KnownTypeNamesRule: _named("UNKNOWN_TYPE", "type"),
    validation.FragmentsOnCompositeTypesRule: _named("INVALID_FRAGMENT", "type"),
    validation.VariablesAreInputTypesRule: _named("INVALID_VARIABLE_TYPE", "type"),
    validation.ScalarLeafsRule: _selection,
    validation.FieldsOnCorrectTypeRule: _unknown_field,
    validation.UniqueFragmentNamesRule: _named("REPEATED_NAME", "name"),
    validation.KnownFragmentNamesRule: _named("UNKNOWN_FRAGMENT", "fragment"),
    validation.NoUnusedFragmentsRule: _named("UNUSED_FRAGMENT", "fragment"),
    validation.PossibleFragmentSpreadsRule: _impossible_fragment,
    validation.NoFragmentCyclesRule: _named("FRAGMENT_CYCLE", "cycle"),
    validation.UniqueVariableNamesRule: _named("REPEATED_NAME", "name"),
    validation.NoUndefinedVariablesRule: _named("UNDEFINED_VARIABLE", "variable", "$"),
    validation.NoUnusedVariablesRule: _named("UNUSED_VARIABLE", "variable", "$"),
    validation.KnownDirectivesRule: _directive,
    validation.UniqueDirectivesPerLocationRule: _named("REPEATED_DIRECTIVE", "directive", "@"),
    validation.KnownArgumentNamesRule: _unknown_argument,
    validation.UniqueArgumentNamesRule: _named("REPEATED_NAME", "name"),
    validation.ValuesOfCorrectTypeRule: _invalid_value,
    validation.ProvidedRequiredArgumentsRule: _missing_argument,
    validation.VariablesInAllowedPositionRule: _variable_mismatch,
    validation.OverlappingFieldsCanBeMergedRule: _fields_conflict,
    validation.UniqueInputFieldNamesRule: _named("REPEATED_NAME", "name"),
    validation.MaxIntrospectionDepthRule: lambda context, nodes: (
        "INTROSPECTION_TOO_WIDE", {"limit": MAX_LIST_DEPTH - 1},
    ),
}  # fmt: skip
