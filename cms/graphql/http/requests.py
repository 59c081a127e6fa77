"""Requests as GraphQL over HTTP has them: what form of answer is wanted, and what is asked, by GET or by POST.

Reads no document and asks no database: whatever is refused here is refused at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import orjson
from django.http import HttpRequest, QueryDict
from django.http.request import UnreadablePostError

from cms.http.caching.encodings import quality

from .. import limits
from ..errors import Refused
from ..errors.sentences.of_requests import A_STRING, AN_OBJECT, THE_BODY

RESPONSE: Final = "application/graphql-response+json"
JSON: Final = "application/json"
HTML: Final = "text/html"
METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")
MEMBERS: Final = ("query", "operationName", "variables", "extensions")
_EXAMPLE: Final = '{"query": "{ __typename }"}'


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """What is requested: `query` may be missing where `extensions` name a persisted one."""

    query: str | None
    operation_name: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    extensions: Mapping[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=256)
def accepted_media_type(accept: str) -> str | None:
    """The form of the answer by an Accept header; None where it takes neither of ours (RFC 9110, 12.5.1).

    Whoever takes both alike gets `application/json`, which old clients expect, unless the other one is named.
    """
    if not accept.strip():
        return JSON
    ranges = _ranges(accept)
    ours = (RESPONSE, JSON) if RESPONSE in ranges else (JSON, RESPONSE)
    chosen = max(ours, key=lambda kind: (_quality(ranges, kind), kind in ranges))
    return chosen if _quality(ranges, chosen) > 0 else None


@lru_cache(maxsize=256)
def _prefers_html(accept: str) -> bool:
    ranges = _ranges(accept)
    return ranges.get(HTML, 0.0) > max(ranges.get(RESPONSE, 0.0), ranges.get(JSON, 0.0))


def wants_page(request: HttpRequest) -> bool:
    """Whether somebody opened the address in a browser: HTML is preferred and nothing is asked."""
    return (
        request.method in {"GET", "HEAD"}
        and _prefers_html(request.headers.get("Accept", ""))
        and not any(name in request.GET for name in MEMBERS)
    )


def read_request(request: HttpRequest) -> GraphQLRequest:
    """What a GET or POST asks. Raises Refused for anything that is not a request of GraphQL over HTTP."""
    members = _posted(request) if request.method == "POST" else _in_address(request)
    found = GraphQLRequest(
        _of_type(members, "query", str, A_STRING),
        # Some clients send an empty one where they mean none, and by GET it is none.
        _of_type(members, "operationName", str, A_STRING) or None,
        _of_type(members, "variables", dict, AN_OBJECT) or {},
        _of_type(members, "extensions", dict, AN_OBJECT) or {},
    )
    if found.query is None and "persistedQuery" not in found.extensions:
        raise Refused.because("QUERY_MISSING")
    return found


def _posted(request: HttpRequest) -> Mapping[str, Any]:
    """The members of a body; those that we do not know are let be (GraphQL over HTTP, 5.4.1)."""
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    if request.content_type != JSON or charset not in {"utf-8", "utf8"}:
        raise Refused.because("UNSUPPORTED_MEDIA_TYPE")
    body = _body(request)
    try:
        members = orjson.loads(body)
    except ValueError:
        raise Refused.because("NOT_JSON", parameter=THE_BODY) from None
    if isinstance(members, list):
        raise Refused.because("BATCHING_NOT_SUPPORTED", limit=limits.MAX_ROOT_FIELDS)
    if not isinstance(members, dict):
        raise Refused.because("NOT_AN_OBJECT", example=_EXAMPLE)
    return members


def _body(request: HttpRequest) -> bytes:
    """The bytes of the body. One that is announced as too large is not read, and one in chunks not further than it may be."""
    announced = request.META.get("CONTENT_LENGTH") or ""
    if announced and (not announced.isdecimal() or int(announced) > limits.MAX_BYTES):
        raise _too_large()
    try:
        in_chunks = not announced and request.META.get("wsgi.input_terminated")
        body: bytes = request.META["wsgi.input"].read(limits.MAX_BYTES + 1) if in_chunks else request.body
    except UnreadablePostError:
        raise Refused.because("NOT_JSON", parameter=THE_BODY) from None
    if len(body) > limits.MAX_BYTES:
        raise _too_large()
    return body


def _in_address(request: HttpRequest) -> Mapping[str, Any]:
    if len(request.META.get("QUERY_STRING", "")) > limits.MAX_BYTES:
        raise _too_large(status=414)
    return {name: value for name in MEMBERS if (value := _parameter(request.GET, name)) is not None}


def _parameter(parameters: QueryDict, name: str) -> Any:
    """A parameter of the address, of which an empty one is as none (GraphQL over HTTP, 5.3)."""
    values = parameters.getlist(name)
    if len(values) > 1:
        raise Refused.because("REPEATED_PARAMETER", parameter=name)
    if not values or not values[0]:
        return None
    if name in {"variables", "extensions"}:
        try:
            return orjson.loads(values[0])
        except ValueError:
            raise Refused.because("NOT_JSON", parameter=f"`{name}`") from None
    return values[0]


def _of_type(members: Mapping[str, Any], name: str, kind: type, expected: Any) -> Any:
    value = members.get(name)
    if value is not None and not isinstance(value, kind):
        raise Refused.because("INVALID_REQUEST", parameter=name, expected=expected)
    return value


def _too_large(status: int | None = None) -> Refused:
    return Refused.because("REQUEST_TOO_LARGE", limit=limits.MAX_BYTES, status=status)


def _quality(ranges: Mapping[str, float], kind: str) -> float:
    """How gladly a media type is taken, by the most exact range that has it."""
    for wanted in (kind, f"{kind.partition('/')[0]}/*", "*/*"):
        if wanted in ranges:
            return ranges[wanted]
    return 0.0


def _ranges(accept: str) -> dict[str, float]:
    """The media ranges of an Accept header with their qualities."""
    return dict(quality(part) for part in accept.split(",") if part.strip())
