"""The types that payloads declare: an object type a payload, a field a member, by its type, its role and its description."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache, partial
from typing import Any, Final, Literal, get_args, get_origin
from uuid import UUID

from graphene import ID, Boolean, Float, Int, ObjectType, String

from cms.content.declaration.blocks import BlockPayload
from cms.content.declaration.items import ItemPayload
from cms.content.declaration.members import Member, members
from cms.content.declaration.values import Frozen
from cms.content.languages import CODES
from cms.publication.glossary.payload import TermPayload

from ..enums import Language, choice_enum
from ..field_links import linked
from ..node_ids import item_node_id, term_node_id
from ..payload_parts import NODE_ID
from ..resolvers import ComputedResolver, Field, MemberResolver, Resolver, Source, member_field
from ..scalars import Date, DateTime
from .labels import coded_type
from .naming import field_name, leads_to_items, type_name
from .overrides import Overrides, overrides_of
from .references import BLOCK, ITEM, Identified, listed

Fields = dict[str, Any]
_SCALARS: Final[Mapping[type, Any]] = {
    str: String, UUID: ID, int: Int, float: Float, bool: Boolean, date: Date, datetime: DateTime,
}  # fmt: skip
_WORDS_LANGUAGE: Final = "The language of the words."
_LEADS: Final = "The item that it leads to, in the language of the words; null where it is not public in that language"


@cache
def object_type(model: type[Frozen]) -> Any:
    """The type of a payload. Raises TypeError for one with a member that has no type here."""
    fields = fields_of(model, members(model).values(), overrides_of(model))
    meta = type("Meta", (), {"interfaces": (Identified,) if "id" in fields else ()})
    return type(type_name(model), (ObjectType,), {"__doc__": described(model), "Meta": meta, **fields})


def fields_of(model: type[Frozen], some: Iterable[Member], overrides: Overrides) -> Fields:
    """A field for each of some members of a payload, in their order, but for what is overridden."""
    found: Fields = {}
    if _lacks_language(model):
        found["language"] = member_field(Language, "lang", _WORDS_LANGUAGE)
    for member in some:
        made = overrides.instead[member.name] if member.name in overrides.instead else dict(_derived(model, member))
        if twice := found.keys() & made.keys():
            raise TypeError(f"{model.__name__} would have two fields called {', '.join(sorted(twice))}.")
        found |= made
    found |= overrides.more
    for field in found.values():  # graphene sorts fields by when they were made
        field.reset_counter()
    return found


def described(model: type[Frozen]) -> str:
    """What a payload says of itself, on one line."""
    return " ".join((model.__doc__ or "").split())


def _derived(model: type[Frozen], member: Member) -> Iterator[tuple[str, Field]]:
    if member.name == "id":
        yield "id", _own_id(model)
    many = member.many
    type_ = listed(_type_of(model, member), many)
    resolver: Resolver = _resolver(model, member)
    yield field_name(model, member), Field(type_, resolver, member.description, required=not member.optional)
    if member.role.kind == "link":
        leads = f"{_LEADS}, and where the link leads to another site." if member.optional else f"{_LEADS}."
        resolver = linked(member.name, many=many > 0)
        yield member.name, Field(listed(ITEM, many), resolver, leads, required=many > 0)


def _own_id(model: type[Frozen]) -> Field:
    """The id that is an object's own."""
    root = item_node_id if issubclass(model, ItemPayload) else term_node_id if model is TermPayload else None
    resolver = ComputedResolver(root, ("id", "language")) if root else MemberResolver(NODE_ID)
    return Field(ID, resolver, Identified._meta.fields["id"].description, required=True)


def _resolver(model: type[Frozen], member: Member) -> Resolver:
    cost = int(bool(member.many) and member.nested is not None and _holds_body(member.nested))
    if member.nested is None or not _lacks_language(member.nested):
        return MemberResolver(member.name, cost)
    language = "language" if issubclass(model, ItemPayload) else "lang"
    return ComputedResolver(partial(_in_language, member.name, language), (member.name, language), cost)


def _in_language(name: str, language: str, source: Source) -> Any:
    """A member that is told in which language it stands, since links go on in that."""
    value = source[name]
    if isinstance(value, list):
        return [{**one, "lang": source[language]} for one in value]
    return value and {**value, "lang": source[language]}


@cache
def _lacks_language(model: type[Frozen]) -> bool:
    """Whether links stand in it, or below it, and its own members do not say in which language."""
    if "lang" in model.model_fields or issubclass(model, ItemPayload):
        return False
    nested = (one.nested for one in members(model).values() if one.nested is not None)
    return overrides_of(model).leads_on or leads_to_items(model) or any(map(_lacks_language, nested))


def _holds_body(model: type[Frozen]) -> bool:
    """Whether one of its kind is as long as an item."""
    return model is BlockPayload or any(one.nested is BlockPayload for one in members(model).values())


def _type_of(model: type[Frozen], member: Member) -> Any:
    """The type of one value of a member."""
    if member.role.choice is not None:
        return choice_enum(member.role.choice)
    if member.role.vocabulary is not None:
        return coded_type(member.role.vocabulary, model, member)
    if member.nested is not None:
        return BLOCK if member.nested is BlockPayload else object_type(member.nested)
    if member.name == "id":
        return ID
    kind = member.type
    if get_origin(kind) is Literal:
        codes = get_args(kind)
        if set(codes) == set(CODES):
            return Language
        kind = type(codes[0])
    if kind not in _SCALARS:
        raise TypeError(f"{model.__name__}.{member.name} is {member.type}, which has no type in GraphQL.")
    return _SCALARS[kind]
