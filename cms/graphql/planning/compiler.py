"""Works a valid document out to a plan: fragments merged, arguments read, and each field told by the kind of its resolver."""

from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cache
from typing import Any, Final, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    Undefined,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)
from graphql.execution.collect_fields import collect_fields, collect_sub_fields
from graphql.execution.values import get_argument_values

from cms.content.declaration.members import listed_members
from cms.publication.payload.cards import LIST_FIELDS

from ..errors import Refused, locations_of, quoted
from ..errors.value_errors import argument_error
from ..limits import MAX_PAGE, MAX_STEPS
from ..schema.payload_parts import NODE_ID, NODE_TYPE
from ..schema.resolvers import ComputedResolver, LinkResolver, MemberResolver, Resolver, RootResolver
from .plan import Plan, PlanSelection, PlanStep, StepKind
from .variables import coerce_variables

# What a card has of a payload.
CARD: Final = frozenset({*LIST_FIELDS, *listed_members(), "lang", "fallback"})
_TYPENAME: Final = "__typename"


def compile_plan(
    schema: GraphQLSchema, document: DocumentNode, operation_name: str | None, variables: Mapping[str, Any] | None
) -> Plan:
    """The plan of a valid document. Raises Refused for an unknown operation, variables that do not fit, or too big a page."""
    operation = _operation(document, operation_name)
    found = coerce_variables(schema, operation.variable_definitions, variables or {})
    compiler = _Compiler(schema, fragments_of(document), found)
    return Plan(compiler.roots(operation), compiler.with_parts, schema, operation, compiler.fragments, found)


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    """A document's fragments by name."""
    return {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}


def _operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    if name is None and len(operations) > 1:
        raise Refused.because("OPERATION_NAME_NEEDED")
    chosen = [one for one in operations if name is None or (one.name and one.name.value == name)]
    if not chosen:
        raise Refused.because("UNKNOWN_OPERATION" if name else "NO_OPERATION", name=quoted(name or ""))
    if chosen[0].operation is not OperationType.QUERY:
        raise Refused.because("NOT_A_QUERY", locations_of(chosen[:1]))
    return chosen[0]


