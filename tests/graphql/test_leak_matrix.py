"""Every way of not being public, over every root field and every link of GraphQL, in both directions of translation."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from wagtail.models import Page

from cms.content.languages import CODES, Language, other
from cms.graphql.schema.node_ids import item_node_id
from cms.publication.models import Edition
from tests.factories import content as make
from tests.factories.terms import term_pair
from tests.graphql import asking, generated, library
from tests.graphql.library import Spot
from tests.publication import scenes, scenes_incomplete, scenes_private
from tests.search.outlet import Index, index

pytestmark = [pytest.mark.django_db, pytest.mark.repetitive]
assert scenes_private
assert scenes_incomplete
assert index
SOURCES = pytest.mark.parametrize("source", CODES)
NAMES = {"cy": "CY", "en": "EN"}
# Every way in which a root field may be asked for what is hidden, but with a fallback: $id is the hidden item.
ROOTS = {
    "node": ["id: $node"],
    "nodes": ["ids: [$node]"],
    "item": ["item: $id, language: $language", "id: $node, language: $language", "path: $path, language: $language"],
    "items": [
        "language: $language, first: 100",
        "language: $language, last: 100, sort: UPDATED_DESC",
        "language: $language, filter: {parent: [$id]}",
        "language: $language, filter: {type: [LANDING]}",
    ],
    "home": ["language: $language"],
    "framework": ["language: $language"],
    "section": ['number: "6", language: $language'],
    "sections": ["language: $language"],
    "resources": ["language: $language"],
    "guides": ["language: $language"],
    "information": ["language: $language"],
    "training": ["language: $language"],
    "terms": ["language: $language"],
    "term": ["id: $id, language: $language"],
    "releases": ["first: 100"],
    "changes": ["first: 100", "first: 100, filter: {language: [$language]}"],
    "parity": ["language: $language"],
    "topics": ["language: $language"],
    "audiences": ["language: $language"],
    "search": ["q: $q, language: $language", "q: $q, language: $language, sort: UPDATED_DESC"],
    "suggest": ["q: $q, language: $language"],
}
SEARCHED = ("search", "suggest")
WHOLE = ("item", "items", "home", "node")
# Links that neighbours of the hidden item have to it (`neighbours`), and those of what is asked for by itself.
LINKS = {
    "Item.parent", "Item.children", "Item.related", "Step.item", "Promo.item", "LinkTo.item",
    "Item.twin", "Translation.item", "ReleasedEdition.item", "ChangedEdition.item", "MarkedTerm.term", "SearchHit.item",
    "Suggestion.item",
}  # fmt: skip
NEIGHBOURS = (Spot(0, "landing", 1), Spot(0, "guide", 1))
# What is of the other language, and says so.
LABELLED = {"twin", "translations", "available", "alsoIn", "languages"}


def test_the_matrix_knows_every_root_field_and_every_link():
    assert set(ROOTS) == set(generated.roots())
    assert generated.links() == LINKS


@cache
def queries(root: str) -> tuple[str, ...]:
    """All that a root field gives and its links lead to; where that may be any item, the whole of it."""
    if root in WHOLE:
        return tuple(text for arguments in ROOTS[root] for text in asking.everything(root, arguments))
    said = generated.tree(generated.root_type(root), 1, generated.leaves)
    return tuple(generated.document(generated.rooted(root, arguments, said)) for arguments in ROOTS[root])


def answers(
    hidden: scenes.Hidden, language: Language, roots: Any = tuple(ROOTS), **more: Any
) -> Iterator[tuple[str, Any]]:
    """(query, answer) for all that could show the hidden item in a language, by whatever path it has or had."""
    pages = Page.objects.filter(translation_key=hidden.item)
    paths = {re.sub(r"^/[^/]+/", f"/{language}/", page.url_path) for page in pages} | {f"/{language}/"}
    variables = {
        "language": NAMES[language],
        "id": str(hidden.item),
        "node": node_id(hidden.item, language),
        "q": hidden.mark.lower(),
        **more,
    }
    for root in roots:
        for text in queries(root):
            for path in sorted(paths) if "$path" in text else [""]:
                found = asking.asked_again(text, {**variables, "path": path})
                yield text, {"data": found.data, "errors": found.errors}
    for spot in NEIGHBOURS:
        for text in queries("item"):
            if "$path" in text:
                continue
            found = asking.asked_again(text, {**variables, "id": str(spot.item), "node": node_id(spot.item, language)})
            assert not found.errors, found.errors
            yield text, {"data": found.data, "errors": []}


def node_id(item: UUID, language: Language) -> str:
    """The id that its edition has, had or would have."""
    return item_node_id({"id": str(item), "language": language})


def neighbours(item: UUID) -> None:
    """Items in both languages whose editions still lead to an item by every link that there is."""
    for spot in NEIGHBOURS:
        rows = [library.edition(spot, code, _leading_to(str(item), library.payload(spot, code))) for code in CODES]
        Edition.objects.bulk_create(rows)


def _leading_to(item: str, node: Any, key: str = "") -> Any:
    if isinstance(node, list):
        return [_leading_to(item, member, key) for member in node]
    if not isinstance(node, dict):
        return item if key == "item" else node
    made = {name: _leading_to(item, member, name) for name, member in node.items()}
    return {**made, "id": item} if key in {"breadcrumb", "children", "related"} else made


def unlabelled(node: Any) -> Any:
    """The answer without what is of the other language and says so."""
    if isinstance(node, list):
        return [unlabelled(member) for member in node]
    if isinstance(node, dict):
        return {name: unlabelled(member) for name, member in node.items() if name not in LABELLED}
    return node


def strangers(node: Any, language: str) -> Iterator[str]:
    """Items and terms that are not in the language in which they are given."""
    if isinstance(node, list):
        for member in node:
            yield from strangers(member, language)
    elif isinstance(node, dict):
        if "version" in node and node.get("language", language) != language:
            yield node["id"]
        for name, member in node.items():
            both = name in {"translations", "languages"}
            for one in member if both else ():
                yield from strangers(one.get("item"), one["language"])
            if not both:
                yield from strangers(member, {"CY": "EN", "EN": "CY"}[language] if name == "twin" else language)


def test_what_is_asked_again_is_answered_as_what_is_asked_once() -> None:
    neighbours(UUID(int=1))
    for spot in NEIGHBOURS:
        variables = {"id": str(spot.item), "node": node_id(spot.item, "cy"), "language": "CY"}
        for text in queries("item"):
            if "$path" not in text:
                assert asking.asked_again(text, variables).data == asking.data(text, variables)


@scenes.each(scenes.PRIVATE)
def test_what_is_private_is_behind_no_field(name: str, source: Language, index: Index) -> None:
    _, hidden = scenes.below_a_section(name, source)
    neighbours(hidden.item)
    index()
    for language in CODES:
        for text, answer in answers(hidden, language):
            assert hidden.mark not in json.dumps(answer), text
            assert list(strangers(answer["data"], NAMES[language])) == []
    for language in hidden.languages:
        assert item(hidden.item, language)["data"] == {"item": None}
        assert item(hidden.item, language, other(language))["data"] == {"item": None}
        check_that_links_lead_nowhere(language)
        check_that_a_late_index_gives_nothing_away(hidden, language, index)


@scenes.each(scenes.INCOMPLETE)
def test_an_incomplete_translation_is_behind_no_field_of_its_language(
    name: str, source: Language, index: Index
) -> None:
    _, hidden = scenes.below_a_section(name, source)
    neighbours(hidden.item)
    index()
    for language in hidden.languages:
        for text, answer in answers(hidden, language):
            assert hidden.mark not in json.dumps(unlabelled(answer)), text
            assert list(strangers(answer["data"], NAMES[language])) == []
        (problem,) = item(hidden.item, language)["errors"]
        assert problem["extensions"]["code"] in {"NOT_IN_LANGUAGE", "NOT_FOUND", "WITHDRAWN", "GONE"}
        check_that_links_lead_nowhere(language)
        check_that_its_other_language_does_not_lead_to_it(hidden.item, language)
        check_that_a_fallback_is_labelled(hidden.item, language)
        check_that_a_late_index_gives_nothing_away(hidden, language, index)


def item(id_: UUID, language: Language, fallback: Language | None = None) -> dict[str, Any]:
    """An item with its other language, by its id."""
    text = (
        "query ($id: ID!, $language: Language!, $other: Language) { item(id: $id, language: $language, fallback: $other) "
        "{ language fallback { asked served } twin { id } translations { language item { id } } } }"
    )
    other_ = NAMES[fallback] if fallback else None
    found = asking.result(text, {"id": str(id_), "language": NAMES[language], "other": other_})
    return {"data": found.data, "errors": found.errors}


@cache
def ways_on() -> str:
    """The query for all links of an item."""
    named = generated.SCHEMA.type_map["Item"]
    return generated.document({"item(id: $id, language: $language)": generated.tree(named, 1)})


def check_that_links_lead_nowhere(language: Language) -> None:
    """Of neighbours to what is hidden. Their own other language is public."""
    for spot in NEIGHBOURS:
        found = asking.data(ways_on(), {"id": str(spot.item), "language": NAMES[language]})["item"]
        promos = found.get("promos", [])
        links = [link for block in found["body"] for link in block.get("links", [])]
        met = [one["item"] for one in (*found["breadcrumb"], *promos, *links)]
        assert (found["parent"], found["children"]["nodes"], found["related"]) == (None, [], [])
        assert met == [None] * (4 + len(promos))


def check_that_its_other_language_does_not_lead_to_it(id_: UUID, language: Language) -> None:
    found = item(id_, other(language))["data"]["item"]
    if found is not None:
        assert found["twin"] is None
        assert [one["item"] for one in found["translations"] if one["language"] == NAMES[language]] == [None]


def check_that_a_fallback_is_labelled(id_: UUID, language: Language) -> None:
    if item(id_, other(language))["data"]["item"] is not None:
        found = item(id_, language, other(language))["data"]["item"]
        assert found["language"] == NAMES[other(language)]
        assert found["fallback"] == {"asked": NAMES[language], "served": NAMES[other(language)]}


def check_that_a_late_index_gives_nothing_away(hidden: scenes.Hidden, language: Language, index: Index) -> None:
    """Search finds no item that only the index takes for a public one, nor suggests its words."""
    index.still_has(hidden.item, language, hidden.mark)
    for root in SEARCHED:
        for text in queries(root):
            found = asking.data(text, {"language": NAMES[language], "q": hidden.mark.lower()})
            said = json.dumps(found).lower()
            assert str(hidden.item) not in said
            assert hidden.mark.lower() not in said


@SOURCES
@pytest.mark.parametrize("state", ["withdrawn", "gone"])
def test_a_term_that_is_no_longer_public_is_behind_no_field(state: str, source: Language, index: Index) -> None:
    make.homes(source)
    mark = scenes.MARK
    term, _ = term_pair(f"{mark} gair", f"{mark} word", state=state, item=library.term_id(1))
    neighbours(UUID(int=1))
    index()
    for language in CODES:
        for text, answer in answers(scenes.Hidden(term.item, CODES, mark=mark), language):
            assert mark not in json.dumps(answer), text
        terms = "terms { termId term { name } }"
        text = f"query ($id: ID!, $language: Language!) {{ item(id: $id, language: $language) {{ {terms} }} }}"
        found = asking.data(text, {"id": str(NEIGHBOURS[0].item), "language": NAMES[language]})["item"]["terms"]
        assert [one["term"] for one in found if one["termId"] == str(term.item)] == [None]
