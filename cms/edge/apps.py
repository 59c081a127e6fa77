"""Caches between us and readers."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.conf import settings

if TYPE_CHECKING:
    from cms.publication.changelog.consumers import Consumer


def purger() -> "Consumer":
    """The log's consumer, imported only where it works."""
    from .purge_consumer import Purger
    from .purging import purge

    return Purger(purge)


class EdgeConfig(AppConfig):
    name = "cms.edge"
    label = "edge"

    def ready(self) -> None:
        """Connects the check, and registers the consumer where there is a cache to purge."""
        from cms.publication.changelog import consumers

        from . import checks  # noqa: F401

        if settings.WAGTAILFRONTENDCACHE:
            consumers.register("purge", purger)
