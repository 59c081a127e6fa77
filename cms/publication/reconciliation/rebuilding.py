"""Restoring all editions from the pages, in steps that let readers and editors go on, and reporting what differs."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from wagtail.models import Page

from cms.content.declaration.registry import page_models
from cms.content.languages import CODES

from ..glossary.term_reconciler import all_terms
from ..models import Change, Edition
from ..safeguards.blast_radius import open_withdrawals
from .actions import reconcile, reconcile_terms

# An editor's publication waits for a batch in hand, some tenths of a second.
BATCH = 100
HELD = "held"
Action = Callable[[Iterable[UUID]], list[Change]]


@dataclass(frozen=True)
class Difference:
    """An item whose editions are not what its pages say, and what the log would say of it.

    Of the kind `held`: one that stays as it was, and not for want of a repair.
    """

    item: UUID
    languages: str
    kind: str

    def __str__(self) -> str:
        return f"{self.item} {self.languages} {self.kind}"


def all_items() -> list[UUID]:
    """Every item that has a page or an edition, parents before children."""
    paths: dict[UUID, str] = {}
    for model in page_models():
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


def differences(items: Iterable[UUID], action: Action = reconcile) -> list[Difference]:
    """What reconciling a batch would change, and what it would hold, found by doing it and rolling back. Writes nothing."""
    items = set(items)
    with transaction.atomic():
        found = [Difference(row.item, row.languages, row.kind) for row in action(items)]
        held = open_withdrawals().filter(item__in=items).order_by("item", "language")
        found += [Difference(row.item, row.language, HELD) for row in held]
        transaction.set_rollback(True)
    return found


def steps() -> list[tuple[list[UUID], Action]]:
    """What is to be gone through: terms first, so that items are made with their marks; then items, parents first."""
    terms = [(batch, reconcile_terms) for batch in batches(list(all_terms()))]
    return [*terms, *((batch, reconcile) for batch in batches(all_items()))]
