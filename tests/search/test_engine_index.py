"""What both engines do alike with what they keep: versions, tombstones, builds; suggestions and words that are like others."""

from contextlib import suppress

import pytest

from search.engines.engine_requests import UnknownWord
from search.engines.interface import Unavailable
from tests.search.factories import FINGERPRINT, document, found, gone, request, term


def search(engine, q, language="cy", **options):
    return engine.search(request(q, language, **options))


def test_terms_and_tombstones_are_never_found(engine):
    engine.write([term(1, "plant"), gone(2), document(3, title="plant")])
    page = search(engine, "plant")
    assert ([hit.item.int for hit in page.hits], page.total) == ([3], 1)


def test_a_newer_version_wins_and_an_equal_one_is_taken(engine):
    engine.write([document(1, version=5, title="Plant")])
    engine.write([document(1, version=4, title="Llys")])
    assert (found(engine, "plant"), found(engine, "llys")) == ([1], [])
    engine.write([document(1, version=5, title="Llys")])
    assert (found(engine, "plant"), found(engine, "llys")) == ([], [1])


def test_what_is_gone_cannot_come_back_by_a_late_write(engine):
    engine.write([document(1, version=1, title="Plant")])
    engine.write([gone(1, version=3)])
    engine.write([document(1, version=2, title="Plant")])
    assert found(engine, "plant") == []
    engine.write([document(1, version=4, title="Plant")])
    assert found(engine, "plant") == [1]


def test_one_write_may_hold_an_item_several_times(engine):
    engine.write([document(1, version=2, title="Plant"), gone(1, version=3), document(1, version=1, title="Plant")])
    assert found(engine, "plant") == []
    engine.write([document(1, "cy", 4, title="Plant"), document(1, "en", 4, title="Children")])
    assert (found(engine, "plant"), found(engine, "children", "en")) == ([1], [1])


def test_without_an_index_an_engine_says_so(empty):
    assert empty.identity(FINGERPRINT) is None
    with pytest.raises(Unavailable):
        search(empty, "plant")
    with pytest.raises(Unavailable):
        empty.write([document(1, title="Plant")])


def test_a_build_is_not_seen_until_it_is_committed(engine):
    engine.write([document(1, title="Plant")])
    before = engine.identity(FINGERPRINT)
    with engine.build(FINGERPRINT) as build:
        build.write([document(2, title="Plant")])
        build.write([document(3, title="Plant", version=1), gone(4, version=9)])
        engine.write([document(5, title="Plant")])
        assert (found(engine, "plant"), engine.identity(FINGERPRINT)) == ([1, 5], before)
        build.commit()
    assert found(engine, "plant") == [2, 3]
    assert engine.identity(FINGERPRINT) not in {before, None}


def test_an_index_keeps_the_position_that_it_was_told_last(engine):
    assert engine.identity(FINGERPRINT).position == ""
    with engine.build(FINGERPRINT) as build:
        build.commit("5:five")
    name, position = engine.identity(FINGERPRINT)
    assert position == "5:five"
    engine.tell(FINGERPRINT, "6:six")
    engine.write([document(1, title="Plant")])
    assert engine.identity(FINGERPRINT) == (name, "6:six")


def test_a_build_that_is_not_committed_leaves_nothing(engine):
    engine.write([document(1, title="Plant")])
    before = engine.identity(FINGERPRINT)
    with suppress(RuntimeError), engine.build(FINGERPRINT) as build:
        build.write([document(2, title="Plant")])
        raise RuntimeError
    with engine.build(FINGERPRINT) as build:
        build.write([document(2, title="Plant")])
    assert (found(engine, "plant"), engine.identity(FINGERPRINT)) == ([1], before)


def test_suggestions_begin_as_typed_the_first_word_first_then_the_shortest(engine):
    engine.write([
        document(1, title="Canllaw i rieni"), document(2, title="Rhieni a phlant"), document(3, title="Rhieni"),
        document(4, title="Y llys"), term(5, "rhiant", "rhieni"), gone(6),
    ])  # fmt: skip
    suggested = engine.suggest("cy", (("rhie",),), 10)
    assert [(one.item.int, one.doc_type, one.title) for one in suggested] == [
        (3, "item", "Rhieni"), (2, "item", "Rhieni a phlant"), (5, "term", "rhiant"), (1, "item", "Canllaw i rieni"),
    ]  # fmt: skip
    assert [one.item.int for one in engine.suggest("cy", (("rhie",),), 2)] == [3, 2]
    assert engine.suggest("en", (("rhie",),), 10) == ()


def test_every_word_typed_has_to_begin_one_of_the_title(engine):
    engine.write([document(1, title="Gofal plant"), document(2, title="Gofal maeth")])
    assert [one.item.int for one in engine.suggest("cy", (("gofal",), ("zz", "pl")), 10)] == [1]
    assert engine.suggest("cy", (("gofal",), ("zz",)), 10) == ()
    assert engine.suggest("cy", (), 10) == ()


def similar(engine, *words):
    return [dict(found) for found in engine.similar([UnknownWord("cy", word, ()) for word in words])]


def test_similar_words_are_at_most_two_edits_away(engine):
    engine.write([
        document(1, body="mabwysiadu"), document(2, body="Mabwysiadu mabwysiad"), document(3, body="maethu"),
        document(4, "en", body="mabwysiado"),
    ])  # fmt: skip
    assert similar(engine, "mabwysaidux", "mabwysiad", "xyzxyz") == [
        {"mabwysiadu": 2}, {"mabwysiadu": 2, "mabwysiad": 1}, {},
    ]  # fmt: skip
    assert engine.similar([]) == ()


def test_nothing_is_like_a_word_that_a_document_has_itself(engine):
    engine.write([document(1, body="maethu"), document(2, "en", title="Carer")])
    known, like = UnknownWord("cy", "maethu", ("maethu", "xyz")), UnknownWord("cy", "maethi", ("maethi",))
    assert engine.similar([known, like, known]) == (None, (("maethu", 1),), None)
    assert engine.similar([UnknownWord("en", "maethu", ("maethu",)), UnknownWord("cy", "a1", ("a1",))]) == ((), ())


def test_similar_words_keep_their_accents_and_forget_what_is_gone(engine):
    engine.write([document(1, body="tŷ"), document(2, body="tân")])
    engine.write([gone(2, version=2)])
    assert similar(engine, "tyy") == [{}]
    engine.write([document(3, body="perthynas"), document(4, body="pêl-droed sêl")])
    assert similar(engine, "sel") == [{"sêl": 1}]


def test_items_are_found_by_any_key_of_any_field(engine):
    engine.write([
        document(1, title="plant"), document(2, files="llys"), document(3, twin={"summary": "child"}),
        document(4, body="teulu"),
    ])  # fmt: skip
    assert {item.int for item in engine.items_with("cy", ["plant", "llys", "child"])} == {1, 2, 3}
    assert list(engine.items_with("en", ["plant"])) == []
    assert list(engine.items_with("cy", [])) == []


def test_the_highlight_source_and_edition_come_back_as_they_were(engine):
    made = document(1, title="Plant", body="<b>ŵ</b> “dyfynod” & mwy\n", edition=17)
    engine.write([made])
    (hit,) = search(engine, "plant").hits
    assert (hit.highlight_source, hit.edition) == (made.highlight_source, 17)


def test_documents_of_both_languages_are_kept_apart(engine):
    engine.write([document(1, "cy", title="Plant"), document(1, "en", title="Plant")])
    engine.write([gone(1, "en", version=2)])
    assert (found(engine, "plant", "cy"), found(engine, "plant", "en")) == ([1], [])
