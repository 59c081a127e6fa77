"""Public addresses are answered without what only the admin needs: sessions, cookies, CSRF tokens, language redirects."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import resolve

from .problems.problem import error_response

PUBLIC: Final = ("/api/", "/files/", "/pictures/", "/graphql", "/embed/", "/preview/")
# Where people read, in the language of the address. Drafts are previewed by the same addresses, behind this.
_PAGES: Final = (
    "/cy/", "/en/", "/robots.txt", "/.well-known/", "/llms.txt", "/sitemap.xml", "/sitemap/", "/partners/", "/partneriaid/",
)  # fmt: skip
_WITH_PREVIEW: Final = ("/files/", "/pictures/")


def is_public(path: str) -> bool:
    """Whether an address belongs to this API."""
    return path.startswith(PUBLIC)


class PublicMiddleware:
    """Stands before the session middleware. What it answers, nothing behind it sees.

    A request for a file that comes with a session cookie goes on to the rest: it may be an editor's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if path == "/" or path.startswith(_PAGES):
            return _for_any_browser(self.get_response(request))
        if not is_public(path) or (path.startswith(_WITH_PREVIEW) and settings.SESSION_COOKIE_NAME in request.COOKIES):
            return self.get_response(request)
        try:
            request.get_host()
            match = resolve(path)
            request.resolver_match = match
            response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        except Exception as error:
            return error_response(request, error)
        return response


def _for_any_browser(response: HttpResponseBase) -> HttpResponseBase:
    """The response without `Accept-Language` in Vary, which what chooses the admin's language adds to everything: caches would
    keep one page for each browser's list of languages. A 304 says nothing of the bytes that do not come with it.
    """
    if response.status_code == 304:
        for name in ("Content-Language", "Content-Length"):
            del response[name]
    varies = [name.strip() for name in response.get("Vary", "").split(",")]
    if "Accept-Language" in varies:
        response["Vary"] = ", ".join(name for name in varies if name != "Accept-Language")
    return response
