"""The screens on which sessions are ended, one's own and somebody else's; and whether one is still logged in."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages

from ..account_log import unwrapped
from .session_ending import end_sessions, sessions_of


@require_GET
@never_cache
def session_status(request: HttpRequest) -> JsonResponse:
    """Who is logged in here, and the token that their forms have to bring: for a form that stood open for long."""
    logged_in = request.user.is_authenticated
    return JsonResponse({"user": str(request.user.pk), "token": get_token(request)} if logged_in else {"user": ""})


@require_http_methods(["GET", "POST"])
def end_own_sessions(request: HttpRequest) -> HttpResponseBase:
    """One's own, this one included."""
    if request.method == "POST":
        user = unwrapped(request.user)
        end_sessions(user, by=user)
        messages.success(request, _("You are logged out everywhere."))
        return redirect("wagtailadmin_login")
    return _question(request, request.user, reverse("wagtailadmin_account"))


@require_http_methods(["GET", "POST"])
def end_sessions_of(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Somebody's, for who may change users."""
    model = get_user_model()
    if not request.user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}"):
        raise PermissionDenied
    user = get_object_or_404(model, pk=pk)
    if user == request.user:
        return redirect("end_own_sessions")
    back = reverse("wagtailusers_users:edit", args=[pk])
    if request.method == "POST":
        end_sessions(user, by=unwrapped(request.user))
        messages.success(request, _("%(name)s is logged out everywhere.") % {"name": user})
        return redirect(back)
    return _question(request, user, back)


def _question(request: HttpRequest, owner: Any, back: str) -> HttpResponseBase:
    context = {"owner": owner, "count": sessions_of(owner).count(), "back": back}
    return TemplateResponse(request, "accounts/end_sessions.html", context)
