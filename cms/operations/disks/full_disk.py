"""What editors are told where a disk is full, that of the files or that of the database."""

import errno
import logging
import sqlite3
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext

from cms.http.hosts import ADMIN

# PostgreSQL's "disk_full" (Appendix A of its manual).
_SQLSTATE: Final = "53100"
_STATUS: Final = 507
logger = logging.getLogger(__name__)


def is_full_disk(error: BaseException | None) -> bool:
    """Whether a full disk is what an error comes from."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return True
        if getattr(error, "sqlstate", None) == _SQLSTATE:
            return True
        if isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            return True
        error = error.__cause__ or error.__context__
    return False


class FullDiskMiddleware:
    """Says so in the admin: that it was not saved, and who can help. Where many files are sent at once, beside each."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer, in the language of the screen; None for any other error."""
        if not request.path_info.startswith(f"{ADMIN}/") or not is_full_disk(error):
            return None
        logger.error("a disk is full: %s. What to do: make room; see docs/operations.md, Full disk.", error)
        text = gettext(
            "This could not be saved, or only in part: there is no room left on the server. What was saved before is still "
            "there, and readers see it. Tell whoever runs the service, keep this text or file, and look at what is there "
            "before you try again."
        )
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return JsonResponse({"success": False, "error_message": text})
        title = gettext("The server is full")
        return render(request, "disks/full.html", {"title": title, "text": text}, status=_STATUS)
