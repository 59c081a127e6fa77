"""A password alone is no log-in for who owes a second factor: to all the rest of the service they are a stranger."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from .requirement import is_waiting

# Where a session says that whoever let somebody in has asked for a second factor already.
GIVEN_ELSEWHERE: Final = "second_factor_elsewhere"


class SecondFactorMiddleware:
    """Makes `request.user` nobody while a second factor is owed, and `request.waiting_user` whoever owes it.

    Neither is found out before somebody asks: a reading page has no session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        known: Any = request.user

        def owing() -> Any:
            return known if is_waiting(known) and not request.session.get(GIVEN_ELSEWHERE) else AnonymousUser()

        waiting = SimpleLazyObject(owing)
        request.waiting_user = waiting  # type: ignore[attr-defined]
        request.user = SimpleLazyObject(lambda: AnonymousUser() if waiting.is_authenticated else known)  # type: ignore[assignment]
        return self.get_response(request)
