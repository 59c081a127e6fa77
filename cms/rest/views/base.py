"""What all views of the API share: reading only, no log-in, no content negotiation, every error a problem."""

import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from cms.content.languages import CODES, Language, parse
from cms.http import messages
from cms.http.headers import preflight
from cms.http.message_language import API_PREFIX
from cms.http.problems.problem import Problem, error_response

from ..filters import read_query
from ..key_authentication import KeyAuthentication
from ..serializers import Query

_TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


class IgnoreAccept(BaseContentNegotiation):
    """Every address has one form, whatever Accept says: a refusal would help nobody."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class PublicView(APIView):
    """A view that anybody may read. `query` says what parameters it takes. DRF's own defaults hold but for these: a key says
    who asks and permits nothing more, limits are held before Django (ADR 50), and an answer has no headers but its own.
    """

    query: ClassVar[type[Query]] = Query
    authentication_classes = (KeyAuthentication,)
    permission_classes = ()
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = IgnoreAccept
    http_method_names = ("get", "head", "options")

    @property
    def default_response_headers(self) -> dict[str, str]:
        return {}

    def get_exception_handler(self) -> Callable[..., HttpResponse]:
        return _problem

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """CORS preflight."""
        return preflight()

    def values(self, request: Request) -> dict[str, Any]:
        """The parameters of the request. Raises Problem (400)."""
        return read_query(request._request, self.query)


class LanguageView(PublicView):
    """A view below `/{language}/`: the address decides the language of what is given."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        tag = str(kwargs.get("language", ""))
        language = parse(tag) if _TAG.fullmatch(tag) else None
        if language is None:
            raise Problem("unknown-language", messages.UNKNOWN_LANGUAGE, {"languages": CODES}, languages=CODES)
        self.language: Language = language

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Says the usual form of the address where the language came in another: `/CY/`, `/cy-GB/`."""
        final = super().finalize_response(request, response, *args, **kwargs)
        tag, language = str(kwargs.get("language", "")), getattr(self, "language", None)
        if language not in {None, tag} and final.status_code in {200, 304} and "Content-Location" not in final:
            final["Content-Location"] = self.address() + request.get_full_path()[len(f"{API_PREFIX}{tag}") :]
        return final

    def address(self, *steps: object) -> str:
        """The canonical address of something below this language."""
        return "/".join([f"{settings.API_URL}/api/v1/{self.language}", *map(str, steps)])


def _problem(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    return error_response(plain(context["request"]), error)


def plain(request: Request) -> HttpRequest:
    """Django's request within DRF's."""
    return request._request
