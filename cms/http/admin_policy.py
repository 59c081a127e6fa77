"""What a browser may do with a screen of the admin (Content-Security-Policy)."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .hosts import ADMIN

# Nothing is run that is not a file of ours. Wagtail and its editors of text write styles into what they show.
_RULES: Final = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob: {pictures}",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "form-action 'self'",
    "base-uri 'self'",
    "frame-ancestors 'self'",
)


def policy() -> str:
    """The policy of every screen of the admin."""
    pictures = urlsplit(settings.API_URL)
    return "; ".join(_RULES).format(pictures=f"{pictures.scheme}://{pictures.netloc}")


class AdminPolicyMiddleware:
    """Gives the admin's screens their policy, unless a view has said something stricter."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path_info.startswith(f"{ADMIN}/"):
            response.headers.setdefault("Content-Security-Policy", policy())
        return response
