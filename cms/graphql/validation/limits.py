"""What a query may be before anybody is asked: its text, its structure, its validity, its variables. Touches no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLSchema,
    GraphQLSyntaxError,
    Node,
    SelectionSetNode,
    parse,
    specified_rules,
)
from graphql import validate as found_in
from graphql.validation import OverlappingFieldsCanBeMergedRule, ValidationContext

from cms.http.response_cache import LONGEST_BODY

from ..errors import Refused, RequestError, locations_of, quoted
from ..errors.rules import InvalidQuery, coded
from ..errors.syntax import syntax_error
from .structure import Circle, Part, fragments_among, merged, parts_of, response_name

MAX_BYTES: Final = LONGEST_BODY
# Of the text of a query, in characters: what 1,000 tokens need, many times over.
MAX_LENGTH: Final = 30_000
MAX_TOKENS: Final = 1_000
MAX_COMMENTS: Final = 1_000
MAX_DEPTH: Final = 10
# `__schema` and `__type`: what the standard query needs, nine wrappings of a type included; and its lists in one another.
MAX_INTROSPECTION_DEPTH: Final = 15
MAX_INTROSPECTION_LISTS: Final = 2
MAX_ALIASES_A_LEVEL: Final = 15
MAX_ALIASES: Final = 50
MAX_ROOT_FIELDS: Final = 10
MAX_FIELDS: Final = 1_000
MAX_FRAGMENTS: Final = 50
MAX_OPERATIONS: Final = 10
MAX_DIRECTIVES: Final = 5
MAX_VALUES: Final = 1_000
MAX_VALUE_DEPTH: Final = 10
MAX_PAGE: Final = 100
MAX_COST: Final = 1_000
SECONDS: Final = 5.0

# Of validation: errors told at once, and fields of one name compared (in units of graphql-core's rule).
MAX_ERRORS: Final = 3
MAX_COMPARISONS: Final = 15_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document that is within the limits comes to, its fragments included."""

    depth: int
    aliases: int
    root_fields: int
    fields: int


def parsed(text: str) -> DocumentNode:
    """The document. Raises Refused: QUERY_TOO_LONG, SYNTAX_ERROR, TOO_MANY_TOKENS, TOO_MANY_COMMENTS, TOO_DEEP."""
    _check_number("QUERY_TOO_LONG", len(text), MAX_LENGTH)
    try:
        return parse(text, max_lexical_tokens=MAX_TOKENS, max_comments=MAX_COMMENTS)
    except GraphQLSyntaxError as error:
        raise Refused(syntax_error(error, text, tokens=MAX_TOKENS, comments=MAX_COMMENTS, depth=MAX_DEPTH)) from None


def check(document: DocumentNode) -> Facts:
    """What the document comes to. Raises Refused where its structure is beyond a limit."""
    try:
        parts = parts_of(document)
    except Circle as circle:
        raise _refused_circle(circle, document) from None
    operations = [part for part in parts if not isinstance(part.node, FragmentDefinitionNode)]
    _check_number("TOO_MANY_FRAGMENTS", len(parts) - len(operations), MAX_FRAGMENTS)
    _check_number("TOO_MANY_OPERATIONS", len(operations), MAX_OPERATIONS)
    if not operations:
        raise Refused.because("NO_OPERATION")
    fragments = fragments_among(parts)
    for part in parts:
        _check_part(part)
    roots = max(_check_roots(part, fragments) for part in operations)
    for part in parts:
        for level in part.levels:
            _check_number("TOO_MANY_ALIASES_A_LEVEL", _surplus(level, fragments), MAX_ALIASES_A_LEVEL, level)
        _check_number("TOO_MANY_ALIASES", part.aliases, MAX_ALIASES, part.node)
    return Facts(
        max(max(part.depth, part.introspection) for part in operations),
        max(part.aliases for part in operations),
        roots,
        max(part.fields for part in operations),
    )


