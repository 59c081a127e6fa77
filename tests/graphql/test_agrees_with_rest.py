"""REST and GraphQL say the same of every item and term of the demo, in both languages: member by member, list by list."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import TestCase
from graphql import GraphQLEnumType, get_named_type

from cms.content.languages import CODES
from cms.publication.models import Edition, State
from tests.factories.demo import load_demo
from tests.graphql import generated
from tests.graphql.generated import SCHEMA, Selection, everything, merge
from tests.graphql.member_names import RENAMED

# Members that GraphQL calls by another name than the same in camel case.
MEMBERS = {**RENAMED, ("AlsoIn", "total"): "totalCount"}
# Items below and beside an item are cards in REST, and items in GraphQL.
CARDS = ("children", "related")
CARD: Selection = {
    **{name: {} for name in ("__typename", "id", "item", "language", "title", "path", "canonical", "type", "summary")},
    "... on Section": {"number": {}},
    "... on Resource": {"kind": {"code": {}}},
}
LISTS = ("items", "sections", "resources", "guides", "information", "training")
SORTS = {
    "position": "POSITION", "title": "TITLE", "-title": "TITLE_DESC", "updated": "UPDATED", "-updated": "UPDATED_DESC",
    "published": "PUBLISHED", "-published": "PUBLISHED_DESC",
}  # fmt: skip


def whole_item() -> list[str]:
    """All that there is of an item, with the cards of what is below and beside it."""
    more: Selection = {"children(first: 100)": {"totalCount": {}, "nodes": CARD}, "related": CARD}
    selection = {"item(id: $id, language: $language)": merge(everything(SCHEMA.type_map["Item"]), more)}
    return [generated.document(part) for part in generated.pieces(selection, generated.fits)]


def differences(rest: Any, given: Any, named: Any, where: str = "") -> Iterator[str]:
    """Where GraphQL's value says something else than REST's. `named` is its type."""
    if isinstance(rest, list) and isinstance(given, list) and len(rest) == len(given):
        for place, pair in enumerate(zip(rest, given, strict=True)):
            yield from differences(*pair, named, f"{where}[{place}]")
    elif isinstance(rest, dict) and isinstance(given, dict):
        for name, value in rest.items():
            yield from _of_member(name, value, given, where)
    elif rest != (_code(named, given) if isinstance(named, GraphQLEnumType) and given else given):
        yield f"{where}: {rest!r} is {given!r}"


def _of_member(name: str, value: Any, given: dict[str, Any], where: str) -> Iterator[str]:
    named: Any = SCHEMA.type_map[given["__typename"]]
    is_item = any(one.name == "Item" for one in named.interfaces)
    owner, there = "Item" if is_item else named.name, f"{where}.{name}"
    if name == "type" and named.name.endswith("Block"):
        if SCHEMA.type_map["Block"].graphene_type.discriminator[value] != named.name:
            yield there
    elif is_item and name in CARDS:
        found = given["children"]["nodes"] if name == "children" else given["related"]
        if value != [_card(one) for one in found]:
            yield there
    elif is_item and name == "children_total":
        if value != given["children"]["totalCount"]:
            yield there
    elif (field := _renamed(owner, name)) in given:
        yield from differences(value, given[field], get_named_type(named.fields[field].type), there)
    else:
        yield f"{there} is missing"


def _renamed(owner: str, name: str) -> str:
    return MEMBERS.get((owner, name), "blockId" if name == "id" and owner.endswith("Block") else camel(name))


def _card(node: dict[str, Any]) -> dict[str, Any]:
    """An item as REST's card of it."""
    kind = node.get("kind")
    return {
        **{name: node[name] for name in ("title", "path", "summary")}, "id": node["item"],
        "lang": node["language"].lower(), "address": node["canonical"], "type": node["type"].lower(),
        "kind": kind and _code(SCHEMA.type_map["ResourceKind"], kind["code"]), "number": node.get("number"),
    }  # fmt: skip


def _code(named: Any, name: str) -> str:
    code: str = named.values[name].value
    return str(code)


def camel(name: str) -> str:
    first, *rest = ("language" if name == "lang" else name).split("_")
    return first + "".join(word.capitalize() for word in rest)


