"""No N+1: however many items a query gives, and however it walks from them, it takes as many SQL queries."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from graphql import GraphQLNamedType

from cms.content.declaration.schema import payload_adapter
from cms.graphql import limits
from cms.graphql.schema.node_ids import item_node_id
from cms.graphql.schema.payload_loader import PayloadLoader
from cms.publication.changelog.log import newest
from search.indexing.document_builder import build_documents
from tests.graphql import asking, generated, library
from tests.graphql.generated import Selection
from tests.graphql.library import TYPES, Spot
from tests.search.outlet import index

assert index
SIZES = (2, 20)
# What frames an answer, and what search asks now and then: whether the vocabulary that it keeps still holds.
UNCOUNTED = re.compile(r"SAVEPOINT|RELEASE|SELECT \"publication_loghead\"")
# How many links are walked one after another. Lists of one type are read and walked as lists of all types are.
LINKS = {"items": 3, "guides": 3, "item": 3, "search": 3}
FEWER_LINKS = 2


def node_ids(type_: str, size: int) -> list[str]:
    """The ids of some items of a type."""
    return [item_node_id({"id": str(Spot(0, type_, place).item), "language": "cy"}) for place in range(size)]


# Every field of Query, and what it is asked for.
ROOTS = {
    "item": f'id: "{Spot(0, "guide", 0).item}", language: CY',
    "node": f'id: "{node_ids("guide", 1)[0]}"',
    "nodes": "ids: $ids",
    "items": "language: CY, first: $size",
    "home": "language: CY",
    "framework": "language: EN",
    "section": 'number: "0.1", language: CY',
    "sections": "language: CY, first: $size",
    "resources": "language: EN, last: $size, sort: TITLE_DESC",
    "guides": "language: CY, first: $size, sort: TITLE",
    "information": 'language: EN, first: $size, filter: {topic: ["cyswllt"]}',
    "training": "language: CY, first: $size, sort: UPDATED_DESC",
    "terms": "language: CY, first: $size",
    "term": f'id: "{library.term_id(0)}", language: CY',
    "releases": "first: $size",
    "changes": "first: $size",
    "parity": "language: CY",
    "topics": "language: CY",
    "audiences": "language: CY",
    "search": 'q: "plentyn", language: CY, first: $size',
    "suggest": 'q: "eitem", language: CY',
}
# What a root field takes by itself, and a step over links: cards, whole payloads and terms.
MOST_OF_A_ROOT, MOST_OF_A_STEP = 3, 3


def queries(root: str) -> Iterator[Selection]:
    """All that leads on from a root field, link by link, each query with one first link and all that come after it."""
    named = generated.root_type(root)
    yield generated.rooted(root, ROOTS[root], generated.identity(named))
    for way in generated.ways(named):
        tree = way.to(generated.tree(way.link.type, LINKS.get(root, FEWER_LINKS) - 1))
        whole = generated.rooted(root, _arguments(root, way), tree)
        yield from generated.pieces(generated.within(whole, limits.MAX_DEPTH), generated.fits)


def _arguments(root: str, way: generated.Way) -> str:
    """Where only items of one type have the link, only such are asked for: then two of them have it too."""
    only = re.search(r"nodes/\.\.\. on (\w+)", way.label)
    return ROOTS[root] + (f", filter: {{type: [{only[1].upper()}]}}" if only else "")


def counted(selection: Selection, size: int) -> tuple[int, dict[str, Any]]:
    """How many SQL queries it takes, and what it gives."""
    text = generated.document(selection)
    only = [
        key.removeprefix("... on ")
        for below in selection.values()
        for key in below.get("... on Item", {})
        if " on " in key
    ]
    ids = node_ids(only[0].lower() if only else "guide", size)
    with CaptureQueriesContext(connection) as asked:
        data = asking.data(text, {"size": size, "ids": ids})
    return len([one for one in asked.captured_queries if not UNCOUNTED.match(one["sql"])]), data


def dead_ends(named: GraphQLNamedType, selection: Selection, values: list[Any]) -> Iterator[str]:
    """The ways of a selection on which nothing was met. `values` are what it gave, of the type `named`."""
    for way in generated.ways(named):
        below = way.within(selection)
        ends = _ends(values, way.keys) if below else None
        if ends is not None and below:
            rest = dead_ends(way.link.type, below, ends) if ends else [""]
            yield from (f"{way.label} {further}" for further in rest)


def _ends(values: list[Any], keys: tuple[str, ...]) -> list[Any] | None:
    """What a way leads to; None where it begins at a type that none of the values is of."""
    for key in keys:
        if type_ := re.fullmatch(r"\.\.\. on (\w+)", key):
            types = {value.get("__typename", type_[1]) for value in values}
            if type_[1] not in types:
                return None
        else:
            values = [_met(value.get(re.sub(r"\(.*\)", "", key))) for value in values]
            values = [one for value in values for one in value]
    return values


def _met(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value and value.get("nodes") != [] else []


def lacks_types(named: GraphQLNamedType, selection: Selection, values: list[Any]) -> bool:
    """Whether some links were asked of types that none of the values is of."""
    for way in generated.ways(named):
        below = way.within(selection)
        ends = _ends(values, way.keys) if below else []
        if ends is None or (below and lacks_types(way.link.type, below, ends)):
            return True
    return False


def links_of(named: GraphQLNamedType, selection: Selection) -> int:
    """How many links one after another a selection walks."""
    found = [(way, way.within(selection)) for way in generated.ways(named)]
    return max((1 + links_of(way.link.type, below) for way, below in found if below), default=0)


def test_every_root_field_is_asked():
    assert set(ROOTS) == set(generated.roots())


def test_the_library_is_of_the_shape_that_is_published():
    for type_ in TYPES:
        payload = library.payload(Spot(1, type_, 2), "cy")
        assert payload_adapter().dump_python(payload_adapter().validate_python(payload), mode="json") == payload


@pytest.fixture
def nothing_is_remembered(monkeypatch):
    """What one step of a walk has read is read again by the next: else many items may take fewer queries than two, since
    what they lead to is more likely to have been met before.
    """
    load = PayloadLoader.load

    def read_again(self, loader, keys, *, whole):
        keys, fresh = list(keys), PayloadLoader()
        load(fresh, loader, keys, whole=whole)
        for key in keys:
            self.put(loader, key, fresh.get(loader, key), whole=whole)

    monkeypatch.setattr(PayloadLoader, "load", read_again)


@pytest.mark.repetitive
@pytest.mark.django_db
@pytest.mark.parametrize("root", ROOTS)
def test_twenty_items_take_as_many_queries_as_two_whatever_way_leads_to_them(root, index, nothing_is_remembered):
    library.save(SIZES[1])
    if root in {"search", "suggest"}:
        index.engine.write(build_documents([Spot(0, "information", place).item for place in range(SIZES[1])], newest()))
    if root == "changes":
        library.log_changes(SIZES[1])
    named = generated.root_type(root)
    for number, selection in enumerate(queries(root)):
        if number == 0:
            counted(selection, SIZES[0])  # vocabularies are read once in each process
        few, first = counted(selection, SIZES[0])
        many, data = counted(selection, SIZES[1])
        ((key, below),) = selection.items()
        below = below.get("... on Item", below)
        assert list(dead_ends(named, below, _ends([data], (key,)) or [])) == [], "a link to nowhere proves nothing"
        if few != many:  # then only because two items do not lead to all types of item
            assert few < many, generated.document(selection)
            assert lacks_types(named, below, _ends([first], (key,)) or []), generated.document(selection)
        assert many <= MOST_OF_A_ROOT + MOST_OF_A_STEP * links_of(named, below), generated.document(selection)
