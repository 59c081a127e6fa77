"""The addresses that types of item declare for themselves: lists, the one there is of a kind, one by its number."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path
from rest_framework.request import Request

from cms.content.declaration.registry import ItemType, item_types
from cms.content.languages import Language
from cms.http import messages
from cms.http.identifiers import is_section_number
from cms.http.problems.problem import Problem
from cms.publication.queries import item_queries
from cms.publication.queries.query_types import FoundItem

from ..openapi.documented import DETAIL, documented
from ..serializers import EditionQuery, ListQuery
from .items import EditionView, encoding_of
from .lists import ListView


def declared_addresses() -> Iterator[URLPattern]:
    """A path for each address that a type declares, below `<str:language>/`."""
    for kind in item_types().values():
        if kind.single is not None:
            yield path(f"<str:language>/{kind.single.name}", single_view(kind).as_view())
        if kind.listing is not None:
            yield path(f"<str:language>/{kind.listing.name}", list_view(kind).as_view())
            if kind.numbered is not None:
                yield path(f"<str:language>/{kind.listing.name}/<str:number>", numbered_view(kind).as_view())


def list_view(kind: ItemType) -> Any:
    """The view of the list of all items of a type."""
    listing = kind.listing
    assert listing is not None  # noqa: S101 - asked for types with a list only

    def get(self: ListView, request: Request, language: str) -> HttpResponse:
        return self.list(request, self.values(request))

    return _view(ListView, listing.name, f"{listing.description} {listing.more}", ListQuery, "list", get,
                 name=listing.name, types=(kind.name,))  # fmt: skip


def single_view(kind: ItemType) -> Any:
    """The view of the first item of a type."""
    single = kind.single
    assert single is not None  # noqa: S101 - asked for types of which there is one only

    def find(self: EditionView, languages: tuple[Language, ...], **kwargs: str) -> FoundItem | None:
        return item_queries.first_of_type(kind.name, *languages, encoding=encoding_of(self.request))

    def get(self: EditionView, request: Request, language: str) -> HttpResponse:
        return self.edition(request)

    return _view(
        EditionView,
        single.name,
        single.description,
        EditionQuery,
        DETAIL,
        get,
        find=find,
        none=single.missing,
        types=(kind.name,),
    )


def numbered_view(kind: ItemType) -> Any:
    """The view of an item of a type by its number."""
    numbered = kind.numbered
    assert numbered is not None  # noqa: S101 - asked for numbered types only

    def find(self: EditionView, languages: tuple[Language, ...], **kwargs: str) -> FoundItem | None:
        number = kwargs["number"]
        if not is_section_number(number):
            raise Problem("invalid-parameter", messages.INVALID_NUMBER, parameter="number", allowed=[messages.SECTIONS])
        return item_queries.numbered(kind.name, number, *languages, encoding=encoding_of(self.request))

    def get(self: EditionView, request: Request, language: str, number: str) -> HttpResponse:
        return self.edition(request, number=number)

    return _view(EditionView, numbered.name, numbered.description, EditionQuery, DETAIL, get,
                 find=find, none=numbered.missing, types=(kind.name,))  # fmt: skip


def _view(
    base: type[Any],
    operation: str,
    description: str,
    query: Any,
    answer: str,
    get: Callable[..., HttpResponse],
    **more: Any,
) -> Any:
    """A view whose `get` is the operation of that name in the OpenAPI document."""
    get.__doc__ = description.strip()
    return type(f"{operation.capitalize()}View", (base,), {"get": documented(operation, query, answer)(get), **more})
