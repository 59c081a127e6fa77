"""Whose each public address is: noted when something becomes public there, and kept for good, so that old addresses lead on."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from django.conf import settings

from .models import AddressHistory


@dataclass(frozen=True, slots=True)
class PastAddress:
    """A path at which an item is or was public. `is_own` unless something else has become public there since."""

    path: str
    is_own: bool


def note_addresses(addresses: Mapping[str, UUID], now: datetime) -> None:
    """Notes that each path belongs to its owner from now on. Where it did already, nothing is written."""
    owners = _owners(addresses)
    AddressHistory.objects.bulk_create(
        AddressHistory(path=path, owner=owner, since=now)
        for path, owner in sorted(addresses.items())
        if owners.get(path) != owner
    )


def media_addresses(content: Any) -> dict[str, UUID]:
    """The paths, not percent-encoded, at which the files and pictures of an edition's content are given."""
    matches = (_media_address(settings.API_URL).fullmatch(address) for address in _addresses(content))
    return {unquote(match[1]): UUID(match[2]) for match in matches if match}


def was_given_at(path: str, owner: UUID) -> bool:
    """Whether something was ever public at the path as `owner`'s."""
    return "\0" not in path and AddressHistory.objects.filter(path=path, owner=owner).exists()


def addresses_of(item: UUID) -> list[PastAddress]:
    """Every path at which an item is or was public, in either language, in the order in which it came there."""
    rows = AddressHistory.objects.filter(owner=item).order_by("id").values_list("path", flat=True)
    paths = list(dict.fromkeys(rows))
    owners = _owners(paths)
    return [PastAddress(path, owners[path] == item) for path in paths]


def _owners(paths: Iterable[str]) -> dict[str, UUID]:
    """To whom each path belongs now: the newest row of each."""
    rows = AddressHistory.objects.filter(path__in=list(paths)).order_by("id")
    return dict(rows.values_list("path", "owner"))


def _addresses(value: Any) -> Iterator[str]:
    """All that content calls an address."""
    if isinstance(value, dict):
        if isinstance(value.get("address"), str):
            yield value["address"]
        for member in value.values():
            yield from _addresses(member)
    elif isinstance(value, list):
        for member in value:
            yield from _addresses(member)


@cache
def _media_address(api: str) -> re.Pattern[str]:
    return re.compile(
        rf"{re.escape(api)}(/(?:files|pictures)/([0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})/.+)"
    )
