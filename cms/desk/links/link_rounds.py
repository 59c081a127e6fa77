"""Asks other sites whether what pages link to is still there: seldom, one address of a host at a time, and never in a hurry.

A site that refuses machines is left alone; one that does not answer is asked again later, and only after days called broken.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urldefrag, urljoin

from django.conf import settings

from cms.publication.changelog.leases import Lease
from cms.publication.clock import shared_now
from cms.webhooks.sending.delivery_faults import DeliveryFault
from cms.webhooks.sending.posting import ReceiverAnswer, ask

from .models import ExternalAddress, LinkFault
from .noting import note_all

LEASE: Final = "links"
_WELL: Final = timedelta(days=7)
_BROKEN: Final = timedelta(days=1)
# After so many failures in a row, each longer after the last, an address that does not answer is called broken.
_RETRIES: Final = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=2))
_LONGEST_WAIT: Final = timedelta(days=7)
_HOPS: Final = 5
_AT_ONCE: Final = 20
# Seconds between two requests, and between two looks where nothing is due.
_PAUSE: Final = 1.0
_LOOK: Final = 10.0
# A site says with these that it does not speak to machines, or that it is to be left alone for now.
_REFUSALS: Final = {401, 402, 403, 407, 429, 451, 999}
_GONE: Final = {404, 410}
_NO_SITE: Final = {DeliveryFault.UNKNOWN_NAME, DeliveryFault.NOT_PUBLIC}
_MALFORMED: Final = {DeliveryFault.SCHEME, DeliveryFault.FORM, DeliveryFault.NAME, DeliveryFault.PORT}

Ask = Callable[..., Coroutine[Any, Any, ReceiverAnswer]]


class LinkChecker:
    """Works beside the worker; one process at a time."""

    def __init__(
        self, send: Ask = ask, clock: Callable[[], datetime] = shared_now, sleep: Callable[[float], object] = time.sleep
    ) -> None:
        self._send, self._clock, self._sleep = send, clock, sleep

    def run(self, stop: Callable[[], bool]) -> None:
        """Notes and asks until `stop` says so, or while nobody else does."""
        self._turn(stop, ends=False)

    def once(self, stop: Callable[[], bool]) -> None:
        """Notes what was saved, and asks what is due."""
        self._turn(stop, ends=True)

    def _turn(self, stop: Callable[[], bool], *, ends: bool) -> None:
        lease = Lease.take(LEASE, clock=self._clock, stop=stop)
        if lease is None:
            return
        with lease:
            while True:
                lease.renew()
                note_all(lease.renew)
                asked = self.round(lease.renew) if settings.LINK_CHECKS else 0
                lease.note_success()
                if ends and not asked:
                    return
                if not asked:
                    self._rest(lease.renew)

    def _rest(self, renew: Callable[[], None]) -> None:
        for _ in range(int(_LOOK / _PAUSE)):
            renew()
            self._sleep(_PAUSE)

    def round(self, renew: Callable[[], None] = lambda: None) -> int:
        """Asks some of the addresses that are due, no two of one host. How many."""
        due = ExternalAddress.objects.filter(due_at__lte=self._clock()).order_by("due_at", "pk")
        hosts: dict[str, ExternalAddress] = {}
        for address in due[: _AT_ONCE * 10]:
            hosts.setdefault(address.host, address)
        chosen = list(hosts.values())[:_AT_ONCE]
        for address in chosen:
            renew()
            self._record(address, asyncio.run(self._answer(address.url)))
            self._sleep(_PAUSE)
        return len(chosen)

    async def _answer(self, url: str) -> ReceiverAnswer:
        """What the address answers in the end: asked for its head, for itself where that is not given, wherever it leads."""
        answer = ReceiverAnswer(fault=DeliveryFault.STATUS)
        for _ in range(_HOPS):
            plain = urldefrag(url).url
            answer = await self._ask("HEAD", plain)
            if answer.status and not 200 <= answer.status < 400:
                self._sleep(_PAUSE)
                answer = await self._ask("GET", plain)
            if not (300 <= answer.status < 400 and answer.location):
                return answer
            try:
                url = urljoin(plain, answer.location)
            except ValueError:
                return ReceiverAnswer(fault=DeliveryFault.FORM)
            self._sleep(_PAUSE)
        return ReceiverAnswer(fault=DeliveryFault.ANSWER)

    async def _ask(self, method: str, url: str) -> ReceiverAnswer:
        headers = {"User-Agent": f"Sefydlogrwydd-Cynnar-Links/1 (+{settings.API_URL})", "Accept": "text/html,*/*;q=0.1"}
        return await self._send(method, url, headers, loopback=settings.WEBHOOKS_TO_LOOPBACK, plain=True)

    def _record(self, address: ExternalAddress, answer: ReceiverAnswer) -> None:
        now = self._clock()
        address.status, address.checked_at = answer.status, now
        if 200 <= answer.status < 400 or answer.status in _REFUSALS:
            address.failures, address.fault, wait = 0, "", _WELL
        else:
            address.failures += 1
            address.fault, wait = _fault(address, answer)
        if not address.fault:
            address.broken_since = None
        elif address.broken_since is None:
            address.broken_since = now
        later = min(timedelta(seconds=answer.retry_after or 0), _LONGEST_WAIT)
        address.due_at = now + max(wait, later)
        address.save()
        if later:
            ExternalAddress.objects.filter(host=address.host, due_at__lt=now + later).update(due_at=now + later)


def _fault(address: ExternalAddress, answer: ReceiverAnswer) -> tuple[str, timedelta]:
    """What is wrong, empty where it is too early to say, and when to ask again."""
    if answer.status in _GONE:
        return LinkFault.NOT_FOUND, _BROKEN
    if answer.fault in _MALFORMED:
        return LinkFault.MALFORMED, _WELL
    if address.failures <= len(_RETRIES):
        return address.fault, _RETRIES[address.failures - 1]
    return (LinkFault.NO_SITE if answer.fault in _NO_SITE else LinkFault.NO_ANSWER), _BROKEN
