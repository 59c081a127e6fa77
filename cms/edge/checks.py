"""System checks: answers that shared caches keep for long have to be purged by somebody."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from .purging import backends


@register()
def what_is_kept_is_purged(**kwargs: Any) -> list[CheckMessage]:
    """edge.W001: without a cache that is purged, what is taken down is still given for as long as SHARED_CACHE_SECONDS."""
    if not settings.SHARED_CACHE_SECONDS or backends():
        return []
    return [
        Warning(
            f"Shared caches keep answers for {settings.SHARED_CACHE_SECONDS} seconds, and nothing purges them.",
            hint="Set PURGE_URL, or SHARED_CACHE_SECONDS to 0.",
            id="edge.W001",
        )
    ]
