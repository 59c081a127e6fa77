"""/graphql: one address for browsers and programs, by GET and by POST."""

import time

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from cms.http.headers import preflight
from cms.http.message_language import message_language
from cms.http.problems.outages import is_outage
from cms.http.problems.problem import Problem, request_id_of

from ..errors import Refused, RequestError
from ..execution import executor
from ..execution.document_cache import prepare_document, prepare_operation
from ..limits import SECONDS
from . import browser, persisted_queries, requests, responses
from .requests import JSON, METHODS


def graphql(request: HttpRequest) -> HttpResponse:
    """Whatever happens, an answer in the form that GraphQL over HTTP prescribes."""
    if request.method == "OPTIONS":
        return preflight(METHODS)
    if requests.wants_page(request):
        response = browser.page(request)
        patch_vary_headers(response, ["Accept"])
        return response
    wanted = requests.accepted_media_type(request.headers.get("Accept", ""))
    try:
        return _answer(request, wanted)
    except Exception as error:
        refusal = refusal_of(error)
        if refusal.code == "SERVER_ERROR":
            refusal = Refused(RequestError(refusal.code, extensions=request_id_of(request)))
        responses.log_refusal(request, refusal, error)
        return responses.refusal_response(request, wanted or JSON, refusal)


def _answer(request: HttpRequest, media_type: str | None) -> HttpResponse:
    """The answer to a query. Raises Refused, and Problem where a condition of the request does not hold (412)."""
    deadline = time.monotonic() + SECONDS
    if request.method not in METHODS:
        allowed = ", ".join(METHODS)
        raise Refused.because("METHOD_NOT_ALLOWED", allowed=METHODS, headers={"Allow": allowed})
    if media_type is None:
        raise Refused.because("NOT_ACCEPTABLE", allowed=[requests.RESPONSE, JSON])
    graphql_request = requests.read_request(request)
    text = persisted_queries.text_of(graphql_request)
    document = prepare_document(text, reading=graphql_request.operation_name, by_get=request.method != "POST")
    persisted_queries.remember(graphql_request, text)
    operation = prepare_operation(document, graphql_request.operation_name, graphql_request.variables)
    result = executor.execute(operation.plan, deadline, message_language(request)[0])
    return responses.result_response(request, media_type, result, operation.cost)


def refusal_of(error: Exception) -> Refused:
    """The refusal that an exception stands for; SERVER_ERROR for one that nobody foresaw."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, Problem):
        return _of(error)
    if is_outage(error):
        return Refused.because("UNAVAILABLE")
    return Refused.because("SERVER_ERROR")


def _of(problem: Problem) -> Refused:
    error = RequestError(problem.constant, problem.fields, sentence=problem.detail, extensions=problem.extensions)
    return Refused(error, status=problem.kind.status, headers=problem.headers)
