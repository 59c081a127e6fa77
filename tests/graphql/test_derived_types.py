"""What a content app declares becomes types of the schema by rules, whatever it is called."""

from uuid import UUID

import pytest

from cms.content.declaration import fields
from cms.content.declaration.blocks import AnyBlock
from cms.content.declaration.registry import item_types
from cms.content.declaration.values import Coded, Frozen, LinkRef
from cms.content.languages import Language
from cms.content.vocabularies import KINDS, Label
from cms.graphql.schema.query import schema
from cms.graphql.schema.resolvers import ComputedResolver
from cms.graphql.schema.types.derived import object_type
from cms.graphql.schema.types.labels import Kind

STATUSES = {"in-force": Label("Mewn grym", "In force"), "repealed": Label("Diddymwyd", "Repealed")}
ROOTS = schema.graphql_schema.query_type.fields


class Contact(Frozen):
    """Somebody   to be
    reached."""

    lang: Language = fields.code("The language.")
    page: UUID | None = fields.link("The id of their page.")
    others: list[UUID] = fields.link("The ids of further pages.")
    address: str = fields.address("Where it is.")
    language: Language = fields.code("The language of what is at `address`.")


class Shelf(Frozen):
    """Links on a shelf, which do not say their language."""

    first: LinkRef = fields.part("The first.")
    rest: list[LinkRef] = fields.part("The rest.")


class Bookcase(Frozen):
    """Says the language for all that it holds."""

    lang: Language = fields.code("The language.")
    shelves: list[Shelf] = fields.part("Its shelves.")
    spare: Shelf | None = fields.part("A further one.")


class Volume(Frozen):
    """Has a body, a status of its own and a kind that others have too."""

    body: list[AnyBlock] = fields.part("Its text.")
    status: Coded = fields.coded("How it stands.", STATUSES)
    kind: Coded = fields.coded("What it is.", KINDS)


class Series(Frozen):
    """Volumes."""

    volumes: list[Volume] = fields.part("Its volumes.")
    codes: list[list[str]] = fields.text("Its codes.")


def type_of(field):
    return str(field.type)


def test_a_link_is_its_id_and_the_item_it_leads_to():
    found = object_type(Contact)._meta.fields
    assert list(found) == ["language", "page_id", "page", "others_ids", "others", "address", "address_language"]
    assert object_type(Contact)._meta.description == "Somebody to be reached."
    source = {"page": None, "others": ["a", "b"], "lang": "cy"}
    assert list(found["page"].resolver.keys(source, {})) == []
    assert list(found["page"].resolver.keys({**source, "page": "c"}, {})) == [("c", "cy")]
    assert list(found["others"].resolver.keys(source, {})) == [("a", "cy"), ("b", "cy")]
    assert not found["page"].resolver.many
    assert found["others"].resolver.many


def test_links_are_told_the_language_they_stand_in_however_deep():
    case, shelf = object_type(Bookcase)._meta.fields, object_type(Shelf)._meta.fields
    source = {"lang": "cy", "shelves": [{"first": {"item": "a"}, "rest": [{"item": "b"}]}], "spare": None}
    assert list(shelf) == ["language", "first", "rest"]
    (below,) = case["shelves"].resolver.compute(source)
    assert case["spare"].resolver.compute(source) is None
    assert shelf["first"].resolver.compute(below) == {"item": "a", "lang": "cy"}
    assert shelf["rest"].resolver.compute(below) == [{"item": "b", "lang": "cy"}]


def test_a_list_of_what_is_as_long_as_an_item_costs_as_much():
    assert object_type(Volume)._meta.fields["body"].resolver.cost == 1
    assert object_type(Series)._meta.fields["volumes"].resolver.cost == 1
    assert object_type(Series)._meta.fields["codes"].resolver.cost == 0
    shelves = object_type(Bookcase)._meta.fields["shelves"].resolver
    assert isinstance(shelves, ComputedResolver)
    assert shelves.cost == 0


def test_a_vocabulary_of_its_own_has_a_type_and_an_enum_and_a_known_one_has_those_of_all():
    found = object_type(Volume)._meta.fields
    assert found["kind"].type.of_type is Kind
    status = found["status"].type.of_type
    assert (status._meta.name, status._meta.description) == ("VolumeStatus", "How it stands.")
    code = status._meta.fields["code"].type.of_type
    assert code._meta.name == "VolumeStatusCode"
    assert {member.name: member.value for member in code._meta.enum} == {"IN_FORCE": "in-force", "REPEALED": "repealed"}


def test_lists_of_lists_have_no_gaps():
    assert type_of(object_type(Series)._meta.fields["codes"]) == "[[String!]!]!"


def test_a_member_without_a_type_in_graphql_is_named():
    class Broken(Frozen):
        """Has a member of a type that nobody thought of."""

        anything: bytes = fields.code("Whatever.")

    with pytest.raises(TypeError, match=r"Broken\.anything is .*bytes"):
        object_type(Broken)


@pytest.mark.parametrize("kind", item_types().values(), ids=lambda kind: kind.name)
def test_a_type_stands_at_the_root_as_it_declares(kind):
    ways = [way for way in (kind.listing, kind.single, kind.numbered) if way is not None]
    for way in ways:
        assert ROOTS[way.name].description == way.description
    for way in (kind.single, kind.numbered):
        assert way is None or str(ROOTS[way.name].type) == kind.public_name
    assert kind.listing is None or str(ROOTS[kind.listing.name].type) == f"{kind.public_name}Connection"


def test_nothing_else_is_at_the_root():
    declared = {
        way.name
        for kind in item_types().values()
        for way in (kind.listing, kind.single, kind.numbered)
        if way is not None
    }
    shared = {
        "node", "nodes", "item", "items", "term", "terms", "releases", "changes", "parity", "topics", "audiences", "search",
        "suggest",
    }  # fmt: skip
    assert ROOTS.keys() - declared == shared
