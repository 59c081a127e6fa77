"""What is wrong with a query is told by a stable code and its sentence, in both languages, and never in a library's words."""

import re
from typing import Any

import pytest
from graphql import (
    GraphQLArgument,
    GraphQLError,
    GraphQLField,
    GraphQLInt,
    GraphQLNonNull,
    build_schema,
    parse,
    specified_rules,
    validate,
)
from graphql.execution.values import get_argument_values
from graphql.validation import (
    ASTValidationRule,
    MaxIntrospectionDepthRule,
    NoFragmentCyclesRule,
    SingleFieldSubscriptionsRule,
    ValuesOfCorrectTypeRule,
    VariablesInAllowedPositionRule,
)
from hypothesis import given
from hypothesis import strategies as st

from cms.graphql import limits
from cms.graphql.errors import Refused, RequestError
from cms.graphql.errors.coded_rules import FINDINGS, InvalidQuery, coded
from cms.graphql.errors.sentences.of_queries import QUERIES
from cms.graphql.errors.value_errors import argument_error
from cms.graphql.execution import document_cache
from cms.graphql.planning.variables import coerce_variables
from tests.graphql.invalid import INVALID, ITEMS, Invalid

# What graphql-core's parser refuses in words of its own, for each sort of mistake.
NOT_GRAPHQL = [
    "", "{", "}", "{ j", "{ a(n: ) { s } }", "query", "query { }", "{ a(: 1) }", "{ ... on }", "fragment on on A { s }",
    '"text" { j }', '"text" extend type A { x: Int }', "query ($v: Int = $w) { j }", "extend enum E { true }", "{ 'j' }",
    "{ j % }",
    '{ a(s: "\ud800") { s } }', "\x07", "{ a(n: 01) { s } }", "{ a(n: 1.x) { s } }", '{ a(s: "x', '{ a(s: "\\u12") { s } }',
    '{ a(s: "\\q") { s } }', '{ a(s: """x', "{ \ud800 }", "{ j } # rest\nrest", "query ($v Int) { j }", '{ "x" }', "{ 1.5 }",
    "enum E { null }",
]  # fmt: skip
# Pieces of queries of which most are not valid when put together: names that are not English words, and GraphQL's own signs.
PIECES = (
    "{", "}", "(", ")", "[", "]", ":", "!", "=", "$", "@", "...", "|", "\"", "\"\"\"", "#", "\n", "0", "1.5", "null", "true",
    "home", "items", "children(first: 2)", "(language: CY)", "(language: $x)", "title", "parent", "query ($x: Language!)",
    "query X", "fragment F on Item", "...F", "mutation", "__schema", "__type", "filter: {new: 1}", "@skip(if: 1)", "{ id }",
    "ŵ", "\x07",
)  # fmt: skip
ENGLISH = re.compile(
    r"\b(the|of|is|are|was|not|cannot|must|and|or|with|expected|unexpected|found|unknown|invalid)\b", re.I
)


def ready(case: Invalid):
    return document_cache.prepare_operation(
        document_cache.prepare_document(case.text), case.operation, case.variables or {}
    )


def refusal_of(case: Invalid) -> Refused:
    with pytest.raises(Refused) as refused:
        ready(case)
    return refused.value


def test_every_code_has_a_query_that_is_refused_with_it():
    assert {case.code for case in INVALID} | {"INVALID_QUERY"} == QUERIES.keys()


def test_every_rule_of_validation_has_a_code():
    assert FINDINGS.keys() == set(specified_rules)


@pytest.mark.parametrize("case", INVALID, ids=lambda case: case.code)
def test_a_query_is_refused_with_its_code_and_sentence_in_both_languages(case):
    first = next(one for one in INVALID if one.code == case.code)
    (error,) = (error for error in refusal_of(case).errors if error.code == case.code)
    for message, expected in zip(messages_of(error), (case.cy, case.en), strict=True):
        assert message == expected if case is first else expected in message
    assert is_said_in_both_languages(error)


def messages_of(error: RequestError) -> tuple[str, str]:
    return error.as_dict("cy")["message"], error.as_dict("en")["message"]


def is_said_in_both_languages(error: RequestError) -> bool:
    welsh, english = messages_of(error)
    return (
        welsh != english
        and not ENGLISH.search(welsh)
        and not any(re.search(r"\{[a-z_]+\}", text) for text in (welsh, english))
    )


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_whatever_is_asked_nothing_welsh_is_english(text):
    errors: tuple[RequestError, ...] = ()
    try:
        ready(Invalid("", text))
    except Refused as refused:
        errors = refused.errors
    assert all(map(is_said_in_both_languages, errors)), errors


@pytest.mark.parametrize("text", NOT_GRAPHQL)
def test_whatever_the_parser_refuses_is_a_syntax_error(text):
    (error,) = refusal_of(Invalid("", text)).errors
    assert error.code == "SYNTAX_ERROR"
    assert is_said_in_both_languages(error)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{ " + "a " * limits.MAX_TOKENS, "TOO_MANY_TOKENS"),
        ("#\n" * (limits.MAX_COMMENTS + 1) + "{ a", "TOO_MANY_COMMENTS"),
        ("{ a " * 500, "TOO_DEEP"),
        ("{ a(b: " + "[" * 500, "TOO_DEEP"),
        ("query ($a: " + "[" * 500, "TOO_DEEP"),
    ],
)
def test_where_the_parser_gives_up_it_says_which_limit_it_was(text, code):
    (error,) = refusal_of(Invalid("", text)).errors
    assert error.code == code
    assert is_said_in_both_languages(error)


