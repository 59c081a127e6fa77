"""Writes in any order and number lead to the same index, and both engines answer the same to everything."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.engine_requests import FACETS, HitPosition, UnknownWord
from search.engines.sqlite.engine import SqliteEngine
from search.querying.query_parser import QueryError, parse_query
from tests.search.factories import LONG_AGO, NOW, document, fill, found, gone, request, term

WORDS = ["plant", "gofal", "phlant", "llys", "y", "child", "care", "mabwysiadu", "e-bost"]
TEXT = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
LANGUAGES = st.sampled_from(["cy", "en"])
SLUGS = st.sampled_from(["a", "b", "c"])
MOMENTS = st.sampled_from([LONG_AGO, NOW - timedelta(days=1), NOW, NOW + timedelta(microseconds=1)])
TWIN = st.none() | st.fixed_dictionaries({"title": TEXT, "summary": TEXT, "headings": TEXT})


@st.composite
def documents(draw):
    """Documents, terms and tombstones of a few items; their version says all there is to say of them."""
    item, version, code = draw(st.integers(0, 9)), draw(st.integers(1, 5)), draw(LANGUAGES)
    what = draw(st.sampled_from(["item"] * 6 + ["term", "gone"]))
    if what == "gone":
        return gone(item, code, version)
    if what == "term":
        return term(item, draw(TEXT) or "x", language=code, version=version)
    texts = {name: draw(TEXT) for name in ("title", "summary", "headings", "body", "files")}
    return document(
        item, code, version, **texts, twin=draw(TWIN), type=draw(SLUGS), kind=draw(SLUGS), section=draw(SLUGS | st.just("")),
        audiences=tuple(draw(st.sets(SLUGS))), topics=tuple(draw(st.sets(SLUGS))), updated_at=draw(MOMENTS),
        published_at=draw(MOMENTS), expires_at=draw(st.none() | MOMENTS), new_until=draw(st.none() | st.just(NOW.date())),
    )  # fmt: skip


def can_be_asked(q):
    """Not, for instance, for what is left out alone, nor with a fourth prefix."""
    try:
        return bool(parse_query(q))
    except QueryError:
        return False


QUERIES = st.lists(
    st.sampled_from([*WORDS, '"gofal plant"', '"y plant"', "-llys", '-"plant gofal"', "-y", "pl*", "ca*", "xyz", "blant"]),
    min_size=1, max_size=6,
).map(" ".join).filter(can_be_asked)  # fmt: skip


@st.composite
def requests(draw):
    facets = {facet: tuple(draw(st.sets(SLUGS, max_size=2))) for facet in FACETS if draw(st.booleans())}
    return request(
        draw(QUERIES), draw(LANGUAGES), facets=facets, new=draw(st.none() | st.booleans()),
        updated_since=draw(st.none() | MOMENTS), limit=draw(st.integers(1, 4)),
        sort=draw(st.sampled_from(["relevance", "title", "-title", "updated", "-updated", "published", "-published"])),
    )  # fmt: skip


def distinct(made):
    """One document for an item, language and version: two of them would be two truths."""
    return list({(one.item, one.language, one.version): one for one in made}.values())


@given(st.lists(documents(), max_size=14).map(distinct), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_shuffled_and_repeated_writes_lead_to_the_same_index(made, chance):
    in_order, shuffled = (fill(SqliteEngine(":memory:")) for _ in range(2))
    in_order.write(sorted(made, key=lambda one: one.version))
    muddled = [*made, *chance.sample(made, len(made) // 2)]
    chance.shuffle(muddled)
    for at in range(0, len(muddled), 3):
        shuffled.write(muddled[at : at + 3])
    for q in WORDS:
        assert in_order.search(request(q, limit=50)) == shuffled.search(request(q, limit=50))
        unknown = [UnknownWord("cy", q, ())]
        assert in_order.similar(unknown) == shuffled.similar(unknown)
        assert in_order.suggest("cy", ((q[:2],),), 50) == shuffled.suggest("cy", ((q[:2],),), 50)


@given(st.lists(documents(), max_size=14).map(distinct), requests())
@settings(max_examples=150, deadline=None)
def test_pages_joined_are_the_whole_for_any_search(made, asked):
    engine = fill(SqliteEngine(":memory:"), made)
    whole = engine.search(request_with(asked, limit=100))
    hits, position, more = [], None, True
    while more:
        page = engine.search(request_with(asked, position=position))
        hits += page.hits
        position, more = HitPosition(page.hits[-1].position) if page.hits else None, page.has_more
    assert hits == list(whole.hits)
    assert page.total == len(hits)


@pytest.mark.elasticsearch
@pytest.mark.repetitive
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(documents(), max_size=20).map(distinct), asked=st.lists(requests(), min_size=1, max_size=10))
def test_both_engines_give_the_identical_pages(elasticsearch, made, asked):
    engines = fill(SqliteEngine(":memory:"), made), fill(elasticsearch, made)
    for one in asked:
        first, again = (engine.search(one) for engine in engines)
        assert first == again
        if first.has_more:
            following = request_with(one, position=HitPosition(first.hits[-1].position))
            pages = [engine.search(following) for engine in engines]
            assert pages[0] == pages[1]
            back = request_with(one, position=HitPosition(pages[0].hits[0].position, backwards=True))
            assert engines[0].search(back) == engines[1].search(back)
    for prefix in ("pl", "ca", "y", "e"):
        words = ((prefix,), ("g", "p"))
        for some in (words[:1], words):
            assert engines[0].suggest("cy", some, 3) == engines[1].suggest("cy", some, 3)
    unknown = [UnknownWord("cy", "plamt", ("plamt",)), UnknownWord("en", "plant", ("plentyn", "child"))]
    assert engines[0].similar(unknown) == engines[1].similar(unknown)
    keys = ["plentyn", "llys", "child"]
    assert set(engines[0].items_with("cy", keys)) == set(engines[1].items_with("cy", keys))


def test_a_deleted_page_cannot_come_back_whatever_comes_late():
    engine = fill(SqliteEngine(":memory:"))
    engine.write([gone(1, version=7)])
    for version in (1, 6, 5):
        engine.write([document(1, version=version, title="Plant")])
    assert found(engine, "plant") == []


def request_with(asked, **changes):
    return replace(asked, **changes)
