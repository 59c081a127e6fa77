"""Django's error handlers: problems under public addresses, Django's own plain pages elsewhere."""

import sys
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views import defaults

from ..middleware import is_public
from .outages import is_outage
from .problem import error_response, problem_response
from .problem import server_error as unforeseen


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    if is_public(request.path_info):
        return error_response(request, exception or SuspiciousOperation())
    return defaults.bad_request(request, exception or SuspiciousOperation())


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    if is_public(request.path_info):
        return error_response(request, exception or PermissionDenied())
    return defaults.permission_denied(request, exception or PermissionDenied())


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    if is_public(request.path_info):
        return error_response(request, exception or Http404())
    return defaults.page_not_found(request, exception or Http404())


def server_error(request: HttpRequest, *args: Any) -> HttpResponseBase:
    if is_public(request.path_info):
        error = sys.exc_info()[1]
        if isinstance(error, Exception) and is_outage(error):
            return error_response(request, error)
        return problem_response(request, unforeseen(request))
    return defaults.server_error(request)
