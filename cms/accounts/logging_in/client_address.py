"""Where a request comes from, as far as that can be known."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The client's address."""
    return address_in(request.META)


def address_in(environ: Mapping[str, Any]) -> str | None:
    """The client's address. Behind a proxy it is the last in X-Forwarded-For, which the proxy itself has written there."""
    nearest = str(environ.get("REMOTE_ADDR", ""))
    last = environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() if settings.TRUST_PROXY_HEADERS else ""
    for address in (last, nearest):
        try:
            return str(ip_address(address))
        except ValueError:
            continue
    return None
