"""The addresses of shared previews."""

from django.urls import re_path

from cms.http.identifiers import ITEM_IN_PATH

from .share_views import shared_form, shared_media, shared_nothing, shared_preview

_SHARED = r"^preview/(?P<text>[^/]+)"
_MEDIA = rf"{_SHARED}/(?P<kind>files|pictures)/(?P<uid>[^/]+)/"
urlpatterns = [
    re_path(rf"{_SHARED}/?\Z", shared_preview),
    re_path(rf"{_SHARED}/(?P<language>cy|en)/{ITEM_IN_PATH}/(?P<form>[a-z]+)\Z", shared_form),
    re_path(rf"{_MEDIA}(?P<name>[^/]+)\Z", shared_media),
    re_path(rf"{_MEDIA}(?P<mark>[^/]+)/(?P<name>[^/]+)\Z", shared_media),
    re_path(rf"{_SHARED}/", shared_nothing),
]
