"""Restoring all editions from the pages, in steps that let readers and editors go on, and reporting what differs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from wagtail.models import Page

from cms.content.languages import CODES

from .actions import reconcile
from .models import Edition
from .projections import models

BATCH = 50


@dataclass(frozen=True)
class Difference:
    """An item whose editions are not what its pages say, and what the log would say of it."""

    item: UUID
    languages: str
    kind: str

    def __str__(self) -> str:
        return f"{self.item} {self.languages} {self.kind}"


def all_items() -> list[UUID]:
    """Every item that has a page or an edition, parents before children."""
    paths: dict[UUID, str] = {}
    for model in models():
        rows = Page.objects.type(model).filter(locale__language_code__in=CODES).values_list("translation_key", "path")
        for item, path in rows.iterator():
            paths[item] = min(path, paths.get(item, path))
    below = sorted(paths, key=lambda item: (len(paths[item]), paths[item]))
    orphans = Edition.objects.values_list("item", flat=True).distinct()
    return [*below, *(item for item in orphans.iterator() if item not in paths)]


def batches(items: list[UUID], size: int = BATCH) -> Iterator[list[UUID]]:
    """The items in groups, each of which is one transaction."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def differences(items: Iterable[UUID]) -> list[Difference]:
    """What reconciling a batch would change, found by doing it and rolling back. Writes nothing."""
    with transaction.atomic():
        found = [Difference(row.item, row.languages, row.kind) for row in reconcile(items)]
        transaction.set_rollback(True)
    return found
