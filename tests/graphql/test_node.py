"""Ids are of one object in one language; and by its id each is given again, or nothing is."""

import json
import string
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from graphql import GraphQLObjectType, get_named_type, is_leaf_type

from cms.content.languages import CODES, Language, other
from cms.graphql import limits
from cms.graphql.schema.node_ids import item_node_id, node_id_of, part_id_maker, term_node_id, value_node_id
from cms.publication.models import Edition, TermEdition
from tests.factories.editions import edition, expired, gone, pair, withdrawn
from tests.factories.terms import term_pair
from tests.graphql import asking, generated, library
from tests.graphql.conftest import NAMES
from tests.graphql.library import Spot

pytestmark = pytest.mark.django_db
SCHEMA = generated.SCHEMA
NODE = "query ($node: ID!) { node(id: $node) { __typename id ... on Item { item language title fallback { asked served } } } }"
NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Item { title } ... on Term { name } } }"
# Those of one answer alone: what they lead to has an id by which it is given again.
OF_ONE_ANSWER = {"Suggestion", "FoundFile"}
WITH_IDS = {
    name for name, one in SCHEMA.type_map.items() if isinstance(one, GraphQLObjectType) and "id" in one.fields
}  # fmt: skip


def id_of(row: Edition | TermEdition, language: Language | None = None) -> str:
    made = {"id": str(row.item), "language": language or row.language}
    return item_node_id(made) if isinstance(row, Edition) else term_node_id(made)


def objects(node: Any) -> Iterator[dict[str, Any]]:
    """All objects of an answer that have an id and say of which type they are."""
    if isinstance(node, list):
        for one in node:
            yield from objects(one)
    elif isinstance(node, dict):
        if {"id", "__typename"} <= node.keys():
            yield node
        for one in node.values():
            yield from objects(one)


def everything(root: str, arguments: str) -> list[dict[str, Any]]:
    """All objects with an id in all that there is behind a root field, and in what its links lead to."""
    return [one for text in asking.everything(root, arguments) for one in objects(asking.data(text))]


def everything_of(type_: str, language: Language) -> list[dict[str, Any]]:
    """Those of an item of a type."""
    return everything("item", f'item: "{Spot(0, type_, 0).item}", language: {NAMES[language]}')


# --- no two objects with one id


def test_everything_with_an_id_is_a_node_but_for_what_is_of_one_answer():
    nodes = {one.name for one in SCHEMA.get_possible_types(SCHEMA.type_map["Node"])}
    assert nodes == WITH_IDS - OF_ONE_ANSWER
    assert [str(SCHEMA.type_map["Node"].fields["id"].type), *SCHEMA.type_map["Node"].fields] == ["ID!", "id"]


def test_no_two_objects_have_one_id_in_whatever_type_language_or_item():
    """As a cache sees it: what one answer says of an id, no other may say otherwise."""
    library.save(1)
    said: dict[tuple[str, str], str] = {}
    types: dict[str, str] = {}
    for language in CODES:
        found = [one for type_ in library.TYPES for one in everything_of(type_, language)]
        for one in (*found, *everything("terms", f"language: {NAMES[language]}, first: 100")):
            assert types.setdefault(one["id"], one["__typename"]) == one["__typename"]
            for name, value in one.items():
                written = json.dumps(value, sort_keys=True)
                assert said.setdefault((one["id"], name), written) == written or _less(written), (one, name)
    assert WITH_IDS - set(types.values()) == {*OF_ONE_ANSWER}


def _less(written: str) -> bool:
    """Whether it holds objects, of which another part of the query asks for more."""
    return written[0] in "[{"


def test_blocks_that_a_copied_page_shares_and_files_of_other_titles_have_ids_of_their_own():
    first, second = Spot(0, "guide", 0), Spot(0, "guide", 1)
    for spot in (first, second):
        made = library.payload(spot, "cy")
        file = made["files"][0]
        made["files"] = [file, {**file, "title": "Arall"}, {**file, "title": "Trydydd"}]
        made["body"] = [*made["body"], made["body"][0]]
        library.edition(spot, "cy", made).save()
    found: list[str] = []
    for spot in (first, second):
        text = f'{{ item(item: "{spot.item}", language: CY) {{ files {{ id }} body {{ ... on Node {{ id }} }} }} }}'
        item = asking.data(text)["item"]
        found += [one["id"] for one in (*item["files"], *item["body"])]
    assert len(found) == len(set(found)) == 2 * (3 + 14)


def test_a_part_keeps_its_id_when_others_come_before_it():
    spot = Spot(0, "guide", 0)
    made = library.payload(spot, "cy")
    row = library.edition(spot, "cy", made)
    row.save()
    text = f'{{ item(item: "{spot.item}", language: CY) {{ body {{ ... on Node {{ id }} }} }} }}'
    before = asking.data(text)["item"]["body"]
    made["body"] = [{**made["body"][0], "id": "new"}, *made["body"]]
    Edition.objects.filter(pk=row.pk).update(body=json.dumps(made).encode())
    assert asking.data(text)["item"]["body"][1:] == before


