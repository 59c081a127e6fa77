"""Each limit holds exactly: what is at it passes, what is above it is refused, saying what was found and what is allowed."""

from itertools import pairwise

import pytest
from graphql import get_introspection_query

from cms.graphql import limits
from cms.graphql.errors import Refused
from cms.graphql.validation.limit_rules import check_limits, root_fields
from cms.graphql.validation.parsing import parse_query
from cms.graphql.validation.schema_rules import check_schema_rules
from cms.graphql.validation.variable_rules import check_variables
from tests.graphql.generated import SCHEMA


def item(fields):
    return f"{{ home(language: CY) {{ {fields} }} }}"


def many(template, number):
    return " ".join(template.replace("#", str(n)) for n in range(number))


def nested(levels):
    return item("parent { " * (levels - 2) + "id" + " }" * (levels - 2))


def of_tokens(number):
    return "{ items(filter: { type: [" + "GUIDE " * (number - 19) + "] }, language: CY) { totalCount } }"


def of_aliases(number):
    levels = [many("a#: title", size) for size in (15, 15, 15, number - 45)]
    return item(" twin { ".join(levels) + " } } }")


def of_fields(number):
    """27 times a fragment of 33 fields, below 3 + 9 + 27 links; the rest of them in the home page itself."""
    places = "...F"
    for _ in range(3):
        places = " ".join(f"{link} {{ {places} }}" for link in ("parent", "twin", "related"))
    rest = number - 1 - 39 - 27 * 33
    return item(f"{places} {many('b#', rest)}") + f"fragment F on Item {{ {many('c#', 33)} }}"


def of_introspection(levels):
    return "{ __schema { " + "ofType { " * (levels - 2) + "name" + " }" * levels


def of_lists(number):
    return "{ __schema { types { " + "possibleTypes { " * (number - 1) + "name" + " }" * (number + 2)


# How a query of a given size is made, its limit, and the code of what is above it.
SIZED = {
    "length": ("{ __typename }".ljust, limits.MAX_LENGTH, "QUERY_TOO_LONG"),
    "tokens": (of_tokens, limits.MAX_TOKENS, "TOO_MANY_TOKENS"),
    "comments": (lambda n: "#\n" * n + "{ __typename }", limits.MAX_COMMENTS, "TOO_MANY_COMMENTS"),
    "depth": (nested, limits.MAX_DEPTH, "TOO_DEEP"),
    "depth of introspection": (of_introspection, limits.MAX_INTROSPECTION_DEPTH, "INTROSPECTION_TOO_DEEP"),
    "lists of introspection": (of_lists, limits.MAX_INTROSPECTION_LISTS, "INTROSPECTION_TOO_WIDE"),
    "aliases a level": (lambda n: item(many("a#: id", n)), limits.MAX_ALIASES_A_LEVEL, "TOO_MANY_ALIASES_A_LEVEL"),
    "repeats a level": (lambda n: item("id " * (n + 1)), limits.MAX_ALIASES_A_LEVEL, "TOO_MANY_ALIASES_A_LEVEL"),
    "aliases": (of_aliases, limits.MAX_ALIASES, "TOO_MANY_ALIASES"),
    "root fields": (lambda n: f"{{ {many('a#', n)} }}", limits.MAX_ROOT_FIELDS, "TOO_MANY_ROOT_FIELDS"),
    "fields": (of_fields, limits.MAX_FIELDS, "TOO_MANY_FIELDS"),
    "fragments": (
        lambda n: f"{{ id }} {many('fragment F# on Item { id }', n)}", limits.MAX_FRAGMENTS, "TOO_MANY_FRAGMENTS",
    ),
    "operations": (lambda n: many("query Q# { id }", n), limits.MAX_OPERATIONS, "TOO_MANY_OPERATIONS"),
    "directives": (lambda n: item("id " + "@skip(if: true) " * n), limits.MAX_DIRECTIVES, "TOO_MANY_DIRECTIVES"),
}  # fmt: skip


def checked(text):
    return check_limits(parse_query(text))


def operation(text):
    """The one operation of a query within the limits, counted."""
    (found,) = checked(text).operations
    return found


def refusal_of(text):
    with pytest.raises(Refused) as refused:
        checked(text)
    return refused.value


@pytest.mark.parametrize("name", SIZED)
def test_what_is_at_a_limit_passes(name):
    make, limit, _ = SIZED[name]
    assert checked(make(limit))


