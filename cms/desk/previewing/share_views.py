"""The addresses of shared previews: the token in the address is all that opens them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone

from cms.content.languages import NAMES, Language, other
from cms.content.words.dates import written_day
from cms.http import messages
from cms.http.identifiers import uuid_of
from cms.http.message_language import message_language
from cms.http.problems.problem import Problem, error_response, problem_of, read_only
from cms.previews.models import PreviewToken
from cms.previews.sharing import recognise_preview
from cms.previews.token_contents import overlay_of
from cms.publication.drafts.preview_overlay import PreviewOverlay, showing
from cms.rest.files import file_view, picture_view

from .rendering.never_kept import never_kept
from .rendering.preview_sides import sides_context
from .rendering.preview_words import PREVIEW_WORDS
from .rendering.shown_forms import PreviewPlace, preview_response

_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
# What stands for an address in logs and problems: who reads those is not meant to follow it.
_UNNAMED: Final = "/preview/"
View = Callable[..., HttpResponseBase]


def share_address(text: str) -> str:
    """Where the preview of a token is."""
    return f"{settings.API_URL}/preview/{text}/"


def place_of(text: str) -> PreviewPlace:
    """Where its parts are."""
    return PreviewPlace(f"/preview/{text}/", f"/preview/{text}")


def _by_token(view: Callable[..., HttpResponseBase]) -> View:
    """The view, given the token and what it shows. Every refusal is a problem, or a page where a person asks."""

    @wraps(view)
    def wrapped(request: HttpRequest, text: str, **kwargs: Any) -> HttpResponseBase:
        request.path = request.path_info = _UNNAMED
        try:
            if request.method not in {"GET", "HEAD"}:
                raise read_only()
            token = recognise_preview(text)
            response = view(request, text, token, overlay_of(token), **kwargs)
        except Exception as error:
            response = _refused(request, error)
        return never_kept(response)

    return wrapped


@_by_token
def shared_preview(request: HttpRequest, text: str, token: PreviewToken, overlay: PreviewOverlay) -> HttpResponse:
    """Both languages side by side."""
    language, _ = message_language(request)
    context = {
        **sides_context(request, overlay, place_of(text), language),
        "token": token,
        "until": written_day(timezone.localdate(token.expires_at), language),
        "other_language": other(language),
        "other_name": NAMES[other(language)],
        "lang": language,
    }
    return _html("previewing/shared.html", context, language)


@_by_token
def shared_form(
    request: HttpRequest, text: str, token: PreviewToken, overlay: PreviewOverlay, language: Language, item: str, form: str
) -> HttpResponse:  # fmt: skip
    """One language in one form."""
    return preview_response(overlay, place_of(text), language, UUID(item), form)


@_by_token
def shared_media(
    request: HttpRequest,
    text: str,
    token: PreviewToken,
    overlay: PreviewOverlay,
    kind: Literal["files", "pictures"],
    uid: str,
    name: str,
    mark: str = "",
) -> HttpResponseBase:
    """A file or picture that what is previewed shows, and no other."""
    known = uuid_of(uid)
    if known is None or not overlay.offers("file" if kind == "files" else "picture", known):
        raise Problem("not-found", messages.NOT_IN_PREVIEW)
    view = file_view if kind == "files" else picture_view
    with showing(overlay):
        return view(request, uid=uid, name=name, mark=mark)


@_by_token
def shared_nothing(request: HttpRequest, text: str, token: PreviewToken, overlay: PreviewOverlay) -> HttpResponse:
    """Any other address."""
    raise Problem("not-found", messages.NOT_IN_PREVIEW)


def _refused(request: HttpRequest, error: Exception) -> HttpResponseBase:
    """A problem; as a page where a browser asks for one."""
    if "text/html" not in request.headers.get("Accept", ""):
        return error_response(request, error)
    problem = problem_of(error)
    if problem.kind.status >= 500:
        return error_response(request, error)
    language, _ = message_language(request)
    told = problem.as_dict(language, request.path)
    context = {"words": PREVIEW_WORDS[language], "lang": language, "detail": told["detail"]}
    response = _html("previewing/refused.html", context, language)
    response.status_code = problem.kind.status
    for name, value in problem.headers.items():
        response[name] = value
    return response


def _html(template: str, context: dict[str, Any], language: Language) -> HttpResponse:
    response = HttpResponse(render_to_string(template, context))
    response["Content-Language"] = language
    response["Content-Security-Policy"] = _POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response
