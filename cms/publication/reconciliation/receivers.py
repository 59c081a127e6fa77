"""Wagtail's and wagtail-localize's signals. Each finds the items concerned and leaves the rest to one action.

A receiver never raises: an exception would keep Wagtail from finishing the publication. `rebuild_publication` repairs.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Collection, CollectionViewRestriction, Page, PageLogEntry, PageViewRestriction
from wagtail.signals import (
    copy_for_translation_done,
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from cms.content.models import Term
from cms.content.pages import ContentPage

from ..models import Change
from . import dependencies
from .actions import reconcile, reconcile_terms, reposition

Action = Callable[[set[UUID]], list[Change]]
# Changes that Wagtail or wagtail-localize make without any signal of their own, but leave a log entry of.
SILENT_ACTIONS = frozenset({"wagtail_localize.convert_to_alias", "wagtail.convert_alias"})


class PendingReconciliation:
    """Items that wait for the present transaction to commit; called then."""

    def __init__(self, action: Action) -> None:
        self.action = action
        self.items: set[UUID] = set()
        self.done = False
        self.__qualname__ = "reconcile"  # Django names a failed callback by it

    def __call__(self) -> None:
        self.done = True
        self.action(self.items)


def after_commit(items: set[UUID], action: Action = reconcile) -> None:
    """Reconciles the items once the present transaction, if any, has committed; a failure is logged, not raised.

    What one transaction touches several times is reconciled once.
    """
    if not items:
        return
    connection = transaction.get_connection()
    for savepoints, callback, _ in connection.run_on_commit:
        if (
            isinstance(callback, PendingReconciliation)
            and callback.action is action
            and not callback.done
            and savepoints == set(connection.savepoint_ids)
        ):
            callback.items |= items
            return
    pending = PendingReconciliation(action)
    pending.items |= items
    transaction.on_commit(pending, robust=True)


@receiver(page_published)
@receiver(page_unpublished)
def when_published_or_unpublished(instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, ContentPage):
        after_commit({instance.translation_key})


@receiver(page_slug_changed)
def when_slug_changed(instance: Page, **kwargs: Any) -> None:
    after_commit(dependencies.items_below(instance))


@receiver(post_page_move)
def when_moved(instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """Also a change of order: then parents are the same and only positions differ."""
    moved = Page.objects.get(pk=instance.pk)
    after_commit(dependencies.items_below(moved))
    transaction.on_commit(lambda: reposition({parent_page_before.pk, parent_page_after.pk}), robust=True)


@receiver(copy_for_translation_done)
def when_copied_for_translation(source_obj: Any, **kwargs: Any) -> None:
    if isinstance(source_obj, Page):
        after_commit({source_obj.translation_key})


@receiver(post_delete)
def when_deleted(sender: type, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, ContentPage):
        after_commit({instance.translation_key})


@receiver(pre_delete)
def before_deletion(sender: type, instance: Any, **kwargs: Any) -> None:
    """References are gone once the object is: the items that used it are found before."""
    if isinstance(instance, dependencies.SNIPPETS):
        after_commit(dependencies.items_using_snippet(instance))
    elif isinstance(instance, dependencies.MEDIA):
        after_commit(dependencies.items_using([instance]))


@receiver(post_save)
def when_saved(sender: type, instance: Any, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    """Snippets, files and pictures that pages use; a new one is used by no page yet, but may complete a language."""
    if raw:
        return
    if isinstance(instance, dependencies.SNIPPETS):
        after_commit(dependencies.items_using_snippet(instance))
    elif isinstance(instance, dependencies.MEDIA) and not created:
        after_commit(dependencies.items_using([instance]))


@receiver([post_save, post_delete], sender=Term)
def when_term_changed(instance: Term, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        after_commit({instance.translation_key}, reconcile_terms)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def when_page_restricted(instance: PageViewRestriction, **kwargs: Any) -> None:
    after_commit(dependencies.items_below(instance.page))


@receiver([post_save, post_delete], sender=CollectionViewRestriction)
def when_collection_restricted(instance: CollectionViewRestriction, **kwargs: Any) -> None:
    after_commit(dependencies.items_in_collection(instance.collection))


@receiver(post_save, sender=Collection)
def when_collection_saved(instance: Collection, created: bool, **kwargs: Any) -> None:
    if not created:
        after_commit(dependencies.items_in_collection(instance))


@receiver(post_save, sender=PageLogEntry)
def when_logged(instance: PageLogEntry, **kwargs: Any) -> None:
    if instance.action in SILENT_ACTIONS:
        after_commit(set(Page.objects.filter(pk=instance.page_id).values_list("translation_key", flat=True)))
