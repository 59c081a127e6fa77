"""Any query within the limits is answered as the specification says: as graphql-core's own executor answers it."""

import json
import re
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis.extra.django import TestCase

from cms.content.languages import CODES, Language
from cms.graphql.errors import Refused
from cms.graphql.execution import document_cache
from cms.graphql.planning.compiler import compile_plan
from cms.graphql.schema.node_ids import item_node_id, part_id_maker
from cms.http.problems.problem import Problem
from cms.publication.changelog.log import newest
from search import engines
from search.engines.sqlite.engine import SqliteEngine
from search.indexing.document_builder import build_documents as search_documents
from tests.graphql import asking, drawn, generated, library, reference
from tests.graphql.library import Spot
from tests.search.factories import FINGERPRINT

ITEMS = [Spot(0, "home", 0), Spot(0, "guide", 1), Spot(1, "module", 2)]


def node_id(spot: Spot, language: Language) -> str:
    """The id of an edition of the library."""
    return item_node_id({"id": str(spot.item), "language": language})


# A block, which has nothing that is asked of items.
PART = part_id_maker({"id": str(ITEMS[1].item), "language": "cy"})("\nbody\nbody-quote\n1")
ONE_LANGUAGE = ["language: CY", "language: EN"]
LIST = [
    "language: CY, first: 2",
    "language: EN, last: 3, sort: TITLE",
    'language: CY, filter: {topic: ["cyswllt"]}, first: 1',
]
# Every field of Query, and what it may be asked for. Some of it is not there, and one or two are not to be asked.
ARGUMENTS = {
    **dict.fromkeys(("sections", "resources", "guides", "information", "training"), LIST),
    **dict.fromkeys(("home", "framework", "parity", "topics", "audiences"), ONE_LANGUAGE),
    "items": [*LIST, "language: EN, filter: {type: [GUIDE, HOME, MODULE]}, first: 5", "language: CY, after: \"none\""],
    "item": [
        *(f'id: "{spot.item}", language: {code}' for spot in ITEMS for code in ("CY", "EN")),
        f'id: "{UUID(int=0)}", language: CY', 'path: "no", language: EN', "language: CY",
    ],
    "node": [*(f'id: "{node_id(spot, code)}"' for spot in ITEMS for code in CODES), 'id: "none"', f'id: "{PART}"'],
    "nodes": [f'ids: ["{node_id(ITEMS[0], "cy")}", "none", "{PART}", "{node_id(ITEMS[1], "en")}"]', "ids: []"],
    "section": ['number: "0.1", language: CY', 'number: "99", language: EN'],
    "terms": ["language: CY, first: 3", "language: EN, last: 2, sort: TITLE_DESC"],
    "term": [f'id: "{library.term_id(1)}", language: CY', f'id: "{UUID(int=0)}", language: EN'],
    "releases": ["first: 3", "last: 2, sort: RELEASED, filter: {kind: [FIRST]}", 'filter: {item: ["none"]}'],
    "changes": ["first: 3", 'since: "now"', 'since: "none"', 'first: 2, filter: {language: [CY], topic: ["cyswllt"]}'],
    "search": ['q: "plentyn", language: CY, first: 3', 'q: "child", language: EN, last: 2', 'q: "", language: CY'],
    "suggest": ['q: "eitem", language: CY', 'q: "x", language: EN'],
}  # fmt: skip
# What keeps a query from being asked at all, and is no fault of it.
BEYOND = re.compile(r"TOO_|QUERY_TOO_COMPLEX")
EXAMPLES = 120


def test_every_root_field_is_drawn() -> None:
    assert set(ARGUMENTS) == set(generated.roots())


def is_beyond_a_limit(text: str, variables: dict[str, Any]) -> bool:
    """Whether the query is refused for its size. That it is refused for anything else is a fault."""
    try:
        compile_plan(generated.SCHEMA, document_cache.prepare_document(text).document, None, variables)
    except Refused as refused:
        if not BEYOND.search(refused.code):
            raise
        return True
    return False


def told(errors: Any) -> list[tuple[Any, str]]:
    """(path, code) of each error of the reference."""
    found = []
    for error in errors or ():
        assert isinstance(error.original_error, Problem), error
        found.append((error.path, error.original_error.kind.code.replace("-", "_").upper()))
    return sorted(found, key=str)


@pytest.mark.repetitive
class GeneratedQueries(TestCase):
    """Over a library in which every link leads somewhere."""

    @classmethod
    def setUpTestData(cls) -> None:
        library.save(5)

    def setUp(self) -> None:
        engine = SqliteEngine(":memory:")
        with engine.build(FINGERPRINT) as build:
            build.commit()
        engine.write(search_documents([Spot(0, "information", place).item for place in range(5)], newest()))
        patch = pytest.MonkeyPatch()
        patch.setattr(engines, "engine", lambda: engine)
        self.addCleanup(patch.undo)

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.large_base_example],
    )  # fmt: skip
    @given(drawn.queries(ARGUMENTS))
    def test_any_query_is_answered_as_graphql_core_answers_it(self, text: str) -> None:
        variables = {name: value for name, value in drawn.SWITCHES.items() if f"${name})" in text}
        assume(not is_beyond_a_limit(text, variables))
        found, expected = asking.result(text, variables), reference.answer(text, variables)
        codes = [(error["path"], error["extensions"]["code"]) for error in found.errors]
        assert sorted(codes, key=str) == told(expected.errors)
        # Members in the same order too.
        assert json.dumps(found.data) == json.dumps(expected.data)
        event("with errors" if codes else "without errors")
        # The document is remembered now, and nothing of the first answer has changed it.
        assert asking.result(text, variables).data == found.data

    def test_all_that_can_be_asked_is_answered_as_graphql_core_answers_it(self) -> None:
        for root, given_ in ARGUMENTS.items():
            for arguments in given_:
                for text in asking.everything(root, arguments):
                    found, expected = asking.result(text), reference.answer(text, {})
                    assert [error["path"] for error in found.errors] == [path for path, _ in told(expected.errors)]
                    assert found.data == expected.data, text

    def test_each_member_of_an_item_is_there_when_nothing_else_is_asked(self) -> None:
        """Cards do for some and not for others; who reads what is read is told by each member for itself."""
        item = f'item(id: "{ITEMS[0].item}", language: CY)'
        starts = [
            ("items(language: CY, first: 100)", "nodes"),
            (item, "related"),
            (item, "children(first: 50)", "nodes"),
        ]
        for member in generated.members(generated.SCHEMA.type_map["Item"]):
            below = generated.identity(member.type) if member.is_link else generated.everything(member.type)
            for start in starts:
                text = generated.document(generated.Way((*start, *member.keys), member).to(below))
                assert asking.data(text) == reference.answer(text, {}).data, text
