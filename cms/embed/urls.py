"""The addresses that other sites use in their pages. They are for good: what changes otherwise is in another version."""

from django.urls import include, path, re_path

from cms.http.identifiers import ITEM_IN_PATH, LANGUAGE_IN_PATH

from .elements_file import elements_file
from .fragments import framed_item, item_fragment
from .generator import generator, generator_in_readers_language
from .oembed import oembed
from .search_fragment import search_fragment
from .term_fragment import term_fragment

embedded = [
    path("", generator_in_readers_language),
    path("oembed", oembed),
    path("v1/cynnwys.js", elements_file),
    re_path(rf"{LANGUAGE_IN_PATH}/\Z", generator),
    re_path(rf"{LANGUAGE_IN_PATH}/search\Z", search_fragment),
    re_path(rf"{LANGUAGE_IN_PATH}/terms/{ITEM_IN_PATH}\Z", term_fragment),
    re_path(rf"{LANGUAGE_IN_PATH}/{ITEM_IN_PATH}\Z", item_fragment),
    re_path(rf"{LANGUAGE_IN_PATH}/{ITEM_IN_PATH}/frame\Z", framed_item),
]

urlpatterns = [path("embed/", include(embedded))]
