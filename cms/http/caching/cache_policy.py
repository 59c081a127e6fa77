"""The one value that says how long an answer holds and who may keep it (RFC 9111). Headers and the response cache read it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils import timezone

OnHit = Callable[[], None]


@dataclass(frozen=True, slots=True)
class CachePolicy:
    """Without arguments: anybody may keep the answer for CACHE_MAX_AGE seconds.

    `expires_at` is the first moment at which something in it is no longer public. A `short_lived` one also changes with the
    hour or the day: the response cache gives it no longer than others may. `on_hit` are called each time that the response
    cache gives it again (searches count themselves so). One that is `private` is for who asked alone; one that is not
    `storable` is for nobody to keep. What is to be `asked_again` each time, the response cache alone gives unasked.
    """

    expires_at: datetime | None = None
    short_lived: bool = False
    on_hit: tuple[OnHit, ...] = ()
    private: bool = False
    storable: bool = True
    asked_again: bool = False

    def __and__(self, other: "CachePolicy") -> "CachePolicy":
        """The policy of an answer that is made of both."""
        return CachePolicy(
            expires_at=self.until(other.expires_at).expires_at,
            short_lived=self.short_lived or other.short_lived,
            on_hit=self.on_hit + other.on_hit,
            private=self.private or other.private,
            storable=self.storable and other.storable,
            asked_again=self.asked_again or other.asked_again,
        )

    def until(self, moment: datetime | None) -> "CachePolicy":
        """The policy of an answer in which something also expires at `moment`; None for what does not expire."""
        if moment is None or (self.expires_at is not None and self.expires_at <= moment):
            return self
        return replace(self, expires_at=moment)

    @property
    def max_age(self) -> int:
        """Seconds for which others may keep it: CACHE_MAX_AGE, or what is left until it expires."""
        longest = int(settings.CACHE_MAX_AGE)
        if self.expires_at is None:
            return longest
        return max(0, min(longest, int((self.expires_at - timezone.now()).total_seconds())))

    @property
    def cache_control(self) -> str:
        """The value of the header Cache-Control."""
        if not self.storable:
            return "private, no-store" if self.private else "no-store"
        if self.asked_again:
            return "public, no-cache"
        return f"{'private' if self.private else 'public'}, max-age={self.max_age}"

    def same_until(self, now: float) -> float:
        """Until when the answer of `now` may be given again as it is, headers included. Both are times of `time.time()`."""
        longest = 0 if self.asked_again else int(settings.CACHE_MAX_AGE)
        # Once it is about to expire, Cache-Control says another number each second.
        end = self.expires_at.timestamp() - longest if self.expires_at else float("inf")
        return min(end, now + longest) if self.short_lived else end


PUBLIC: Final = CachePolicy()
SHORT_LIVED: Final = CachePolicy(short_lived=True)
# What is wrong now may be right soon.
NOT_STORABLE: Final = CachePolicy(storable=False)
