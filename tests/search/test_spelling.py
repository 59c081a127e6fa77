"""What somebody may have meant to type."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from search.analysis import Analyser
from search.querying.correction.edit_costs import edit_cost
from search.querying.correction.known_words import is_right, may_be_offered
from search.querying.correction.spelling import likeliest_corrections


class Words:
    """An engine that knows some words, each as its own key: how many documents have each, by language."""

    def __init__(self, **words):
        self.words = words

    def similar(self, words):
        return tuple(self.like(self.words.get(one.language, {}), one) for one in words)

    def like(self, known, one):
        return None if set(one.keys) & set(known) else tuple(known.items())


def meant(word, **words):
    engine: Any = Words(**words)
    return likeliest_corrections(engine, (Analyser("cy"), Analyser("en")), [(word, [[word], [word]])])[0]


def test_the_nearest_word_is_meant_then_the_one_that_more_documents_have():
    assert meant("gofawlr", cy={"gofalwr": 2, "gofalu": 90}) == "gofalwr"
    assert meant("gofalkr", cy={"gofalzr": 2, "gofalwr": 3}) == "gofalwr"


def test_accents_do_not_count_but_are_given_back():
    assert meant("cyflwynniadau", cy={"cyflwyniadâu": 1, "cyfrwyniadau": 1}) == "cyflwyniadâu"


def test_words_of_the_own_language_are_preferred_where_they_are_as_near():
    assert meant("contaqt", cy={"contazt": 1}, en={"contact": 5}) == "contazt"
    assert meant("representatve", cy={}, en={"representative": 1}) == "representative"


def test_a_word_that_either_language_knows_is_left_alone():
    assert meant("plant", cy={"plant": 1, "planf": 9}) is None
    assert meant("legal", cy={"legol": 9}, en={"legal": 1}) is None


def test_a_short_word_is_like_others_by_one_letter_only():
    assert meant("plnt", cy={"plant": 1}) == "plant"
    assert meant("plxx", cy={"plant": 1}) is None


@pytest.mark.parametrize(
    ("slip", "right", "as_near"),
    [
        ("mabwisiadux", "mabwysiadux", "mabwosiadux"),  # i, u and y
        ("perthynnaxau", "perthynaxau", "perthynmaxau"),  # nn for n
        ("cwestixne", "cwestixnau", "cwestixnes"),  # the plural as it is said
        ("gwasxneth", "gwasxnaeth", "gwasxnerth"),  # ae
        ("pxentyn", "bxentyn", "hxentyn"),  # a mutation too few
        ("famxly", "famcly", "famwly"),  # the key beside
        ("fxmliy", "fxmily", "fxmlby"),  # two that changed places
    ],
)
def test_what_people_confuse_weighs_less_than_another_edit(slip, right, as_near):
    assert edit_cost(slip, right) < edit_cost(slip, as_near)
    assert meant(slip, cy={right: 1, as_near: 1}) == right


@pytest.mark.parametrize(
    "word", ["ysgariad", "gaerdydd", "Nghaerdydd", "Cardiff", "Paris", "headteacher", "refugee", "rwan"]
)
def test_a_word_of_a_dictionary_or_a_name_is_right_in_either_language_mutated_or_not(word):
    assert is_right(word, (Analyser("cy"), Analyser("en")))
    assert is_right(word, (Analyser("en"), Analyser("cy")))


def test_no_function_word_is_offered():
    assert meant("beforx", en={"before": 90}) is None
    assert meant("oherwydx", cy={"oherwydd": 90}) is None


def test_nothing_that_hurts_is_offered_although_the_library_has_it():
    assert meant("bastqrd", en={"bastard": 90, "bastxrds": 1}) is None
    assert not may_be_offered("Bastard")
    assert may_be_offered("panel")


WORDS = st.text("abcdefgilmnorstuwy", min_size=1, max_size=9)


@given(WORDS, WORDS)
def test_a_cost_is_never_more_than_the_edits_by_count_and_nothing_for_the_same_word(one, two):
    assert edit_cost(one, one) == 0
    assert 0 <= edit_cost(one, two) <= 1.5 * OSA.distance(one, two)