def test_one_that_stands_in_for_the_other_language_is_another_object(data, language, other):
    row = edition(other)
    text = "query ($i: ID!, $l: Language!, $o: Language!) {{ item(item: $i, language: $l{}) {{ id fallback {{ asked }} }} }}"
    asked = {"i": str(row.item), "l": NAMES[language], "o": NAMES[other]}
    standing_in = data(text.format(", fallback: $o"), asked)["item"]
    itself = data(text.replace("$o: Language!", "").format(""), {**asked, "l": NAMES[other]})["item"]
    assert standing_in["id"] != itself["id"] == id_of(row)
    assert data(NODE, {"node": standing_in["id"]})["node"]["fallback"] == {
        "asked": NAMES[language],
        "served": NAMES[other],
    }
    assert data(NODE, {"node": itself["id"]})["node"]["fallback"] is None


def test_what_is_of_one_answer_has_an_id_for_each_thing_that_it_says(error):
    one = {"id": "5d6f0c1e-7b7a-4c53-9a43-0a6c8f2b1d11", "title": "Taflen", "page": 1}
    ids = {value_node_id(said, code) for said in (one, {**one, "page": 2}, {**one, "title": "X"}) for code in CODES}
    assert len(ids) == 6
    for id_ in ids:
        assert error(NODE, {"node": id_})["extensions"]["code"] == "NOT_FOUND"


# --- each is given again


@pytest.mark.repetitive
@pytest.mark.parametrize("type_", library.TYPES)
def test_whatever_has_an_id_is_given_again_by_it_and_is_the_same(type_, language):
    library.save(1)
    for one in everything_of(type_, language):
        fields: Any = {"__typename": None, **SCHEMA.type_map[one["__typename"]].fields}
        wanted: generated.Selection = {
            name: {} for name in one if fields[name] is None or is_leaf_type(get_named_type(fields[name].type))
        }
        text = generated.document({"node(id: $node)": {f"... on {one['__typename']}": wanted}})
        assert asking.data(text, {"node": one["id"]})["node"] == {name: one[name] for name in wanted}


def test_links_of_a_part_lead_on_in_its_language(language):
    library.save(1)
    text = f'{{ item(item: "{Spot(0, "home", 0).item}", language: {NAMES[language]}) {{ ... on Home {{ promos {{ id }} }} }} }}'
    promo = asking.data(text)["item"]["promos"][0]["id"]
    links = "... on Promo { language itemId item { item language } }"
    found = asking.data(f"query ($node: ID!) {{ node(id: $node) {{ {links} }} }}", {"node": promo})["node"]
    assert found["language"] == found["item"]["language"] == NAMES[language]
    assert found["itemId"] == found["item"]["item"]


def test_many_are_given_in_order_and_those_that_are_not_there_are_null(data, language, other):
    row, term = edition(language), term_pair("lleoliad", "placement")[CODES.index(language)]
    ids = [id_of(term), "none", id_of(row), id_of(row, other), id_of(edition(language, state="withdrawn")), id_of(row)]
    found = data(NODES, {"ids": ids})["nodes"]
    item = {"__typename": "Information", "id": id_of(row), "title": row.title}
    assert found == [
        {"__typename": "Term", "id": id_of(term), "name": term.name}, None, item, None, None, item,
    ]  # fmt: skip
    assert data(NODES, {"ids": []})["nodes"] == []


