"""What editors are told where nothing can be saved: the database does not answer, or a disk is full.

The page is made without a database, and holds what was sent, so that it can be sent again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language, gettext, override

from cms.content.languages import CODES, Language, other, parse
from cms.http.caching.cache_policy import NOT_STORABLE
from cms.http.hosts import ADMIN
from cms.http.problems.log_words import SEE_DATABASE, WHAT_TO_DO
from cms.http.problems.outages import is_full_disk, is_outage
from cms.http.problems.problem import RETRY_AFTER

_SAFE: Final = {"GET", "HEAD", "OPTIONS"}
# Wagtail's screens for many files show what they are told beside each file, if the answer is 200.
_MANY_FILES: Final = "/multiple/"
_SECRET: Final = "password"  # noqa: S105 - a part of fields' names
logger = logging.getLogger("django.request")


@dataclass(frozen=True, slots=True)
class _Sentence:
    language: Language
    title: str
    text: str
    button: str


class UnsavedMiddleware:
    """Tells of what a view could not do; `error_pages.server_error` of what failed around it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """The answer in the admin; None elsewhere and for any other error."""
        return unsaved(request, error)


def unsaved(request: HttpRequest, error: BaseException | None) -> HttpResponseBase | None:
    """The answer to a request of the admin that failed for want of a database or of room; None for any other.

    Who asks, and so their language, may be what could not be read: a page says it in both, that of the screen first.
    """
    if not request.path_info.startswith(f"{ADMIN}/"):
        return None
    if full := is_full_disk(error):
        logger.error(
            f"%s: a disk is full: %s. {WHAT_TO_DO}make room; see docs/operations.md, Full disk.",
            request.path, error, extra={"status_code": 507},
        )  # fmt: skip
    elif is_outage(error):
        logger.error(f"%s: unavailable. {SEE_DATABASE}", request.path, exc_info=error, extra={"status_code": 503})
    else:
        return None
    first = parse(get_language() or "") or CODES[0]
    response = _answer(request, [_told(request, one, full=full) for one in (first, other(first))], 507 if full else 503)
    response["Cache-Control"] = NOT_STORABLE.cache_control
    if not full:
        response["Retry-After"] = str(RETRY_AFTER)
    vars(response)["_has_been_logged"] = True  # by Django, which would do it once more
    return response


def _answer(request: HttpRequest, told: list[_Sentence], status: int) -> HttpResponse:
    if request.headers.get("X-Requested-With") == "XMLHttpRequest" or not request.accepts("text/html"):
        shown = 200 if _MANY_FILES in request.path_info else status
        return JsonResponse({"success": False, "error_message": told[0].text}, status=shown)
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    context = {"told": told, "fields": fields, "again": _can_be_sent_again(request), "address": request.get_full_path()}
    return render(request, "portal/admin_unsaved.html", context, status=status)


def _told(request: HttpRequest, language: Language, *, full: bool) -> _Sentence:
    with override(language):
        if full:
            return _Sentence(
                language,
                gettext("The server is full"),
                gettext(
                    "This could not be saved, or only in part: there is no room left on the server. What was saved before is "
                    "still there, and readers see it. Tell whoever runs the service, keep this text or file, and look at what "
                    "is there before you try again."
                ),
                gettext("Send it again"),
            )
        return _Sentence(language, gettext("The database does not answer"), _outage(request), gettext("Send it again"))


def _outage(request: HttpRequest) -> str:
    """What happened to what was sent, and what to do."""
    if request.method in _SAFE:
        return gettext("Nothing is lost. Load this page again in a few seconds.")
    if _can_be_sent_again(request):
        return gettext(
            "What you sent was not saved, or only in part. All that you wrote is kept in this page: wait a few seconds, and "
            "send it again with the button. What was saved before is still there."
        )
    return gettext(
        "What you sent was not saved, or only in part. Go back, wait a few seconds, and send it again. What was saved before "
        "is still there."
    )


def _can_be_sent_again(request: HttpRequest) -> bool:
    """Whether the page may hold all that was sent: a file it cannot, and a password it must not."""
    return bool(request.POST) and not request.FILES and not any(_SECRET in name for name in request.POST)
