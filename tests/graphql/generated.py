"""Queries made from the schema: all that can be asked of a type, and every way that leads from it to others.

Links are known by their resolvers. A selection is a dict: the text of a field or fragment, and what is asked of it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLUnionType,
    Lexer,
    Source,
    TokenKind,
    get_named_type,
    is_leaf_type,
)

from cms.graphql import limits
from cms.graphql.errors.refusal import Refused
from cms.graphql.execution.document_cache import prepare_document
from cms.graphql.schema.query import schema
from cms.graphql.schema.resolvers import LinkResolver

SCHEMA: Final = schema.graphql_schema
# What links with arguments are asked for, and the definitions of the variables.
ARGUMENTS: Final = {"children": "(first: $size)"}
VARIABLES: Final = {
    "$size": "$size: Int! = 3", "$language": "$language: Language!", "$other": "$other: Language", "$id": "$id: ID!",
    "$node": "$node: ID!", "$ids": "$ids: [ID!]!", "$path": "$path: String", "$q": "$q: String!",
}  # fmt: skip
# The most fields of a type that are written out where they are asked for; those of others are in a fragment.
_WRITTEN_OUT: Final = 3
# What stays with every part of a selection that is divided.
_ALWAYS: Final = frozenset({"__typename", "id", "language"})
_EVERY: Final = re.compile(r"\.\.\.Every(\w+)")

Selection = dict[str, "Selection"]


@dataclass(frozen=True)
class Member:
    """A field of a type, or of one of the types that it may be: `within` is the fragment that it has to stand in."""

    owner: str
    name: str
    field: GraphQLField
    within: tuple[str, ...] = ()

    @property
    def type(self) -> GraphQLNamedType:
        return get_named_type(self.field.type)

    @property
    def is_link(self) -> bool:
        return isinstance(self.field.resolve, LinkResolver)

    @property
    def keys(self) -> tuple[str, ...]:
        """How it stands in a selection."""
        return (*self.within, f"{self.name}{ARGUMENTS.get(self.name, '')}")

    @property
    def label(self) -> str:
        """`Item.parent`."""
        return f"{self.owner}.{self.name}"


@dataclass(frozen=True)
class Way:
    """From a type through ready data to a link and what it leads to."""

    keys: tuple[str, ...]
    link: Member

    @property
    def label(self) -> str:
        """`nodes/parent`."""
        return "/".join(re.sub(r"\(.*\)", "", key) for key in self.keys)

    def to(self, selection: Selection) -> Selection:
        """The selection at the end of the way."""
        for key in reversed(self.keys):
            selection = {key: selection}
        return selection

    def within(self, selection: Selection) -> Selection | None:
        """What a selection asks at the end of the way."""
        found: Selection | None = selection
        for key in self.keys:
            found = found.get(key) if found else None
        return found


@cache
def members(named: GraphQLNamedType) -> tuple[Member, ...]:
    """All fields that can be asked of a type; of an interface or union those of its types too."""
    return tuple(_members(named))


def _members(named: Any) -> Iterator[Member]:
    own = {} if isinstance(named, GraphQLUnionType) else named.fields
    shared = {name: one.name for one in getattr(named, "interfaces", ()) for name in one.fields}
    for name, field in own.items():
        yield Member(shared.get(name, named.name), name, field)
    if isinstance(named, GraphQLUnionType | GraphQLInterfaceType):
        for possible in SCHEMA.get_possible_types(named):
            for name, field in possible.fields.items():
                if name not in own:
                    yield Member(possible.name, name, field, (f"... on {possible.name}",))


@cache
def ways(named: GraphQLNamedType) -> tuple[Way, ...]:
    """Every way to a link that does not lead over another link. The nodes of a connection stand for its edges."""
    found: list[Way] = []
    if is_leaf_type(named):
        return ()
    names = {member.name for member in members(named)}
    for member in members(named):
        if member.is_link:
            found.append(Way(member.keys, member))
        elif not (member.name == "edges" and "nodes" in names):
            found += [Way((*member.keys, *way.keys), way.link) for way in ways(member.type)]
    return tuple(found)


def identity(named: GraphQLNamedType) -> Selection:
    """As little as can be asked of a type."""
    if isinstance(named, GraphQLUnionType):
        return {"__typename": {}}
    own = {member.name: member for member in members(named) if not member.within and not member.is_link}
    if isinstance(named, GraphQLInterfaceType):
        return {"__typename": {}, "id": {}}
    if "nodes" in own:
        total: Selection = {"totalCount": {}} if "totalCount" in own else {}
        return {**total, "nodes": identity(own["nodes"].type)}
    if "id" in own:
        return {"id": {}}
    name, first = next(iter(own.items()))
    return {name: {} if is_leaf_type(first.type) else identity(first.type)}


def leaves(named: GraphQLNamedType) -> Selection:
    """What a type says in members without members of their own."""
    own = identity(named)
    if "nodes" in own:
        return {**own, "nodes": leaves(next(one.type for one in members(named) if one.name == "nodes"))}
    for member in members(named):
        if is_leaf_type(member.type):
            merge(own, Way(member.keys, member).to({}))
    return own


def everything(named: GraphQLNamedType) -> Selection:
    """All ready data of a type: every field but links, and every field of those. Big types are named fragments."""
    if is_leaf_type(named):
        return {}
    if len(members(named)) > _WRITTEN_OUT:
        return {f"...Every{named.name}": {}}
    return merge({}, _written_out(named))


@cache
def _written_out(named: GraphQLNamedType) -> Selection:
    merged: Selection = {"__typename": {}}
    for member in members(named):
        if not member.is_link:
            merge(merged, Way(member.keys, member).to(everything(member.type)))
    return merged


def merge(target: Selection, other: Selection) -> Selection:
    """Adds a selection to another one."""
    for key, below in other.items():
        merge(target.setdefault(key, {}), below)
    return target


def tree(named: GraphQLNamedType, links: int, said: Callable[[GraphQLNamedType], Selection] = identity) -> Selection:
    """Every link of a type, every link of what those lead to, and so on for as many links. `said` is asked of each type."""
    made = merge({}, said(named))
    for way in ways(named) if links else ():
        merge(made, way.to(tree(way.link.type, links - 1, said)))
        if "language" in SCHEMA.type_map[way.link.owner].fields:  # what the link stands in says of which language it is
            merge(made, Way((*way.keys[:-1], "language"), way.link).to({}))
    return made


def document(selection: Selection) -> str:
    """The text of a query, with the fragments and variables that it uses."""
    parts, done = [_text(selection)], set[str]()
    for part in parts:
        for type_ in sorted(set(_EVERY.findall(part)) - done):
            done.add(type_)
            parts.append(f"fragment Every{type_} on {type_} {_text(_written_out(SCHEMA.type_map[type_]))}")
    text = "\n".join(parts)
    variables = ", ".join(defined for name, defined in VARIABLES.items() if re.search(rf"\{name}\b", text))
    return f"query{f' ({variables})' if variables else ''} {text}"


def _text(selection: Selection) -> str:
    inner = " ".join(f"{key} {_text(below)}" if below else key for key, below in selection.items())
    return f"{{ {inner} }}"


def depth(selection: Selection) -> int:
    """How many fields stand within one another; fragments do not count, but what they hold does."""
    return max((_depth(key, below) for key, below in selection.items()), default=0)


def _depth(key: str, below: Selection) -> int:
    if spread := _EVERY.fullmatch(key):
        return depth(_written_out(SCHEMA.type_map[spread[1]]))
    return depth(below) + (not key.startswith("... on "))


def tokens(text: str) -> int:
    """How many tokens a parser sees."""
    lexer, count = Lexer(Source(text)), 0
    while lexer.advance().kind is not TokenKind.EOF:
        count += 1
    return count


def fits(selection: Selection) -> bool:
    """Whether a query for a selection is within the limits of size, and says no more fields twice than may be."""
    text = document(selection)
    if tokens(text) > limits.MAX_TOKENS or fields(selection) > limits.MAX_FIELDS:
        return False
    with suppress(Refused):
        prepare_document(text)
        return True
    return False


def fields(selection: Selection) -> int:
    """How many fields are asked for, those of fragments wherever these stand."""
    return sum(_fields(key, below) for key, below in selection.items())


def _fields(key: str, below: Selection) -> int:
    if spread := _EVERY.fullmatch(key):
        return fields(_written_out(SCHEMA.type_map[spread[1]]))
    return fields(below) + (not key.startswith("... on "))


def within(selection: Selection, deepest: int) -> Selection:
    """The selection without what lies deeper; a field that is left with nothing to ask is left out."""
    kept: Selection = {}
    for key, below in selection.items():
        step = 0 if key.startswith("... on ") else 1
        if _depth(key, below) <= deepest:
            kept[key] = below
        elif below and deepest > step and (inner := within(below, deepest - step)):
            kept[key] = inner
    return kept


def pieces(selection: Selection, fits: Callable[[Selection], bool]) -> list[Selection]:
    """The selection in parts that fit, each from the root."""
    if fits(selection) or not selection:
        return [selection] if selection else []
    always = {key: below for key, below in selection.items() if key in _ALWAYS}
    entries = [entry for entry in selection.items() if entry[0] not in always]
    if len(entries) == 1:
        ((key, below),) = entries
        return [{**always, key: part} for part in pieces(below, lambda part: fits({**always, key: part}))]
    halves = entries[: len(entries) // 2], entries[len(entries) // 2 :]
    return [part for half in halves if half for part in pieces({**always, **dict(half)}, fits)]


def roots() -> Mapping[str, GraphQLField]:
    """The fields of Query."""
    return SCHEMA.query_type.fields


def root_type(root: str) -> GraphQLNamedType:
    """What is asked of a root field. What may be anything that there is, is asked for what items are."""
    named = get_named_type(roots()[root].type)
    return SCHEMA.type_map["Item"] if named.name == "Node" else named


def rooted(root: str, arguments: str, selection: Selection) -> Selection:
    """The selection asked of a root field."""
    named = get_named_type(roots()[root].type)
    return {f"{root}({arguments})": {"... on Item": selection} if named.name == "Node" else selection}


def links() -> set[str]:
    """Every link of the schema as `Owner.field`, those of an interface once."""
    return {member.link.label for named in _reachable() for member in ways(named)}


def _reachable() -> Iterable[GraphQLNamedType]:
    found: dict[str, GraphQLNamedType] = {}
    waiting = [root_type(root) for root in roots()]
    while waiting:
        named = waiting.pop()
        if named.name not in found and not is_leaf_type(named):
            found[named.name] = named
            waiting += [member.type for member in members(named)]
    return found.values()
