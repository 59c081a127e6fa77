"""What holds for the whole schema: descriptions, closed lists, arguments, and that fields of one name go together."""

import re
import typing
from datetime import UTC, date, datetime

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    OverlappingFieldsCanBeMergedRule,
    SourceLocation,
    assert_valid_schema,
    build_schema,
    get_named_type,
    is_composite_type,
    is_non_null_type,
    is_union_type,
    parse,
    validate,
)

from cms.content.declaration.registry import item_types
from cms.content.vocabularies import AUDIENCES, KINDS
from cms.graphql.schema.query import schema
from cms.graphql.schema.resolvers import ComputedResolver, LinkResolver, MemberResolver, RootResolver
from cms.graphql.schema.scalars import Date, DateTime
from cms.publication.models import ReleaseKind
from cms.publication.queries.query_types import SORT_FIELDS
from cms.rest.serializers import ListQuery, SearchQuery
from search.engines.engine_requests import FACETS
from search.engines.engine_requests import SortName as SearchSort
from search.highlighting.highlight_source import HighlightField

SCHEMA = schema.graphql_schema
TYPES = SCHEMA.type_map
OURS = {name: kind for name, kind in TYPES.items() if not name.startswith("__")}
WITH_FIELDS = (GraphQLObjectType, GraphQLInterfaceType, GraphQLInputObjectType)
STANDARD = {"String", "Int", "Boolean", "ID"}


def parts(types):
    """Every type, field, argument and enum value, by its place."""
    for name, kind in types.items():
        yield name, kind
        if isinstance(kind, WITH_FIELDS):
            for field_name, field in kind.fields.items():
                yield f"{name}.{field_name}", field
                for argument_name, argument in getattr(field, "args", {}).items():
                    yield f"{name}.{field_name}({argument_name})", argument
        elif isinstance(kind, GraphQLEnumType):
            for value_name, value in kind.values.items():
                yield f"{name}.{value_name}", value


def undescribed(types):
    return [place for place, part in parts(types) if place not in STANDARD and not (part.description or "").strip()]


def undated(types):
    reasons = {place: getattr(part, "deprecation_reason", None) for place, part in parts(types)}
    return [place for place, reason in reasons.items() if reason and not re.search(r"\b20\d\d-\d\d-\d\d\b", reason)]


def codes(name):
    return {value.value.value for value in TYPES[name].values.values()}


def test_the_schema_is_valid_and_can_only_be_read():
    assert_valid_schema(SCHEMA)
    assert SCHEMA.mutation_type is None
    assert SCHEMA.subscription_type is None


def test_everything_has_a_description():
    assert undescribed(OURS) == []


def test_every_deprecation_says_since_when():
    assert undated(OURS) == []


def test_what_has_no_description_or_date_would_be_found():
    types = build_schema('"A" type Query { "B" b: Int @deprecated(reason: "Ask c.") c(d: Int): Int }').type_map
    ours = {"Query": types["Query"]}
    assert undescribed(ours) == ["Query.c", "Query.c(d)"]
    assert undated(ours) == ["Query.b"]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("ItemType", tuple(item_types())),
        ("ResourceKind", KINDS),
        ("AudienceCode", AUDIENCES),
        ("ItemSort", SORT_FIELDS),
        ("ReleaseSort", ("-released", "released")),
        ("ReleaseKind", ReleaseKind.values),
        ("SearchSort", typing.get_args(SearchSort)),
        ("SearchField", typing.get_args(HighlightField)),
        ("TermSort", ("title", "-title")),
    ],
)
def test_an_enum_has_all_codes_of_its_list(name, known):
    assert codes(name) == set(known)


def test_enum_values_are_named_after_their_codes():
    assert TYPES["ResourceKind"].values["E_MODULE"].value == "e-module"
    assert TYPES["ItemSort"].values["TITLE_DESC"].value == "-title"


def given(query):
    """What a list of REST takes that narrows it, as it is called here."""
    pages = {"sort", "limit", "cursor", "fields", "q"}
    return {re.sub("_([a-z])", lambda found: found[1].upper(), str(name)) for name in query().fields} - pages


def test_filters_take_what_the_lists_of_rest_take():
    assert set(TYPES["ListFilter"].fields) == given(ListQuery)
    assert set(TYPES["ItemFilter"].fields) == given(ListQuery) | {"type"}
    assert set(TYPES["SearchFilter"].fields) == given(SearchQuery)


