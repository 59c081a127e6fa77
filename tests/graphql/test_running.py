"""Plans are carried out level by level: one read for all links of a level, one moment for all reads."""

import json
from time import monotonic

import pytest
from django.db import OperationalError, connection, transaction

from cms.graphql.errors import Refused
from cms.graphql.execution import executor
from cms.graphql.execution.document_cache import prepare_document
from cms.graphql.planning.compiler import compile_plan
from cms.publication.payload.cards import card
from cms.publication.queries import batches
from tests.factories.editions import edition, expired, pair, withdrawn
from tests.graphql.generated import SCHEMA

pytestmark = pytest.mark.django_db


def run(query, variables=None, seconds=5.0):
    """The answer of the executor itself, without HTTP."""
    plan = compile_plan(SCHEMA, prepare_document(query).document, None, variables)
    return executor.execute(plan, monotonic() + seconds)


def data(query, variables=None):
    result = run(query, variables)
    assert result.errors == []
    return result.data


def rewritten(row, **members):
    """The edition with other members in its payload."""
    payload = json.loads(row.body) | members
    row.body = json.dumps(payload).encode()
    row.save()
    return row


def below(parent, count, shown=100):
    """Children of an edition, of which the payload names the first `shown`."""
    rows = [edition(parent.language, parent=parent.item, title=f"Plentyn {n:03}") for n in range(count)]
    rewritten(parent, children=json.loads(json.dumps([card(row) for row in rows[:shown]])), children_total=count)
    return rows


def related(row, *others):
    return rewritten(row, related=[card(other) for other in others])


ITEM = "query ($id: ID!) { item(id: $id, language: CY) { %s } }"


def item(row, fields):
    return data(ITEM % fields, {"id": str(row.item)})["item"]


def test_links_of_all_items_of_a_level_are_read_in_one_query(django_assert_num_queries):
    guides = [edition("cy", type="guide") for _ in range(5)]
    for row in guides:
        related(row, edition("cy"), edition("cy", type="resource"))
    with django_assert_num_queries(3):  # the list, its total, the links
        found = data("{ guides(language: CY) { nodes { related { title body { __typename } } } } }")
    assert [len(node["related"]) for node in found["guides"]["nodes"]] == [2] * 5


def test_links_of_different_fields_and_types_on_one_level_are_read_together(django_assert_num_queries):
    welsh, english = pair(type="guide")
    states = [{"language": row.language, "state": "published"} for row in (welsh, english)]
    related(rewritten(welsh, languages=states), edition("cy"))
    edition("cy", type="landing")
    with django_assert_num_queries(3):
        found = data(
            "{ items(language: CY) { nodes { title ... on Guide { related { title } twin { title } } related { id } } } }"
        )
    guide = next(node for node in found["items"]["nodes"] if node["title"] == welsh.title)
    assert guide["twin"] == {"title": english.title}
    assert [sorted(one) for one in guide["related"]] == [["id", "title"]]


def test_what_was_read_once_is_not_read_again(django_assert_num_queries):
    one, two = edition("cy", type="guide"), edition("cy", type="guide")
    related(one, two)
    related(two, one)
    with django_assert_num_queries(2):  # the list and its total
        related_thrice = "related { title related { title related { title related { title } } } }"
        data(f"{{ guides(language: CY) {{ nodes {{ {related_thrice} }} }} }}")


def test_a_card_is_read_where_it_has_all_that_is_asked_for(monkeypatch):
    asked = []
    read = batches.editions

    def noting(keys, *, whole):
        asked.append(whole)
        return read(keys, whole=whole)

    monkeypatch.setattr(batches, "editions", noting)
    other = edition("cy", type="section", number="6")
    row = related(edition("cy"), other)
    found = item(row, "related { id title ... on Section { number } topics { code } translations { state } }")
    assert found["related"][0]["number"] == "6"
    item(row, "related { title changeNote print { pdf } }")
    assert asked == [False, True]


def test_what_the_public_may_not_see_is_left_out_of_links():
    row = related(edition("cy"), expired("cy"), withdrawn("cy"), edition("cy", title="Ar gael"))
    assert item(row, "related { title }") == {"related": [{"title": "Ar gael"}]}


def test_an_item_without_a_public_parent_has_none():
    home = edition("cy", type="home", path="/cy/")
    step = json.loads(json.dumps(card(home)))
    child, grandchild = edition("cy", path="/cy/a/"), edition("cy", path="/cy/a/b/")
    for row in (child, grandchild):
        rewritten(row, breadcrumb=[step])
    assert item(child, "parent { path }") == {"parent": {"path": "/cy/"}}
    assert item(grandchild, "parent { path } breadcrumb { path }") == {"parent": None, "breadcrumb": [{"path": "/cy/"}]}


CHILDREN = (
    "children(first: %d, after: %s) { totalCount pageInfo { hasNextPage hasPreviousPage endCursor } nodes { title } }"
)


