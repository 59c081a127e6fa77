"""Purging by keys, over Wagtail's frontend cache: its back ends purge addresses, these take keys (tags) too.

Unlike Wagtail's own they do not swallow a failure: what could not be purged is tried again.
"""

import json
from collections.abc import Callable, Collection, Sequence
from typing import Any, Final
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen
from uuid import UUID

from django.conf import settings
from wagtail.contrib.frontend_cache.backends.base import BaseBackend
from wagtail.contrib.frontend_cache.utils import get_backends

from cms.publication.changelog.leases import ExternalFailure
from cms.publication.models import Edition
from cms.publication.payload.addresses import api_address, embed_address, public_address

Purge = Callable[..., None]
_SECONDS: Final = 10
_CLOUDFLARE: Final = "https://api.cloudflare.com/client/v4/zones"
_FASTLY: Final = "https://api.fastly.com/service"


class TagBackend(BaseBackend):  # type: ignore[misc]
    """A back end that takes keys. `most` at a time."""

    most = 100

    def purge(self, url: str) -> None:
        """Wagtail's own way, by address: nobody here asks for it."""
        raise NotImplementedError

    def purge_tags(self, keys: Sequence[str]) -> None:
        """Purges all answers that have one of the keys. Raises ExternalFailure."""
        for first in range(0, len(keys), self.most):
            request = self.request(keys[first : first + self.most])
            try:
                with urlopen(request, timeout=_SECONDS) as response:  # noqa: S310 - the address is a setting
                    self.check(response.read())
            except (URLError, OSError, ValueError) as error:
                raise ExternalFailure(f"{urlsplit(request.full_url).hostname} did not purge: {error}") from None

    def request(self, keys: Sequence[str]) -> Request:
        """What is sent for some keys."""
        raise NotImplementedError

    def check(self, answer: bytes) -> None:
        """Raises ValueError for an answer that says it was not done."""


class VarnishTags(TagBackend):
    """Varnish with xkey, or any proxy that takes PURGE with `Surrogate-Key`."""

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._location = params["LOCATION"]

    def request(self, keys: Sequence[str]) -> Request:
        joined = " ".join(keys)
        return Request(self._location, method="PURGE", headers={"Surrogate-Key": joined, "Xkey-Purge": joined})  # noqa: S310


class FastlyTags(TagBackend):
    """Fastly's purge of surrogate keys."""

    most = 256

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._address = f"{params.get('LOCATION', _FASTLY)}/{params['SERVICE']}/purge"
        self._token = params["TOKEN"]

    def request(self, keys: Sequence[str]) -> Request:
        body = json.dumps({"surrogate_keys": list(keys)}).encode()
        headers = {"Fastly-Key": self._token, "Content-Type": "application/json", "Accept": "application/json"}
        return Request(self._address, body, headers, method="POST")  # noqa: S310 - as above


class CloudflareTags(TagBackend):
    """Cloudflare's purge of cache tags."""

    most = 30

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._address = f"{params.get('LOCATION', _CLOUDFLARE)}/{params['ZONE']}/purge_cache"
        self._token = params["TOKEN"]

    def request(self, keys: Sequence[str]) -> Request:
        body = json.dumps({"tags": list(keys)}).encode()
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        return Request(self._address, body, headers, method="POST")  # noqa: S310 - as above

    def check(self, answer: bytes) -> None:
        if json.loads(answer).get("success") is not True:
            raise ValueError("it says that it was not done")


def backends() -> list[TagBackend]:
    """The back ends of WAGTAILFRONTENDCACHE that take keys."""
    return [backend for backend in _all() if isinstance(backend, TagBackend)]


def addresses_of(items: Collection[UUID]) -> list[str]:
    """Where items are read, now or once: what a back end can purge that takes no keys. Lists then go with time."""
    found = Edition.objects.filter(item__in=items).only("item", "language", "path")
    return [
        address
        for row in found
        for address in (
            public_address(row.lang, row.path), api_address(row.item, row.lang), embed_address(row.item, row.lang),
        )
    ]  # fmt: skip


def purge(keys: Sequence[str], addresses: Sequence[str] = ()) -> None:
    """Purges the keys from every cache that there is, or the addresses where it takes no keys. Raises ExternalFailure."""
    for backend in _all():
        if isinstance(backend, TagBackend):
            backend.purge_tags(keys)
        elif addresses:
            backend.purge_batch(addresses)


def _all() -> list[Any]:
    return list(get_backends(settings.WAGTAILFRONTENDCACHE).values())
