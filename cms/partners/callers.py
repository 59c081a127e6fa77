"""Who asks: the holder of a key, or anybody at an address; and how many tokens they have a minute."""

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.utils.crypto import salted_hmac

from cms.accounts.logging_in.client_address import forwarded_address, last_written, written_address
from cms.http import messages
from cms.http.middleware import is_public
from cms.http.preview_scheme import preview_text
from cms.http.problems.problem import Problem

from .keys.key_index import KeyIndex
from .models import KeyKind

# Set in the environment of a request once it is known who asks.
CALLER: Final = "cms.caller"
_SCHEME: Final = "bearer"
# What a client is asked for that must show a key (RFC 6750, 3).
REALM: Final = 'Bearer realm="cynnwys"'
# The bits of an IPv6 address that its network chooses as it likes: all of them are one client.
_SUFFIX: Final = 64


class Caller(NamedTuple):
    """`client` stands for who asks, and names nobody. `limit` is in tokens a minute, 0 where there is none.

    `key` is the row of the key that is used, None without one; `contract` the version of the contract that the key notes.
    """

    client: str
    policy: str
    limit: int
    key: int | None = None
    contract: str = ""


class Callers:
    """Recognises who asks. `cms.server.gate` asks it once for each request: what it needs is at hand."""

    def __init__(self, keys: KeyIndex | None = None) -> None:
        self._keys = keys or KeyIndex()
        self._trusts_proxy, self._anonymous = settings.TRUST_PROXY_HEADERS, settings.RATE_ANONYMOUS
        self._reading, self._known = 0, dict[str, Caller]()

    def recognise(self, environ: Mapping[str, Any]) -> Caller:
        """Who asks. Raises Problem (401) for a key that is not live, and django.db.Error where that cannot be known."""
        given = environ.get("HTTP_AUTHORIZATION")
        if given is None or not is_public(environ["PATH_INFO"]) or preview_text(environ) is not None:
            forwarded = environ.get("HTTP_X_FORWARDED_FOR", "") if self._trusts_proxy else ""
            return _at(environ.get("REMOTE_ADDR", ""), last_written(forwarded), self._anonymous)
        reading = self._keys.read()
        if reading != self._reading:
            self._reading, self._known = reading, {}
        known = self._known
        caller = known.get(given)
        if caller is None:
            caller = known[given] = self._holder(given)
        return caller

    def _holder(self, given: str) -> Caller:
        scheme, _, text = given.strip().partition(" ")
        if scheme.lower() != _SCHEME:
            raise refused_key(REALM)
        key = self._keys.find(text.strip())
        if key is None:
            raise refused_key(f'{REALM}, error="invalid_token"')
        if key.kind == KeyKind.SANDBOX:
            return Caller(key.prefix, "sandbox", settings.RATE_SANDBOX, key.pk, key.contract)
        own = key.tokens_a_minute
        return Caller(key.prefix, "key", settings.RATE_KEY if own is None else own, key.pk, key.contract)

    def is_quick(self, environ: Mapping[str, Any]) -> bool:
        """Whether `recognise` asks nobody."""
        return "HTTP_AUTHORIZATION" not in environ or self._keys.is_current()


def refused_key(challenge: str) -> Problem:
    """401, with what is wanted (RFC 6750, 3)."""
    return Problem("invalid-key", messages.INVALID_KEY, headers={"WWW-Authenticate": challenge})


def at_address(environ: Mapping[str, Any]) -> Caller:
    """Who asks without a key. What comes from this machine itself has no limit."""
    forwarded = environ.get("HTTP_X_FORWARDED_FOR", "") if settings.TRUST_PROXY_HEADERS else ""
    return _at(environ.get("REMOTE_ADDR", ""), last_written(forwarded), settings.RATE_ANONYMOUS)


# Of headers nothing is remembered but what the proxy wrote: a client may send 64 KB of its own before it.
@lru_cache(maxsize=10_000)
def _at(nearest: str, forwarded: str, limit: int) -> Caller:
    named = forwarded_address(forwarded)
    address = named or written_address(nearest)
    if address is None:
        return Caller("", "anonymous", 0)
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    # A proxy on this machine that does not say who asks stands for anybody, not for this machine.
    limit = 0 if found.is_loopback and (named or not forwarded) else limit
    if isinstance(found, IPv6Address):
        found = IPv6Address(int(found) >> _SUFFIX << _SUFFIX)
    client = salted_hmac("cms.partners.callers", str(found), algorithm="sha256").hexdigest()[:24]
    return Caller(client, "anonymous", limit)
