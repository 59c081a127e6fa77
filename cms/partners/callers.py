"""Who asks: the holder of a key, or anybody at an address; and how many tokens they have a minute."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from typing import Any, Final

from django.conf import settings
from django.utils.crypto import salted_hmac

from cms.accounts.logging_in.client_address import address_in
from cms.http import messages
from cms.http.middleware import is_public
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


@dataclass(frozen=True, slots=True)
class Caller:
    """`client` stands for who asks, and names nobody. `limit` is in tokens a minute, 0 where there is none.

    `key` is the row of the key that is used; None without one.
    """

    client: str
    policy: str
    limit: int
    key: int | None = None


class Callers:
    """Recognises who asks. `cms.server.gate` asks it once for each request."""

    def __init__(self, keys: KeyIndex | None = None) -> None:
        self._keys = keys or KeyIndex()

    def recognise(self, environ: Mapping[str, Any]) -> Caller:
        """Who asks. Raises Problem (401) for a key that is not live, and django.db.Error where that cannot be known."""
        given = environ.get("HTTP_AUTHORIZATION")
        if given is None or not is_public(environ["PATH_INFO"]):
            return anybody(address_in(environ) or "")
        scheme, _, text = given.strip().partition(" ")
        if scheme.lower() != _SCHEME:
            raise refused_key(REALM)
        key = self._keys.find(text.strip())
        if key is None:
            raise refused_key(f'{REALM}, error="invalid_token"')
        usual = settings.RATE_SANDBOX if key.kind == KeyKind.SANDBOX else settings.RATE_KEY
        limit = usual if key.tokens_a_minute is None or key.kind == KeyKind.SANDBOX else key.tokens_a_minute
        return Caller(key.prefix, "sandbox" if key.kind == KeyKind.SANDBOX else "key", limit, key.pk)

    def is_quick(self, environ: Mapping[str, Any]) -> bool:
        """Whether `recognise` asks nobody."""
        return "HTTP_AUTHORIZATION" not in environ or self._keys.is_current()


def refused_key(challenge: str) -> Problem:
    """401, with what is wanted (RFC 6750, 3)."""
    return Problem("invalid-key", messages.INVALID_KEY, headers={"WWW-Authenticate": challenge})


def anybody(address: str) -> Caller:
    """Who asks without a key from an address. What comes from this machine itself has no limit."""
    client, is_limited = _network(address)
    return Caller(client, "anonymous", settings.RATE_ANONYMOUS if is_limited else 0)


def client_in(environ: Mapping[str, Any]) -> str:
    """What stands for the network that a request comes from, whoever asks there."""
    return _network(address_in(environ) or "")[0]


@lru_cache(maxsize=10_000)
def _network(address: str) -> tuple[str, bool]:
    """What stands for an address, or for all of an IPv6 network; and whether it has a limit."""
    if not address:
        return "", False
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    is_limited = not found.is_loopback
    if isinstance(found, IPv6Address):
        found = IPv6Address(int(found) >> _SUFFIX << _SUFFIX)
    return salted_hmac("cms.partners.callers", str(found), algorithm="sha256").hexdigest()[:24], is_limited
