"""The addresses that other sites use in their pages. They are for good: what changes otherwise is in another version."""

from django.urls import include, path, re_path

from .elements_file import elements_file
from .fragments import framed_item, item_fragment
from .generator import generator, generator_in_readers_language
from .oembed import oembed
from .search_fragment import search_fragment
from .term_fragment import term_fragment

_LANGUAGE = r"^(?P<language>cy|en)"
_ITEM = r"(?P<item>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"

embedded = [
    path("", generator_in_readers_language),
    path("oembed", oembed),
    path("v1/cynnwys.js", elements_file),
    re_path(rf"{_LANGUAGE}/\Z", generator),
    re_path(rf"{_LANGUAGE}/search\Z", search_fragment),
    re_path(rf"{_LANGUAGE}/terms/{_ITEM}\Z", term_fragment),
    re_path(rf"{_LANGUAGE}/{_ITEM}\Z", item_fragment),
    re_path(rf"{_LANGUAGE}/{_ITEM}/frame\Z", framed_item),
]

urlpatterns = [path("embed/", include(embedded))]
