"""What both engines do alike: which documents are found, in which order, and what is counted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from search.engines import ranking
from search.engines.engine_requests import AnalysedQuery, Clause, CountedClause, HitPosition, SearchRequest, Weights
from search.engines.result_page import DocumentCounts
from tests.search.factories import LONG_AGO, NOW, WEIGHT, document, found, gone, request

EVERYWHERE = {"title": "plant", "headings": "plant", "summary": "plant", "body": "plant", "files": "plant"}


def search(engine, q, language="cy", **options):
    return engine.search(request(q, language, **options))


def test_a_word_in_a_better_field_comes_first(engine):
    fields = ["files", "body", "summary", "title"]
    often = document(9, title="Z", body="plant a phlant a blant")
    engine.write([*(document(at, **{"title": "Z", name: "plant"}) for at, name in enumerate(fields, 1)), often])
    assert found(engine, "plant") == [4, 9, 3, 2, 1]


def impact(made, key):
    """What a document's field says that a key is worth."""
    return max(ranking.IMPACTS[name] for name, keys in made.keys.items() if key in keys)


def test_a_score_is_what_ranking_says(engine):
    made = document(1, title="Canllaw", headings="plant", body="gofal")
    engine.write([made])
    (hit,) = search(engine, "plant gofal").hits
    words = WEIGHT * (impact(made, "plentyn") + impact(made, "gofal"))
    assert hit.score == words + 2 * WEIGHT * ranking.ALL_WORDS
    assert (hit.edition, hit.item.int) == (1, 1)


def test_rarer_words_weigh_more(engine):
    engine.write([document(1, body="gofal"), document(2, body="llys")])
    asked = request("gofal llys", needed=1)
    rare, common = (clause.word for clause in asked.own.words)
    for weights, order in (({rare: 40, common: 4}, [1, 2]), ({rare: 4, common: 40}, [2, 1])):
        page = engine.search(replace(asked, weights=replace(asked.weights, by_word=weights)))
        assert [hit.item.int for hit in page.hits] == order


def test_relatives_of_a_word_are_worth_what_the_weights_say(engine):
    engine.write([document(1, body="therapi"), document(2, body="therapiwtig")])
    asked = request("therapi")
    (number,) = asked.weights.by_relative
    for weight in (0, 3, 40):
        weights = replace(asked.weights, by_word={number: 40}, by_relative={number: weight})
        first, second = engine.search(replace(asked, weights=weights)).hits
        assert (first.item.int, second.item.int) == (1, 2)
        assert second.score == weight * impact(document(2, body="therapiwtig"), "f_therapi")


def test_a_form_of_several_words_counts_as_a_whole_beside_its_words(engine):
    both = {"own_8": ("llys", "c_term")}, {"own_8": ("llys",), "twin_4": ("c_term",)}, {"own_8": ("llys",)}
    engine.write([replace(document(at), keys=keys) for at, keys in enumerate(both)])
    own, twin = (
        AnalysedQuery("cy", (Clause((("llys",),)),), concepts=("c_term",)),
        AnalysedQuery("en", concepts=("c_term",)),
    )
    asked = SearchRequest("cy", own, twin, NOW, Weights({0: 1}, frozenset({0}), 1, {}, {"c_term": 7}))
    assert [hit.score for hit in engine.search(asked).hits] == [8 + 8 * 7, 8 + 4 * 7, 8]
    # It makes no hit by itself.
    nowhere = replace(own, words=(Clause((("nowhere",),)),))
    assert engine.search(replace(asked, own=nowhere)).hits == ()


@pytest.mark.parametrize("q", ["plant", "blant", "PHLANT", "plentyn", "mhlant"])
def test_every_form_of_a_word_finds_every_other(engine, q):
    forms = ["plant", "blant", "phlant", "plentyn", "mhlentyn"]
    engine.write([document(at, body=form) for at, form in enumerate(forms)])
    assert sorted(found(engine, q)) == [0, 1, 2, 3, 4]


