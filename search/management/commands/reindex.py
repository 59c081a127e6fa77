"""`manage.py reindex`: a new index of everything, while the old one serves."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from cms.publication.changelog.consumers import consumer_status, follow
from cms.publication.changelog.leases import Interrupted
from cms.publication.management.garbage import seldom_collected
from search.engines.interface import Unavailable

# Seconds between two looks at whether another process's build has ended.
WAIT = 1.0


class Command(BaseCommand):
    help = "Builds the search index anew while the old one serves. Safe to interrupt and to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Adds --if-needed."""
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="Only where there is no index of this release; else bring it up to date.",
        )

    def handle(self, *args: Any, if_needed: bool = False, verbosity: int = 1, **options: Any) -> None:
        """Builds, then follows the log to its end."""
        from search.indexing.index_builder import IndexBusy, is_usable

        try:
            while not (if_needed and is_usable()):
                try:
                    self._build(verbosity)
                except IndexBusy:
                    if not if_needed:
                        raise
                    time.sleep(WAIT)
                    continue
                break
            self._follow()
        except (IndexBusy, Interrupted) as reason:
            raise CommandError(f"The index was not built, and the one that there was serves on: {reason}") from reason
        except Unavailable as error:
            raise CommandError(
                f"Search is not available, and the index that there is was left as it is: {error}"
            ) from error

    def _build(self, verbosity: int) -> None:
        from search.indexing.index_builder import build_index, index_size

        bar = tqdm(total=index_size(), desc="Indexing", unit="item", disable=verbosity == 0, file=self.stderr)
        with bar, seldom_collected():
            build_index(progress=bar.update)
        if verbosity:
            self.stdout.write("The new index serves.")

    def _follow(self) -> None:
        from search.indexing.index_position import CONSUMER_NAME
        from search.indexing.indexer import Indexer

        follow(Indexer(builds=False))
        found = consumer_status(CONSUMER_NAME)
        if found.row.failures:
            raise CommandError(f"The index is {found.behind} changes behind: {found.row.last_error}")