def test_text_that_is_wrong_before_a_limit_is_a_syntax_error():
    assert refusal_of(Invalid("", "{ ] " + "a " * 2_000 + "#\n" * 2_000)).code == "SYNTAX_ERROR"


# --- what no query of ours can have, or is refused for earlier

SCHEMA = build_schema(
    """
    type Query { f(x: Float): Int one(o: One): Int i(i: In): Int }
    type Subscription { x: Int y: Int }
    input In { n: Int! }
    input One @oneOf { x: Int y: Int }
    """
)


def found_by(rule: type[ASTValidationRule], text: str) -> Any:
    """What one rule says."""
    (found,) = validate(SCHEMA, parse(text), [coded(rule)])
    assert isinstance(found, InvalidQuery)
    return found.error


def operation_of(text: str) -> Any:
    return parse(text).definitions[0]


@pytest.mark.parametrize(
    ("rule", "text", "code"),
    [
        (SingleFieldSubscriptionsRule, "subscription { x y }", "NOT_A_QUERY"),
        (NoFragmentCyclesRule, "{ ...F } fragment F on Query { ...G } fragment G on Query { ...F }", "FRAGMENT_CYCLE"),
        (
            MaxIntrospectionDepthRule,
            "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
            "INTROSPECTION_TOO_WIDE",
        ),
        (ValuesOfCorrectTypeRule, '{ f(x: "x") }', "INVALID_VALUE"),
        (ValuesOfCorrectTypeRule, "{ i(i: {}) }", "INVALID_VALUE"),
        (ValuesOfCorrectTypeRule, "{ one(o: { x: 1, y: 1 }) }", "INVALID_VALUE"),
        (ValuesOfCorrectTypeRule, "{ one(o: { x: null }) }", "INVALID_VALUE"),
        (VariablesInAllowedPositionRule, "query ($v: Int) { one(o: { x: $v }) }", "VARIABLE_MISMATCH"),
    ],
)
def test_a_rule_reports_its_code(rule, text, code):
    error = found_by(rule, text)
    assert error.code == code
    assert is_said_in_both_languages(error)


@pytest.mark.parametrize(
    ("declared", "given"), [("Float", "x"), ("In", {}), ("One", {}), ("One", {"x": None}), ("[Int!]", [None])]
)
def test_a_variable_of_any_type_is_told(declared, given):
    operation = operation_of(f"query ($v: {declared}) {{ f }}")
    with pytest.raises(Refused) as refused:
        coerce_variables(SCHEMA, operation.variable_definitions, {"v": given})
    assert refused.value.code == "INVALID_VARIABLES"
    assert all(map(is_said_in_both_languages, refused.value.errors))


def test_a_null_where_a_default_was_promised_is_told():
    declared = GraphQLField(GraphQLInt, {"x": GraphQLArgument(GraphQLNonNull(GraphQLInt), 1)})
    node = operation_of("{ f(x: $v) }").selection_set.selections[0]
    with pytest.raises(GraphQLError) as refused:
        get_argument_values(declared, node, {"v": None})
    error = argument_error(declared, node, refused.value.nodes or [])
    assert (error.code, error.fields["value"], error.fields["type"]) == ("INVALID_VALUE", "$v", "Int!")


def test_a_rule_of_tomorrow_is_told_by_its_name():
    class NoTitlesRule(ASTValidationRule):
        def enter_field(self, node, *_):
            self.report_error(GraphQLError("No titles.", node))

    assert found_by(NoTitlesRule, "{ f }").as_dict("cy") == {
        "message": "Mae'r ymholiad yn torri rheol ‘NoTitles’ o'r fanyleb GraphQL.",
        "locations": [{"line": 1, "column": 3}],
        "extensions": {"code": "INVALID_QUERY", "rule": "NoTitles"},
    }


# --- what an error has beside its message


def test_what_a_sentence_says_is_data_too_with_its_place():
    (error,) = refusal_of(Invalid("", "{\n  home(language: CY, iaith: CY) { title } }")).errors
    assert error.as_dict("cy")["locations"] == [{"line": 2, "column": 22}]
    assert error.as_dict("cy")["extensions"] == {
        "code": "UNKNOWN_ARGUMENT", "argument": "iaith", "field": "Query.home", "allowed": ["fallback", "language"],
    }  # fmt: skip


LONG_VARIABLE = "query ($%s: Language!) { home(language: $%s) { title } }"


@pytest.mark.parametrize(
    "text",
    ["{ %s }", '{ item(id: "x", path: %s, language: CY) { id } }', "{ a(x: %s", "{ __type(%s: 1) }", LONG_VARIABLE],
)
def test_what_is_long_in_a_query_is_not_repeated_in_full(text):
    for error in refusal_of(Invalid("", text.replace("%s", "x" * 10_000))).errors:
        assert len(error.as_dict("en")["message"]) < 400


def test_what_is_wrong_many_times_in_one_way_is_told_once():
    errors = refusal_of(Invalid("", ITEMS, variables={"hidlydd": {f"x{n}": 1 for n in range(900)}})).errors
    assert [error.code for error in errors] == ["INVALID_VARIABLES", "TOO_MANY_ERRORS"]
