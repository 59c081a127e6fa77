"""Wagtail's log-in screen, which sends whoever owes a second factor on to it."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.views.account import LoginView

from ..second_factor.requirement import is_waiting


def second_factor_address(next_address: str) -> str:
    """Where a second factor is given, and where that leads to."""
    return f"{reverse('second_factor_check')}?{urlencode({'next': next_address})}"


class LogInView(LoginView):
    """The log-in by password, where there is one, and the way to the issuer's, where there is that."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        issuer: dict[str, Any] = settings.OIDC
        name = issuer["name"] or urlsplit(issuer["issuer"]).hostname
        return {**super().get_context_data(**kwargs), "issuer": name, "by_password": settings.LOCAL_LOG_IN}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.LOCAL_LOG_IN:
            return self.http_method_not_allowed(request)
        response: HttpResponseBase = super().post(request, *args, **kwargs)
        return response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.waiting_user.is_authenticated:  # type: ignore[attr-defined]
            return redirect(second_factor_address(super().get_success_url()))
        response: HttpResponseBase = super().get(request, *args, **kwargs)
        return response

    def get_success_url(self) -> str:
        address: str = super().get_success_url()
        return second_factor_address(address) if is_waiting(self.request.user) else address
