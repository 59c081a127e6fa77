"""Every message of graphql-core that a request can meet is said in both languages, under a stable code."""

import re
import string

import pytest
from graphql import GraphQLError, GraphQLSyntaxError, build_schema, parse, specified_rules, validate
from graphql.execution.values import get_argument_values, get_variable_values

from cms.graphql.explained import explained
from cms.graphql.explanations import EXPLANATIONS
from cms.graphql.schema.scalars import WANTED_DAY

SCHEMA = build_schema(
    """
    type Query { a(n: Int, e: E, i: In, s: String, b: Boolean, f: Float, d: ID, req: Int = 1, l: [Int!]): A must(x: Int!): Int
      one(o: One): Int u: U j: String }
    type Subscription { x: Int y: Int }
    type A { b: B s: String list: [String] n(x: Int): Int }
    type B { s: Int }
    union U = A | B
    enum E { P Q }
    input In { n: Int! m: Int }
    input One @oneOf { x: Int y: Int }
    """
)

# Each rule of graphql-core, with queries that break it and the codes of the errors.
BROKEN = {
    "ExecutableDefinitions": [
        ("{ j } type T { x: Int }", "NOT_EXECUTABLE"),
        ("{ j } schema { query: Q }", "NOT_EXECUTABLE"),
    ],
    "UniqueOperationNames": [("query X { j } query X { j }", "REPEATED_NAME")],
    "LoneAnonymousOperation": [("{ j } query X { j }", "ANONYMOUS_OPERATION")],
    "SingleFieldSubscriptions": [
        ("subscription { x y }", "NOT_A_QUERY"),
        ("subscription S { __typename }", "NOT_A_QUERY"),
    ],
    "KnownTypeNames": [("{ u { ... on Nothing { s } } }", "UNKNOWN_TYPE")],
    "FragmentsOnCompositeTypes": [
        ("{ u { ... on Int { s } } }", "INVALID_FRAGMENT"),
        ("{ u { ...F } } fragment F on E { s }", "INVALID_FRAGMENT"),
    ],
    "VariablesAreInputTypes": [("query ($v: A) { j }", "INVALID_VARIABLE_TYPE")],
    "ScalarLeafs": [
        ("{ j { x } }", "SELECTION_NOT_ALLOWED"),
        ("{ a }", "SELECTION_MISSING"),
    ],
    "FieldsOnCorrectType": [("{ jj }", "UNKNOWN_FIELD"), ("{ u { s } }", "UNKNOWN_FIELD")],
    "UniqueFragmentNames": [("{ ...F } fragment F on Query { j } fragment F on Query { j }", "REPEATED_NAME")],
    "KnownFragmentNames": [("{ ...F }", "UNKNOWN_FRAGMENT")],
    "NoUnusedFragments": [("{ j } fragment F on Query { j }", "UNUSED_FRAGMENT")],
    "PossibleFragmentSpreads": [
        ("{ a { ... on B { s } } }", "IMPOSSIBLE_FRAGMENT"),
        ("{ a { ...F } } fragment F on B { s }", "IMPOSSIBLE_FRAGMENT"),
    ],
    "NoFragmentCycles": [
        ("{ ...F } fragment F on Query { ...F }", "FRAGMENT_CYCLE"),
        ("{ ...F } fragment F on Query { ...G } fragment G on Query { ...F }", "FRAGMENT_CYCLE"),
    ],
    "UniqueVariableNames": [("query ($v: Int, $v: Int) { a(n: $v) { s } }", "REPEATED_NAME")],
    "NoUndefinedVariables": [
        ("{ a(n: $v) { s } }", "UNDEFINED_VARIABLE"),
        ("query X { a(n: $v) { s } }", "UNDEFINED_VARIABLE"),
    ],
    "NoUnusedVariables": [
        ("query ($v: Int) { j }", "UNUSED_VARIABLE"),
        ("query X($v: Int) { j }", "UNUSED_VARIABLE"),
    ],
    "KnownDirectives": [
        ("{ j @nothing }", "UNKNOWN_DIRECTIVE"),
        ("query @skip(if: true) { j }", "MISPLACED_DIRECTIVE"),
    ],
    "UniqueDirectivesPerLocation": [("{ j @skip(if: true) @skip(if: true) }", "REPEATED_DIRECTIVE")],
    "KnownArgumentNames": [("{ a(no: 1) { s } }", "UNKNOWN_ARGUMENT"), ("{ j @skip(no: 1) }", "UNKNOWN_ARGUMENT")],
    "UniqueArgumentNames": [("{ a(n: 1, n: 1) { s } }", "REPEATED_NAME")],
    "ValuesOfCorrectType": [
        ('{ a(n: "x") { s } }', "INVALID_VALUE"),
        ("{ a(n: 99999999999) { s } }", "INVALID_VALUE"),
        ("{ a(e: R) { s } }", "INVALID_VALUE"),
        ('{ a(e: "P") { s } }', "INVALID_VALUE"),
        ("{ a(s: 1) { s } }", "INVALID_VALUE"),
        ('{ a(f: "x") { s } }', "INVALID_VALUE"),
        ("{ a(b: 1) { s } }", "INVALID_VALUE"),
        ("{ a(d: 1.5) { s } }", "INVALID_VALUE"),
        ("{ a(i: 1) { s } }", "INVALID_VALUE"),
        ("{ a(i: { m: 1 }) { s } }", "INVALID_VALUE"),
        ("{ a(i: { n: 1, o: 1 }) { s } }", "INVALID_VALUE"),
        ("{ a(l: [null]) { s } }", "INVALID_VALUE"),
        ("{ one(o: { x: 1, y: 1 }) }", "INVALID_VALUE"),
        ("{ one(o: { x: null }) }", "INVALID_VALUE"),
        ("{ a(n: %s) { s } }" % ("9" * 5000), "INVALID_VALUE"),
    ],
    "ProvidedRequiredArguments": [("{ must }", "MISSING_ARGUMENT"), ("{ j @skip }", "MISSING_ARGUMENT")],
    "VariablesInAllowedPosition": [
        ("query ($v: String) { a(n: $v) { s } }", "VARIABLE_MISMATCH"),
        ("query ($v: Int) { one(o: { x: $v }) }", "VARIABLE_MISMATCH"),
    ],
    "OverlappingFieldsCanBeMerged": [
        ("{ x: j x: one }", "FIELDS_CONFLICT"),
        ("{ a(n: 1) { s } a(n: 2) { s } }", "FIELDS_CONFLICT"),
        ("{ u { ... on A { s } ... on B { s } } }", "FIELDS_CONFLICT"),
        ("{ a { x: s } a { x: list } }", "FIELDS_CONFLICT"),
    ],
    "UniqueInputFieldNames": [("{ a(i: { n: 1, n: 1 }) { s } }", "REPEATED_NAME")],
    "MaxIntrospectionDepth": [
        ("{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }", "INTROSPECTION_TOO_WIDE")
    ],
}
NOT_GRAPHQL = [
    "", "{", "}", "{ j", "{ a(n: ) { s } }", "query", "query { }", "{ a(: 1) }", "{ ... on }", "fragment on on A { s }",
    '"text" { j }', '"text" extend type A { x: Int }', "query ($v: Int = $w) { j }", "extend enum E { true }", "{ 'j' }",
    "{ j % }",
    '{ a(s: "\ud800") { s } }', "\x07", "{ a(n: 01) { s } }", "{ a(n: 1.x) { s } }", '{ a(s: "x', '{ a(s: "\\u12") { s } }',
    '{ a(s: "\\q") { s } }', '{ a(s: """x', "{ \ud800 }", "{ j } # rest\nrest", "query ($v Int) { j }", '{ "x" }', "{ 1.5 }",
    "enum E { null }",
]  # fmt: skip