class _Compiler:
    """Selections are shared by the same nodes: however a query is nested, each is worked out once for each type."""

    def __init__(
        self, schema: GraphQLSchema, fragments: dict[str, FragmentDefinitionNode], variables: dict[str, Any]
    ) -> None:
        self.fragments = fragments
        self._schema = schema
        self._variables = variables
        self._known: dict[tuple[str, tuple[int, ...]], PlanSelection] = {}
        self._steps = 0
        self.with_parts = False

    def roots(self, operation: OperationDefinitionNode) -> tuple[PlanStep, ...]:
        query = cast(GraphQLObjectType, self._schema.query_type)
        fields = collect_fields(self._schema, self.fragments, self._variables, query, operation.selection_set)
        return self._all(query, fields)

    def _selection(self, named: GraphQLNamedType, nodes: list[FieldNode]) -> PlanSelection:
        key = (named.name, tuple(map(id, nodes)))
        known = self._known.get(key)
        if known is not None:
            return known
        made = self._known[key] = PlanSelection(named.name)
        if is_abstract_type(named):
            made.type_key, names = self._told_apart(named)
            made.by_type = {code: self._of_type(self._schema.get_type(name), nodes) for code, name in names.items()}
        else:
            made.only = self._of_type(named, nodes)
        made.whole = (
            any(map(self._is_whole, made.variants)) if _is_item(named) else any(map(_holds_whole, made.variants))
        )
        return made

    def _told_apart(self, named: Any) -> tuple[str, Mapping[str, str]]:
        """The member of a payload that says of which type it is, and the names of the types by what it says."""
        names: Mapping[str, str] | None = getattr(named.graphene_type, "discriminator", None)
        return (
            ("type", names)
            if names
            else (NODE_TYPE, {one.name: one.name for one in self._schema.get_possible_types(named)})
        )

    def _of_type(self, named: Any, nodes: list[FieldNode]) -> tuple[PlanStep, ...]:
        fields = collect_sub_fields(self._schema, self.fragments, self._variables, named, nodes)
        return self._all(named, fields)

    def _all(self, parent: GraphQLObjectType, fields: Mapping[str, list[FieldNode]]) -> tuple[PlanStep, ...]:
        self._steps += len(fields)
        if self._steps > MAX_STEPS:
            raise Refused.because("QUERY_TOO_COMPLEX")
        return tuple(self._step(parent, name, nodes) for name, nodes in fields.items())

    def _step(self, parent: GraphQLObjectType, name: str, nodes: list[FieldNode]) -> PlanStep:
        field_name = nodes[0].name.value
        if field_name == _TYPENAME:
            return PlanStep(StepKind.TYPENAME, name, field_name, nodes, key=parent.name)
        if field_name.startswith("__"):
            return PlanStep(StepKind.INTROSPECTION, name, field_name, nodes)
        declared = parent.fields[field_name]
        resolver = cast(Resolver, declared.resolve)
        named = get_named_type(declared.type)
        step = PlanStep(_step_kind(resolver, named), name, field_name, nodes, resolver, getattr(resolver, "key", ""))
        self.with_parts |= step.key == NODE_ID
        if declared.args:
            step.arguments = self._arguments(declared, nodes[0])
        if isinstance(named, GraphQLEnumType):
            step.codes = _codes(named)
        elif not is_leaf_type(named):
            step.below = self._selection(named, nodes)
        return step

    def _arguments(self, declared: GraphQLField, node: FieldNode) -> dict[str, Any]:
        try:
            found = get_argument_values(declared, node, self._variables)
        except GraphQLError as error:
            raise Refused(argument_error(declared, node, error.nodes or [node])) from None
        plain = {name: _plain(value) for name, value in found.items()}
        for name in plain.keys() & {"first", "last"}:
            if plain[name] is None:  # null is as good as nothing
                del plain[name]
                if declared.args[name].default_value is not Undefined:
                    plain[name] = declared.args[name].default_value
            else:
                _check_page(name, plain[name], node)
        return plain

    @staticmethod
    def _is_whole(steps: Iterable[PlanStep]) -> bool:
        return any(not CARD.issuperset(getattr(step.resolver, "needs", ())) for step in steps)


def _check_page(argument: str, size: int, node: FieldNode) -> None:
    if size < 1:
        raise Refused.because("INVALID_PAGE", locations_of([node]), argument=argument, limit=MAX_PAGE, found=size)
    if size > MAX_PAGE:
        raise Refused.because("PAGE_TOO_LARGE", locations_of([node]), argument=argument, limit=MAX_PAGE, found=size)


def _holds_whole(steps: Iterable[PlanStep]) -> bool:
    return any(step.below.whole for step in steps if step.below is not None and step.kind is not StepKind.LINK)


def _is_item(named: GraphQLNamedType) -> bool:
    return named.name in {"Item", "Node"} or any(one.name == "Item" for one in getattr(named, "interfaces", ()))


def _step_kind(resolver: Resolver, named: GraphQLNamedType) -> StepKind:
    if isinstance(resolver, RootResolver):
        return StepKind.ROOT
    if isinstance(resolver, LinkResolver):
        return StepKind.LINK
    if isinstance(resolver, ComputedResolver):
        return StepKind.COMPUTED
    if isinstance(resolver, MemberResolver):
        if isinstance(named, GraphQLEnumType):
            return StepKind.CODED
        return StepKind.LEAF if is_leaf_type(named) else StepKind.OBJECT
    raise TypeError(f"{resolver!r} is none of the kinds in resolvers.py")


@cache
def _codes(named: GraphQLEnumType) -> dict[Any, str]:
    """The names of an enum's values by what payloads have for them."""
    return {_plain(value.value): name for name, value in named.values.items()}


def _plain(value: Any) -> Any:
    """An argument's value without graphene's own classes."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_plain(member) for member in value]
    return value
