"""What a query costs follows from what it asks for, not from how that is written; and too much of it is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.graphql import limits
from cms.graphql.errors import Refused
from cms.graphql.planning.compiler import compile_plan
from cms.graphql.validation.cost import check_cost, cost_of
from cms.graphql.validation.parsing import parse_query
from tests.graphql.generated import SCHEMA

LEAVES = ("id", "title", "summary", "body { __typename }", "files { name }", "translations { status }")
LINKS = ("parent", "twin", "related")
LEAF = st.sampled_from(LEAVES)


def plan_of(text, variables=None):
    return compile_plan(SCHEMA, parse_query(text), None, variables or {})


def cost(text):
    return cost_of(plan_of(text))


def refusal_of(text):
    with pytest.raises(Refused) as refused:
        check_cost(plan_of(text))
    return refused.value.as_list("en")[0], refused.value.as_list("cy")[0]


def selections(depth=3):
    """Fields of an item as lists of lines, links with what is asked below them."""
    below = LEAF if depth == 0 else st.one_of(LEAF, st.tuples(st.sampled_from(LINKS), selections(depth - 1)))
    return st.lists(below, min_size=1, max_size=3, unique_by=lambda one: one if isinstance(one, str) else one[0])


def written(fields, link="{} {{ {} }}"):
    return " ".join(one if isinstance(one, str) else link.format(one[0], written(one[1], link)) for one in fields)


def page(fields, first=20):
    return f"{{ items(language: CY, first: {first}) {{ nodes {{ {fields} }} }} }}"


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("{ __typename }", 0),
        ("{ home(language: CY) { id title } }", 1),
        ("{ home(language: CY) { id body { __typename } } }", 2),
        ("{ items(language: CY) { totalCount nodes { id title files { name } } } }", 1),
        ("{ items(language: CY) { nodes { body { __typename } } } }", 21),
        ("{ items(language: CY, first: 100) { nodes { body { __typename } } } }", 101),
        ("{ items(language: CY, last: 7) { nodes { body { __typename } } } }", 8),
        ("{ items(language: CY, first: 10) { nodes { twin { id } parent { id } } } }", 21),
        ("{ items(language: CY, first: 10) { nodes { children(first: 50) { nodes { id } } } } }", 501),
        ("{ items(language: CY, first: 10) { nodes { related { twin { id } } } } }", 101),
        ("{ __schema { types { name } } }", 600),
        ('{ __type(name: "Item") { name } }', 50),
        ("{ a: home(language: CY) { id } b: home(language: EN) { id } }", 2),
    ],
)
def test_a_query_costs_what_has_to_be_read_for_it(text, units):
    assert cost(text) == units


def test_of_several_types_the_dearest_counts():
    dear, cheap = "... on Guide { body { __typename } }", "... on Section { id }"
    assert cost(page(f"{dear} {cheap}", 10)) == cost(page(dear, 10)) == 11


def test_what_is_left_of_the_budget_is_told():
    assert check_cost(plan_of(page("body { __typename }"))).as_dict() == {
        "requested": 21,
        "limit": 1000,
        "remaining": 979,
    }


def test_a_page_of_a_variable_counts_as_it_is_given():
    text = "query ($n: Int!) { items(language: CY, first: $n) { nodes { body { __typename } } } }"
    assert cost_of(plan_of(text, {"n": 3})) == 4


def test_a_query_that_costs_too_much_says_what_would_fit():
    english, welsh = refusal_of(page("related { body { __typename } } body { __typename }", 100))
    assert (
        english["extensions"].items()
        >= {"code": "COST_TOO_HIGH", "requested": 1101, "limit": 1000, "field": "items"}.items()
    )
    assert english["message"].endswith("With `first: 90` instead of 100 it would be cheap enough.")
    assert welsh["message"].endswith("Gyda `first: 90` yn lle 100 byddai'n ddigon rhad.")


@pytest.mark.parametrize("size", [12, 40, 100])
def test_what_is_said_to_fit_fits_and_one_more_does_not(size):
    fields = f"children(first: {size}) {{ nodes {{ related {{ twin {{ body {{ __typename }} }} }} id }} }}"
    fits = int(refusal_of(page(fields, 50))[0]["message"].split("first: ")[1].split("`")[0])
    assert fits > 0
    remedies = [page(fields.replace(f"first: {size}", f"first: {fits}"), 50), page(fields, fits)]
    assert any(cost(remedy) <= limits.MAX_COST for remedy in remedies)


def test_the_page_that_need_shrink_least_is_named_where_it_stands():
    english, _ = refusal_of(page("children(first: 100) { nodes { body { __typename } } }", 10))
    assert english["extensions"]["field"] == "items.nodes.children"
    assert "`first: 49` instead of 100" in english["message"]


def test_where_no_page_would_do_the_dearest_field_is_named():
    english, welsh = refusal_of("{ a: __schema { types { name } } b: __schema { types { name } } }")
    assert english["extensions"]["field"] == "a"
    assert welsh["message"].endswith("neu rhannwch yr ymholiad yn sawl cais.")


@settings(max_examples=40, deadline=None)
@given(selections(), LEAF | st.sampled_from([f"{link} {{ id }}" for link in LINKS]))
def test_cost_never_falls_when_a_field_is_added(fields, added):
    assert cost(page(f"{written(fields)} {added}")) >= cost(page(written(fields)))


@settings(max_examples=40, deadline=None)
@given(selections(), st.integers(1, 99))
def test_cost_never_falls_when_a_page_grows(fields, first):
    assert cost(page(written(fields), first + 1)) >= cost(page(written(fields), first))


@settings(max_examples=40, deadline=None)
@given(selections(), st.randoms(use_true_random=False))
def test_cost_does_not_depend_on_how_a_query_is_written(fields, random):
    shuffled = random.sample(fields, len(fields))
    named = page("...F") + f"fragment F on Item {{ {written(shuffled)} }}"
    inline = page(f"... on Item {{ {written(fields[:1])} }} ... {{ {written(fields[1:]) or 'id'} }}")
    aliased = page(written(fields, "x_{0}: {0} {{ {1} }}"))
    assert {cost(text) for text in (named, inline, aliased)} == {cost(page(written(fields)))}