def operation_of(text):
    return parse(text).definitions[0]


def refusals_of(declared, given):
    """What coercion says of a variable `v`."""
    found = get_variable_values(SCHEMA, operation_of(f"query ($v: {declared}) {{ j }}").variable_definitions, given)
    assert isinstance(found, list)
    return found


def is_ours(error: GraphQLError) -> bool:
    """Whether the error is said in both languages, with all braces filled."""
    request_error = explained(error, SCHEMA)
    texts = [request_error.as_dict(language)["message"] for language in ("cy", "en")]
    return (
        request_error.code != "INVALID_QUERY"
        and texts[0] != texts[1]
        and not any(map(re.compile(r"\{[a-z]").search, texts))
    )


@pytest.mark.parametrize("number", range(len(EXPLANATIONS)))
def test_an_explanation_says_the_same_in_both_languages(number):
    pattern, _, (welsh, english) = EXPLANATIONS[number]
    told = {name for _, name, _, _ in string.Formatter().parse(english) if name}
    assert {name for _, name, _, _ in string.Formatter().parse(welsh) if name} == told
    assert told <= {*re.compile(pattern).groupindex, "limit", "allowed"}
    assert welsh != english


def test_every_rule_has_an_example():
    assert {rule.__name__.removesuffix("Rule") for rule in specified_rules} == BROKEN.keys()


@pytest.mark.parametrize("rule", specified_rules, ids=lambda rule: rule.__name__)
def test_what_a_rule_says_is_explained(rule):
    for query, code in BROKEN[rule.__name__.removesuffix("Rule")]:
        found = validate(SCHEMA, parse(query), [rule])
        assert found, query
        for error in found:
            assert explained(error, SCHEMA).code == code, error.message
            assert is_ours(error), error.message


@pytest.mark.parametrize("number", range(len(NOT_GRAPHQL)))
def test_what_the_parser_says_is_explained(number):
    with pytest.raises(GraphQLSyntaxError) as refused:
        parse(NOT_GRAPHQL[number])
    assert explained(refused.value, SCHEMA).code == "SYNTAX_ERROR"
    assert is_ours(refused.value), refused.value.message