def test_as_many_words_are_needed_as_the_weights_say(engine):
    words = ["gofal", "plant", "teulu", "llys"]
    engine.write([document(count, body=" ".join(words[:count])) for count in range(1, 5)])
    for needed in range(1, 5):
        assert found(engine, "gofal plant teulu llys", needed=needed) == list(range(4, needed - 1, -1))


def test_a_word_that_is_not_significant_makes_no_hit_but_counts(engine):
    engine.write([document(1, body="gofal"), document(2, body="plant"), document(3, body="gofal plant")])
    asked = request("gofal plant", needed=1)
    significant = frozenset([asked.own.words[0].word])
    page = engine.search(replace(asked, weights=replace(asked.weights, significant=significant)))
    assert [hit.item.int for hit in page.hits] == [3, 1]
    assert page.total == 2


def test_a_clause_of_several_lists_needs_a_key_of_each(engine):
    engine.write([document(1, body="gofal plant"), document(2, body="gofal"), document(3, body="plant llys")])
    clause = Clause(keys=(("gofal", "llys"), ("plentyn", "nowhere")))
    own = AnalysedQuery("cy", (clause,))
    page = engine.search(SearchRequest("cy", own, AnalysedQuery("en"), NOW, Weights({0: 10}, frozenset({0}), 1)))
    assert [hit.item.int for hit in page.hits] == [1, 3]
    # Each of two lists has half of the word's weight.
    assert page.hits[0].score == 2 * 5 * impact(document(1, body="gofal plant"), "gofal")


def test_a_phrase_is_words_next_to_each_other_in_any_mutation(engine):
    engine.write([
        document(1, body="Mae gofal plant yn bwysig"), document(2, body="plant mewn gofal"),
        document(3, body=["diwedd gofal", "plant newydd"]), document(4, title="Gofal blant"),
    ])  # fmt: skip
    assert found(engine, '"gofal plant"') == [4, 1]
    in_text = WEIGHT * ranking.SEQUENCE_IN_TEXT
    assert [hit.score for hit in search(engine, '"gofal plant"').hits] == [
        WEIGHT * (ranking.PHRASE_IN_TITLE + ranking.SEQUENCE_IN_TITLE) + in_text + ranking.TITLE_IS_QUERY,
        WEIGHT * ranking.PHRASE_IN_TEXT + in_text,
    ]


def test_a_phrase_is_found_with_its_hyphen_or_without_however_the_text_has_it(engine):
    engine.write([
        document(1, language="en", body="Good early-permanence practice"), document(2, language="en", title="Early permanence"),
        document(3, language="en", body="permanence comes early"),
        document(4, language="en", body="early help, then permanence"),
    ])  # fmt: skip
    for q in ('"early-permanence"', '"early permanence"', '"early\u2011permanence"'):
        assert found(engine, q, "en") == [2, 1]
        assert found(engine, f"permanence -{q}", "en") == [3, 4]


def test_words_side_by_side_come_before_the_same_words_apart(engine):
    engine.write([
        document(1, body="gofal llys a theulu, yna interim a gorchymyn"),
        document(2, body="gorchymyn gofal interim, llys a theulu"),
        document(3, body="interim gofal gorchymyn llys teulu"),
    ])  # fmt: skip
    assert found(engine, "gorchymyn gofal interim")[0] == 2
    scores = {hit.item.int: hit.score for hit in search(engine, "gorchymyn gofal interim").hits}
    pairs = 2 * 2 * WEIGHT * ranking.PAIR_IN_TEXT
    assert scores[2] - scores[1] == pairs + 3 * WEIGHT * ranking.SEQUENCE_IN_TEXT


def test_a_hit_with_all_words_comes_before_one_that_lacks_some(engine):
    engine.write([document(1, body="gofal plant teulu llys"), document(2, title="Gofal", body="gofal plant " * 9)])
    assert found(engine, "llys gofal teulu plant", needed=1) == [1, 2]


def test_a_phrase_holds_its_function_words(engine):
    engine.write(
        [document(1, body="gofal i'r plant"), document(2, body="gofal plant"), document(3, body="gofal y plant")]
    )
    assert found(engine, '"gofal y plant"') == [3]
    assert found(engine, '"y"') == [3]


