"""Restores every edition from the pages, or with --check reports what differs."""

import gc
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from cms.publication.rebuilding import Difference, differences, steps


class Command(BaseCommand):
    help = "Restores every edition from the pages while readers read. Safe to interrupt and to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Adds --check."""
        parser.add_argument("--check", action="store_true", help="Change nothing; report what differs and exit with 1.")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        """Goes through all terms and items, in batches of one transaction each."""
        todo = steps()
        total = sum(len(batch) for batch, _ in todo)
        found: set[Difference] = set()
        changes = 0
        # What has been loaded so far stays for good: no need to look through it for garbage after every few items.
        gc.freeze()
        with tqdm(total=total, unit="item", disable=options["verbosity"] == 0) as bar:
            for batch, action in todo:
                if check:
                    found.update(differences(batch, action))
                else:
                    changes += len(action(batch))
                bar.update(len(batch))
        if not check:
            self.stdout.write(f"{total} items: {changes} changes.")
            return
        for difference in sorted(str(row) for row in found):
            self.stdout.write(difference)
        if found:
            raise SystemExit(1)
        self.stdout.write(f"{total} items: nothing differs.")
