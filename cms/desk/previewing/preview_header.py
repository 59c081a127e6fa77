"""A request of the API with `Authorization: Preview` is answered by the same views, with what its token shows in the place of
what is public of those items. All else is as it is for everybody.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cms.graphql.http.requests import JSON, accepted_media_type
from cms.graphql.http.responses import refusal_response
from cms.graphql.http.views import refusal_of
from cms.http.caching.response_cache import GRAPHQL
from cms.http.headers import preflight
from cms.http.middleware import is_public
from cms.http.preview_scheme import preview_text
from cms.http.problems.problem import error_response
from cms.previews.sharing import recognise_preview
from cms.previews.token_contents import overlay_of
from cms.publication.drafts.preview_overlay import showing

from .rendering.never_kept import never_kept


class PreviewMiddleware:
    """Stands right before the public addresses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        text = preview_text(request.META)
        if text is None or not is_public(request.path_info):
            return self.get_response(request)
        if request.method == "OPTIONS":
            return preflight()
        try:
            overlay = overlay_of(recognise_preview(text))
            with showing(overlay):
                response = self.get_response(request)
        except Exception as error:
            response = _refusal(request, error)
        return never_kept(response)


def _refusal(request: HttpRequest, error: Exception) -> HttpResponseBase:
    if request.path_info != GRAPHQL:
        return error_response(request, error)
    media_type = accepted_media_type(request.headers.get("Accept", "")) or JSON
    return refusal_response(request, media_type, refusal_of(error))
