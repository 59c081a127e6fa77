"""Where webhooks may go: which addresses of the web are taken, and to which of the network's a connection is made.

A receiver's address is written by somebody outside. Nothing it says, and nothing its name leads to, may reach what is not
public. The name is looked up once for each attempt, all that it leads to is looked at, and the connection is made to just that.
"""

import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import SplitResult, urlsplit

import idna
from django.utils.encoding import iri_to_uri

from .delivery_faults import DeliveryFault

IPAddress = IPv4Address | IPv6Address
HTTPS_PORT: Final = 443
# Below are the ports of a system's own services, such as mail.
LOWEST_OTHER_PORT: Final = 1024
LONGEST_URL: Final = 2000
# Labels of letters, digits and hyphens; the last begins with a letter, as no form of a number does that stands for IPv4.
_NAME: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NOT_IN_URLS: Final = re.compile(r"[\x00-\x20\x7f-\x9f\\\s]")
_LOOPBACK_HOSTS: Final = {"localhost", "127.0.0.1"}

# IANA's registries of special-purpose addresses, multicast, and the addresses at which clouds tell machines about themselves.
_NOT_PUBLIC_V4: Final = [
    ip_network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
    )
]  # fmt: skip
# All that is routed is in the one; in the others are IPv4 addresses (6to4, Teredo), documentation and the like. IPv4-mapped,
# NAT64, link-local, unique local and multicast addresses are outside the one.
_GLOBAL_V6: Final = ip_network("2000::/3")
_NOT_PUBLIC_V6: Final = [ip_network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]
# Of ISATAP: the interface is an IPv4 address.
_ISATAP: Final = {0x00005EFE, 0x02005EFE}


class DestinationRefused(Exception):
    """Nothing is sent there; `fault` says why."""

    def __init__(self, fault: DeliveryFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Destination:
    """An address that is taken. `host` is in ASCII; `target` is what is asked for there; `secure` says whether by TLS, and
    `loopback` that it is this machine.
    """

    host: str
    port: int
    target: str
    secure: bool = True
    loopback: bool = False

    @property
    def host_header(self) -> str:
        """The host as HTTP names it."""
        usual = HTTPS_PORT if self.secure else 80
        return self.host if self.port == usual else f"{self.host}:{self.port}"


def destination(url: str, *, loopback: bool = False, plain: bool = False) -> Destination:
    """Where a URL leads. Raises DestinationRefused. With `loopback` http:// to this machine is taken too; with `plain` http://
    to what is public, at its own port.
    """
    parts = _parts(url)
    host = (parts.hostname or "").lower()
    if loopback and parts.scheme == "http" and host in _LOOPBACK_HOSTS:
        return Destination(host, parts.port or 80, _target(parts), secure=False, loopback=True)
    if plain and parts.scheme == "http" and parts.port in {None, 80}:
        return Destination(_in_ascii(host), 80, _target(parts), secure=False)
    if parts.scheme != "https":
        raise DestinationRefused(DeliveryFault.SCHEME)
    port = HTTPS_PORT if parts.port is None else parts.port
    if port != HTTPS_PORT and port < LOWEST_OTHER_PORT:
        raise DestinationRefused(DeliveryFault.PORT)
    return Destination(_in_ascii(host), port, _target(parts))


def _parts(url: str) -> SplitResult:
    if len(url) > LONGEST_URL or _NOT_IN_URLS.search(url):
        raise DestinationRefused(DeliveryFault.FORM)
    try:
        parts = urlsplit(url)
        _ = parts.port  # read here, where a wrong one is caught
    except ValueError as error:
        raise DestinationRefused(DeliveryFault.FORM) from error
    if "@" in parts.netloc or "#" in url:
        raise DestinationRefused(DeliveryFault.FORM)
    return parts


def _target(parts: SplitResult) -> str:
    query = f"?{parts.query}" if parts.query else ""
    return iri_to_uri((parts.path or "/") + query)


def _in_ascii(host: str) -> str:
    try:
        name = idna.encode(host, uts46=True).decode()
    except (idna.IDNAError, UnicodeError) as error:
        raise DestinationRefused(DeliveryFault.NAME) from error
    if len(name) > 253 or not _NAME.fullmatch(name):
        raise DestinationRefused(DeliveryFault.NAME)
    return name


def is_public(address: IPAddress) -> bool:
    """Whether an address is one of the public network, and nothing but that."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_V4)
    if address not in _GLOBAL_V6 or any(address in network for network in _NOT_PUBLIC_V6):
        return False
    return (int(address) >> 32) & 0xFFFFFFFF not in _ISATAP


def allowed(found: Iterable[str], *, loopback: bool) -> list[IPAddress]:
    """What a name leads to, in that order, if all of it may be connected to. Raises DestinationRefused."""
    addresses = list(dict.fromkeys(map(ip_address, found)))
    if not addresses:
        raise DestinationRefused(DeliveryFault.UNKNOWN_NAME)
    if not all(address.is_loopback if loopback else is_public(address) for address in addresses):
        raise DestinationRefused(DeliveryFault.NOT_PUBLIC)
    return addresses


def check_address(url: str, *, loopback: bool = False) -> None:
    """Raises DestinationRefused for a URL that is not taken, or whose name leads nowhere or to what is not public now."""
    found = destination(url, loopback=loopback)
    try:
        rows = socket.getaddrinfo(found.host, found.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise DestinationRefused(DeliveryFault.UNKNOWN_NAME) from error
    allowed((str(row[4][0]) for row in rows), loopback=found.loopback)
