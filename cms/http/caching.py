"""Conditional requests (RFC 9110), encodings, and how long a response may be kept (RFC 9111)."""

import gzip
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import http_date, parse_http_date_safe

from . import messages
from .headers import add_public_headers
from .problems import Problem, written_moment

Encoding = Literal["gzip", "identity"]
JSON: Final = "application/json"
# Below this, a compressed response is hardly shorter.
WORTH_COMPRESSING: Final = 500
_LEVEL: Final = 5
_TAGS: Final = re.compile(r'(W/)?"([^"]*)"')
_GZIP: Final = "-gzip"


@dataclass(frozen=True, slots=True)
class Representation:
    """What is to be sent. `tag` stands for the bytes uncompressed; `ready_gzip` is empty where they are not ready made;
    `negotiated` says that Accept-Language chose the language. `passing` is for what changes with the hour too: it is kept
    in memory no longer than anybody else may keep it. `told` is called each time that it is given from memory.
    """

    body: bytes
    tag: str
    ready_gzip: bytes = b""
    languages: str = ""
    media_type: str = JSON
    changed_at: datetime | None = None
    expires_at: datetime | None = None
    location: str = ""
    links: tuple[str, ...] = ()
    negotiated: bool = False
    passing: bool = False
    told: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class Keeping:
    """Marks a response whose request's address, host and encoding say all that it depends on, until it expires; a `passing`
    one also depends on the hour.
    """

    changed_at: datetime | None
    expires_at: datetime | None
    passing: bool = False
    told: Callable[[], None] | None = None


def encoded(value: Any) -> bytes:
    """Compact UTF-8 JSON, with moments as payloads write them."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_written).encode()


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return written_moment(value)
    raise TypeError(type(value))


def fingerprint(body: bytes) -> str:
    """A tag for bytes that have no version of their own."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def respond(request: HttpRequest, made: Representation) -> HttpResponse:
    """200 with the representation, or 304 where the client has it. Raises Problem (412) where it asked for another one."""
    encoding = _fitting(request, made)
    tag = made.tag + _GZIP if encoding == "gzip" else made.tag
    known = known_tag(request, tag, made.changed_at)
    if known is not None:
        response = HttpResponse(status=304)
        del response["Content-Type"]
        tag = known
    else:
        response = _full(request, made, encoding)
        if not made.negotiated:
            response.keeping = Keeping(made.changed_at, made.expires_at, made.passing, made.told)  # type: ignore[attr-defined]
    response["ETag"] = f'"{tag}"'
    response["Cache-Control"] = f"public, max-age={max_age(made.expires_at)}"
    response["Vary"] = "Accept-Encoding, Accept-Language" if made.negotiated else "Accept-Encoding"
    if made.changed_at is not None:
        response["Last-Modified"] = http_date(made.changed_at.timestamp())
    if made.location:
        response["Content-Location"] = made.location
    if made.links:
        response["Link"] = ", ".join(made.links)
    add_public_headers(response)
    return response


def respond_once(request: HttpRequest, made: Representation) -> HttpResponse:
    """200 with the representation, to a POST: there is nothing to compare it with, and nobody but our own memory keeps it."""
    response = _full(request, made, _fitting(request, made))
    response.keeping = Keeping(None, made.expires_at, made.passing, made.told)  # type: ignore[attr-defined]
    response["Cache-Control"] = "no-store"
    add_public_headers(response)
    return response


def respond_unkept(request: HttpRequest, body: bytes, media_type: str, status: int = 200) -> HttpResponse:
    """An answer with an error: what is wrong now may be right soon, so that nobody keeps it."""
    made = Representation(body=body, tag="", media_type=media_type)
    response = _full(request, made, _fitting(request, made))
    response.status_code = status
    response["Cache-Control"] = "no-store"
    add_public_headers(response)
    return response


def _fitting(request: HttpRequest, made: Representation) -> Encoding:
    encoding = chosen_encoding(request.headers.get("Accept-Encoding", ""))
    small = not made.ready_gzip and len(made.body) < WORTH_COMPRESSING
    return "identity" if small else encoding


