"""Caches between us and readers."""

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.conf import settings

if TYPE_CHECKING:
    from cms.publication.changelog.consumers import Consumer


def purger() -> "Consumer":
    """The log's consumer, imported only where it works."""
    from .purge_consumer import Purger
    from .purging import purge

    return Purger(purge)


def on_looked_after(**kwargs: Any) -> None:
    """Purges what has changed, where there is no worker."""
    from cms.publication.changelog.consumers import consumers, follow

    for consumer in consumers():
        if consumer.name == "purge":
            follow(consumer)


class EdgeConfig(AppConfig):
    name = "cms.edge"
    label = "edge"

    def ready(self) -> None:
        """Connects the check, and registers the consumer where there is a cache to purge."""
        from cms.publication.changelog import consumers
        from cms.publication.changelog.worker_thread import looked_after

        from . import checks  # noqa: F401

        if settings.WAGTAILFRONTENDCACHE:
            consumers.register("purge", purger)
            if settings.WORKS_IN_PROCESS:
                looked_after.connect(on_looked_after, dispatch_uid="cms.edge")