def test_what_is_excluded_is_not_found(engine):
    engine.write([
        document(1, body="plant"), document(2, body="plant", title="Maethu"), document(3, body="plant gofal maeth"),
        document(4, body="plant", twin={"summary": "fostering"}),
    ])  # fmt: skip
    assert sorted(found(engine, "plant -faethu")) == [1, 3, 4]
    assert sorted(found(engine, 'plant -"gofal maeth"')) == [1, 2, 4]
    assert sorted(found(engine, "plant -fostering -maethu")) == [1, 3]


def test_a_prefix_finds_what_begins_with_it(engine):
    engine.write([document(1, body="mabwysiadu"), document(2, title="mabolgampau"), document(3, body="llys")])
    assert found(engine, "mab*") == [2, 1]
    assert found(engine, "mabw*") == [1]
    assert found(engine, "llys mab*") == []


def test_a_title_that_is_the_query_comes_before_one_that_holds_it(engine):
    engine.write(
        [document(1, title="Canllaw gofal plant"), document(2, title="Plant a gofal"), document(3, title="Gofal plant")]
    )
    assert found(engine, "gofal plant") == [3, 1, 2]


def test_a_match_through_the_twin_counts_less(engine):
    engine.write([
        document(1, title="Plant", twin={"title": "Children", "summary": "children", "headings": "children"}),
        document(2, title="Children"), document(3, title="Arall", twin={"summary": "children"}),
        document(4, title="Cudd", twin={"body": "children"}),
    ])  # fmt: skip
    assert found(engine, "children") == [2, 1, 3, 4]
    scores = {hit.item.int: hit.score for hit in search(engine, "children").hits}
    assert scores[1] - ranking.TWIN_TITLE_IS_QUERY < scores[2] - ranking.TITLE_IS_QUERY


def test_what_was_typed_side_by_side_in_the_twins_title_counts(engine):
    engine.write([
        document(1, title="A", twin={"title": "Information for legal representatives"}),
        document(2, title="B", twin={"title": "Representatives and legal matters"}),
    ])  # fmt: skip
    scores = {hit.item.int: hit.score for hit in search(engine, "legal representatives").hits}
    assert scores[1] - scores[2] == 2 * WEIGHT * ranking.SEQUENCE_IN_TWIN_TITLE


def test_each_word_may_be_met_on_the_side_that_has_it(engine):
    engine.write(
        [document(1, title="Plant", twin={"title": "Care"}), document(2, title="Plant"), document(3, body="arall")]
    )
    assert found(engine, "plant care") == [1]
    assert found(engine, "plant care", needed=1) == [1, 2]


def test_clauses_are_counted_on_their_side(engine):
    engine.write([
        document(1, body="plant gofal", twin={"title": "children"}), document(2, body="plant"), gone(3),
        document(4, "en", body="plant"),
    ])  # fmt: skip
    plant, phrase, prefix = Clause((("plentyn",),)), Clause(phrase=("plentyn", "gofal")), Clause(prefixes=("pl",))
    own = [CountedClause("cy", one) for one in (plant, phrase, prefix)]
    twin = [CountedClause("cy", one, in_twin=True) for one in (Clause((("child",),)), plant)]
    counts = engine.count([*own, CountedClause("en", Clause((("plant",),))), *twin])
    assert counts == DocumentCounts({"cy": 2, "en": 1}, (2, 1, 2, 1, 1, 0))


def test_several_searches_are_answered_as_each_would_be(engine):
    engine.write(
        [
            document(1, title="Plant"),
            document(2, title="Gofal", twin={"title": "care"}),
            document(3, "en", title="Care"),
        ]
    )
    nowhere = replace(request("llys"), weights=Weights({0: 0}))
    asked = [request("plant"), nowhere, request("care"), request("gofal", "en")]
    assert list(engine.search_each(asked)) == [engine.search(one) for one in asked]
    assert [page.total for page in engine.search_each(asked)] == [1, 0, 1, 0]
    assert list(engine.search_each([])) == []


