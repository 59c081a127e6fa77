"""Whatever payloads have, the schema can be asked for, and is as sure to be there."""

import types
import typing
from datetime import date, datetime
from uuid import UUID

import pytest
from graphql import GraphQLEnumType, get_named_type, get_nullable_type, is_non_null_type
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from cms.content.declaration.blocks import BlockPayload, block_payloads
from cms.content.declaration.items import Card, ItemPayload, LanguageState
from cms.content.declaration.registry import item_types
from cms.content.declaration.schema import public_name
from cms.content.declaration.values import Coded, FileRef, LinkRef, PictureRef, TermRef
from cms.graphql.schema.payload_parts import NODE_ID
from cms.graphql.schema.query import schema
from cms.publication.glossary.payload import TermPayload
from tests.graphql.member_names import RENAMED

TYPES = schema.graphql_schema.type_map
SCALARS = {str: {"String", "ID"}, UUID: {"ID"}, int: {"Int"}, bool: {"Boolean"}, date: {"Date"}, datetime: {"DateTime"}}
# Codes that payloads have as mere text and that are of a closed list all the same.
CLOSED = {"AudienceCode", "ItemType", "ResourceKind"}
NAMES = {TermRef: "MarkedTerm", LanguageState: "Translation", FileRef: "File", PictureRef: "Picture", LinkRef: "LinkTo"}
# Members whose values have one type in payloads and each its own here.
OF_ITS_OWN = {"audiences": "Audience", "topics": "Topic", "kind": "Kind"}
MEMBERS = {
    **RENAMED,
    ("Item", "children_total"): "children",
    **{(f"{name.title().replace('_', '')}Block", "id"): "blockId" for name in block_payloads()},
}
# A list in a payload of more than is shown: here a connection, which is null where its cursor is refused.
IN_PAGES = {("Item", "children"), ("Item", "children_total")}


PAYLOADS = [kind.payload for kind in item_types().values()]
BLOCKS = list(block_payloads().values())


def type_name(model):
    if model is ItemPayload:
        return "Item"
    return NAMES.get(model, public_name(model).removesuffix("Payload"))


def models():
    """Every model that a payload is made of."""
    found: list[typing.Any] = []
    waiting: list[typing.Any] = [*PAYLOADS, *BLOCKS, TermPayload]
    while waiting:
        model = waiting.pop()
        if model in found or model in {Card, BlockPayload}:
            continue
        found.append(model)
        for info in model.model_fields.values():
            waiting += [
                part for part in parts(info.annotation) if isinstance(part, type) and issubclass(part, BaseModel)
            ]
    return found


def parts(annotation):
    """The types that an annotation is made of."""
    inner = [arg for arg in typing.get_args(annotation) if not isinstance(arg, str | int | FieldInfo)]
    return [part for arg in inner for part in parts(arg)] if inner else [annotation]


def type_names(model):
    """Its types in the schema."""
    return sorted(set(OF_ITS_OWN.values())) if model is Coded else [type_name(model)]


def members(model):
    """Each member with what it is annotated as, and the field that has it. A block's own type `__typename` says."""
    for name in type_names(model):
        for member, info in model.model_fields.items():
            shared = issubclass(model, ItemPayload) and member in ItemPayload.model_fields
            if member != "type" or not name.endswith("Block"):
                annotation = ItemPayload.model_fields[member].annotation if shared else info.annotation
                place = ("Item" if shared else name, member)
                yield place, annotation, TYPES[name].fields[MEMBERS.get(place, camel(member))]


def camel(member):
    first, *rest = ("language" if member == "lang" else member).split("_")
    return first + "".join(word.capitalize() for word in rest)


def agrees(annotation, kind, member):
    """Whether a type of the schema says what an annotation says."""
    args = [arg for arg in typing.get_args(annotation) if arg is not type(None)]
    if typing.get_origin(annotation) in {typing.Union, types.UnionType} and len(args) == 1:
        assert not is_non_null_type(kind)
        agrees(args[0], kind, member)
        return
    if typing.get_origin(annotation) is list:
        inner = get_nullable_type(kind).of_type
        assert is_non_null_type(inner)
        agrees(args[0], inner, member)
        return
    named = get_named_type(kind)
    if typing.get_origin(annotation) is typing.Literal:
        closed_list_agrees(set(args), named)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        own = OF_ITS_OWN.get(member, "Item" if annotation is Card else type_name(annotation))
        assert named.name == own
    elif typing.get_origin(annotation) is typing.Annotated:
        assert named.name == "Block"
    else:
        assert named.name in SCALARS[annotation] | (CLOSED if member in {"code", "type"} else set())


def closed_list_agrees(codes, named):
    if isinstance(named, GraphQLEnumType):
        assert {value.value.value for value in named.values.values()} == codes
    else:
        assert named.name == ("Int" if codes == {2, 3} else "String")


MODELS = pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)


@MODELS
def test_every_member_of_a_payload_can_be_asked_for(model):
    for place, annotation, field in members(model):
        assert place[1] in field.resolve.needs, place
        if place not in IN_PAGES:
            agrees(annotation, field.type, place[1])


@MODELS
def test_what_a_payload_always_has_is_never_null(model):
    for place, annotation, field in members(model):
        if place not in IN_PAGES:
            optional = type(None) in typing.get_args(annotation)
            assert is_non_null_type(field.type) is not optional, place


@MODELS
def test_nothing_is_taken_that_payloads_do_not_have(model):
    for name in type_names(model):
        taken = {member for field in TYPES[name].fields.values() for member in field.resolve.needs}
        # Links and terms are told the language that they stand in, and parts of an item their ids.
        assert taken <= {*model.model_fields, "lang", NODE_ID}, name


@pytest.mark.parametrize(("abstract", "known"), [("Item", PAYLOADS), ("Block", BLOCKS)])
def test_every_type_of_a_payload_and_of_a_block_has_its_type(abstract, known):
    by_code = {typing.get_args(model.model_fields["type"].annotation)[0]: type_name(model) for model in known}
    possible = schema.graphql_schema.get_possible_types(TYPES[abstract])
    assert TYPES[abstract].graphene_type.discriminator == by_code
    assert {one.name for one in possible} == set(by_code.values())
