"""Restores every edition from the pages, or with --check reports what differs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from cms.publication.actions import reconcile
from cms.publication.models import Change
from cms.publication.rebuilding import Difference, all_items, batches, differences


class Command(BaseCommand):
    help = "Restores every edition from the pages while readers read. Safe to interrupt and to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Adds --check."""
        parser.add_argument("--check", action="store_true", help="Change nothing; report what differs and exit with 1.")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        """Goes through all items, parents first, in batches of one transaction each."""
        items = all_items()
        found: set[Difference | Change] = set()
        with tqdm(total=len(items), unit="item", disable=options["verbosity"] == 0) as bar:
            for batch in batches(items):
                found.update(differences(batch) if check else reconcile(batch))
                bar.update(len(batch))
        if not check:
            self.stdout.write(f"{len(items)} items: {len(found)} changes.")
            return
        for difference in sorted(str(row) for row in found):
            self.stdout.write(difference)
        if found:
            raise SystemExit(1)
        self.stdout.write(f"{len(items)} items: nothing differs.")
