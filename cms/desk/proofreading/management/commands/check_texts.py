"""`manage.py check_texts`: what the checks find in the texts as they are being edited, for people and for programs."""

import csv
import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Sum

from cms.content.languages import CODES

from ...checking.finding import KINDS
from ...keeping.changed_since import items_to_check
from ...keeping.proofs import proofread
from ...models import ProofedText, TextFinding

_COLUMNS: Final = ("item", "language", "title", "kind", "code", "path", "found", "wanted", "context", "dismissed")


class Command(BaseCommand):
    help = (
        "Checks the texts of pages and terms that have changed since they were checked, and lists what there is to look at. "
        "Ends with 1 if there is anything, with 0 if there is nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Adds which texts and kinds, and how they are listed."""
        parser.add_argument("--item", type=UUID, action="append", help="Only this item; may be given again.")
        parser.add_argument("--language", choices=CODES, help="Only this language.")
        parser.add_argument("--kind", choices=KINDS, action="append", help="Only this kind; may be given again.")
        parser.add_argument("--format", choices=("text", "csv", "json"), default="text", help="Default: text.")
        parser.add_argument("--again", action="store_true", help="Check what has not changed too.")
        parser.add_argument("--dismissed", action="store_true", help="List what was dismissed too.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Checks, lists and counts."""
        wanted = set(options["item"] or ())
        if options["again"]:
            ProofedText.objects.filter(**({"item__in": wanted} if wanted else {})).update(revision=-1)
        proofread(list(items_to_check(wanted or None)))
        proofs = ProofedText.objects.all()
        if wanted:
            proofs = proofs.filter(item__in=wanted)
        if options["language"]:
            proofs = proofs.filter(language=options["language"])
        rows = TextFinding.objects.filter(proof__in=proofs).select_related("proof", "dismissal")
        if options["kind"]:
            rows = rows.filter(kind__in=options["kind"])
        if not options["dismissed"]:
            rows = rows.filter(dismissal=None)
        found = [_told(row) for row in rows.order_by("proof__title", "proof__language", "pk")]
        self._list(found, options["format"])
        words = proofs.aggregate(Sum("words"))["words__sum"] or 0
        still = [row for row in found if not row["dismissed"]]
        self.stderr.write(f"{len(still)} to look at, in {words} words of {proofs.count()} texts.")
        if still:
            raise CommandError("There is something to look at.", returncode=1)

    def _list(self, found: list[dict[str, str]], written: str) -> None:
        if written == "json":
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        elif written == "csv":
            writer = csv.DictWriter(self.stdout, _COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(found)
        else:
            for line in _lines(found):
                self.stdout.write(line)


def _told(row: TextFinding) -> dict[str, str]:
    proof = row.proof
    values = (
        str(proof.item), proof.language, proof.title, row.kind, row.code, row.path, row.found, row.wanted, row.context,
        row.dismissal.reason if row.dismissal else "",
    )  # fmt: skip
    return dict(zip(_COLUMNS, values, strict=True))


def _lines(found: list[dict[str, str]]) -> Iterator[str]:
    for row in found:
        wanted = f" -> {row['wanted']}" if row["wanted"] and row["wanted"] != row["found"] else ""
        yield f"{row['language']} {row['title']}: {row['kind']} {row['code']}: {row['found']}{wanted} ({row['path']})"
