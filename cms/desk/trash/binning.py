"""Into the bin: what somebody deletes in the administration is kept, with its twin and all below both, until it is emptied.

Code that deletes a page without saying for whom really deletes it, and that page alone.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.actions.delete_page import DeletePageAction, DeletePagePermissionError
from wagtail.models import Page, WorkflowState

from cms.content.declaration.registry import type_of
from cms.content.trees.tree_lock import lock_tree
from cms.publication.clock import shared_now
from cms.publication.releases.policies import policy_of
from cms.publication.releases.recording import name_of

from .models import BinnedItem, BinnedRoot
from .row_archive import keep_rows

# What Django answers to a deletion: how many rows, and of which models.
Deleted = tuple[int, dict[str, int]]


def install() -> None:
    """Has Wagtail's own way of deleting a page for somebody, which all its screens and its API take, lead to the bin."""
    execute = DeletePageAction.execute

    @wraps(execute)
    def execute_into_bin(
        self: DeletePageAction, *args: Any, skip_permission_checks: bool = False, **kw: Any
    ) -> Deleted:
        def delete(page: Page) -> Deleted:
            action = DeletePageAction(page, user=self.user)
            deleted: Deleted = execute(action, *args, skip_permission_checks=True, **kw)
            return deleted

        if self.user is None:
            # Else who dies in it leaves a page that counts fewer below it than there are, and takes no more.
            with transaction.atomic():
                lock_tree()
                return delete(self.page)
        self.check(skip_permission_checks=skip_permission_checks)
        return put_into_bin(self.page, self.user, delete)

    DeletePageAction.execute = execute_into_bin


def put_into_bin(page: Page, user: Any, delete: Callable[[Page], Deleted]) -> Deleted:
    """Keeps a page with all that goes along, and deletes it. A page that went along with another is left alone.

    Raises DeletePagePermissionError where the user may not delete all of it.
    """
    with transaction.atomic():
        lock_tree()
        now = Page.objects.select_for_update().filter(pk=page.pk).first()
        if now is None:
            return 0, {}
        roots = roots_of(now)
        if forbidden(roots, user):
            raise DeletePagePermissionError("You may not delete the other language's page.")
        pages = pages_below(roots)
        # The worker writes of pages what it reads in them: by now, or it finds them gone.
        held = list(pages.order_by("pk").select_for_update().values_list("pk", flat=True))
        _cancel_workflows(pages, user)
        binned = _note(now, roots, user, len(held))
        keep_rows(binned, pages)
        return _sum(map(delete, roots))


def roots_of(page: Page) -> list[Page]:
    """The page and its twin, and the twins of what stands below them where they stand elsewhere: what goes together."""
    roots = [page]
    while elsewhere := _twins_elsewhere(roots):
        roots = _topmost([*roots, *elsewhere])
    return sorted(roots, key=lambda root: (root.pk != page.pk, root.translation_key != page.translation_key, root.path))


def pages_below(roots: Iterable[Page]) -> QuerySet[Page]:
    """They and all below them."""
    below = Q()
    for root in roots:
        below |= Q(path__startswith=root.path)
    found: QuerySet[Page] = Page.objects.filter(below)
    return found


def forbidden(roots: Iterable[Page], user: Any) -> list[Page]:
    """Those of the pages that the user may not delete."""
    return [root for root in roots if not root.permissions_for_user(user).can_delete()]


def _twins_elsewhere(roots: list[Page]) -> list[Page]:
    here = pages_below(roots)
    together = {page.translation_key for page in here if _go_together(page)}
    return list(Page.objects.filter(translation_key__in=together).exclude(pk__in=here.values("pk")))


def _go_together(page: Page) -> bool:
    """Whether what is taken down in one language goes in both."""
    kind = type_of(page.specific_class or Page)
    return policy_of(kind.name if kind else "").begins_with_both


def _topmost(pages: list[Page]) -> list[Page]:
    return [page for page in pages if not any(page.is_descendant_of(other) for other in pages)]


def _cancel_workflows(pages: QuerySet[Page], user: Any) -> None:
    keys = [str(pk) for pk in pages.values_list("pk", flat=True)]
    for state in WorkflowState.objects.active().filter(base_content_type__model="page", object_id__in=keys):
        state.cancel(user=user)


def _note(page: Page, roots: list[Page], user: Any, count: int) -> BinnedItem:
    now = shared_now()
    binned = BinnedItem.objects.create(
        item=page.translation_key, content_type_id=page.content_type_id, page_count=count, deleted_at=now,
        kept_until=now + timedelta(days=settings.TRASH_KEPT_DAYS), deleted_by=user, by_name=name_of(user),
    )  # fmt: skip
    BinnedRoot.objects.bulk_create(_root(binned, root) for root in roots)
    return binned


def _root(binned: BinnedItem, root: Page) -> BinnedRoot:
    parent = root.get_parent()
    followers = root.get_siblings().filter(path__gt=root.path).order_by("path").values_list("pk", flat=True)
    return BinnedRoot(
        binned=binned, page=root.pk, title=root.specific.get_admin_display_title(), language=root.locale.language_code,
        parent=parent.pk, parent_title=parent.specific.get_admin_display_title(), followers=list(followers),
    )  # fmt: skip


def _sum(deleted: Iterable[Deleted]) -> Deleted:
    rows: Counter[str] = Counter()
    for _count, by_model in deleted:
        rows.update(by_model)
    return sum(rows.values()), dict(rows)
