"""Documents and plans are remembered within bounds, and what was refused is not."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.graphql.errors import Refused
from cms.graphql.execution import document_cache
from cms.graphql.execution.document_cache import BoundedCache
from cms.graphql.validation.schema_rules import check_schema_rules

HELLO = "{ __typename }"


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch):
    monkeypatch.setattr(document_cache, "_documents", BoundedCache())
    monkeypatch.setattr(document_cache, "_plans", BoundedCache(max_size=document_cache.MAX_CACHED_STEPS))


@pytest.fixture
def validated(monkeypatch):
    """How often a document was validated."""
    calls, validate = [], check_schema_rules

    def counted(*arguments):
        calls.append(1)
        validate(*arguments)

    monkeypatch.setattr(document_cache, "check_schema_rules", counted)
    return calls


def test_a_text_is_validated_once(validated):
    first, second = document_cache.prepare_document(HELLO), document_cache.prepare_document(HELLO)
    assert first is second
    assert len(validated) == 1


def test_a_refused_text_is_not_remembered(validated):
    for _ in range(2):
        with pytest.raises(Refused):
            document_cache.prepare_document("{ nothingOfTheKind }")
    assert len(validated) == 2


def test_a_plan_is_remembered_by_operation_and_variables():
    text = "query A($yes: Boolean!) { __typename @include(if: $yes) } query B { __typename }"
    document = document_cache.prepare_document(text)
    first = document_cache.prepare_operation(document, "A", {"yes": True})
    assert document_cache.prepare_operation(document, "A", {"yes": True}) is first
    assert document_cache.prepare_operation(document, "A", {"yes": False}).plan.steps == ()
    assert document_cache.prepare_operation(document, "B", {}).plan.steps != ()


def test_a_plan_that_is_refused_is_refused_again():
    document = document_cache.prepare_document("query A($yes: Boolean!) { __typename @include(if: $yes) }")
    for _ in range(2):
        with pytest.raises(Refused):
            document_cache.prepare_operation(document, "A", {"yes": "perhaps"})


def test_a_remembered_mutation_does_not_slip_through_get():
    text = "query A { __typename } mutation B { anything }"
    document_cache.prepare_document(text)
    with pytest.raises(Refused) as refused:
        document_cache.prepare_document(text, reading="B", by_get=True)
    assert refused.value.status == 405


def test_shared_selections_weigh_once():
    """Fragments on every level would otherwise weigh their square."""
    one = document_cache.prepare_operation(
        document_cache.prepare_document("{ a: home(language: CY) { id title } }"), None, {}
    )
    assert document_cache.weight_of(one.plan) == 3


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 60)), max_size=60))
def test_a_memory_stays_within_its_bounds(steps):
    memory: BoundedCache[int, str] = BoundedCache(max_entries=5, max_size=100)
    for key, size in steps:
        memory.put(key, str(size), size)
        held = memory._entries.values()
        assert len(held) <= 5
        assert memory._size == sum(size for _, size in held) <= 100


def test_what_was_not_used_for_longest_is_forgotten():
    memory: BoundedCache[str, int] = BoundedCache(max_entries=2)
    for key in ("used", "unused"):
        memory.put(key, 1, 1)
    assert memory.get("used") == 1
    memory.put("new", 1, 1)
    assert [memory.get(key) for key in ("used", "unused", "new")] == [1, None, 1]


def test_what_is_too_large_pushes_nothing_out():
    memory: BoundedCache[str, int] = BoundedCache(max_size=10)
    memory.put("small", 1, 10)
    memory.put("large", 1, 11)
    assert (memory.get("small"), memory.get("large")) == (1, None)


def test_threads_may_share_a_memory():
    memory: BoundedCache[int, int] = BoundedCache(max_entries=10, max_size=50)

    def work(start):
        for number in range(start, start + 500):
            memory.put(number % 23, number, number % 7)
            memory.get((number + 3) % 23)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert memory._size == sum(size for _, size in memory._entries.values()) <= 50