def test_an_empty_reading_finds_nothing(engine):
    engine.write([document(1, **EVERYWHERE)])
    page = engine.search(SearchRequest("cy", AnalysedQuery("cy"), AnalysedQuery("en"), NOW))
    assert (page.hits, page.total, page.twin_total, page.has_more) == ((), 0, 0, False)
    assert set(page.facets) == {"type", "kind", "audience", "section", "topic"}


def test_the_other_languages_hits_are_counted_with_the_same_filters(engine):
    made = [document(at, "en", title="Children", type="guide") for at in range(3)]
    engine.write([*made, document(7, "en", title="Children"), document(8, "cy", title="Children")])
    assert search(engine, "children").twin_total == 4
    assert search(engine, "children", facets={"type": ["guide"]}).twin_total == 3
    assert search(engine, "children", "en").twin_total == 1


LAW = ("law", "court")


@pytest.fixture
def shelf(engine):
    """Documents of different kinds, all with one word."""
    engine.write([
        document(1, body="plant", title="A", type="resource", kind="checklist", audiences=("parents",), topics=LAW),
        document(2, body="plant", title="B", type="resource", kind="flowchart", audiences=("parents", "carers"), section="6"),
        document(3, body="plant", title="C", type="section", section="6", topics=("law",)),
        document(4, body="llys", title="D", type="section", section="7", topics=("court",)),
    ])  # fmt: skip
    return engine


def test_facets_count_what_is_found(shelf):
    page = search(shelf, "plant")
    assert page.facets["type"] == {"resource": 2, "section": 1}
    assert page.facets["kind"] == {"checklist": 1, "flowchart": 1}
    assert page.facets["audience"] == {"parents": 2, "carers": 1}
    assert page.facets["section"] == {"6": 2}
    assert page.facets["topic"] == {"law": 2, "court": 1}


def test_a_facets_counts_ignore_its_own_filter_and_heed_the_others(shelf):
    page = search(shelf, "plant", facets={"type": ["resource"], "audience": ["carers"]})
    assert [hit.item.int for hit in page.hits] == [2]
    assert page.total == 1
    assert page.facets["type"] == {"resource": 1}
    assert page.facets["audience"] == {"parents": 2, "carers": 1}
    assert page.facets["section"] == {"6": 1}


def test_several_values_of_a_facet_mean_any_of_them(shelf):
    assert found(shelf, "plant", facets={"kind": ["checklist", "flowchart"]}) == [1, 2]
    assert found(shelf, "plant", facets={"topic": ["court"], "kind": ["flowchart"]}) == []
    assert found(shelf, "plant", facets={"topic": ["nobody-knows"]}) == []


def test_what_is_new_or_was_updated_lately_comes_first_among_equals(engine):
    today = ranking.today(NOW)
    engine.write([
        document(1, title="Plant"), document(2, title="Plant", updated_at=NOW - timedelta(days=90)),
        document(3, title="Plant", new_until=today), document(4, title="Plant", new_until=today - timedelta(days=1)),
        document(5, title="Plant", updated_at=NOW - timedelta(days=90, seconds=1)),
    ])  # fmt: skip
    assert found(engine, "plant") == [3, 2, 1, 4, 5]
    assert found(engine, "plant", new=True) == [3]
    assert found(engine, "plant", new=False) == [2, 1, 4, 5]


def test_updated_since_is_exact(engine):
    engine.write([document(1, title="Plant", updated_at=NOW), document(2, title="Plant", updated_at=LONG_AGO)])
    assert found(engine, "plant", updated_since=NOW) == [1]
    assert found(engine, "plant", updated_since=NOW + timedelta(microseconds=1)) == []
    assert search(engine, "plant", updated_since=NOW).total == 1


def test_what_has_expired_is_not_found_from_that_very_moment(engine):
    engine.write([document(1, title="Plant", expires_at=NOW)])
    assert found(engine, "plant", now=NOW) == []
    assert found(engine, "plant", now=NOW - timedelta(microseconds=1)) == [1]


