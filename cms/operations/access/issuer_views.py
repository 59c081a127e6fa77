"""To the issuer and back: the two addresses of a log-in with OpenID Connect."""

import logging
import time
from dataclasses import asdict
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from wagtail.users.models import UserProfile

from cms.accounts.account_log import FAILED, note_failure
from cms.accounts.logging_in.log_in_view import second_factor_address

from .issued_accounts import NotLetIn, account_for
from .issuer_calls import IssuerDown, IssuerQuestion, NotBelieved, ask, claims_of
from .letting_in import let_in

_ASKED: Final = "oidc_asked"
# Seconds in which somebody has to come back.
_PATIENCE: Final = 10 * 60
# The issuer is asked anew after so long whether somebody still belongs here.
_LASTS: Final = timedelta(hours=12)
logger = logging.getLogger(__name__)


@never_cache
@require_GET
def to_issuer(request: HttpRequest) -> HttpResponseBase:
    """Sends somebody to the issuer, and has their session know what was asked."""
    _is_on()
    try:
        asked = ask((get_language() or "en")[:2])
    except IssuerDown as error:
        return _down(request, error)
    request.session[_ASKED] = {**asdict(asked), "next": _next(request), "until": time.time() + _PATIENCE}
    if not request.user.is_authenticated:
        request.session.set_expiry(_PATIENCE)
    return redirect(asked.address)


@never_cache
@require_GET
def from_issuer(request: HttpRequest) -> HttpResponseBase:
    """Lets in whom the issuer has sent back, once for each time that it was asked."""
    _is_on()
    kept = request.session.get(_ASKED, {"state": "", "until": 0})
    if kept["until"] < time.time() or not constant_time_compare(request.GET.get("state", ""), kept["state"]):
        return _refused(request, "again", status=400)
    # It is used up, whatever follows.
    del request.session[_ASKED]
    request.session.save()
    asked = IssuerQuestion(**{name: kept[name] for name in ("address", "state", "nonce", "verifier")})
    try:
        claims = claims_of(request.GET.dict(), asked)
        user = account_for(claims)
    except IssuerDown as error:
        return _down(request, error)
    except NotBelieved as error:
        logger.warning(
            "what came from the issuer is not believed: %s. What to do: if it happens to everybody, see that OIDC_CLIENT_ID "
            "and OIDC_CLIENT_SECRET are right, and the clock of this machine.",
            error,
        )
        note_failure(FAILED, None)
        return _refused(request, "again", status=400)
    except NotLetIn as refusal:
        note_failure(FAILED, refusal.user)
        return _refused(request, refusal.reason, refusal.user, refusal.subject)
    whole = let_in(request, user, second_factor=_second_factor_in(claims))
    request.session.set_expiry(timezone.now() + _LASTS)
    return redirect(kept["next"] if whole else second_factor_address(kept["next"]))


def _is_on() -> None:
    if not settings.OIDC["issuer"]:
        raise Http404


def _second_factor_in(claims: dict[str, Any]) -> bool:
    """Whether the issuer says that it has asked for one."""
    methods = claims.get("amr")
    said = [claims.get("acr"), *(methods if isinstance(methods, list) else ())]
    return any(value in said for value in settings.OIDC["second_factor"])


def _next(request: HttpRequest) -> str:
    """Where somebody wanted to go; the admin, where that is not an address of ours."""
    asked = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if ours else reverse("wagtailadmin_home")


def _down(request: HttpRequest, error: IssuerDown) -> HttpResponseBase:
    logger.error(
        "the issuer cannot be asked: %s. What to do: see that OIDC_ISSUER is right and that it answers from this machine.",
        error,
    )
    return _refused(request, "down", status=503)


def _refused(
    request: HttpRequest, reason: str, user: Any = None, subject: str = "", status: int = 403
) -> HttpResponseBase:
    """Why somebody is not let in, in their language."""
    language = UserProfile.get_for_user(user).get_preferred_language() if user else get_language()
    context = {"reason": reason, "subject": subject, "by_password": settings.LOCAL_LOG_IN}
    with override(language):
        return TemplateResponse(request, "access/refused.html", context, status=status).render()