def test_pages_of_children_reach_those_that_the_payload_does_not_name():
    parent = edition("cy", type="guide_index")
    rows = below(parent, 7, shown=3)
    seen: list[str] = []
    after, pages = "null", 0
    while True:
        page = item(parent, CHILDREN % (2, after))["children"]
        assert page["totalCount"] == 7
        assert page["pageInfo"]["hasPreviousPage"] is bool(seen)
        seen += [node["title"] for node in page["nodes"]]
        pages += 1
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = json.dumps(page["pageInfo"]["endCursor"])
    assert seen == [row.title for row in rows]
    assert pages == 4


def test_two_pages_of_the_same_children_can_be_asked_for_together():
    parent = edition("cy", type="guide_index")
    rows = below(parent, 6, shown=2)
    ends = {n: json.dumps(item(parent, CHILDREN % (n, "null"))["children"]["pageInfo"]["endCursor"]) for n in (1, 2)}
    found = item(parent, f"a: {CHILDREN % (3, ends[1])} b: {CHILDREN % (3, ends[2])}")
    assert [node["title"] for node in found["a"]["nodes"]] == [row.title for row in rows[1:4]]
    assert [node["title"] for node in found["b"]["nodes"]] == [row.title for row in rows[2:5]]


@pytest.mark.parametrize("cursor", ["", "x", "WyJhIiwiYiJd", "WzFd", "bnVsbA", "e30"])
def test_a_cursor_that_is_none_is_an_error_where_it_stands(cursor):
    result = run(ITEM % f'id children(first: 1, after: "{cursor}") {{ totalCount }}', {"id": str(edition("cy").item)})
    assert result.data["item"]["children"] is None
    (error,) = result.errors
    assert (error["path"], error["extensions"]["code"]) == (["item", "children"], "INVALID_CURSOR")


def test_a_cursor_of_another_items_children_is_an_error_there_only():
    one, two = edition("cy", type="guide_index"), edition("cy", type="guide_index")
    below(one, 4, shown=2)
    below(two, 4, shown=2)
    end = json.dumps(item(one, CHILDREN % (2, "null"))["children"]["pageInfo"]["endCursor"])
    result = run("{ items(language: CY, filter: {type: [GUIDE_INDEX]}) { nodes { item %s } } }" % (CHILDREN % (2, end)))
    pages = {node["item"]: node["children"] for node in result.data["items"]["nodes"]}
    assert len(pages[str(one.item)]["nodes"]) == 2
    assert pages[str(two.item)] is None
    (error,) = result.errors
    assert error["path"][:2] + error["path"][-1:] == ["items", "nodes", "children"]
    assert result.data["items"]["nodes"][error["path"][2]]["item"] == str(two.item)


def test_a_cursor_still_leads_on_when_its_item_has_been_withdrawn():
    parent = edition("cy", type="guide_index")
    rows = below(parent, 5, shown=2)
    end = json.dumps(item(parent, CHILDREN % (2, "null"))["children"]["pageInfo"]["endCursor"])
    rewritten(parent, children=json.loads(json.dumps([card(rows[0]), card(rows[2])])))
    type(rows[1]).objects.filter(pk=rows[1].pk).update(state="withdrawn")
    assert [node["title"] for node in item(parent, CHILDREN % (2, end))["children"]["nodes"]] == [
        rows[2].title,
        rows[3].title,
    ]


def test_an_answer_expires_with_the_first_thing_in_it():
    from datetime import timedelta

    from django.utils import timezone

    soon = timezone.now() + timedelta(minutes=5)
    row = related(edition("cy", expires_at=soon + timedelta(days=1)), edition("cy", expires_at=soon))
    variables = {"id": str(row.item)}
    assert run(ITEM % "related { title }", variables).cache_policy.expires_at == soon
    assert run(ITEM % "title", variables).cache_policy.expires_at == soon + timedelta(days=1)


def test_a_query_beyond_its_time_is_refused():
    with pytest.raises(Refused) as refused:
        run("{ items(language: CY) { totalCount } }", seconds=-1)
    assert (refused.value.code, refused.value.status) == ("TIMEOUT", 503)


def test_a_database_that_ends_a_query_at_its_time_is_a_timeout_too(monkeypatch):
    def ended(*args, **kwargs):
        monkeypatch.setattr(executor, "monotonic", lambda: float("inf"))
        raise OperationalError("interrupted")

    monkeypatch.setattr(batches, "editions", ended)
    with pytest.raises(Refused) as refused:
        item(related(edition("cy"), edition("cy")), "related { title }")
    assert refused.value.code == "TIMEOUT"


@pytest.mark.django_db(transaction=True)
def test_all_that_a_query_reads_is_read_in_one_transaction(monkeypatch):
    within = []
    read = batches.editions

    def noting(keys, *, whole):
        within.append(connection.in_atomic_block and not transaction.get_autocommit())
        return read(keys, whole=whole)

    monkeypatch.setattr(batches, "editions", noting)
    item(related(edition("cy"), edition("cy")), "related { title }")
    assert within == [True]
    assert not connection.in_atomic_block


def test_introspection_and_content_can_be_asked_for_together():
    row = edition("cy", type="home")
    found = data('{ __typename home(language: CY) { title } __type(name: "Home") { kind name interfaces { name } } }')
    assert found["__type"] == {"kind": "OBJECT", "name": "Home", "interfaces": [{"name": "Node"}, {"name": "Item"}]}
    assert (found["home"]["title"], found["__typename"]) == (row.title, "Query")