@pytest.mark.parametrize(
    ("limits", "code"),
    [({"max_lexical_tokens": 2}, "TOO_MANY_TOKENS"), ({"max_comments": 1}, "TOO_MANY_COMMENTS"), ({}, "TOO_DEEP")],
)
def test_where_the_parser_gives_up_it_is_explained(limits, code):
    with pytest.raises(GraphQLSyntaxError) as refused:
        parse("#\n#\n" + "{ a " * 500 + "}" * 500, **limits)
    assert explained(refused.value, SCHEMA).code == code
    assert is_ours(refused.value)


def test_where_validation_gives_up_it_is_explained():
    found = validate(SCHEMA, parse("{ " + "nothing " * 9 + "}"), max_errors=2)
    assert [explained(error, SCHEMA).code for error in found] == ["UNKNOWN_FIELD", "UNKNOWN_FIELD", "TOO_MANY_ERRORS"]
    assert all(map(is_ours, found))


@pytest.mark.parametrize(
    ("declared", "given"),
    [
        ("Int!", {}), ("Int!", {"v": None}), ("Int", {"v": "x"}), ("Int", {"v": 2**40}), ("Float", {"v": "x"}),
        ("Boolean", {"v": "x"}), ("String", {"v": 1}), ("ID", {"v": 1.5}), ("E", {"v": "R"}), ("E", {"v": 1}),
        ("In", {"v": 1}), ("In", {"v": {}}), ("In", {"v": {"n": None}}), ("In", {"v": {"n": 1, "o": 1}}),
        ("In", {"v": {"n": "x; y"}}), ("One", {"v": {}}), ("One", {"v": {"x": None}}), ("[Int!]", {"v": [None]}),
        ("A", {"v": 1}),
    ],
)  # fmt: skip
def test_what_coercion_says_of_variables_is_explained(declared, given):
    for error in refusals_of(declared, given):
        assert explained(error, SCHEMA).code in {"INVALID_VARIABLES", "INVALID_VARIABLE_TYPE"}
        assert is_ours(error), error.message


@pytest.mark.parametrize("query", ["{ must }", "{ must(x: null) }", "{ must(x: $v) }", "{ must(x: true) }"])
def test_what_coercion_says_of_arguments_is_explained(query):
    node = operation_of(query).selection_set.selections[0]
    declared = build_schema("type Query { must(x: Int!): Int }").type_map["Query"].fields["must"]  # type: ignore[attr-defined]
    with pytest.raises(GraphQLError) as refused:
        get_argument_values(declared, node, {})
    assert is_ours(refused.value), refused.value.message


def test_an_unknown_field_is_told_with_those_that_there_are():
    (error,) = validate(SCHEMA, parse("{\n  a { title } }"))
    assert explained(error, SCHEMA).as_dict("cy") == {
        "message": "Nid oes maes ‘title’ ar y math ‘A’. Caniateir: b, s, list, n.",
        "locations": [{"line": 2, "column": 7}],
        "extensions": {"code": "UNKNOWN_FIELD", "field": "title", "type": "A", "allowed": ["b", "s", "list", "n"]},
    }


def test_what_is_wrong_with_a_variable_says_where_and_what_is_allowed():
    (error,) = refusals_of("In", {"v": {"n": "x"}})
    found = explained(error, SCHEMA).as_dict("en")
    assert (
        found["message"]
        == "The value of the variable ‘$v.n’ does not fit. A whole number is expected, but 'x' was found."
    )


def test_why_fields_conflict_is_said_in_welsh():
    (error,) = validate(SCHEMA, parse("{ a { x: s } a { x: list } }"))
    assert explained(error, SCHEMA).as_dict("cy")["message"] == (
        "Mae dau faes o'r enw ‘a’ yn gwrthdaro: oddi tanynt mae ‘x’ yn gwrthdaro: mae ‘s’ a ‘list’ yn feysydd gwahanol. "
        "Rhowch arallenw i un ohonynt."
    )


def test_what_a_date_should_be_is_said_in_both_languages():
    found = explained(GraphQLError(WANTED_DAY), SCHEMA)
    assert found.code == "INVALID_VALUE"
    assert "fel 2026-03-01" in found.as_dict("cy")["message"]


def test_a_long_name_is_not_repeated_in_full():
    (error,) = validate(SCHEMA, parse("{ %s }" % ("x" * 50_000)))
    assert explained(error, SCHEMA).code == "UNKNOWN_FIELD"
    assert len(explained(error, SCHEMA).as_dict("en")["message"]) < 300


def test_what_graphql_core_may_say_one_day_is_passed_on():
    found = explained(GraphQLError("A rule of tomorrow."), SCHEMA).as_dict("cy")
    assert found["message"] == "Nid yw'r ymholiad yn ddilys: A rule of tomorrow."
    assert found["extensions"] == {"code": "INVALID_QUERY", "detail": "A rule of tomorrow."}
