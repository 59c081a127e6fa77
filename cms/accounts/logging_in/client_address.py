"""Where a request comes from, as far as that can be known."""

import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest

# Of an address as it may be written, in quotation marks and with its port.
_LONGEST: Final = 80


def client_address(request: HttpRequest) -> str | None:
    """The client's address."""
    return address_in(request.META)


def address_in(environ: Mapping[str, Any]) -> str | None:
    """The client's address. Behind a proxy it is the last in X-Forwarded-For, which the proxy itself has written there."""
    forwarded = environ.get("HTTP_X_FORWARDED_FOR", "") if settings.TRUST_PROXY_HEADERS else ""
    return forwarded_address(forwarded) or written_address(str(environ.get("REMOTE_ADDR", "")))


def last_written(header: str) -> str:
    """What stands last in X-Forwarded-For, or its beginning where that is too long for an address."""
    return header.rpartition(",")[2].strip()[:_LONGEST]


def forwarded_address(header: str) -> str | None:
    """The last address in X-Forwarded-For. Some proxies write the port after it (RFC 7239, 6)."""
    last = last_written(header).strip('"')
    bracketed = re.match(r"\[([^\]]*)\]", last)
    without_port = bracketed[1] if bracketed else last.partition(":")[0] if last.count(":") == 1 else last
    return written_address(without_port)


def written_address(text: str) -> str | None:
    """An IP address in its usual form; None for what is none."""
    try:
        return str(ip_address(text))
    except ValueError:
        return None