def test_a_difference_is_seen_wherever_it_is() -> None:
    rest = {"file": {"id": "1", "pages": None, "language": "mul"}, "lang": "cy", "type": "file"}
    file = {"__typename": "File", "fileId": "1", "pages": None, "language": "MUL"}
    given = {"__typename": "FileBlock", "language": "CY", "file": file}
    block = SCHEMA.type_map["Block"]
    assert list(differences([rest], [given], block)) == []
    for wrong in ({"pages": 2}, {"language": "CY"}, {"fileId": "2"}):
        assert len(list(differences(rest, {**given, "file": {**file, **wrong}}, block))) == 1
    assert list(differences({**rest, "name": ""}, given, block)) == [".name is missing"]
    assert list(differences([rest], [], block)) != []


@pytest.mark.repetitive
@pytest.mark.xdist_group("demo")
class TheDemoOverBoth(TestCase):
    """The demo of this project, as it is in demo/, loaded once."""

    @classmethod
    def setUpTestData(cls) -> None:
        load_demo()

    def rest(self, language: str, address: str, **query: Any) -> Any:
        response = self.client.get(f"/api/v1/{language}/{address}?{urlencode(query)}")
        assert response.status_code == 200, address
        return response.json()

    def graphql(self, query: str, **variables: Any) -> dict[str, Any]:
        asked = {"query": query, "variables": variables}
        answer = self.client.post("/graphql", asked, content_type="application/json").json()
        assert "errors" not in answer, answer["errors"]
        found: dict[str, Any] = answer["data"]
        return found

    def test_every_item_is_the_same(self) -> None:
        queries, seen = whole_item(), set()
        for item, language in Edition.objects.filter(state=State.PUBLISHED).values_list("item", "language"):
            rest, given = self.rest(language, f"items/{item}"), dict[str, Any]()
            for query in queries:
                given |= self.graphql(query, id=str(item), language=language.upper())["item"]
            assert list(differences(rest, given, SCHEMA.type_map["Item"])) == []
            seen |= {block["type"] for block in rest["body"]} | {rest["type"]}
        assert len(seen) >= 20, "the demo has items of all types with nearly all blocks"

    def test_every_term_is_the_same(self) -> None:
        whole: Selection = {"terms(first: 100, language: $language)": everything(SCHEMA.type_map["TermConnection"])}
        for language in CODES:
            rest = self.rest(language, "terms", limit=100)
            given = self.graphql(generated.document(whole), language=language.upper())["terms"]
            assert given["totalCount"] == rest["total"] > 50
            assert list(differences(rest["items"], given["nodes"], SCHEMA.type_map["Term"])) == []
            one = (
                f'query {{ term(id: "{rest["items"][0]["id"]}", language: {language.upper()}) {{ name definition }} }}'
            )
            assert self.graphql(one)["term"]["name"] == rest["items"][0]["name"]

    def test_lists_have_the_same_items_in_the_same_order(self) -> None:
        for language in CODES:
            for name in LISTS:
                for sort, code in SORTS.items():
                    rest = self.rest(language, name, limit=100, sort=sort)
                    asked = f"language: {language.upper()}, sort: {code}, first: 100"
                    query = f"{{ {name}({asked}) {{ totalCount nodes {{ item }} }} }}"
                    given = self.graphql(query)[name]
                    assert given["totalCount"] == rest["total"] > 0
                    assert [one["item"] for one in given["nodes"]] == [one["id"] for one in rest["items"]]

    def test_the_home_page_the_framework_and_sections_are_the_same(self) -> None:
        for language in CODES:
            numbers = [one["number"] for one in self.rest(language, "sections")["items"]]
            asked = {"home": ("home", ""), "framework": ("framework", "")}
            asked |= {f"sections/{number}": ("section", f', number: "{number}"') for number in numbers}
            for address, (root, more) in asked.items():
                given = self.graphql(f"{{ {root}(language: {language.upper()}{more}) {{ item version }} }}")[root]
                rest = self.rest(language, address)
                assert given == {"item": rest["id"], "version": rest["version"]}

    def test_topics_and_audiences_are_the_same(self) -> None:
        for language in CODES:
            for name, type_ in (("topics", "TopicUse"), ("audiences", "AudienceUse")):
                query = f"{{ {name}(language: {language.upper()}) {{ __typename code label count }} }}"
                rest = self.rest(language, name)["items"]
                for one in rest:
                    assert one.pop("items").endswith(one["code"])
                assert list(differences(rest, self.graphql(query)[name], SCHEMA.type_map[type_])) == []
