"""A partner's keys: how much each was used, and the buttons by which one is issued or revoked."""

import datetime as dt
from typing import Any, Final

from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.log_actions import log

from ..keys.key_issuing import ISSUED, REVOKED, TooManyKeys, issue, revoke
from ..models import KeyKind, Partner, PartnerKey
from ..usage.use_counter import today

PERMISSION: Final = "partners.change_partner"
_MONTH: Final = dt.timedelta(days=30)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keys_view(request: HttpRequest, pk: int) -> HttpResponse:
    """The keys. By POST one is issued, and shown in the answer, which is the only place where it ever is."""
    partner = _partner(request, pk)
    text = _issued(request, partner) if request.method == "POST" else ""
    first = today() - _MONTH
    recent = PartnerKey.objects.filter(partner=partner, uses__day__gte=first)
    used = dict(recent.values_list("pk").annotate(total=Sum("uses__requests")))
    context: dict[str, Any] = {
        "partner": partner,
        "new_key": text,
        "keys": [(key, used.get(key.pk, 0)) for key in partner.keys.all()],
        "kinds": KeyKind.choices,
        "page_title": _now("Keys"),
        "page_subtitle": str(partner),
        "header_icon": "key",
    }
    return render(request, "partners/admin/keys.html", context)


@require_POST
def revoke_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Revokes a key."""
    key = get_object_or_404(PartnerKey, pk=pk)
    partner = _partner(request, key.partner_id)
    with transaction.atomic():
        revoke(key)
        log(instance=partner, action=REVOKED, user=request.user, data={"key": key.prefix})
    messages.success(request, _now("The key %(prefix)s is revoked.") % {"prefix": key.prefix})
    return redirect("partners_admin:keys", partner.pk)


def _partner(request: HttpRequest, pk: int) -> Partner:
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    return get_object_or_404(Partner, pk=pk)


def _issued(request: HttpRequest, partner: Partner) -> str:
    """The text of the new key; nothing where there may be no more."""
    kind = request.POST.get("kind", "")
    if kind not in KeyKind.values:
        raise BadRequest
    try:
        with transaction.atomic():
            key, text = issue(partner, KeyKind(kind))
            log(instance=partner, action=ISSUED, user=request.user, data={"key": key.prefix})
    except TooManyKeys:
        messages.error(request, _now("Two keys of this kind are live already. Revoke one of them first."))
        return ""
    return text
