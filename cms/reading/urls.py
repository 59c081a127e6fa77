"""The public addresses of editions, and the choice of a language above them."""

from django.urls import path, re_path

from cms.http.identifiers import ITEM_IN_PATH, LANGUAGE_IN_PATH

from .discovery.atom_feed import atom_feed
from .discovery.robots import robots
from .discovery.security_txt import security_txt
from .discovery.sitemap import sitemap, sitemap_of_part
from .printing.views import printed_page, printed_pdf
from .search.search_page import search_page
from .views import language_choice, reading_page

_PRINTED = rf"{LANGUAGE_IN_PATH}/print/{ITEM_IN_PATH}"

urlpatterns = [
    path("", language_choice),
    path("robots.txt", robots),
    path(".well-known/security.txt", security_txt),
    path("sitemap.xml", sitemap),
    re_path(r"^sitemap/(?P<prefix>[0-9a-f]{1,3})\.xml\Z", sitemap_of_part),
    re_path(r"^(?P<language>cy|en)/atom\.xml\Z", atom_feed),
    re_path(r"^(?P<language>cy|en)/atom/(?P<section>[0-9]{1,2}(?:\.[0-9]{1,2})?)\.xml\Z", atom_feed),
    re_path(rf"{_PRINTED}/\Z", printed_page),
    re_path(rf"{_PRINTED}\.pdf\Z", printed_pdf),
    re_path(r"^(?P<language>cy)/(?:chwilio|search)(?P<slash>/?)\Z", search_page),
    re_path(r"^(?P<language>en)/search(?P<slash>/?)\Z", search_page),
    re_path(r"^(?P<language>cy|en)(?P<rest>/[\s\S]*)?\Z", reading_page),
]
