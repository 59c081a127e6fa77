"""What a reader may type, and how each language reads it."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import Analyser
from search.engines.engine_requests import Clause
from search.querying.query_parser import QueryError, _parts, analyse_both, analyse_query, parse_query
from tests.search.factories import analyser


def kinds(q):
    return [(part.text, part.kind, part.excluded) for part in parse_query(q).parts]


def read(q, language="cy"):
    return analyse_query(parse_query(q), analyser(language))


def test_words_phrases_prefixes_and_what_is_excluded():
    assert kinds('mabwysiadu "gofal plant" -llys -"y llys" rhie*') == [
        ("mabwysiadu", "word", False), ("gofal plant", "phrase", False), ("llys", "word", True), ("y llys", "phrase", True),
        ("rhie", "prefix", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "q", ['"gofal plant"', "“gofal plant”", "„gofal plant“", "«gofal plant»", '"gofal plant', '“gofal plant"']
)
def test_a_phrase_is_in_any_quotation_marks_and_ends_with_the_text(q):
    assert kinds(q) == [("gofal plant", "phrase", False)]


@pytest.mark.parametrize("q", ["rhieni’r", "rhieni'r", "d'Arcy", "e-bost", "6.2", "Cafcass/Cymru"])
def test_apostrophes_hyphens_and_points_are_inside_words(q):
    assert kinds(q) == [(q, "word", False)]


@pytest.mark.parametrize(
    "q", ["plant -", "- plant", "plant *", "* plant", "plant **", "plant - * -", 'plant ""', "plant '"]
)
def test_signs_alone_are_nothing(q):
    assert kinds(q) in ([("plant", "word", False)], [("plant", "prefix", False)])


def test_what_an_asterisk_follows_is_a_prefix_wherever_it_stands():
    assert kinds("ma*th") == [("ma", "prefix", False), ("th", "word", False)]
    assert kinds("plant**") == [("plant", "prefix", False)]
    assert kinds('"gofal pl* y"') == [("gofal pl  y", "phrase", False)]


@pytest.mark.parametrize(
    "q",
    ["plant\x00gofal", "plant\u202egofal", "plant\tgofal", "plant\u00a0gofal", "plant\u2028gofal", "plant\ud800gofal"],
)
def test_what_controls_or_turns_text_is_a_space(q):
    assert parse_query(q).text == "plant gofal"


def test_what_is_in_a_word_unseen_does_not_part_it():
    assert parse_query("mab\u00adwys\u200biadu\ufeff").text == "mabwysiadu"


@pytest.mark.parametrize(
    ("q", "code", "fields"),
    [
        ("", "empty", {}),
        (" \t\u202e ", "empty", {}),
        ("😀 ?!", "no-words", {}),
        ("*", "no-words", {}),
        ("x" * 201, "too-long", {"limit": 200}),
        ("x " * 2000, "too-long", {"limit": 200}),
        ("a b " * 21, "too-many-words", {"limit": 40}),
        ('"' + "a b " * 21 + '"', "too-many-words", {"limit": 40}),
        ("m*", "short-prefix", {"limit": 2, "prefix": "m*"}),
        ("a*b*c*d*", "short-prefix", {"limit": 2, "prefix": "a*"}),
        ("aa* bb* cc* dd*", "too-many-prefixes", {"limit": 3}),
        ('-plant -"gofal plant"', "only-excluded", {}),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_reason(q, code, fields):
    with pytest.raises(QueryError) as refused:
        parse_query(q)
    assert (refused.value.code, refused.value.fields) == (code, fields)


def test_forty_words_and_two_hundred_characters_are_allowed():
    assert len(parse_query("gair " * 40).parts) == 40
    assert len(parse_query("x" * 200).parts) == 1


def test_the_same_query_is_read_by_each_language():
    assert "plentyn" in read("blant").words[0].keys[0]
    assert "child" in read("children", "en").words[0].keys[0]
    assert (read("blant").language, read("blant", "en").language) == ("cy", "en")


def test_function_words_count_only_in_phrases():
    asked = read('gofal y plant "i\'r llys" -yr')
    assert len(asked.words) == 2
    assert [clause.phrase for clause in asked.phrases] == [("i", "llys")]
    assert asked.excluded == ()
    assert asked.sequence == asked.primary_keys == ("gofal", "y", "plentyn", "i", "llys")


def test_function_words_alone_are_one_phrase():
    asked = read("i'r y")
    assert (asked.words, asked.phrases) == ((), (Clause(phrase=("i", "y")),))
    assert read("the", "en").phrases == (Clause(phrase=("the",)),)
    assert asked.words or asked.phrases


def both(q, language="cy"):
    return analyse_both(parse_query(q), analyser(language), analyser("en" if language == "cy" else "cy"))


def test_what_was_typed_has_the_same_numbers_in_both_languages():
    own, twin = both('gofal "llys teulu" mabwysiadu -plant f\'arian foster* e-fodiwl')
    numbers = [[clause.word for clause in (*query.words, *query.phrases)] for query in (own, twin)]
    assert numbers[0] == numbers[1]
    assert len(set(numbers[0])) == len(numbers[0]) == 6


def test_function_words_of_the_language_asked_in_are_no_words_of_the_other():
    own, twin = both("who can consent to medical treatment")
    assert len(own.words) == len(twin.words) == 3
    own, twin = both("sut i wneud cais", "en")
    assert len(own.words) == len(twin.words) == 2
    own, twin = both("adoption leave i ofalwyr")
    assert {clause.word for clause in own.words} == {clause.word for clause in twin.words}
    assert len(own.words) == 3


def test_a_word_of_both_languages_is_kept_where_the_rest_is_of_ones_own():
    own, _ = both("can i blant")
    assert [clause.keys[0][0] for clause in own.words] == ["can", "plentyn"]


def test_words_typed_one_after_the_other_are_pairs_with_what_is_between():
    own, _ = both("gofal y plant mewn llys")
    assert [pair.phrase for pair in own.pairs] == [("gofal", "y", "plentyn"), ("plentyn", "mewn", "llys")]
    first, second = own.pairs
    assert first.words[1] == second.words[0]
    assert both('gofal "y plant" llys')[0].pairs == ()


def test_a_hyphenated_word_is_one_clause_of_several_lists():
    (clause,) = read("gofal-plant").words
    assert len(clause.keys) == 2


def test_a_welsh_prefix_tolerates_mutation_and_accents():
    assert read("fabw*").words[0].prefixes == ("fabw", "babw", "mabw")
    assert read("tŷ*").words[0].prefixes[0] == "ty"
    assert read("fabw*", "en").words[0].prefixes == ("fabw",)


def test_nobody_knows_the_sequence_that_a_prefix_stands_in():
    asked = read("gofal pl*")
    assert (asked.sequence, asked.primary_keys, len(asked.words)) == ((), (), 2)


def test_one_word_is_no_sequence_but_may_be_a_whole_title():
    assert (read("phlant").sequence, read("phlant").primary_keys) == ((), ("plentyn",))


@given(st.text(max_size=300) | st.text(alphabet="\"“”«»*- 'abŵy\x00\u202e", max_size=250))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused(q):
    with suppress(QueryError):
        query = parse_query(q)
        assert any(not part.excluded for part in query.parts)
        for language in ("cy", "en"):
            asked = analyse_query(query, analyser(language))
            clauses = (*asked.words, *asked.phrases, *asked.excluded)
            keys = [key for one in clauses for group in (*one.keys, one.prefixes, one.phrase) for key in group]
            assert all(key.replace("_", "").isalnum() for key in keys)


@pytest.mark.parametrize("signs", ['"', "*", "-", '-"', "*-", "“", " -"])
def test_two_thousand_signs_are_refused_like_any_other_text(signs):
    with pytest.raises(QueryError):
        parse_query(signs * 2000)


@pytest.mark.parametrize("signs", ['"', "*", "-", '-"', "*-", "a*", '"a'])
def test_each_character_is_looked_at_a_fixed_number_of_times(signs):
    class Counted(str):
        looks = 0

        def __getitem__(self, at):
            Counted.looks += 1
            return super().__getitem__(at)

    text = Counted(signs * (2000 // len(signs)))
    _parts(text)
    assert Counted.looks <= 4 * len(text)


@pytest.mark.parametrize("hyphen", ["-", "\u2010", "\u2011"])
def test_a_phrase_of_two_words_is_the_same_with_a_hyphen_and_without(hyphen):
    (with_hyphen,) = read(f'"early{hyphen}permanence"', "en").phrases
    (without,) = read('"early permanence"', "en").phrases
    assert set(with_hyphen.sequences) == set(without.sequences)
    assert ("early", "permanence") in with_hyphen.sequences
    (longer,) = read('"good early-permanence practice"', "en").phrases
    assert len(longer.sequences) == 2
    (mixed,) = read('"i\'r llys"').phrases
    assert mixed.sequences == (("i", "llys"),)


@pytest.mark.parametrize(
    "q", ["special guardianship order", "cost of a special guardianship order -court", "SGO", '"court" SGO']
)
def test_words_in_a_row_are_a_form_of_a_term_together(q):
    terms = [["special guardianship order", "SGO"]]
    found = analyse_query(parse_query(q), Analyser("en", terms))
    (concept,) = {key for keys in Analyser("en", terms).query_keys("SGO") for key in keys if key.startswith("c_")}
    having = [clause for clause in found.words if any(concept in keys for keys in clause.keys)]
    assert len(having) == (1 if "SGO" in q else 3)


def test_words_that_something_parts_are_no_form_of_a_term():
    reader = Analyser("en", [["special guardianship order", "SGO"]])
    for q in ("special -court guardianship order", 'special "court" guardianship order', "special guardian* order"):
        clauses = analyse_query(parse_query(q), reader).words
        assert not [key for clause in clauses for keys in clause.keys for key in keys if key.startswith("c_")]


def test_each_word_of_a_query_has_a_number_of_its_own():
    numbers = [clause.word for clause in read('gofal maeth "llys teulu" plant rhie* mam').words]
    assert len(set(numbers)) == len(numbers) == 5


def test_a_word_that_only_the_other_language_knows_is_looked_for_as_it_is_written():
    own, twin = analyse_both(parse_query("hair gofal"), Analyser("en"), Analyser("cy"))
    # Not gair (word), which it might be a mutation of; nor is gofal taken apart as English.
    assert [clause.keys for clause in twin.words] == [(("hair",),), (("gofal",),)]
    assert own.words[1].keys == (("gofal",),)


def test_relatives_of_a_word_are_apart_from_it():
    asked = analyse_query(parse_query("therapi"), Analyser("cy"))
    assert [clause.keys for clause in asked.words] == [(("therapi",),)]
    assert [(clause.keys, clause.word) for clause in asked.relatives] == [((("f_therapi",),), asked.words[0].word)]


def test_a_form_of_several_words_is_something_of_its_own_too():
    forms = ("family time", "amser teulu")
    asked = analyse_query(parse_query("plan for family time"), Analyser("en", [forms]))
    (concept,) = asked.concepts
    assert [concept in clause.keys[0] for clause in asked.words] == [False, True, True]
    assert analyse_query(parse_query("time for the family"), Analyser("en", [forms])).concepts == ()


@pytest.mark.parametrize(
    ("language", "q", "made"),
    [("en", "hair cut", "haircut"), ("en", "grand parents", "grandparent"), ("cy", "blwch post", None)],
)
def test_two_words_find_the_one_that_they_make(language, q, made):
    keys = [clause.keys[0] for clause in analyse_query(parse_query(q), Analyser(language)).words]
    assert [made in one for one in keys] == [made is not None] * 2


def test_little_words_make_no_word_with_others():
    # Not "together" or "therapist".
    assert all("together" not in one.keys[0] for one in analyse_query(parse_query("to get her"), Analyser("en")).words)
    assert all("therapist" not in one.keys[0] for one in analyse_query(parse_query("the rapist"), Analyser("en")).words)
