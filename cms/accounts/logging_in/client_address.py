"""Where a request comes from, as far as that can be known."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The client's address. Behind a proxy it is the last in X-Forwarded-For, which the proxy itself has written there."""
    nearest = str(request.META.get("REMOTE_ADDR", ""))
    last = (
        request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() if settings.TRUST_PROXY_HEADERS else ""
    )
    for address in (last, nearest):
        try:
            return str(ip_address(address))
        except ValueError:
            continue
    return None
