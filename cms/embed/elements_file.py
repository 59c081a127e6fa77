"""The file of the elements, at an address that stays: what a page that uses them cannot take comes at another one."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.http.caching.cache_policy import OF_THE_SOFTWARE
from cms.http.headers import preflight
from cms.http.responses import Representation, respond

_FILE: Final = Path(__file__).parent / "static" / "embed" / "cynnwys.js"
_JAVASCRIPT: Final = "text/javascript; charset=utf-8"
# A new one is in use within an hour; who cannot ask for it goes on with the old one for a week.
_KEPT: Final = "public, max-age=3600, stale-while-revalidate=86400, stale-if-error=604800"


@csrf_exempt
def elements_file(request: HttpRequest) -> HttpResponseBase:
    """The module. Any page may load it."""
    return preflight() if request.method == "OPTIONS" else _file(request)


@require_safe
def _file(request: HttpRequest) -> HttpResponseBase:
    body, tag = _content()
    response = respond(request, Representation(body, tag, media_type=_JAVASCRIPT, cache_policy=OF_THE_SOFTWARE))
    response["Cache-Control"] = _KEPT
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@cache
def _content() -> tuple[bytes, str]:
    body = _FILE.read_bytes()
    return body, hashlib.blake2b(body, digest_size=16).hexdigest()
