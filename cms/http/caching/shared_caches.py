"""How long caches between us and readers may keep what is purged when it changes (RFC 9111, s-maxage; RFC 5861)."""

from datetime import datetime

from django.conf import settings


def shortened(seconds: int, left: float | None) -> int:
    """The seconds, or half of them, or half of that, and so on, that end before `left` seconds are over: an answer has few
    different headers before its end.
    """
    while left is not None and seconds > max(0.0, left):
        seconds //= 2
    return seconds


def shared_times(left: float | None) -> tuple[int, dict[str, int]]:
    """For how many seconds shared caches may keep what ends in `left` seconds, and for how many more they may give it by
    which directive (RFC 5861). Nothing is given past its end, whatever is wrong with us.
    """
    seconds = shortened(int(settings.SHARED_CACHE_SECONDS), left)
    stale = {
        "stale-while-revalidate": int(settings.STALE_WHILE_REVALIDATE_SECONDS),
        "stale-if-error": int(settings.STALE_IF_ERROR_SECONDS),
    }
    return seconds, {name: more for name, more in stale.items() if more and (left is None or seconds + more <= left)}


def seconds_left(end: datetime | None, now: float) -> float | None:
    """Seconds until an end, if there is one."""
    return None if end is None else end.timestamp() - now
