"""Search over the published editions."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.conf import settings

if TYPE_CHECKING:
    from cms.publication.changelog.consumers import Consumer


def indexer() -> "Consumer":
    """The log's consumer, imported (with the analysis of both languages) only where it works."""
    from .indexing.indexer import Indexer

    return Indexer()


class SearchConfig(AppConfig):
    name = "search"

    def ready(self) -> None:
        """Registers the checks and the consumer, and where there is no worker lets it work in this process."""
        from cms.publication.changelog import consumers
        from cms.publication.changelog.log import log_written
        from cms.publication.changelog.worker_thread import looked_after

        from . import checks  # noqa: F401

        consumers.register("search", indexer)
        if settings.WORKS_IN_PROCESS:
            from .indexing import in_process

            log_written.connect(in_process.on_log_written, dispatch_uid="search.indexing.in_process")
            looked_after.connect(in_process.on_looked_after, dispatch_uid="search.indexing.in_process")