@pytest.mark.parametrize("name", SIZED)
def test_what_is_above_a_limit_is_refused_and_says_what_is_allowed(name):
    make, limit, code = SIZED[name]
    refusal = refusal_of(make(limit + 1))
    assert (refusal.code, refusal.status) == (code, 400)
    for language in ("cy", "en"):
        (error,) = refusal.as_list(language)
        assert error["extensions"]["limit"] == limit
        assert error["extensions"].get("found", limit + 1) == limit + 1
        assert str(limit) in error["message"]


def test_a_refusal_says_where():
    (error,) = refusal_of("{ home(language: CY) {\n  title " + many("a#: title", 16) + " } }").as_list("cy")
    assert error["locations"] == [{"line": 1, "column": 22}]


def test_fragments_add_no_depth():
    inline = (
        item("... on Item { " * 5 + "parent { ...F }" + " }" * 5)
        + "fragment F on Item { ...G } fragment G on Item { id }"
    )
    assert operation(inline).depth == 3


def test_fragments_are_counted_where_they_stand():
    text = item("a: parent { ...F } b: parent { ...F }") + "fragment F on Item { c: twin { d: title } id }"
    count = operation(text)
    assert (count.depth, count.aliases, count.fields) == (4, 6, 9)
    assert root_fields(count, checked(text)) == 1


def test_root_fields_of_a_fragment_count():
    fragment = f"fragment F on Query {{ {many('a#', 6)} }}"
    assert refusal_of(f"{{ ...F {many('b#', 5)} }} {fragment}").code == "TOO_MANY_ROOT_FIELDS"
    within = f"{{ ...F {many('a#', 8)} }} {fragment}"
    assert root_fields(operation(within), checked(within)) == 8


def test_repeats_in_fragments_of_one_type_count_and_those_of_different_types_do_not():
    one = many("... on Guide { id title }", 9)
    assert refusal_of(item(one)).code == "TOO_MANY_ALIASES_A_LEVEL"
    assert checked(item(many("... on Type# { id title }", 30)))


def test_a_fragment_that_is_never_used_is_limited_too():
    chain = (f"fragment F{n} on Item {{ {many(f'a# {{ ...F{n + 1} }}', 3)} }}" for n in range(7))
    assert refusal_of("{ id }" + " ".join(chain) + "fragment F7 on Item { id }").code == "TOO_MANY_FIELDS"


def test_a_circle_of_fragments_is_named():
    text = (
        item("...A") + "fragment A on Item { ...B } fragment B on Item { parent { ...C } } fragment C on Item { ...A }"
    )
    (error,) = refusal_of(text).as_list("cy")
    names = error["extensions"]["cycle"].split(" → ")
    assert names[0] == names[-1]
    assert set(pairwise(names)) == {("A", "B"), ("B", "C"), ("C", "A")}


def test_the_standard_introspection_query_passes():
    text = get_introspection_query(
        specified_by_url=True, directive_is_repeatable=True, schema_description=True, input_value_deprecation=True
    )
    assert operation(text).introspection <= limits.MAX_INTROSPECTION_DEPTH
    check_schema_rules(parse_query(text), SCHEMA)


def test_the_schema_may_be_asked_for_below_a_fragment_of_the_root():
    assert operation("{ ...F } fragment F on Query { " + of_introspection(15)[1:]).introspection == 15


def test_a_field_of_ours_that_is_called_as_a_list_of_the_schema_is_none():
    assert operation(item("fields { fields { fields { types { id } } } }")).depth == 6


def test_fragments_alone_are_no_query():
    assert refusal_of("fragment F on Item { id }").code == "NO_OPERATION"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"v": ["GUIDE"] * 1_000}, "TOO_MANY_VALUES"),
        ({"v": {str(n): [n] * 9 for n in range(100)}}, "TOO_MANY_VALUES"),
        ({"v": [[[[[[[[[[1]]]]]]]]]]}, "VALUES_TOO_DEEP"),
    ],
)
def test_variables_are_limited(values, code):
    with pytest.raises(Refused) as refused:
        check_variables(values)
    assert refused.value.code == code


def test_variables_within_the_limits_pass():
    check_variables(None)
    check_variables({"v": ["GUIDE"] * 999})
    check_variables({"v": [[[[[[[[[1]]]]]]]]]})


def test_a_query_that_does_not_fit_the_schema_is_refused_with_the_first_errors():
    with pytest.raises(Refused) as refused:
        check_schema_rules(parse_query("{ a b c d e f }"), SCHEMA)
    assert [error.code for error in refused.value.errors] == ["UNKNOWN_FIELD"] * limits.MAX_ERRORS + ["TOO_MANY_ERRORS"]
