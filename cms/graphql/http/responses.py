"""Answers as GraphQL over HTTP has them: status codes, media types, and who may keep them for how long."""

import logging
from typing import Any, Final

import orjson
from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse

from cms.http.message_language import message_language
from cms.http.problems.log_words import REPORT_IT
from cms.http.responses import Representation, fingerprint, respond, respond_to_post, respond_with_errors

from ..errors import Refused
from ..execution.executor import ExecutionResult
from ..validation.cost import Cost
from .requests import JSON

logger = logging.getLogger("django.request")
VARY: Final = "Accept, Accept-Encoding"
# What a client of plain JSON is answered with 200, if its request was one of GraphQL (GraphQL over HTTP's audits).
_SOFTENED: Final = frozenset({400, 404, 422})


def result_response(request: HttpRequest, media_type: str, result: ExecutionResult, cost: Cost) -> HttpResponse:
    """The answer to an operation that was run. Others may keep what came by GET and has no error.

    Raises Problem (412) where a condition of the request does not hold.
    """
    content: dict[str, Any] = {"data": result.data}
    if result.errors:
        content["errors"] = result.errors
    content["extensions"] = {"cost": cost.as_dict()}
    body = orjson.dumps(content)
    if result.errors:
        response = respond_with_errors(request, body, _full(media_type))
    else:
        made = Representation(
            body=body,
            # Another media type is another representation, whose tag must differ (RFC 9110, 8.8.3).
            tag=fingerprint(media_type.encode() + body),
            media_type=_full(media_type),
            cache_policy=result.cache_policy,
        )
        response = respond_to_post(request, made) if request.method == "POST" else respond(request, made)
    response["Vary"] = VARY
    response.cost = cost.requested  # type: ignore[attr-defined]
    return response


def refusal_response(request: HttpRequest, media_type: str, refusal: Refused) -> HttpResponse:
    """The answer to a request that is not run, in the language that it asks for."""
    language, negotiated = message_language(request)
    status = refusal.status
    if media_type == JSON and refusal.well_formed and status in _SOFTENED:
        status = 200
    body = orjson.dumps({"errors": refusal.as_list(language)})
    response = respond_with_errors(request, body, _full(media_type), status)
    response["Content-Language"] = language
    for name, value in refusal.headers.items():
        response[name] = value
    response["Vary"] = f"{VARY}, Accept-Language" if negotiated else VARY
    vars(response)["_has_been_logged"] = True  # by Django, which would do it once more
    return response


def log_refusal(request: HttpRequest, refusal: Refused, error: Exception) -> None:
    """Logs what is our fault, without the query: a line for an outage, all of it for what nobody foresaw."""
    if refusal.status < 500:
        return
    extra = {"status_code": refusal.status}
    if refusal.code == "SERVER_ERROR":
        logger.error(f"%s: %s. {REPORT_IT}", request.path, refusal.code, exc_info=error, extra=extra)
        got_request_exception.send(sender=None, request=request)
    else:
        logger.warning("%s: %s", request.path, refusal.code, extra=extra)


def _full(media_type: str) -> str:
    return f"{media_type}; charset=utf-8"
