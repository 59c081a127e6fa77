"""The headers of reading pages: validators (RFC 9110), their cache policy, and what a browser may do with it."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, wraps
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from cms.http.caching.cache_policy import PUBLIC, CachePolicy
from cms.http.caching.encoded_bodies import encoded_bodies
from cms.http.caching.encodings import chosen_encoding
from cms.http.responses import WORTH_COMPRESSING, FullResponse

_OURS: Final = Path(__file__).parent
View = Callable[..., HttpResponseBase]
_SOURCES: Final = (".py", ".html", ".xml", ".css", ".typ")


def rendered(template: str, context: Mapping[str, object]) -> str:
    """The template's text. No request goes into it, so that nothing of the reader can."""
    return render_to_string(template, {**context})


def respond(
    request: HttpRequest,
    tag: str,
    policy: CachePolicy,
    languages: str,
    body: Callable[[], str | bytes],
    content_type: str | None = None,
    changed_at: datetime | None = None,
    *,
    forms: bool = False,
    remembered: bool = False,
) -> HttpResponseBase:
    """200 with the page, or 304 without making it where the reader has it (412 where another version was asked for).

    One that is `remembered` depends on its address, host and encoding alone, so that the response cache may give it again.
    """
    seconds = int(changed_at.timestamp()) if changed_at else None
    response = FullResponse(content_type=content_type)
    response.cache_policy = policy if remembered else None
    response["ETag"] = tag
    if seconds is not None:
        response["Last-Modified"] = http_date(seconds)
    policy.add_headers(response)
    add_headers(response, languages, forms=forms)
    answer = get_conditional_response(request, tag, seconds, response)
    if answer is None or answer is response:
        response.content = body()
        return response
    policy.add_headers(answer)
    add_headers(answer, languages, forms=forms)
    return answer


def encoded_page(view: View) -> View:
    """The view, whose answer comes as the reader's browser likes it best. What has a tag is compressed once for each."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        encoding = chosen_encoding(request.headers.get("Accept-Encoding", ""))
        if isinstance(response, HttpResponse) and len(response.content) >= WORTH_COMPRESSING and encoding != "identity":
            response.content = encoded_bodies.get(response.content, response.get("ETag", ""), encoding)
            response["Content-Encoding"] = encoding
            response["Content-Length"] = str(len(response.content))
        return response

    return wrapped


def moved(address: str, languages: str, policy: CachePolicy = PUBLIC, *, status: int = 301) -> HttpResponseBase:
    """The way to where a page is. Nobody keeps it longer than a page: another may come to be here."""
    response = HttpResponsePermanentRedirect(address, status=status)
    add_headers(response, languages)
    policy.add_headers(response)
    return response


def with_query(request: HttpRequest) -> str:
    """What was asked after the path: `?a=b`, or nothing."""
    query = request.META.get("QUERY_STRING", "")
    return f"{query and '?'}{query}"


def add_headers(response: HttpResponseBase, languages: str, *, forms: bool = False) -> None:
    """Nothing is loaded but our style sheet and pictures; nothing is run, framed or taken for another type. A page with
    `forms` sends what is typed to us only, any other to nobody.
    """
    pictures = urlsplit(settings.API_URL)
    response["Content-Language"] = languages
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'self'; img-src 'self' data: {pictures.scheme}://{pictures.netloc}; "
        f"base-uri 'none'; form-action '{'self' if forms else 'none'}'; frame-ancestors 'none'"
    )
    patch_vary_headers(response, ["Accept-Encoding"])


def tag_of(*facts: object) -> str:
    """An entity tag for what a page is made of; a release that changes how pages look changes every tag.

    It is weak because compressed and plain bytes share it.
    """
    return f'W/"{_fingerprint(repr((look(), *map(str, facts))).encode())}"'


@cache
def look() -> str:
    """What stands for this release's templates, words and style sheet."""
    sources = sorted(path for path in _OURS.rglob("*") if path.suffix in _SOURCES)
    return _fingerprint(b"\0".join(path.read_bytes() for path in sources))


def _fingerprint(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()
