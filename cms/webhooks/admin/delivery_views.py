"""An endpoint's state, its secrets, what was attempted, and the buttons by which it is tried, told again or switched off."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.log_actions import log

from cms.publication.clock import shared_now

from ..models import EndReason, WebhookEndpoint
from ..queueing.replaying import replay_item, send_test
from ..sending.ending import end_endpoint, put_back, switch_on
from ..sending.secret_rotation import end_previous, rotate

PERMISSION: Final = "webhooks.change_webhookendpoint"
ROTATED: Final = "webhooks.rotate_secret"
ON_A_PAGE: Final = 50


class SinceForm(forms.Form):
    """From when on everything is told again."""

    since = forms.DateTimeField(label=_("Everything that has changed since"), widget=AdminDateTimeInput, required=False)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def deliveries_view(request: HttpRequest, pk: int) -> HttpResponse:
    """The page. By POST a button is carried out; a new secret is shown in the answer, the only place where it ever is."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    endpoint = get_object_or_404(WebhookEndpoint.objects.select_related("partner"), pk=pk)
    if request.method == "POST":
        word = request.POST.get("word", "")
        if word == "rotate":
            with transaction.atomic():
                secret = rotate(endpoint)
                log(instance=endpoint, action=ROTATED, user=request.user)
            endpoint.refresh_from_db()
            return _page(request, endpoint, secret)
        if (act := _ACTS.get(word)) is None:
            raise BadRequest
        messages.success(request, act(request, endpoint))
        return redirect("webhook_deliveries", pk)
    return _page(request, endpoint)


def _page(request: HttpRequest, endpoint: WebhookEndpoint, secret: str = "") -> HttpResponse:
    attempts = Paginator(endpoint.attempts.all(), ON_A_PAGE).get_page(request.GET.get("p"))
    waiting = endpoint.messages.order_by("queued_at")
    oldest = waiting.first()
    context: dict[str, Any] = {
        "endpoint": endpoint,
        "secret": secret,
        "state": endpoint.state_in_words(),
        "waiting": waiting.count(),
        "waiting_since": oldest.queued_at if oldest else None,
        "attempts": attempts,
        "since_form": SinceForm(),
        "header_title": f"{_now('Deliveries')}: {endpoint}",
        "page_title": _now("Deliveries"),
        "page_subtitle": str(endpoint),
        "header_icon": "mail",
    }
    return render(request, "webhooks/admin/deliveries.html", context)


def _test(request: HttpRequest, endpoint: WebhookEndpoint) -> str:
    send_test(endpoint)
    return _now("A test is on its way. What comes of it is in the list of deliveries in a moment.")


def _replay(request: HttpRequest, endpoint: WebhookEndpoint) -> str:
    try:
        item = UUID(request.POST.get("item", ""))
    except ValueError as error:
        raise BadRequest from error
    replay_item(endpoint, item)
    return _now("The item is sent again, as it is now.")


def _replay_all(request: HttpRequest, endpoint: WebhookEndpoint) -> str:
    form = SinceForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    count = put_back(endpoint, form.cleaned_data["since"])
    return ngettext(
        "%(count)s item has changed since. What this webhook takes of it is sent again, as it is now.",
        "%(count)s items have changed since. What this webhook takes of them is sent again: each item once, as it is now.",
        count,
    ) % {"count": count}


def _switch_off(request: HttpRequest, endpoint: WebhookEndpoint) -> str:
    end_endpoint(endpoint, EndReason.HAND, shared_now())
    return _now("It is switched off. What changes meanwhile is sent once it is on again.")


def _switch_on(request: HttpRequest, endpoint: WebhookEndpoint) -> str:
    switch_on(endpoint)
    return _now("It is on. Everything it missed is sent.")


def _end_previous(request: HttpRequest, endpoint: WebhookEndpoint) -> str:
    end_previous(endpoint)
    return _now("The previous secret is no longer used.")


_ACTS: Final[dict[str, Callable[[HttpRequest, WebhookEndpoint], str]]] = {
    "test": _test, "replay": _replay, "replay-all": _replay_all,
    "off": _switch_off, "on": _switch_on, "end-previous": _end_previous,
}  # fmt: skip
