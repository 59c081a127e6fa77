"""Headers that every public response has, and the ones that describe an edition."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from cms.content.languages import Language
from cms.content.vocabularies import LICENCE_ADDRESSES
from cms.publication.payload.addresses import api_address, public_address
from cms.publication.queries.query_types import FoundItem, ReadyEdition

EXPOSED: Final = ", ".join((
    "Accept-Ranges", "Content-Disposition", "Content-Location", "Content-Range", "Deprecation", "ETag", "Link", "RateLimit",
    "RateLimit-Policy", "Retry-After", "Sunset", "WWW-Authenticate", "X-Request-ID",
))  # fmt: skip
_ACCEPTED: Final = ", ".join((
    "Accept", "Accept-Language", "Authorization", "Content-Type", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range",
    "If-Unmodified-Since", "Last-Event-ID", "Range",
    # What programs add that want nothing old, such as stand-ins for EventSource.
    "Cache-Control", "Pragma",
    # What tracing and GraphQL clients add to each request unasked.
    "X-Request-ID", "X-Requested-With", "Traceparent", "Tracestate", "Baggage", "Sentry-Trace", "Apollographql-Client-Name",
    "Apollographql-Client-Version", "Apollo-Require-Preflight",
))  # fmt: skip
READING: Final = ("GET", "HEAD", "OPTIONS")
_A_DAY: Final = "86400"


def add_public_headers(response: HttpResponseBase) -> None:
    """Any site may read it from a browser; no browser may take it for anything but what it says it is."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = EXPOSED
    response["X-Content-Type-Options"] = "nosniff"


def preflight(methods: Iterable[str] = READING) -> HttpResponse:
    """The answer to OPTIONS (Fetch standard, CORS preflight)."""
    response = HttpResponse(status=204)
    response["Allow"] = response["Access-Control-Allow-Methods"] = ", ".join(methods)
    response["Access-Control-Allow-Headers"] = _ACCEPTED
    response["Access-Control-Max-Age"] = _A_DAY
    response["Vary"] = "Accept-Encoding"
    add_public_headers(response)
    return response


def link(target: str, relation: str, language: Language | None = None) -> str:
    """One link of a Link header (RFC 8288)."""
    hreflang = f'; hreflang="{language}"' if language else ""
    return f'<{_ascii(target)}>; rel="{relation}"{hreflang}'


def edition_links(found: FoundItem, edition: ReadyEdition) -> list[str]:
    """Where the other language is over this API, where the public page is, and under which licence its words may be used."""
    links = [
        link(api_address(found.item, status.language), "alternate", status.language)
        for status in found.available
        if status.language != edition.language
    ]
    links.append(link(public_address(edition.language, edition.path), "canonical"))
    if address := LICENCE_ADDRESSES.get(edition.licence):
        links.append(link(address, "license"))
    return links


def _ascii(address: str) -> str:
    """An address with what may not stand in a header percent-encoded."""
    return address if address.isascii() and address.isprintable() else quote(address, safe=":/?&=#%+,;@~!$'()*[]")


def api_root() -> str:
    """The address of the API's index."""
    return f"{settings.API_URL}/api/v1"
