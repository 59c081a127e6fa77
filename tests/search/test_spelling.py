"""What somebody may have meant to type."""

from typing import Any

from search.analysis import Analyser
from search.querying.spelling import likeliest_correction


class Words:
    """An engine that knows some words, each as its own key: how many documents have each, by language."""

    def __init__(self, **words):
        self.words = words

    def similar(self, language, word):
        return tuple(self.words.get(language, {}).items())

    def items_with(self, language, keys):
        return iter(set(keys) & set(self.words.get(language, {})))


def meant(word, **words):
    engine: Any = Words(**words)
    return likeliest_correction(engine, (Analyser("cy"), Analyser("en")), word, [[word], [word]])


def test_the_nearest_word_is_meant_then_the_one_that_more_documents_have():
    assert meant("gofawlr", cy={"gofalwr": 2, "gofalu": 90}) == "gofalwr"
    assert meant("gofalwt", cy={"gofalws": 2, "gofalwr": 3}) == "gofalwr"


def test_accents_do_not_count_but_are_given_back():
    assert meant("cylwyniadau", cy={"cyflwyniadâu": 1, "cwlwyniadau": 9}) == "cwlwyniadau"
    assert meant("cyflwyniadau", cy={"cyflwyniadâu": 1}) == "cyflwyniadâu"


def test_words_of_the_own_language_are_preferred_where_they_are_as_near():
    assert meant("contakt", cy={"contalt": 1}, en={"contact": 50}) == "contalt"
    assert meant("representatve", cy={}, en={"representative": 1}) == "representative"


def test_a_word_that_either_language_knows_is_left_alone():
    assert meant("plant", cy={"plant": 1, "planf": 9}) is None
    assert meant("legal", cy={"legol": 9}, en={"legal": 1}) is None


def test_a_short_word_is_like_others_by_one_letter_only():
    assert meant("plnt", cy={"plant": 1}) == "plant"
    assert meant("plxx", cy={"plant": 1}) is None
