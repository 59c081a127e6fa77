"""Clears the log of changes that nobody needs any more, or with --check says what there is to clear."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from tqdm import tqdm

from cms.publication.changelog.compaction import compact, compaction


class Command(BaseCommand):
    help = (
        "Clears the log of changes that were superseded, or whose items are not public any more, CHANGES_KEPT_DAYS ago. The "
        "last change of all that is public stays. Safe while the service runs, to interrupt and to run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Adds --check."""
        parser.add_argument("--check", action="store_true", help="Change nothing; say what there is to clear.")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        """Clears, and says what."""
        found = compaction()
        if not check:
            with tqdm(total=found.removable, unit="change", disable=options["verbosity"] == 0) as bar:
                compact(bar.update)
        done = "could be cleared" if check else "cleared"
        self.stdout.write(
            f"{found.removable} changes of more than {settings.CHANGES_KEPT} days ago {done}, of them {found.tombstones} of "
            "items that are not public any more."
        )
        if found.held_up_by:
            self.stdout.write(
                f"More could be, once {found.held_up_by} has followed the log: see manage.py worker --status."
            )
