"""Problems (RFC 9457): how they are raised, and how every error becomes `application/problem+json` in the right language."""

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from rest_framework.exceptions import APIException, MethodNotAllowed

from cms.content.languages import Language
from cms.content.vocabularies import Label

from .. import messages
from ..caching.cache_policy import NOT_STORABLE
from ..headers import READING, add_public_headers
from ..message_language import message_language
from .log_words import REPORT_IT, SEE_DATABASE
from .outages import is_outage
from .problem_types import PROBLEM_TYPES

logger = logging.getLogger("django.request")
MEDIA_TYPE: Final = "application/problem+json"
RETRY_AFTER: Final = 10
# Outages that whoever is responsible for them logs: a line of ours is enough.
FORESEEN: Final = frozenset({"search-unavailable"})


class Problem(Exception):
    """One problem: its code, a sentence with its fields, and extension members. Labels in either become text."""

    def __init__(
        self, code: str, detail: Label, fields: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None,
        **extensions: Any,
    ) -> None:  # fmt: skip
        super().__init__(code)
        self.kind = PROBLEM_TYPES[code]
        self.detail = detail
        self.fields = fields or {}
        self.headers = headers or {}
        self.extensions = extensions

    @property
    def constant(self) -> str:
        """The code as GraphQL writes codes: `NOT_FOUND`."""
        return self.kind.code.replace("-", "_").upper()

    def as_dict(self, language: Language, instance: str) -> dict[str, Any]:
        """The members of the problem in `language`."""
        fields = {name: _joined(spoken(value, language)) for name, value in self.fields.items()}
        return {
            "type": self.kind.address,
            "title": self.kind.title.text(language),
            "status": self.kind.status,
            "detail": self.detail.text(language).format(**fields),
            "instance": instance,
            "code": self.kind.code,
            "language": language,
            **{name: spoken(value, language) for name, value in self.extensions.items()},
        }


def written_moment(moment: datetime) -> str:
    """ISO 8601 in UTC, as payloads have it: `2026-03-01T09:30:00Z`."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def spoken(value: Any, language: Language) -> Any:
    """The value with every Label in it as text in `language`, and every moment as text."""
    if isinstance(value, Label):
        return value.text(language)
    if isinstance(value, datetime):
        return written_moment(value)
    if isinstance(value, Mapping):
        return {name: spoken(member, language) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [spoken(member, language) for member in value]
    return value


def _joined(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def problem_response(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem in the language that was asked for. Nobody may keep it: what is wrong now may be right soon."""
    language, negotiated = message_language(request)
    body = json.dumps(
        problem.as_dict(language, quote(request.path)), ensure_ascii=False, separators=(",", ":")
    ).encode()
    response = HttpResponse(
        b"" if request.method == "HEAD" else body, status=problem.kind.status, content_type=MEDIA_TYPE
    )
    response["Content-Length"] = str(len(body))
    response["Content-Language"] = language
    response["Cache-Control"] = NOT_STORABLE.cache_control
    for name, value in problem.headers.items():
        response[name] = value
    add_public_headers(response)
    patch_vary_headers(response, ["Accept-Encoding", *(["Accept-Language"] if negotiated else [])])
    return response


def problem_of(error: BaseException) -> Problem:
    """The problem that an exception stands for; `server-error` for one that nobody foresaw."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, MethodNotAllowed):
        return read_only()
    if isinstance(error, Http404):
        return Problem("not-found", messages.NO_SUCH_ADDRESS)
    if isinstance(error, PermissionDenied):
        return Problem("forbidden", messages.FORBIDDEN)
    if isinstance(error, SuspiciousOperation | UnicodeError) or (
        isinstance(error, APIException) and error.status_code < 500
    ):
        return Problem("bad-request", messages.BAD_REQUEST)
    if is_outage(error):
        return unavailable()
    return Problem("server-error", messages.SERVER_ERROR)


def server_error(request: HttpRequest) -> Problem:
    """What nobody foresaw, with the id by which the log has it."""
    return Problem("server-error", messages.SERVER_ERROR, **request_id_of(request))


def request_id_of(request: HttpRequest) -> dict[str, Any]:
    """The request's id, as a member of a problem. The server in front gives each request one."""
    given = request.headers.get("X-Request-ID")
    return {"request_id": given} if given else {}


def read_only() -> Problem:
    """Anything but reading."""
    return Problem(
        "method-not-allowed", messages.READ_ONLY, {"allowed": READING}, {"Allow": ", ".join(READING)}, allowed=READING
    )


def unavailable() -> Problem:
    """The database cannot be reached."""
    fields = {"seconds": RETRY_AFTER}
    return Problem(
        "unavailable", messages.UNAVAILABLE, fields, {"Retry-After": str(RETRY_AFTER)}, retry_after=RETRY_AFTER
    )


def too_many_wait() -> Problem:
    """As many wait for changes as may."""
    fields = {"seconds": RETRY_AFTER}
    return Problem(
        "too-many-waiting", messages.TOO_MANY_WAIT, fields, {"Retry-After": str(RETRY_AFTER)}, retry_after=RETRY_AFTER
    )


def too_many_at_once(share: int) -> Problem:
    """A client has as many requests of a kind open as it may."""
    return Problem(
        "too-many-requests", messages.TOO_MANY_OPEN, {"limit": share, "seconds": RETRY_AFTER},
        {"Retry-After": str(RETRY_AFTER)}, limit=share, retry_after=RETRY_AFTER,
    )  # fmt: skip


def error_response(request: HttpRequest, error: Exception) -> HttpResponse:
    """The response to any exception; those that are our fault are logged, and told to whoever listens (tests do)."""
    problem = problem_of(error)
    if problem.kind.code == "server-error":
        problem = server_error(request)
    if problem.kind.code in FORESEEN:
        logger.warning("%s: %s", request.path, problem.kind.code, extra={"status_code": problem.kind.status})
    elif problem.kind.status >= 500:
        todo = REPORT_IT if problem.kind.code == "server-error" else SEE_DATABASE
        logger.error(
            f"%s: %s. {todo}", request.path, problem.kind.code,
            exc_info=error, extra={"status_code": problem.kind.status},
        )  # fmt: skip
    if problem.kind.code == "server-error":
        got_request_exception.send(sender=None, request=request)
    response = problem_response(request, problem)
    vars(response)["_has_been_logged"] = True  # by Django, which would do it once more
    return response
