"""A representation made into the response to a request: its bytes encoded, or 304, with the headers that describe it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from cms.publication.payload.compression import Encoding

from .caching.cache_policy import NOT_STORABLE, PUBLIC, CachePolicy
from .caching.conditional_requests import add_validators, known_tag
from .caching.encoded_bodies import encoded_bodies
from .caching.encodings import chosen_encoding, encoded_tag
from .headers import add_public_headers
from .problems.problem import written_moment

JSON: Final = "application/json"
# Below this, a compressed response is hardly shorter.
WORTH_COMPRESSING: Final = 500


@dataclass(frozen=True, slots=True)
class Representation:
    """What is to be sent. `tag` stands for the bytes uncompressed; `ready` are the same in the encoding `ready_in`, where they
    are ready made; `negotiated` says that Accept-Language chose the language.
    """

    body: bytes
    tag: str
    ready: bytes = b""
    ready_in: Encoding = "identity"
    languages: str = ""
    media_type: str = JSON
    changed_at: datetime | None = None
    cache_policy: CachePolicy = PUBLIC
    location: str = ""
    links: tuple[str, ...] = ()
    negotiated: bool = False
    is_edition: bool = False


class FullResponse(HttpResponse):
    """A representation as it is sent. It has a `cache_policy` where the request's address, host and encoding (of a POST, the
    body too) say all that it depends on, so that the response cache may give it again. `cost` is that of a GraphQL query;
    `is_edition` says that it is one as it was published.
    """

    cache_policy: CachePolicy | None = None
    cost: int | None = None
    is_edition = False


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
    tag = encoded_tag(made.tag, encoding)
    known = known_tag(request, tag, made.changed_at)
    if known is not None:
        response = HttpResponse(status=304)
        del response["Content-Type"]
        tag = known
        response.is_edition = made.is_edition  # type: ignore[attr-defined]
    else:
        response = _full(request, made, encoding)
        if not made.negotiated:
            response.cache_policy = made.cache_policy
        response.is_edition = made.is_edition
    add_validators(response, tag, made.changed_at)
    made.cache_policy.add_headers(response)
    response["Vary"] = "Accept-Encoding, Accept-Language" if made.negotiated else "Accept-Encoding"
    if made.location:
        response["Content-Location"] = made.location
    if made.links:
        response["Link"] = ", ".join(made.links)
    add_public_headers(response)
    return response


def respond_moved(address: str, policy: CachePolicy, links: tuple[str, ...] = ()) -> HttpResponse:
    """308 to where what was asked for is now. It is kept no longer than that itself: something else may come to be here."""
    response = HttpResponsePermanentRedirect(address, status=308)
    del response["Content-Type"]
    response["Content-Length"] = "0"
    policy.add_headers(response)
    response["Vary"] = "Accept-Encoding"
    if links:
        response["Link"] = ", ".join(links)
    add_public_headers(response)
    return response


def respond_to_post(request: HttpRequest, made: Representation) -> HttpResponse:
    """200 with the representation: there is nothing to compare it with, and only the response cache may keep it."""
    response = _full(request, made, _fitting(request, made))
    response.cache_policy = made.cache_policy
    response["Cache-Control"] = NOT_STORABLE.cache_control
    add_public_headers(response)
    return response


def respond_with_errors(request: HttpRequest, body: bytes, media_type: str, status: int = 200) -> HttpResponse:
    """An answer with an error: what is wrong now may be right soon, so that nobody keeps it."""
    made = Representation(body=body, tag="", media_type=media_type)
    response = _full(request, made, _fitting(request, made))
    response.status_code = status
    response["Cache-Control"] = NOT_STORABLE.cache_control
    add_public_headers(response)
    return response


def _fitting(request: HttpRequest, made: Representation) -> Encoding:
    encoding = chosen_encoding(request.headers.get("Accept-Encoding", ""))
    small = not made.ready and len(made.body) < WORTH_COMPRESSING
    return "identity" if small else encoding


def _full(request: HttpRequest, made: Representation, encoding: Encoding) -> FullResponse:
    body = made.body
    if made.ready and encoding == made.ready_in:
        body = made.ready
    elif encoding != "identity":
        body = encoded_bodies.get(body, made.tag, encoding)
    response = FullResponse(b"" if request.method == "HEAD" else body, content_type=made.media_type)
    response["Content-Length"] = str(len(body))
    if encoding != "identity":
        response["Content-Encoding"] = encoding
    if made.languages:
        response["Content-Language"] = made.languages
    return response
