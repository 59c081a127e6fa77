"""The same schema carried out by graphql-core's own executor, one item at a time: slow, and right by the specification.

What the executor gives has to be what this gives, to the order of the members.
"""

from functools import cache, partial
from typing import Any

from graphql import (
    ExecutionResult,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    get_named_type,
    graphql_sync,
    is_abstract_type,
    is_composite_type,
    print_schema,
)

from cms.graphql.schema.payload_loader import PayloadLoader
from cms.graphql.schema.payload_parts import NODE_TYPE
from cms.graphql.schema.resolvers import ComputedResolver, FieldRequest, LinkResolver, MemberResolver, RootResolver
from tests.graphql.generated import SCHEMA


def answer(text: str, variables: dict[str, Any]) -> ExecutionResult:
    """What graphql-core makes of a query."""
    return graphql_sync(_schema(), text, variable_values=variables, context_value=PayloadLoader())


@cache
def _schema() -> GraphQLSchema:
    """A schema made of the contract's text, which takes nothing from ours but what its fields are made of."""
    made = build_schema(print_schema(SCHEMA))
    for name, named in made.type_map.items():
        ours: Any = SCHEMA.type_map[name]
        if isinstance(named, GraphQLEnumType):
            for code, value in named.values.items():
                value.value = ours.values[code].value.value if name[0] != "_" else value.value
        elif is_abstract_type(named):
            named.resolve_type = partial(_type_of, getattr(ours.graphene_type, "discriminator", None))  # type: ignore[attr-defined]
        elif isinstance(named, GraphQLInputObjectType):
            for field, its in named.fields.items():
                its.out_name = ours.fields[field].out_name
        elif isinstance(named, GraphQLObjectType) and not name.startswith("__"):
            for field, it in named.fields.items():
                it.resolve = partial(_resolved, ours.fields[field].resolve)
                for argument, its in it.args.items():
                    own = ours.fields[field].args[argument]
                    its.out_name, its.default_value = (
                        own.out_name,
                        getattr(own.default_value, "value", own.default_value),
                    )
    return made


def _type_of(discriminator: dict[str, str] | None, value: dict[str, Any], *rest: Any) -> str:
    return discriminator[value["type"]] if discriminator else str(value[NODE_TYPE])


def _resolved(resolver: Any, source: Any, info: GraphQLResolveInfo, **arguments: Any) -> Any:
    if isinstance(resolver, MemberResolver):
        return source.get(resolver.key)
    if isinstance(resolver, ComputedResolver):
        return resolver.compute(source)
    if isinstance(resolver, RootResolver):
        return resolver.resolve(_request(info, arguments))
    assert isinstance(resolver, LinkResolver)
    return _linked(resolver, source, arguments, info)


def _request(info: GraphQLResolveInfo, arguments: dict[str, Any]) -> FieldRequest:
    """Everything is asked for, whatever the query wants of it."""
    named: Any = get_named_type(info.return_type)
    fields = named.fields if is_composite_type(named) and not isinstance(named, GraphQLUnionType) else ()
    return FieldRequest(arguments, True, frozenset(fields), info.context)


def _linked(link: LinkResolver, source: Any, arguments: dict[str, Any], info: GraphQLResolveInfo) -> Any:
    payloads: PayloadLoader = info.context
    if link.fetch:
        link.fetch([source], arguments, _request(info, arguments))
    keys = list(link.keys(source, arguments))
    payloads.load(link.loader, keys, whole=True)
    if link.value:
        return link.value(source, arguments, payloads)
    found = [value for key in keys if (value := payloads.get(link.loader, key)) is not None]
    return found if link.many else next(iter(found), None)
