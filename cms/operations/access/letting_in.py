"""How somebody is let in who has given no password here."""

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from cms.accounts.account_log import LOGGED_IN, note_own
from cms.accounts.second_factor.enforcement import GIVEN_ELSEWHERE
from cms.accounts.second_factor.requirement import is_waiting


class LetIn(ModelBackend):
    """Rights as Django has them, and no log-in by password."""

    def authenticate(self, request: Any, username: Any = None, password: Any = None, **kwargs: Any) -> None:
        return None


def let_in(request: HttpRequest, user: Any, *, second_factor: bool) -> bool:
    """Begins a session; whether that is all, or our second factor is owed yet."""
    login(request, user, backend=f"{LetIn.__module__}.{LetIn.__qualname__}")
    request.session[GIVEN_ELSEWHERE] = second_factor
    waits = is_waiting(user)
    if second_factor and waits:
        note_own(LOGGED_IN, user)
    return second_factor or not waits
