"""Errors have the form of the specification, a stable code, and a message in either language."""

import string
from typing import Any

import pytest
from graphql import parse

from cms.content.vocabularies import Label
from cms.graphql.errors import Refused, RequestError, field_error
from cms.graphql.errors.refusal import NOT_WELL_FORMED, STATUS
from cms.graphql.errors.sentences import SENTENCES, of_limits, of_queries, of_requests
from cms.http.problems.problem import Problem

WORDS = {
    name: label
    for module in (of_limits, of_queries, of_requests)
    for name, label in vars(module).items()
    if isinstance(label, Label)
}
# What clients compare, so not a sentence in either language.
WORDS_OF_PROTOCOLS = {"PERSISTED_QUERY_NOT_FOUND"}
SENTENCE = Label("Caniateir {limit}: {allowed}.", "Allowed are {limit}: {allowed}.")


def braces(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@pytest.mark.parametrize(("name", "label"), [*SENTENCES.items(), *WORDS.items()])
def test_both_languages_tell_the_same_fields(name, label):
    assert braces(label.cy) == braces(label.en), name
    assert (label.cy == label.en) is (name in WORDS_OF_PROTOCOLS)


@pytest.mark.parametrize("code", sorted(STATUS.keys() | NOT_WELL_FORMED))
def test_every_code_with_a_meaning_in_http_has_its_sentence(code):
    fields: dict[str, Any] = dict.fromkeys(braces(SENTENCES[code].en), "x")
    refusal = Refused.because(code, **fields)
    assert refusal.status == STATUS.get(code, 400)
    same = refusal.as_list("cy")[0]["message"] == refusal.as_list("en")[0]["message"]
    assert same is (code in WORDS_OF_PROTOCOLS)


def test_a_request_error_is_written_as_the_specification_says():
    error = RequestError("TOO_MANY", {"limit": 2, "allowed": ["a", "b"]}, ((1, 2),), SENTENCE, {"retry_after": 3})
    assert error.as_dict("cy") == {
        "message": "Caniateir 2: a, b.",
        "locations": [{"line": 1, "column": 2}],
        "extensions": {"code": "TOO_MANY", "limit": 2, "allowed": ["a", "b"], "retryAfter": 3},
    }


def test_labels_among_the_fields_are_said_in_the_language():
    error = RequestError("X", {"limit": 1, "allowed": [of_queries.NOTHING]}, sentence=SENTENCE)
    assert error.as_dict("cy")["message"] == "Caniateir 1: dim."
    assert error.as_dict("en")["extensions"]["allowed"] == ["nothing"]


def test_what_may_pass_soon_says_when_to_try_again():
    refusal = Refused.because("TIMEOUT", limit=5.0)
    assert (refusal.status, refusal.headers) == (503, {"Retry-After": "10"})
    assert "longer than 5 seconds" in refusal.as_list("en")[0]["message"]


def test_a_problem_of_a_field_speaks_the_fields_language_and_keeps_its_members():
    problem = Problem(
        "not-in-language", Label("Dim ond {other}.", "Only {other}."), {"other": Label("yn Gymraeg", "in Welsh")},
        available={"cy": {"api_address": "x"}},
    )  # fmt: skip
    operation: Any = parse("{\n  home }").definitions[0]
    error = field_error(problem, ["a"], operation.selection_set.selections[0], "cy")
    assert error.pop("extensions").items() >= {
        "code": "NOT_IN_LANGUAGE", "status": 404, "available": {"cy": {"apiAddress": "x"}}, "language": "cy",
        "type": problem.kind.address,
    }.items()  # fmt: skip
    assert error == {"message": "Dim ond yn Gymraeg.", "locations": [{"line": 2, "column": 3}], "path": ["a"]}


def test_only_what_is_no_request_of_graphql_is_never_answered_with_200():
    assert not Refused.because("BATCHING_NOT_SUPPORTED", limit=10).well_formed
    assert Refused.because("NOT_A_QUERY").well_formed
