"""The structure of a document, counted with its fragments. Knows no schema and no limit.

Fragments are counted, never written out, and nothing recurses: a document that would grow to millions of fields takes no longer
than any other of its length.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

Definition = OperationDefinitionNode | FragmentDefinitionNode
INTROSPECTION: Final = frozenset({"__schema", "__type"})
# The schema's own lists, of which one leads to another.
LISTS: Final = frozenset({"types", "fields", "interfaces", "possibleTypes", "inputFields"})


class FragmentCycle(Exception):
    """Fragments that contain themselves: each of `names` contains the next, the last is the first."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(" → ".join(names))
        self.names = names


@dataclass(frozen=True, slots=True)
class _Position:
    """Where a selection is: below how many fields and how many of the schema's lists, and whether in the schema at all."""

    depth: int = 0
    lists: int = 0
    introspective: bool = False


@dataclass(slots=True)
class DefinitionCount:
    """An operation or fragment, counted: first on its own, then with the fragments that it uses.

    `depth` is that of ordinary fields, `introspection` that of `__schema` and `__type`, `lists` how many of the schema's lists
    stand in one another. `directives` is the largest number on one node; `levels` are the selection sets written in it.
    """

    node: Definition
    depth: int = 0
    introspection: int = 0
    lists: int = 0
    aliases: int = 0
    fields: int = 0
    directives: int = 0
    alias_in_introspection: FieldNode | None = None
    levels: list[SelectionSetNode] = field(default_factory=list)
    spreads: list[tuple[str, _Position]] = field(default_factory=list)

    def include(self, fragments: Mapping[str, "DefinitionCount"]) -> None:
        """Adds what the fragments come to, which have been counted before."""
        for name, position in self.spreads:
            if (count := fragments.get(name)) is None:
                continue
            self.aliases += count.aliases
            self.fields += count.fields
            self.lists = max(self.lists, position.lists + count.lists)
            if count.depth:
                self.depth = max(self.depth, position.depth + count.depth)
            if count.introspection:
                self.introspection = max(self.introspection, position.depth + count.introspection)

    def add(self, one: FieldNode, position: _Position) -> _Position:
        """Counts a field, and says where its own selections stand."""
        self.fields += 1
        self.aliases += one.alias is not None
        if one.alias is not None and position.introspective:
            self.alias_in_introspection = one
        name = one.name.value
        inside = position.introspective or (position.depth == 0 and name in INTROSPECTION)
        below = _Position(position.depth + 1, position.lists + (inside and name in LISTS), inside)
        self.depth = max(self.depth, 0 if inside else below.depth)
        self.introspection = max(self.introspection, below.depth if inside else 0)
        self.lists = max(self.lists, below.lists)
        return below


@dataclass(frozen=True, slots=True)
class DocumentCount:
    """The operations and fragments of a document, each with what its fragments come to."""

    definitions: list[DefinitionCount]
    fragments: Mapping[str, DefinitionCount]

    @property
    def operations(self) -> list[DefinitionCount]:
        """Those that can be run."""
        return [one for one in self.definitions if isinstance(one.node, OperationDefinitionNode)]


def count_document(document: DocumentNode) -> DocumentCount:
    """The document, counted. Raises FragmentCycle."""
    definitions = [_count_alone(node) for node in document.definitions if isinstance(node, Definition)]
    fragments = {one.node.name.value: one for one in definitions if isinstance(one.node, FragmentDefinitionNode)}
    count = DocumentCount(definitions, fragments)
    for name in _innermost_first(fragments):
        fragments[name].include(fragments)
    for operation in count.operations:
        operation.include(fragments)
    return count


def merged_fields(
    level: SelectionSetNode, fragments: Mapping[str, DefinitionCount]
) -> Iterator[tuple[str | None, FieldNode]]:
    """The fields of a level, each with the innermost type condition it stands under; each fragment once."""
    waiting: list[tuple[SelectionSetNode, str | None]] = [(level, None)]
    included: set[str] = set()
    while waiting:
        selections, condition = waiting.pop()
        for one in selections.selections:
            if isinstance(one, FieldNode):
                yield condition, one
            elif isinstance(one, InlineFragmentNode):
                named = one.type_condition.name.value if one.type_condition else condition
                waiting.append((one.selection_set, named))
            elif isinstance(one, FragmentSpreadNode) and (name := one.name.value) not in included:
                included.add(name)
                if (count := fragments.get(name)) is not None and isinstance(count.node, FragmentDefinitionNode):
                    waiting.append((count.node.selection_set, count.node.type_condition.name.value))


def response_name(node: FieldNode) -> str:
    """What a field is called in the answer."""
    return node.alias.value if node.alias else node.name.value


def _count_alone(node: Definition) -> DefinitionCount:
    count = DefinitionCount(node, directives=len(node.directives or ()), levels=[node.selection_set])
    # The types of the schema's own schema have names that begin so, and no others have.
    introspective = isinstance(node, FragmentDefinitionNode) and node.type_condition.name.value.startswith("__")
    waiting = [(node.selection_set, _Position(introspective=introspective))]
    while waiting:
        selections, position = waiting.pop()
        for one in selections.selections:
            count.directives = max(count.directives, len(one.directives or ()))
            if isinstance(one, FragmentSpreadNode):
                count.spreads.append((one.name.value, position))
            elif isinstance(one, InlineFragmentNode):
                waiting.append((one.selection_set, position))
            elif isinstance(one, FieldNode):
                below = count.add(one, position)
                if one.selection_set:
                    count.levels.append(one.selection_set)
                    waiting.append((one.selection_set, below))
    return count


def _innermost_first(fragments: Mapping[str, DefinitionCount]) -> Iterable[str]:
    uses = {name: {used for used, _ in count.spreads} & fragments.keys() for name, count in fragments.items()}
    try:
        return tuple(TopologicalSorter(uses).static_order())
    except CycleError as error:
        # There, each is used by the next.
        raise FragmentCycle(list(reversed(error.args[1]))) from None