def test_what_is_new_is_so_until_the_end_of_the_day_in_wales(engine):
    engine.write([document(1, title="Plant", new_until=date(2026, 7, 14))])
    late = NOW.replace(month=7, day=14, hour=22, minute=59)
    assert found(engine, "plant", new=True, now=late) == [1]
    assert found(engine, "plant", new=True, now=late + timedelta(minutes=1)) == []


SORTS = {
    "title": [3, 1, 2], "-title": [2, 1, 3], "updated": [1, 2, 3], "-updated": [3, 2, 1], "published": [2, 3, 1],
    "-published": [1, 3, 2], "relevance": [2, 3, 1],
}  # fmt: skip


@pytest.mark.parametrize("sort", SORTS)
def test_hits_are_in_the_order_asked_for(engine, sort):
    def at(day):
        return LONG_AGO + timedelta(days=day)

    engine.write([
        document(1, title="Cefn", body="plant", updated_at=at(1), published_at=at(3)),
        document(2, title="Chwaer", headings="plant", updated_at=at(2), published_at=at(1)),
        document(3, title="Bro", body="plant", updated_at=at(3), published_at=at(2)),
    ])  # fmt: skip
    assert found(engine, "plant", sort=sort) == SORTS[sort]


@pytest.fixture
def crowd(engine):
    """Documents of which many are equal in all that is sorted by."""
    moments = [LONG_AGO, LONG_AGO + timedelta(days=1), NOW - timedelta(days=1)]
    engine.write([
        document(
            at, title=f"Plant {'abc'[at % 3]}", body="plant" if at % 2 else "", updated_at=moments[at % 3],
            published_at=moments[at % 2], new_until=ranking.today(NOW) if at % 5 == 0 else None,
        )
        for at in range(23)
    ])  # fmt: skip
    return engine


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("limit", [1, 4, 23])
def test_pages_joined_are_the_whole_there_and_back(crowd, sort, limit):
    whole = crowd.search(request("plant", sort=sort, limit=100))
    assert (len(whole.hits), whole.has_more) == (23, False)
    forwards, position, more = [], None, True
    while more:
        page = crowd.search(request("plant", sort=sort, limit=limit, position=position))
        forwards += page.hits
        position, more = HitPosition(page.hits[-1].position), page.has_more
    assert [hit.item for hit in forwards] == [hit.item for hit in whole.hits]
    backwards: list = []
    position, more = HitPosition(forwards[-1].position, backwards=True), len(forwards) > 1
    while more:
        page = crowd.search(request("plant", sort=sort, limit=limit, position=position))
        backwards = [*page.hits, *backwards]
        position, more = HitPosition(page.hits[0].position, backwards=True), page.has_more
    assert [hit.item for hit in backwards] == [hit.item for hit in whole.hits[:-1]]


@pytest.mark.parametrize("sort", SORTS)
def test_a_place_holds_when_its_item_is_gone(crowd, sort):
    whole = found(crowd, "plant", sort=sort, limit=100)
    page = crowd.search(request("plant", sort=sort, limit=5))
    crowd.write([gone(whole[4], version=2)])
    following = found(crowd, "plant", sort=sort, limit=100, position=HitPosition(page.hits[-1].position))
    assert following == whole[5:]
    before = found(crowd, "plant", sort=sort, limit=100, position=HitPosition(page.hits[-1].position, backwards=True))
    assert before == whole[:4]


@pytest.mark.parametrize(
    "q", ['pla"nt', "plant'", "pl*ant", "plant OR llys", "NEAR(a b)", "title:plant", "{body}:x", "^plant", "a AND b"]
)
def test_signs_of_query_languages_are_nothing_but_text(engine, q):
    engine.write([document(1, title="Plant")])
    search(engine, q)


def test_a_request_is_told_its_moment(engine):
    engine.write([document(1, title="Plant", updated_at=NOW)])
    (hit,) = engine.search(replace(request("plant"), now=NOW + timedelta(days=91))).hits
    (fresh,) = engine.search(request("plant")).hits
    assert fresh.score - hit.score == ranking.FRESH
