"""What is corrected and what never is, over the demo's words: tests/search/spelling/, written before the code was."""

import csv
from functools import cache
from pathlib import Path
from unittest.mock import patch

import pytest
from django.test import TestCase

from bench.search_quality import fill
from cms.content.languages import Language, other
from search import engines
from search.analysis import fold, is_relative
from search.engines.sqlite.engine import SqliteEngine
from search.indexing.analysers import current_analyser
from search.querying.correction.known_words import is_right
from search.querying.correction.spelling import likeliest_corrections
from search.querying.searcher import search
from tests.factories.demo import load_demo

LANGUAGES: tuple[Language, ...] = ("cy", "en")
SPELLING = Path(__file__).parent / "spelling"
RIGHTED = 0.9


def right_words():
    lines = [line for line in (SPELLING / "right_words.tsv").read_text("utf-8").splitlines() if line[:1] != "#"]
    return [(language, word) for language, words in (line.split("\t") for line in lines) for word in words.split()]


def slips(language):
    """A slip of each row, and what was meant."""
    with (SPELLING / f"{language}_slips.tsv").open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file, delimiter="\t")]


def correction(engine, language, word):
    own, twin = current_analyser(language), current_analyser(other(language))
    keys = [[key for some in one.query_keys(word) for key in some] for one in (own, twin)]
    return None if is_right(word, (own, twin)) else likeliest_corrections(engine, (own, twin), [(word, keys)])[0]


def meet(analyser, one, two):
    """Whether either word finds the other: a form of it, or it without its accents."""
    keys = ({key for key in analyser.index_keys(word) if not is_relative(key)} for word in (one, two))
    return fold(one) == fold(two) or bool(set.intersection(*keys))


def test_there_are_enough_of_both():
    assert len(right_words()) >= 200
    assert all(len(slips(language)) >= 100 for language in LANGUAGES)


@cache
def demo_index():
    engine = SqliteEngine(":memory:")
    fill(engine)
    return engine


@pytest.mark.xdist_group("demo")
class Corrections(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_demo()

    def test_no_word_that_is_right_is_corrected(self):
        found = {(language, word): correction(demo_index(), language, word) for language, word in right_words()}
        assert {word: meant for word, meant in found.items() if meant} == {}

    def test_nine_slips_of_ten_are_righted(self):
        for language in LANGUAGES:
            tried = [(slip, meant, correction(demo_index(), language, slip)) for slip, meant in slips(language)]
            analyser = current_analyser(language)
            wrong = [one for one in tried if one[2] is None or not meet(analyser, *one[1:])]
            assert len(wrong) <= (1 - RIGHTED) * len(tried), (language, wrong)

    def test_a_reader_of_a_page_on_divorce_is_never_asked_whether_it_was_love(self):
        with patch.object(engines, "engine", demo_index):
            asked: tuple[tuple[Language, str], ...] = (
                ("cy", "ysgariad"), ("en", "gay adopters"), ("en", "prison visits"), ("cy", "mab Powys"),
                # An abbreviation is no slip of a word (day).
                ("cy", "plant ag ADYZ"),
            )  # fmt: skip
            for language, q in asked:
                assert search(language, q).did_you_mean is None, q
