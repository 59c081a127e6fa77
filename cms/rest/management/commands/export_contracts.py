"""Writes the contracts of all outlets to docs/contracts, or with --check says how they differ from the code, and what of the
last release they break.
"""

import difflib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.http.contracts import Contract, contracts

# The contracts of the last release, below the folder of those of the code.
RELEASED: Final = "released"


class Command(BaseCommand):
    help = (
        "Writes docs/contracts; --check shows what differs from the code and exits 1. What breaks a partner's queries is "
        "written with --breaking only."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file differs")
        parser.add_argument("--release", action="store_true", help="note the contracts as those of a release")
        parser.add_argument("--breaking", action="store_true", help="write changes that break queries, too")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "docs" / "contracts"
        found = {contract: contract.text() for contract in contracts()}
        if options["check"]:
            self._check(folder, found)
            _refuse_what_breaks(folder / RELEASED, found, "the last release; deprecate it for six months first")
            return
        if options["release"]:
            folder = folder / RELEASED
        if not options["breaking"]:
            _refuse_what_breaks(folder, found, "queries that partners have; `--breaking` writes it all the same")
        folder.mkdir(parents=True, exist_ok=True)
        for contract, text in found.items():
            (folder / contract.name).write_text(text, encoding="utf-8")

    def _check(self, folder: Path, found: dict[Contract, str]) -> None:
        differences = [line for contract, text in found.items() for line in _difference(folder / contract.name, text)]
        if differences:
            self.stdout.writelines(differences)
            raise CommandError("docs/contracts is out of date: run `make contracts-write`.")


def _refuse_what_breaks(folder: Path, found: dict[Contract, str], what: str) -> None:
    broken = [
        sentence
        for contract, text in found.items()
        if (folder / contract.name).exists()
        for sentence in contract.breaks(_text(folder / contract.name), text)
    ]
    if broken:
        listed = "".join(f"\n- {sentence}" for sentence in broken)
        raise CommandError(f"This breaks {what}:{listed}")


def _difference(path: Path, expected: str) -> list[str]:
    lines = difflib.unified_diff(
        _text(path).splitlines(True), expected.splitlines(True), f"docs/contracts/{path.name}", "the code"
    )
    return list(lines)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
