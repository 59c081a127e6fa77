"""What a browser may do with a screen of the admin (Content-Security-Policy)."""

import base64
import hashlib
import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template import Context, Engine, TemplateDoesNotExist

from .hosts import ADMIN

# wagtail-localize writes one script into its screen, the same for everybody: it is known by its hash.
_WITH_A_SCRIPT: Final = "wagtail_localize/admin/edit_translation.html"
_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# Nothing else is run that is not a file of ours. Wagtail and its editors of text write styles into what they show.
_RULES: Final = (
    "default-src 'none'",
    "script-src 'self' {scripts}",
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
    return "; ".join(_RULES).format(
        pictures=f"{pictures.scheme}://{pictures.netloc}", scripts=" ".join(known_scripts())
    )


@cache
def known_scripts() -> tuple[str, ...]:
    """The hashes of the scripts in that template, whoever's version of it is used."""
    engine = Engine.get_default()
    loaders: list[Any] = engine.template_loaders
    hashes = []
    for loader in loaders:
        for origin in loader.get_template_sources(_WITH_A_SCRIPT):
            with suppress(TemplateDoesNotExist):
                for source in _SCRIPT.findall(loader.get_contents(origin)):
                    digest = hashlib.sha256(engine.from_string(source).render(Context()).encode()).digest()
                    hashes.append(f"'sha256-{base64.b64encode(digest).decode()}'")
    return tuple(hashes)


class AdminPolicyMiddleware:
    """Gives the admin's screens their policy, unless a view has said something stricter."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path_info.startswith(f"{ADMIN}/"):
            response.headers.setdefault("Content-Security-Policy", policy())
        return response
