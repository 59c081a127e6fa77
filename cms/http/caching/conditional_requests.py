"""Conditional requests (RFC 9110, 13): what the client has already, and whether its preconditions hold."""

import re
from datetime import datetime
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import http_date, parse_http_date_safe

from .. import messages
from ..problems.problem import Problem
from .encodings import equal_tags

_TAGS: Final = re.compile(r'(W/)?"([^"]*)"')


def known_tag(request: HttpRequest, tag: str, changed_at: datetime | None) -> str | None:
    """The tag that the client has, where that is enough for it (304). Raises Problem where a precondition fails (412).

    RFC 9110, 13.2.2. The tags of all encodings stand for the same content, so any will do.
    """
    if_match, if_none_match = request.headers.get("If-Match"), request.headers.get("If-None-Match")
    if if_match is not None:
        ours = equal_tags(tag)
        if if_match.strip() != "*" and not set(ours) & {found for weak, found in _TAGS.findall(if_match) if not weak}:
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
    theirs = {found for _, found in _TAGS.findall(none_match)}
    return next((one for one in equal_tags(tag) if one in theirs), None)


def _changed_since(header: str | None, changed_at: datetime | None) -> bool | None:
    """Whether it has changed since the date of the header, to the second; None where there is no date to compare."""
    date = parse_http_date_safe(header) if header else None
    return None if date is None or changed_at is None else int(changed_at.timestamp()) > date


def add_validators(response: HttpResponseBase, tag: str, changed_at: datetime | None) -> None:
    """The headers that a later request can compare with: ETag and, where it is known, Last-Modified."""
    response["ETag"] = f'"{tag}"'
    if changed_at is not None:
        response["Last-Modified"] = http_date(changed_at.timestamp())
