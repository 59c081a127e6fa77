"""The addresses that other sites use in their pages. They are for good: what changes otherwise is in another version.

They are typed by hand into pages and templates: a language and an id in any case, and a slash at the end, are taken too.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from django.urls import URLPattern, include, path, register_converter

from cms.content.languages import Language, parse
from cms.http.identifiers import uuid_of

from .elements_file import elements_file
from .fragments import framed_item, item_fragment, nothing_here
from .generator import generator, generator_in_readers_language
from .oembed import oembed
from .search_fragment import search_fragment
from .term_fragment import term_fragment


class EmbedLanguageConverter:
    """A language as REST takes it: `cy`, `CY`, `cy-GB`."""

    regex = r"(?:[Cc][Yy]|[Ee][Nn])(?:-[A-Za-z0-9]{1,8})*"

    def to_python(self, value: str) -> Language | None:
        return parse(value)

    def to_url(self, value: str) -> str:
        return value


class EmbedItemConverter:
    """An item's id; None for what is none, so that readers are told in words that nothing is there."""

    regex = "[^/]+"

    def to_python(self, value: str) -> UUID | None:
        return uuid_of(value)

    def to_url(self, value: object) -> str:
        return str(value)


register_converter(EmbedLanguageConverter, "embed_language")
register_converter(EmbedItemConverter, "embed_item")


def _either(route: str, view: Callable[..., HttpResponseBase]) -> list[URLPattern]:
    """The address below a language, with and without a slash at its end."""
    address = f"<embed_language:language>/{route}"
    return [path(address, view), path(f"{address}/", view)]


embedded: list[Any] = [
    path("", generator_in_readers_language),
    path("oembed", oembed),
    path("v1/cynnwys.js", elements_file),
    path("<embed_language:language>", generator),
    path("<embed_language:language>/", generator),
    *_either("search", search_fragment),
    *_either("terms/<embed_item:item>", term_fragment),
    *_either("<embed_item:item>", item_fragment),
    *_either("<embed_item:item>/frame", framed_item),
    path("<embed_language:language>/<path:rest>", nothing_here),
]

urlpatterns = [path("embed/", include(embedded))]
