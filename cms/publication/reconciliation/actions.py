"""The only writers of editions and of the log. Each is idempotent and has its own transaction.

A transaction begins with the log's lock, before anything is read: so writers follow one another, and the log is in the order
of their commits.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from wagtail.models import Page

from cms.content.terms import is_term

from ..changelog.log import Log
from ..completeness.confirmations import confirmations
from ..glossary.term_reconciler import TermReconciler
from ..models import Change, Edition, SameInBoth
from .dependencies import items_naming, tree_of
from .reconciler import Reconciler


def reconcile(items: Iterable[UUID]) -> list[Change]:
    """Makes the public's view of `items` what the editors' pages say, both languages in one transaction.

    Publishes, withdraws, moves or ends editions as the pages' state demands, remakes the editions that show them, and returns
    the rows added to the log: none where nothing differed. Safe to call at any time, in any order, any number of times.
    """
    wanted = set(items)
    if not wanted:
        return []
    with transaction.atomic():
        return Reconciler(Log.lock()).reconcile(wanted)


def reconcile_terms(items: Iterable[UUID]) -> list[Change]:
    """Makes the public glossary what the editors' terms say, with their marks in every edition, in one transaction.

    Returns the rows added to the log, as `reconcile` does, and is as safe to call.
    """
    wanted = set(items)
    if not wanted:
        return []
    with transaction.atomic():
        return TermReconciler(Log.lock()).reconcile(wanted)


def reposition(parents: Iterable[int]) -> list[Change]:
    """Takes over the order of the pages below each parent (primary keys), descendants included."""
    with transaction.atomic():
        log = Log.lock()
        rows = Page.objects.filter(pk__in=set(parents))
        for parent in rows:
            _take_positions(parent)
        return Reconciler(log).reconcile({parent.translation_key for parent in rows})


def _take_positions(parent: Page) -> None:
    pages = tree_of(parent).values_list("translation_key", "locale__language_code", "path")
    positions = {(item, language): path for item, language, path in pages}
    editions = Edition.objects.filter(item__in={item for item, _ in positions}).only("item", "language", "position")
    moved = [row for row in editions if positions.get((row.item, row.language), row.position) != row.position]
    for row in moved:
        row.position = positions[row.item, row.language]
    Edition.objects.bulk_update(moved, ["position"], batch_size=500)


def confirm_same(item_id: UUID, texts: Iterable[str], user: Any) -> list[Change]:
    """Records that texts (or addresses) of an item or snippet are rightly the same in both languages."""
    SameInBoth.objects.bulk_create(confirmations(item_id, texts, user), ignore_conflicts=True)
    return reconcile_terms({item_id}) if is_term(item_id) else reconcile(items_concerned(item_id))


def items_concerned(item_id: UUID) -> set[UUID]:
    """The item itself, or the items that name the snippet of that key."""
    return items_naming(item_id) or {item_id}
