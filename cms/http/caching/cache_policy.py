"""The one value that says how long an answer holds and who may keep it (RFC 9111). Headers and the response cache read it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import Final

from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils import timezone

from cms.edge.surrogate_keys import NOTHING, SITE, Keys
from cms.publication.release_sets.planned_moment import planned_moment

from .shared_caches import seconds_left, shared_times, shortened

OnHit = Callable[[], None]
# Seconds after which it is looked again whether something has been planned.
_ASKED_AGAIN: Final = 60.0


def end_of(day: date) -> datetime:
    """When a day ends in Wales."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), clock_time()))


def _first(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)


@dataclass(frozen=True, slots=True)
class CachePolicy:
    """Without arguments: anybody may keep the answer for CACHE_MAX_AGE seconds.

    `expires_at` is the first moment at which something in it is no longer public. A `short_lived` one also changes with the
    hour or the day: the response cache gives it no longer than others may. `on_hit` are called each time that the response
    cache gives it again (searches count themselves so). One that is `private` is for who asked alone; one that is not
    `storable` is for nobody to keep. What is to be `asked_again` each time, the response cache alone gives unasked. `longest`
    is for how many seconds others may keep it where CACHE_MAX_AGE says more.

    One that is `never_old` the response cache gives only where the database says at that moment that it holds: whoever was told
    of a change by one process may fetch what has changed from another.

    Where SHARED_CACHE_SECONDS is set: one that has `keys` is purged from shared caches when what it shows changes, and they
    may keep it for so long. One without, or that is short-lived or has a `longest`, they ask for again each time.
    `renewed_at` is the moment at which it changes although nothing is published, such as midnight.
    """

    expires_at: datetime | None = None
    short_lived: bool = False
    on_hit: tuple[OnHit, ...] = ()
    private: bool = False
    storable: bool = True
    asked_again: bool = False
    never_old: bool = False
    longest: int | None = None
    keys: Keys = NOTHING
    renewed_at: datetime | None = None

    def __and__(self, other: "CachePolicy") -> "CachePolicy":
        """The policy of an answer that is made of both."""
        return CachePolicy(
            expires_at=self.until(other.expires_at).expires_at,
            short_lived=self.short_lived or other.short_lived,
            on_hit=self.on_hit + other.on_hit,
            private=self.private or other.private,
            storable=self.storable and other.storable,
            asked_again=self.asked_again or other.asked_again,
            never_old=self.never_old or other.never_old,
            longest=min((one for one in (self.longest, other.longest) if one is not None), default=None),
            keys=self.keys | other.keys,
            renewed_at=_first(self.renewed_at, other.renewed_at),
        )

    def until(self, moment: datetime | None) -> "CachePolicy":
        """The policy of an answer in which something also expires at `moment`; None for what does not expire."""
        if moment is None or (self.expires_at is not None and self.expires_at <= moment):
            return self
        return replace(self, expires_at=moment)

    @property
    def max_age(self) -> int:
        """Seconds for which others may keep it: CACHE_MAX_AGE, or what is left until it expires or something is planned."""
        longest = shortened(self._longest, seconds_left(self._renewed, time.time()))
        if self.expires_at is None:
            return longest
        return max(0, min(longest, int((self.expires_at - timezone.now()).total_seconds())))

    @property
    def _longest(self) -> int:
        longest = int(settings.CACHE_MAX_AGE)
        return longest if self.longest is None else min(longest, self.longest)

    @property
    def cache_control(self) -> str:
        """The value of the header Cache-Control."""
        if not self.storable:
            return "private, no-store" if self.private else "no-store"
        if self.asked_again:
            return "public, no-cache"
        own = f"{'private' if self.private else 'public'}, max-age={self.max_age}"
        return f"{own}{self._shared()}"

    def _shared(self) -> str:
        """What shared caches may do beside: keep it until it is purged, and give it while they ask for it anew."""
        if not _is_on() or self.private:
            return ""
        if not self._is_shared:
            return ", s-maxage=0"
        seconds, stale = shared_times(seconds_left(self._shared_end, time.time()))
        return "".join([f", s-maxage={seconds}", *(f", {name}={more}" for name, more in stale.items())])

    @property
    def _is_tagged(self) -> bool:
        return _is_on() and bool(self.keys) and self.storable and not self.private

    @property
    def _is_shared(self) -> bool:
        return self._is_tagged and not (self.short_lived or self.asked_again) and self.longest is None

    @property
    def _shared_end(self) -> datetime | None:
        """When it expires or may be another one."""
        return _first(self.expires_at, self._renewed)

    @property
    def _renewed(self) -> datetime | None:
        """When it changes by itself, or something is planned to go out, which may change anything."""
        return _first(self.renewed_at, planned_moment.next()) if _is_on() else None

    @property
    def headers(self) -> dict[str, str]:
        """Cache-Control, and the keys: Surrogate-Key for Fastly and Varnish, Cache-Tag for Cloudflare."""
        found = {"Cache-Control": self.cache_control}
        if self._is_tagged:
            keys = sorted({SITE, *self.keys})
            found |= {"Surrogate-Key": " ".join(keys), "Cache-Tag": ",".join(keys)}
        return found

    def add_headers(self, response: HttpResponseBase) -> None:
        """Says so on a response."""
        for name, value in self.headers.items():
            response[name] = value

    def same_until(self, now: float) -> float:
        """Until when the answer of `now` may be given again as it is, headers included. Both are times of `time.time()`."""
        longest = 0 if self.asked_again else int(settings.CACHE_MAX_AGE)
        # Once it is about to expire, Cache-Control says another number each second.
        end = self.expires_at.timestamp() - longest if self.expires_at else float("inf")
        if self.renewed_at is not None:
            end = min(end, self.renewed_at.timestamp())
        if _is_on():
            end = min(end, now + _ASKED_AGAIN, self._same_max_age_until(now))
        if self._is_shared:
            end = min(end, self._same_shared_until(now))
        return min(end, now + longest) if self.short_lived else end

    def _same_max_age_until(self, now: float) -> float:
        """Until when nothing that comes by itself or is planned makes `max-age` another."""
        if self._renewed is None:
            return float("inf")
        return self._renewed.timestamp() - shortened(self._longest, seconds_left(self._renewed, now))

    def _same_shared_until(self, now: float) -> float:
        """Until when s-maxage and what is beside it are the same."""
        end = self._shared_end
        if end is None:
            return float("inf")
        seconds, stale = shared_times(seconds_left(end, now))
        return end.timestamp() - seconds - max(stale.values(), default=0)


def _is_on() -> bool:
    """Whether shared caches keep answers until they are purged."""
    return bool(settings.SHARED_CACHE_SECONDS)


PUBLIC: Final = CachePolicy()
# The same until a release of the software, after which everything is purged.
OF_THE_SOFTWARE: Final = CachePolicy(keys=frozenset({SITE}))
SHORT_LIVED: Final = CachePolicy(short_lived=True)
# What is wrong now may be right soon.
NOT_STORABLE: Final = CachePolicy(storable=False)
