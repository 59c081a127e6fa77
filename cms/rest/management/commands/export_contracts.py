"""Writes the contracts of all outlets to docs/contracts, or with --check says how they differ from the code."""

import difflib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.http.contracts import Contract, contracts


class Command(BaseCommand):
    help = "Writes docs/contracts; --check shows what differs from the code and exits 1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file differs")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "docs" / "contracts"
        found = {contract: contract.text() for contract in contracts()}
        if options["check"]:
            self._check(folder, found)
            return
        folder.mkdir(parents=True, exist_ok=True)
        for contract, text in found.items():
            (folder / contract.name).write_text(text, encoding="utf-8")

    def _check(self, folder: Path, found: dict[Contract, str]) -> None:
        differences = [line for contract, text in found.items() for line in _difference(folder / contract.name, text)]
        if differences:
            self.stdout.writelines(differences)
            raise CommandError("docs/contracts is out of date: run `make contracts-write`.")


def _difference(path: Path, expected: str) -> list[str]:
    lines = difflib.unified_diff(
        _text(path).splitlines(True), expected.splitlines(True), f"docs/contracts/{path.name}", "the code"
    )
    return list(lines)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
