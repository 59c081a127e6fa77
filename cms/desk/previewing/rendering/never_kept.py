"""What an answer says that shows what is not public: nobody keeps it, no crawler lists it, no other site learns its address."""

from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from cms.http.responses import FullResponse

_OF_WHAT_IS_KEPT = ("ETag", "Last-Modified", "Expires", "Age", "Surrogate-Key", "Cache-Tag", "Surrogate-Control")


def never_kept(response: HttpResponseBase) -> HttpResponseBase:
    """The response with all that forbids keeping it, and without what keeping it would go by."""
    for name in _OF_WHAT_IS_KEPT:
        if response.has_header(name):
            del response[name]
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    patch_vary_headers(response, ["Authorization"])
    if isinstance(response, FullResponse):
        response.cache_policy = None
    return response
