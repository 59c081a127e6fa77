"""Search over the published editions."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_delete, post_save

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
        from .indexing import in_process
        from .models import Synonym

        consumers.register("search", indexer)
        for changed in (post_save, post_delete):
            changed.connect(in_process.on_synonym_changed, sender=Synonym, dispatch_uid="search.indexing.in_process")
        if settings.WORKS_IN_PROCESS:
            log_written.connect(in_process.on_log_written, dispatch_uid="search.indexing.in_process")
            looked_after.connect(in_process.on_looked_after, dispatch_uid="search.indexing.in_process")