def _full(request: HttpRequest, made: Representation, encoding: Encoding) -> HttpResponse:
    body = made.body
    if encoding == "gzip":
        body = made.ready_gzip or gzip.compress(body, _LEVEL, mtime=0)
    response = HttpResponse(b"" if request.method == "HEAD" else body, content_type=made.media_type)
    response["Content-Length"] = str(len(body))
    if encoding == "gzip":
        response["Content-Encoding"] = "gzip"
    if made.languages:
        response["Content-Language"] = made.languages
    return response


def known_tag(request: HttpRequest, tag: str, changed_at: datetime | None) -> str | None:
    """The tag that the client has, where that is enough for it (304). Raises Problem where a precondition fails (412).

    RFC 9110, 13.2.2. The tags of both encodings stand for the same content, so either will do.
    """
    plain = tag.removesuffix(_GZIP)
    ours = {plain, plain + _GZIP}
    if_match, if_none_match = request.headers.get("If-Match"), request.headers.get("If-None-Match")
    if if_match is not None:
        if if_match.strip() != "*" and not ours & {found for weak, found in _TAGS.findall(if_match) if not weak}:
            raise Problem("precondition-failed", messages.PRECONDITION_FAILED)
    elif _changed_since(request.headers.get("If-Unmodified-Since"), changed_at):
        raise Problem("precondition-failed", messages.PRECONDITION_FAILED)
    return client_has(if_none_match, request.headers.get("If-Modified-Since"), tag, changed_at)


def client_has(none_match: str | None, modified_since: str | None, tag: str, changed_at: datetime | None) -> str | None:
    """The tag that the client has by these headers (If-None-Match and, failing that, If-Modified-Since); None for neither."""
    if none_match is None:
        return tag if _changed_since(modified_since, changed_at) is False else None
    if none_match.strip() == "*":
        return tag
    plain = tag.removesuffix(_GZIP)
    theirs = {plain, plain + _GZIP} & {found for _, found in _TAGS.findall(none_match)}
    return (tag if tag in theirs else next(iter(theirs))) if theirs else None


def _changed_since(header: str | None, changed_at: datetime | None) -> bool | None:
    """Whether it has changed since the date of the header, to the second; None where there is no date to compare."""
    date = parse_http_date_safe(header) if header else None
    return None if date is None or changed_at is None else int(changed_at.timestamp()) > date


def max_age(expires_at: datetime | None) -> int:
    """Seconds for which it may be kept: CACHE_MAX_AGE, or what is left until it expires."""
    longest = int(getattr(settings, "CACHE_MAX_AGE", 60))
    if expires_at is None:
        return longest
    return max(0, min(longest, int((expires_at - timezone.now()).total_seconds())))


@lru_cache(maxsize=256)
def chosen_encoding(header: str) -> Encoding:
    """`gzip` if the client takes it at least as gladly as the plain bytes (RFC 9110, 12.5.3)."""
    qualities = dict(quality(part) for part in header.split(",") if part.strip())
    plain = qualities.get("identity", 0.0)
    compressed = max(qualities.get(name, -1.0) for name in ("gzip", "x-gzip"))
    if compressed < 0:
        compressed = qualities.get("*", 0.0)
    return "gzip" if compressed > 0 and compressed >= plain else "identity"


def quality(part: str) -> tuple[str, float]:
    """What one part of an Accept header names, and how gladly that is taken: 0 to 1, 0 where that cannot be read."""
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return name, min(1.0, max(0.0, float(parameter[2:])))
            except ValueError:
                return name, 0.0
    return name, 1.0


def add_media_headers(
    response: HttpResponseBase, tag: str, modified: datetime | None, expires_at: datetime | None
) -> None:
    """The headers of a download or picture, which is sent as it is stored."""
    response["ETag"] = f'"{tag}"'
    response["Cache-Control"] = f"public, max-age={max_age(expires_at)}"
    if modified is not None:
        response["Last-Modified"] = http_date(modified.timestamp())
    add_public_headers(response)
