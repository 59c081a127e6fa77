"""What clients are told that are not given an answer: a problem, or a page where people read, in their language."""

import io
from dataclasses import replace
from functools import cache

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse

from cms.content.languages import Language
from cms.graphql.errors import Refused
from cms.graphql.http.requests import JSON, accepted_media_type
from cms.graphql.http.responses import refusal_response
from cms.graphql.http.views import refusal_of
from cms.graphql.limits import MAX_BYTES
from cms.http import messages
from cms.http.caching.response_cache import GRAPHQL, Environ
from cms.http.message_language import message_language
from cms.http.middleware import is_public
from cms.http.problems.problem import (
    RETRY_AFTER,
    Problem,
    problem_response,
    too_many_at_once,
    too_many_wait,
    unavailable,
)
from cms.reading.messages import message, retry

from .calls import Answer


def busy(environ: Environ) -> Answer:
    """503: as much as may be of what was asked for is being done already."""
    if environ["PATH_INFO"] == GRAPHQL:
        return _of_graphql(environ, Refused.because("UNAVAILABLE"))
    return _refusal(environ, unavailable())


def too_many_waiting(environ: Environ, share: int) -> Answer:
    """429: the client has as many waiting as its share; 503 without one: as many wait for changes as may."""
    return too_many_open(environ, share) if share else _refusal(environ, too_many_wait())


def too_many_open(environ: Environ, share: int) -> Answer:
    """429: the client has as many requests of a kind open as it may."""
    return _refusal(environ, too_many_at_once(share))


def too_slow(environ: Environ) -> Answer:
    """408: the request did not come in time."""
    return _refusal(environ, Problem("request-timeout", messages.REQUEST_TOO_SLOW))


def too_large(environ: Environ, limit: int) -> Answer:
    """413: the body of the request is longer than it may be."""
    if environ["PATH_INFO"] == GRAPHQL:
        return _of_graphql(environ, Refused.because("REQUEST_TOO_LARGE", limit=MAX_BYTES))
    return _refusal(environ, Problem("content-too-large", messages.BODY_TOO_LARGE, {"limit": limit}, limit=limit))


def malformed(address: str, accept_language: str) -> Answer:
    """400: what came is no request. A part of its address and a header may have come."""
    path, _, query = address.partition("?")
    came = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path or "/", "QUERY_STRING": query, "HTTP_ACCEPT_LANGUAGE": accept_language,
        "SERVER_NAME": "localhost", "SERVER_PORT": "0", "wsgi.url_scheme": "http",
    }  # fmt: skip
    return _answer(problem_response(_request(came), Problem("bad-request", messages.BAD_REQUEST)))


def refused(environ: Environ, problem: Problem) -> Answer:
    """A problem of who asks: a key that is not valid, or more asked for than is allowed."""
    if environ["PATH_INFO"] == GRAPHQL:
        return _of_graphql(environ, refusal_of(problem))
    answer = _refusal(environ, problem)
    there = {name.lower() for name, _ in answer.headers}
    missing = [(name, value) for name, value in problem.headers.items() if name.lower() not in there]
    return replace(answer, headers=[*answer.headers, *missing])


def _of_graphql(environ: Environ, refusal: Refused) -> Answer:
    request = _request(environ)
    response = refusal_response(request, accepted_media_type(request.headers.get("Accept", "")) or JSON, refusal)
    return _answer(response)


def _refusal(environ: Environ, problem: Problem) -> Answer:
    request = _request(environ)
    if is_public(request.path_info):
        return _answer(problem_response(request, problem))
    language, _ = message_language(request)
    return _answer(_page(problem.kind.code.replace("-", "_"), problem.kind.status, language))


def _request(environ: Environ) -> WSGIRequest:
    """The request without its body, which has been read or is not going to be."""
    return WSGIRequest({**environ, "wsgi.input": io.BytesIO()})


def _answer(response: HttpResponse) -> Answer:
    return Answer(response.status_code, list(response.items()), response.content)


@cache
def _page(name: str, status: int, language: Language) -> HttpResponse:
    """It says nothing of the address, so that one is made for all."""
    response = message(language, name, status)
    response["Content-Length"] = str(len(response.content))
    return retry(response, RETRY_AFTER) if status == 503 else response
