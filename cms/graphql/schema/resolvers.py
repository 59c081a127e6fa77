"""What a field of the schema may be: a member of ready data, computed of it, led to by it, or asked of the queries at the root.

The executor knows these kinds only. So a field can do nothing that costs a query for each item.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import graphene

from cms.content.languages import Language

from .payload_loader import LoaderName, PayloadKey, PayloadLoader

Arguments = Mapping[str, Any]
Source = Any


class _Resolver:
    """graphql-core takes functions only as resolvers."""

    __slots__ = ()

    def __call__(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Only cms.graphql.execution.executor resolves the fields of this schema.")


@dataclass(frozen=True, slots=True)
class MemberResolver(_Resolver):
    """A member of a payload, as it stands there; null where there is none of that name. `cost` is what one costs."""

    key: str
    cost: int = 0

    @property
    def needs(self) -> tuple[str, ...]:
        """The members of the payload that have to be there."""
        return (self.key,)


@dataclass(frozen=True, slots=True)
class ComputedResolver(_Resolver):
    """A value computed of the source, without a query. `needs` are the members of a payload that it is made of."""

    compute: Callable[[Source], Any]
    needs: tuple[str, ...] = ()
    cost: int = 0


@dataclass(frozen=True, slots=True)
class LinkResolver(_Resolver):
    """A way to other editions or terms, which are read for all sources of a level together.

    `keys` says what a source leads to. The field's value is the first that was found, or all in order where `many`, or
    what `value` makes of the source, the arguments and what was loaded. `size` is how many there usually are, a factor of the
    cost; the argument `first` takes its place. `fetch` reads what keys cannot name, once for all sources that the field
    has, before `keys` is called. Either may raise cms.http.problems.problem.Problem: the field is then null, with an error.
    """

    keys: Callable[[Source, Arguments], Iterable[PayloadKey]]
    needs: tuple[str, ...] = ()
    loader: LoaderName = "items"
    many: bool = False
    size: int = 1
    cost: int = 1
    value: Callable[[Source, Arguments, PayloadLoader], Any] | None = None
    fetch: "Callable[[Sequence[Source], Arguments, FieldRequest], None] | None" = None


@dataclass(frozen=True, slots=True)
class FieldRequest:
    """What is asked of a field: its arguments, whether whole payloads are needed or cards will do, which of the value's own
    fields are wanted (`totalCount`, `edges`), and the loader, which takes what is read on the way.
    """

    arguments: Arguments
    whole: bool
    fields: frozenset[str]
    payloads: PayloadLoader


@dataclass(frozen=True, slots=True)
class RootResolver(_Resolver):
    """A field of Query: asks the queries, equally often however many items there are. Raises Problem: the
    field is then null, with an error. `size` is as for a LinkResolver; `each` says that every value costs as much as one.
    `language` gives the language of its errors where that is no argument.
    """

    resolve: Callable[[FieldRequest], Any]
    cost: int = 1
    size: int = 1
    each: bool = False
    language: Callable[[Arguments], Language | None] = lambda arguments: arguments.get("language")


Resolver = MemberResolver | ComputedResolver | LinkResolver | RootResolver


class Field(graphene.Field):
    """A field of the schema: its type, how it comes by its value, and what it is."""

    def __init__(self, type_: Any, resolver: Resolver, description: str, **options: Any) -> None:
        super().__init__(type_, resolver=resolver, description=description, **options)


def member_field(
    type_: Any, key: str, description: str, *, required: bool = True, cost: int = 0, **options: Any
) -> Field:
    """A field that is a member of the payload."""
    return Field(type_, MemberResolver(key, cost), description, required=required, **options)
