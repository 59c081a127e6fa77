"""Writes the contracts of the REST API to docs/contracts, or with --check says how they differ from the code."""

import difflib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.rest.openapi.document import document_json
from cms.rest.openapi.item_schema import item_schema_text


class Command(BaseCommand):
    help = "Writes docs/contracts/openapi.json and docs/contracts/item.schema.json; --check shows what differs and exits 1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file differs")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "docs" / "contracts"
        contracts = {"openapi.json": document_json(), "item.schema.json": item_schema_text()}
        if not options["check"]:
            folder.mkdir(parents=True, exist_ok=True)
            for name, text in contracts.items():
                (folder / name).write_text(text, encoding="utf-8")
            return
        differences = [line for name, text in contracts.items() for line in _difference(folder / name, text)]
        if differences:
            self.stdout.writelines(differences)
            raise CommandError("docs/contracts is out of date: run `make contracts-write`.")


def _difference(path: Path, expected: str) -> list[str]:
    found = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = difflib.unified_diff(
        found.splitlines(True), expected.splitlines(True), f"docs/contracts/{path.name}", "the code"
    )
    return list(lines)