def test_many_take_as_many_queries_as_one():
    library.save(20)
    ids = [
        one
        for place in range(20)
        for one in (
            item_node_id({"id": str(Spot(0, "guide", place).item), "language": "cy"}),
            item_node_id({"id": str(Spot(0, "guide", place).item), "language": "en"}),
            term_node_id({"id": str(library.term_id(place)), "language": "cy"}),
        )
    ]

    def counted(size: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert None not in asking.data(NODES, {"ids": ids[:size]})["nodes"]
        return len(asked)

    assert counted(3) == counted(60)


def test_many_cost_as_many_as_they_are_and_are_a_hundred_at_most(graphql):
    text = "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Item { parent { id } body { __typename } } } }"
    assert graphql(text, {"ids": ["x"] * 7})["extensions"]["cost"]["requested"] == 7 * 3
    found = graphql.error("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ["x"] * (limits.MAX_PAGE + 1)})
    assert (found["extensions"]["code"], found["extensions"]["parameter"]) == ("INVALID_PARAMETER", "ids")


# --- nothing else is


def test_an_id_of_one_language_never_gives_the_other(error, language, other):
    row = edition(language)
    found = error(NODE, {"node": id_of(row, other)})
    assert (found["extensions"]["code"], found["extensions"]["language"]) == ("NOT_IN_LANGUAGE", other)
    assert found["extensions"]["available"][0]["language"] == language


@pytest.mark.parametrize(
    ("made", "code"),
    [(withdrawn, "WITHDRAWN"), (gone, "GONE"), (expired, "WITHDRAWN")],
    ids=["withdrawn", "gone", "expired"],
)
def test_what_is_no_longer_public_says_so_in_the_language_of_its_id(error, language, made, code):
    found = error(NODE, {"node": id_of(made(language))})
    assert (found["extensions"]["code"], found["extensions"]["language"]) == (code, language)


@pytest.mark.parametrize("kind", ["item", "part", "term"])
def test_what_never_was_is_not_found(error, language, kind):
    made = {"id": str(uuid4()), "language": language}
    id_ = {"item": item_node_id(made), "part": part_id_maker(made)("x"), "term": term_node_id(made)}[kind]
    found = error(NODE, {"node": id_})
    assert (found["extensions"]["code"], found["extensions"]["language"]) == ("NOT_FOUND", language)


def test_a_part_that_is_no_more_is_not_found(error, language):
    row = edition(language)
    found = error(NODE, {"node": part_id_maker({"id": str(row.item), "language": language})("x")})
    sentence = {"cy": "Nid oes dim cyhoeddus â'r dynodwr hwn.", "en": "There is nothing public with this id."}
    assert (found["extensions"]["code"], found["message"]) == ("NOT_FOUND", sentence[language])


@pytest.mark.parametrize("made", ["", "x", "é", "=", "a" * 26, "a" * 100_0, str(UUID(int=1)), "aWN5", "....", "id=="])
def test_what_is_no_id_is_refused_in_the_language_of_the_request(error, made, language):
    found = error(NODE, {"node": made}, **{"accept-language": language})
    assert (found["extensions"]["code"], found["extensions"]["language"]) == ("INVALID_ID", language)


def test_an_id_is_read_only_as_it_was_written():
    id_ = item_node_id({"id": str(UUID(int=7)), "language": "cy"})
    found = node_id_of(id_)
    assert found is not None
    assert (found.kind, found.language, found.item) == ("item", "cy", UUID(int=7))
    assert node_id_of(f"{id_}=") is None
    # The last sign of base64 has four bits to spare, which would be other names for the same.
    signs = string.ascii_letters + string.digits + "-_"
    assert sum(node_id_of(id_[:-1] + last) is not None for last in signs) == len(signs) // 2**4


# --- arguments that name items


@pytest.mark.parametrize("way", ["item: $i", "id: $i", "id: $own", "id: $twins"])
def test_an_item_is_named_by_its_uuid_or_by_the_id_of_either_language(data, language, other, way):
    rows = {row.language: row for row in pair()}
    values = {"$i": str(rows[language].item), "$own": id_of(rows[language]), "$twins": id_of(rows[other])}
    name, value = way.split(": ")
    text = f"query ($language: Language!) {{ item({name}: {json.dumps(values[value])}, language: $language) {{ id title }} }}"
    found = data(text, language=language)["item"]
    assert found == {"id": id_of(rows[language]), "title": rows[language].title}


@pytest.mark.parametrize("way", ["term: $i", "id: $i", "id: $own", "id: $twins"])
def test_a_term_is_named_by_its_uuid_or_by_the_id_of_either_language(data, language, other, way):
    rows = {row.language: row for row in term_pair("lleoliad", "placement")}
    values = {"$i": str(rows[language].item), "$own": id_of(rows[language]), "$twins": id_of(rows[other])}
    name, value = way.split(": ")
    text = f"query ($language: Language!) {{ term({name}: {json.dumps(values[value])}, language: $language) {{ id name }} }}"
    assert data(text, language=language)["term"] == {"id": id_of(rows[language]), "name": rows[language].name}


def test_an_item_is_not_named_by_the_id_of_a_term_nor_of_a_part(error, language):
    row, term = edition(language), term_pair("lleoliad", "placement")[0]
    part = part_id_maker({"id": str(row.item), "language": language})("x")
    asked = [
        ("item", "id", id_of(term)),
        ("item", "id", part),
        ("item", "item", id_of(row)),
        ("term", "id", id_of(row)),
    ]
    for root, name, value in asked:
        field = f'{root}({name}: "{value}", language: $language)'
        found = error(f"query ($language: Language!) {{ {field} {{ __typename }} }}", language=language)
        assert found["extensions"]["code"] == "INVALID_ID"


@pytest.mark.parametrize("arguments", ["", 'term: "x", id: "x"'])
def test_a_term_is_named_in_one_way(error, language, arguments):
    found = error(
        f"query ($language: Language!) {{ term(language: $language {arguments}) {{ name }} }}", language=language
    )
    assert found["extensions"]["code"] == "INVALID_PARAMETER"


def test_a_parent_is_named_by_its_uuid_or_by_the_id_of_either_language(data, language):
    above = pair(type="landing")
    below = edition(language, parent=above[0].item)
    text = (
        "query ($language: Language!, $p: [ID!]) { items(language: $language, filter: {parent: $p}) { nodes { id } } }"
    )
    for named in (str(above[0].item), *map(id_of, above)):
        assert data(text, {"p": [named]}, language=language)["items"]["nodes"] == [{"id": id_of(below)}]
    assert other(language)
