"""Restores every edition from the pages, or with --check reports what differs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from cms.publication.management.garbage import seldom_collected
from cms.publication.reconciliation.rebuilding import HELD, Difference, differences, steps


class Command(BaseCommand):
    help = "Restores every edition from the pages while readers read. Safe to interrupt and to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Adds --check."""
        parser.add_argument(
            "--check",
            action="store_true",
            help="Change nothing; report what differs and exit with 1. What is held is told, and is no difference.",
        )

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        """Goes through all terms and items, in batches of one transaction each."""
        todo = steps()
        total = sum(len(batch) for batch, _ in todo)
        found: set[Difference] = set()
        changes = 0
        with tqdm(total=total, unit="item", disable=options["verbosity"] == 0) as bar, seldom_collected():
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
        held = sum(row.kind == HELD for row in found)
        if len(found) > held:
            raise SystemExit(1)
        kept = f" {held} editions stay as they were until somebody confirms their withdrawal." if held else ""
        self.stdout.write(f"{total} items: nothing differs.{kept}")
