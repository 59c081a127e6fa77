"""Which Welsh word finds which, in this field's own vocabulary: the hand-made cases of welsh_cases.tsv. Knows no engine."""

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from search.analysis import index_keys, query_keys, tokens


class Case(NamedTuple):
    """A query as typed, words as a text has them, whether the one finds the other, and why."""

    query: str
    text: str
    meets: str
    why: str


def _cases() -> list[Case]:
    lines = Path(__file__).with_name("welsh_cases.tsv").read_text(encoding="utf-8").splitlines()
    return [Case(*line.split("\t")) for line in lines[1:]]


CASES = _cases()
MEETINGS = [(row, case) for row, case in enumerate(CASES, start=2) if case.meets == "yes"]
STRANGERS = [(row, case) for row, case in enumerate(CASES, start=2) if case.meets == "no"]


def _finds(query: str, text: str) -> bool:
    """Every word of the query has an alternative among the text's keys; a shared function word (i, yr) proves nothing."""
    function_words = {token.primary for token in tokens(text, "cy") if token.function}
    keys = set(index_keys(text, "cy")) - function_words
    clauses = [set(alternatives) - function_words for alternatives in query_keys(query, "cy")]
    words = [clause for clause in clauses if clause]
    return bool(words) and all(clause & keys for clause in words)


def test_a_query_finds_every_form_of_its_word() -> None:
    assert [f"row {row}: {case}" for row, case in MEETINGS if not _finds(case.query, case.text)] == []


def test_a_query_does_not_find_another_word_that_looks_like_it() -> None:
    assert [f"row {row}: {case}" for row, case in STRANGERS if _finds(case.query, case.text)] == []


def test_the_table_is_long_enough_and_has_no_case_twice() -> None:
    assert len(CASES) >= 300
    assert len(STRANGERS) >= 60
    assert [pair for pair, times in Counter((case.query, case.text) for case in CASES).items() if times > 1] == []


def test_every_case_says_yes_or_no_and_why() -> None:
    assert [case for case in CASES if case.meets not in {"yes", "no"} or not case.why] == []
