"""What people are told of an error, in the language of the address, and in the admin of the screen: pages like those around
them. The API has problems.
"""

import logging
import sys
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.csrf import csrf_failure

from cms.content.languages import CODES, parse
from cms.content.vocabularies import Label
from cms.http.caching.cache_policy import NOT_STORABLE
from cms.http.message_language import message_language
from cms.http.middleware import is_public
from cms.http.problems import handlers
from cms.http.problems.log_words import REPORT_IT
from cms.http.problems.outages import is_outage
from cms.http.problems.problem import RETRY_AFTER
from cms.reading.labels import LABELS, WORDS
from cms.reading.messages import message, retry
from cms.reading.responses import add_headers, rendered

from .portal_pages import ROOT, PortalPage, portal_context
from .unsaved import unsaved

_ADMIN = "/admin/"
logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    return _told(request, "bad_request", 400, lambda: handlers.bad_request(request, exception))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    return _told(request, "forbidden", 403, lambda: handlers.forbidden(request, exception))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    return _told(request, "missing", 404, lambda: handlers.not_found(request, exception))


def server_error(request: HttpRequest, *args: Any) -> HttpResponseBase:
    """500; 503 or 507 where what failed, in a view or around it, is that there is no database or no room."""
    error = sys.exc_info()[1]
    if (told := unsaved(request, error)) is not None:
        return told
    if is_outage(error) and not is_public(request.path_info):
        unavailable: Any = _told(request, "unavailable", 503, lambda: handlers.server_error(request, *args))
        return retry(unavailable, RETRY_AFTER)
    return _told(request, "server_error", 500, lambda: handlers.server_error(request, *args))


def no_token(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """403 for a form that came without its token against forgery."""
    return _told(request, "no_token", 403, lambda: csrf_failure(request, reason))


def _told(request: HttpRequest, name: str, status: int, otherwise: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    path = request.path_info
    if is_public(path):
        return otherwise()
    if path.startswith(_ADMIN):
        return _in_admin(request, name, status, otherwise)
    language, _ = message_language(request)
    if not any(path.startswith(ROOT.text(code)) for code in CODES):
        return message(language, name, status)
    page = PortalPage("", Label("", ""), LABELS[f"{name}_title"])
    shown = {**portal_context(page, language), "text": WORDS[language][name]}
    response = HttpResponse(rendered("portal/message.html", shown), status=status)
    add_headers(response, language)
    response["Cache-Control"] = NOT_STORABLE.cache_control
    return response


def _in_admin(
    request: HttpRequest, name: str, status: int, otherwise: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """A page of the admin; where what failed keeps it from being made, Django's own, which needs nothing."""
    words = WORDS[parse(get_language() or "") or "en"]
    shown = {"title": words[f"{name}_title"], "text": words[name]}
    template = "wagtailadmin/404.html" if name == "missing" else "portal/admin_error.html"
    try:
        response = render(request, template, shown, status=status)
    except Exception:
        logger.exception(f"no page of the admin could be made for status %s. {REPORT_IT}", status)
        return otherwise()
    response["Cache-Control"] = NOT_STORABLE.cache_control
    return response