def test_searches_are_counted_by_every_facet():
    assert set(TYPES["Facets"].fields) == set(FACETS)


@pytest.mark.parametrize("name", SCHEMA.query_type.fields)
def test_a_root_field_may_be_null_and_wants_a_language_unless_ids_say_it(name):
    field = SCHEMA.query_type.fields[name]
    assert not is_non_null_type(field.type)
    if name in {"releases", "changes"}:  # both languages of an item are in one entry
        assert "language" not in field.args
        return
    wanted = {"node": ("id", "ID!"), "nodes": ("ids", "[ID!]!")}.get(name, ("language", "Language!"))
    assert str(field.args[wanted[0]].type) == wanted[1]


def test_fields_are_of_the_kinds_that_the_executor_knows():
    for name, kind in OURS.items():
        if isinstance(kind, GraphQLObjectType):
            known = RootResolver if name == "Query" else MemberResolver | ComputedResolver | LinkResolver
            assert all(isinstance(field.resolve, known) for field in kind.fields.values()), name


def test_a_link_to_one_may_be_null():
    links = [(place, part) for place, part in parts(OURS) if isinstance(getattr(part, "resolve", None), LinkResolver)]
    sure = {place.split(".")[-1] for place, field in links if is_non_null_type(field.type)}
    assert len(links) > 20
    assert sure == {"related", "item"}
    assert [place for place, field in links if is_non_null_type(field.type) and place.endswith(".item")] == [
        "SearchHit.item"
    ]


def everything(kind, walked=()):
    """A selection of all that a type has, without aliases: of what it leads to, only what a first step away has."""
    if is_union_type(kind):
        return "{ __typename " + " ".join(f"... on {one.name} {everything(one, walked)}" for one in kind.types) + " }"
    return "{ " + " ".join(written(name, field, walked) for name, field in kind.fields.items()) + " }"


def written(name, field, walked):
    below = get_named_type(field.type)
    if not is_composite_type(below):
        return name
    if isinstance(field.resolve, LinkResolver):
        return name + (" { totalCount }" if below.name.endswith("Connection") else " { id }")
    return "" if below.name in walked else f"{name} {everything(below, (*walked, below.name))}"


def test_all_types_of_item_and_all_blocks_can_be_asked_for_everything_at_once():
    items = SCHEMA.get_possible_types(TYPES["Item"])
    of_each = " ".join(f"... on {one.name} {everything(one)}" for one in items)
    document = parse(f"{{ item(language: CY) {{ {of_each} }} }}")
    assert validate(SCHEMA, document, [OverlappingFieldsCanBeMergedRule]) == []
    assert validate(SCHEMA, document) == []


@pytest.mark.parametrize("text", ["2026-03-01", "2024-02-29"])
def test_a_date_is_read(text):
    assert Date.parse_value(text) == date.fromisoformat(text)


@pytest.mark.parametrize(
    "wrong", ["", "1 March", "2026-13-01", "20260301", "2026-W01-1", "2026-03-01T09:30", 5, None, True]
)
def test_what_is_no_date_is_refused(wrong):
    with pytest.raises(GraphQLError, match="not a day"):
        Date.parse_value(wrong)


def test_a_moment_is_read_as_rest_reads_it():
    # In summer Welsh time is an hour ahead of UTC.
    midnight = datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert DateTime.parse_value("2026-07-01") == DateTime.parse_value("2026-07-01T00:00:00") == midnight
    assert DateTime.parse_value("2026-07-01T01:00:00+02:00") == midnight


@pytest.mark.parametrize("wrong", ["", "soon", "2026-02-30", "2026-07-01T25:00", 5, None])
def test_what_is_no_moment_is_refused(wrong):
    with pytest.raises(GraphQLError, match="not a moment"):
        DateTime.parse_value(wrong)


def test_dates_within_a_query_are_checked_before_it_is_carried_out():
    def refusals(value):
        query = f"{{ items(language: EN, filter: {{ reviewedBefore: {value} }}) {{ totalCount }} }}"
        return [(error.message, error.locations) for error in validate(SCHEMA, parse(query))]

    assert refusals('"2026-03-01"') == []
    assert refusals("5") == refusals('"March"') == [("not a day", [SourceLocation(1, 49)])]


def test_dates_go_out_as_they_stand_in_payloads():
    assert Date.serialize("2026-03-01") == "2026-03-01"
    assert DateTime.serialize(datetime(2026, 3, 1, tzinfo=UTC)) == "2026-03-01T00:00:00+00:00"
