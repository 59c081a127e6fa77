"""`security.txt` (RFC 9116): where a fault of security is reported."""

from datetime import UTC, datetime
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.content.languages import CODES
from cms.http.caching.cache_policy import PUBLIC

from ..responses import respond, tag_of

ADDRESS: Final = "/.well-known/security.txt"
# Whole months for which it holds: less than a year is recommended (RFC 9116, 2.5.5).
_HOLDS_FOR: Final = 6


@csrf_exempt
@require_safe
def security_txt(request: HttpRequest) -> HttpResponseBase:
    """The file, the same on every host; nothing where nobody is named."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    text = _text(timezone.now())
    return respond(request, tag_of(text), PUBLIC, ", ".join(CODES), lambda: text, "text/plain; charset=utf-8")


def _text(now: datetime) -> str:
    hosts = dict.fromkeys(
        (*settings.PUBLIC_URLS.values(), settings.API_URL, settings.WAGTAILADMIN_BASE_URL.rstrip("/"))
    )
    return "\n".join([
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {_end(now):%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(CODES)}",
        *(f"Canonical: {host}{ADDRESS}" for host in hosts),
        "",
    ])  # fmt: skip


def _end(now: datetime) -> datetime:
    """The first of a month, so that the file stays the same for a month."""
    months = now.year * 12 + now.month - 1 + _HOLDS_FOR
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)
