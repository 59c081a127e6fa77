"""The fields of payloads as those see them who derive something: roles, nested payloads, the order of reading, leaves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from .blocks import BlockPayload, block_payloads
from .fields import Role, role_of
from .items import SHARED_FIELDS, ItemPayload
from .registry import ItemType, item_types
from .values import Frozen, RichText


@dataclass(frozen=True, slots=True)
class Member:
    """A field of a payload: its name, its role, and the payload that it (or each of its list) is, if any.

    `many` says how deep its lists are, `optional` whether it may be null. A `nested` of BlockPayload stands for any block.
    """

    name: str
    role: Role
    type: Any
    nested: type[Frozen] | None
    many: int
    optional: bool
    description: str


@cache
def members(model: type[Frozen]) -> Mapping[str, Member]:
    """The declared fields of a payload by name, in their order."""
    return {name: _member(name, field) for name, field in model.model_fields.items() if role_of(field) is not None}


def _member(name: str, field: FieldInfo) -> Member:
    inner, many, optional = field.annotation, 0, False
    while True:
        if get_origin(inner) is Annotated:
            inner = get_args(inner)[0]
        elif get_origin(inner) in {UnionType, Union} and type(None) in get_args(inner):
            optional = True
            (inner,) = (one for one in get_args(inner) if one is not type(None))
        elif get_origin(inner) is list:
            inner, many = get_args(inner)[0], many + 1
        else:
            break
    nested = inner if isinstance(inner, type) and issubclass(inner, Frozen) else None
    role = role_of(field)
    assert role is not None  # noqa: S101 - `members` asks for declared fields only
    return Member(name, role, inner, nested, many, optional, field.description or "")


@cache
def own_members(kind: ItemType) -> tuple[Member, ...]:
    """What a type has beyond what all items have, in the order of reading."""
    return tuple(one for name, one in members(kind.payload).items() if name not in SHARED_FIELDS)


@cache
def reading_order(kind: ItemType) -> tuple[Member, ...]:
    """What is read of an item below its summary: its own fields before the body, the body, the others, the downloads."""
    shared, own = members(ItemPayload), own_members(kind)
    before = [one for one in own if one.role.before_body]
    after = [one for one in own if not one.role.before_body]
    return (*before, shared["body"], *after, shared["files"])


@cache
def parts(model: type[Frozen]) -> tuple[str, ...]:
    """The names of a payload's fields that hold a text of some length, or many: what is not left empty in one language."""
    return tuple(
        name
        for name, one in members(model).items()
        if one.role.kind in {"part", "file", "rich_text"} or (one.role.is_words and one.many)
    )


def listed_members() -> tuple[str, ...]:
    """The names of types' own fields that lists show too."""
    names = (one.name for kind in item_types().values() for one in own_members(kind) if one.role.in_lists)
    return tuple(dict.fromkeys(names))


def payload_of_block(name: str) -> type[BlockPayload]:
    """The payload of the block called `name`. Raises KeyError."""
    return block_payloads()[name]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value that has no fields of its own, and where it stands: `body.<id>.title`. A RichText is a leaf."""

    path: str
    role: Role
    value: Any


# What a member is taken for that nobody has declared: whatever is not known to be a code counts as text.
UNDECLARED: Final = Role("text", weight=None)


def leaves(content: Mapping[str, Any], model: type[Frozen], path: str = "") -> Iterator[Leaf]:
    """The leaves of a payload, or of stored content of its shape, in the order of its fields."""
    known = members(model)
    step = f"{path}.{content['id']}" if path and "id" in content else path
    for name, value in content.items():
        member = known.get(name)
        where = f"{step}.{name}" if step else name
        if member is None:
            if name not in model.model_fields:
                yield Leaf(where, UNDECLARED, value)
        elif member.nested is None or member.nested is RichText or member.role.kind in _WHOLE:
            yield Leaf(where, member.role, value)
        else:
            yield from _below(value, member.nested, where)


# Nobody looks inside them: they have no words of their own.
_WHOLE: Final = frozenset({"made", "code", "coded", "name"})


def _below(value: Any, model: type[Frozen], path: str) -> Iterator[Leaf]:
    if isinstance(value, list):
        for one in value:
            yield from _below(one, model, path)
    elif value is not None:
        yield from leaves(value, payload_of_block(value["type"]) if model is BlockPayload else model, path)


def strings(value: Any) -> Iterator[str]:
    """The strings of a leaf of words, whether it is one, a list of them or a list of lists."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