def validate(document: DocumentNode, schema: GraphQLSchema) -> None:
    """Checks the document against the schema. Raises Refused with the first few errors."""
    found = found_in(schema, document, RULES, max_errors=MAX_ERRORS, hide_suggestions=True)
    if found:
        gave_up = RequestError("TOO_MANY_ERRORS" if len(found) > MAX_ERRORS else "QUERY_TOO_COMPLEX")
        raise Refused(*(error.error if isinstance(error, InvalidQuery) else gave_up for error in found))


def check_values(variables: Mapping[str, Any] | None) -> None:
    """Checks that the variables' JSON is neither long nor deep. Raises Refused: TOO_MANY_VALUES, VALUES_TOO_DEEP."""
    waiting: list[tuple[Any, int]] = [(value, 1) for value in (variables or {}).values()]
    seen = len(waiting)
    while waiting:
        value, depth = waiting.pop()
        if depth > MAX_VALUE_DEPTH:
            raise Refused.because("VALUES_TOO_DEEP", limit=MAX_VALUE_DEPTH)
        if isinstance(value, list | dict):
            seen += len(value)
            if seen <= MAX_VALUES:
                waiting.extend((held, depth + 1) for held in (value.values() if isinstance(value, dict) else value))
        if seen > MAX_VALUES:
            raise Refused.because("TOO_MANY_VALUES", limit=MAX_VALUES)


class _BoundedOverlaps(OverlappingFieldsCanBeMergedRule):
    """The one rule whose work is more than linear, with less of it allowed."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self.rule_context.remaining_complexity_budget = MAX_COMPARISONS


RULES: Final = tuple(
    coded(_BoundedOverlaps if rule is OverlappingFieldsCanBeMergedRule else rule) for rule in specified_rules
)


def _check_part(part: Part) -> None:
    if (aliased := part.alias_in_introspection) is not None and aliased.alias:
        # With them, a short query would get an answer of many megabytes. No tool that reads schemas gives any.
        raise Refused.because("ALIAS_IN_INTROSPECTION", locations_of([aliased]), alias=quoted(aliased.alias.value))
    _check_number("TOO_DEEP", part.depth, MAX_DEPTH, part.node)
    _check_number("INTROSPECTION_TOO_DEEP", part.introspection, MAX_INTROSPECTION_DEPTH, part.node)
    _check_number("INTROSPECTION_TOO_WIDE", part.lists, MAX_INTROSPECTION_LISTS, part.node)
    _check_number("TOO_MANY_DIRECTIVES", part.directives, MAX_DIRECTIVES, part.node)
    _check_number("TOO_MANY_FIELDS", part.fields, MAX_FIELDS, part.node)


def _check_roots(part: Part, fragments: Mapping[str, Part]) -> int:
    """The number of root fields. Those of one name are one."""
    names = {response_name(one) for _, one in merged(part.node.selection_set, fragments)}
    _check_number("TOO_MANY_ROOT_FIELDS", len(names), MAX_ROOT_FIELDS, part.node)
    return len(names)


def _surplus(level: SelectionSetNode, fragments: Mapping[str, Part]) -> int:
    """How many fields of a level have an alias or are there already. Under another type condition a field is another one."""
    surplus = 0
    seen: set[tuple[str | None, str]] = set()
    for condition, one in merged(level, fragments):
        key = (condition, response_name(one))
        surplus += one.alias is not None or key in seen
        seen.add(key)
    return surplus


def _refused_circle(circle: Circle, document: DocumentNode) -> Refused:
    names = circle.names if len(circle.names) <= 6 else [*circle.names[:5], "…", circle.names[-1]]
    nodes: Iterable[Node] = [
        one
        for one in document.definitions
        if isinstance(one, FragmentDefinitionNode) and one.name.value == circle.names[0]
    ]
    return Refused.because("FRAGMENT_CYCLE", locations_of(nodes), cycle=" → ".join(map(quoted, names)))


def _check_number(code: str, found: int, limit: int, node: Node | None = None) -> None:
    if found > limit:
        raise Refused.because(code, locations_of([node] if node else ()), found=found, limit=limit)
