"""Which host answers what: the admin on its own, everything else on the others.

The admin has a host of its own where ADMIN_URL names one that no public address has. On one's own machine all are on one.
"""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from .problems.handlers import not_found

ADMIN: Final = "/admin"
# What editors' screens are made of: the admin, stored files, static files, and what a draft shows that is not public.
_OF_THE_ADMIN: Final = ("/admin", "/media/", "/static/", "/files/", "/pictures/")
# Each host says for itself what crawlers may ask of it, and where its faults are reported.
_OF_EVERY_HOST: Final = ("/robots.txt", "/.well-known/security.txt")
_FOR_NOBODY_ELSE: Final = ("/admin", "/media/")


def admin_host() -> str | None:
    """The host that only the admin has; None where it shares one with public addresses."""
    own = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
    public = {urlsplit(address).hostname for address in (*settings.PUBLIC_URLS.values(), settings.API_URL)}
    return None if own in public else own


class HostsMiddleware:
    """Stands before everything else. What a host does not answer is not there: nothing behind this sees the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        own = admin_host()
        if own is not None:
            path = request.path_info
            if host_name(request) == own:
                if path == "/":
                    return HttpResponseRedirect(f"{ADMIN}/")
                if not path.startswith(_OF_THE_ADMIN) and path not in _OF_EVERY_HOST:
                    return not_found(request)
            elif path.startswith(_FOR_NOBODY_ELSE):
                return not_found(request)
        return self.get_response(request)


def host_name(request: HttpRequest) -> str:
    """The host that was asked, without its port. Whether it may be asked at all is looked at behind this."""
    return urlsplit(f"//{request.META.get('HTTP_HOST', '')}").hostname or ""
