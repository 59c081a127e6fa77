"""Out of the bin: both languages of an item, and all below them, go back to their places as drafts, in one transaction."""

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import F, Model
from django.utils.translation import gettext as _
from treebeard.mp_tree import MP_MoveHandler
from wagtail.coreutils import find_available_slug
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search import index

from cms.content.models import SeenSource
from cms.content.translating.stable_content import content_digest
from cms.content.trees.tree_lock import lock_tree
from cms.publication.reconciliation.receivers import after_commit

from .bin_places import NotRestored, check_place, places
from .models import BinnedItem, BinnedRoot
from .row_archive import put_changes_back, put_rows_back, read_rows

RESTORE: Final = "trash.restore"
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class RestoredItem:
    """The pages that are back, first the one that somebody deleted; and those of them whose slug another page has by now."""

    pages: list[Page]
    renamed: list[Page]


def restore(binned: BinnedItem, user: Any, below: Page | None = None) -> RestoredItem:
    """Puts an item back to where it was, or below a page and that page's translations. Raises NotRestored."""
    try:
        with transaction.atomic():
            lock_tree()
            return _restore(BinnedItem.objects.select_for_update().get(pk=binned.pk), user, below)
    except BinnedItem.DoesNotExist as error:
        raise NotRestored(_("It is not in the bin any more.")) from error
    except IntegrityError as error:
        logger.exception(
            "%s could not be restored. What to do: restore it again; if that is refused too, report what stands below.",
            binned.item,
        )
        raise NotRestored(_("Something that was made since is in its place.")) from error


def _restore(binned: BinnedItem, user: Any, below: Page | None) -> RestoredItem:
    rows = read_rows(binned)
    pages = {row.pk: row for row in rows if type(row) is Page}
    _refuse_twice(pages.values())
    parents = places(binned, below)
    for root, parent in parents.items():
        check_place(pages[root.page], parent, user)
    _make_drafts(rows)
    slugs = {root.page: _plant(pages, root, parent) for root, parent in parents.items()}
    put_rows_back(row for row in rows if type(row) is not Page)
    put_changes_back(binned)
    back = [_put_in_order(root) for root in parents]
    _index(pages, binned.linked_from)
    PageLogEntry.objects.filter(page__in=pages).update(deleted=False)
    for page in back:
        log(instance=page, action=RESTORE, user=user)
    renamed = [page for page in back if page.slug != slugs[page.pk]]
    for page in renamed:
        _rename_draft(page, slugs[page.pk], user)
    binned.delete()
    after_commit()
    return RestoredItem(back, renamed)


def _refuse_twice(pages: Iterable[Page]) -> None:
    """An item has one page in a language."""
    wanted = {(page.translation_key, page.locale_id): page for page in pages}
    there = Page.objects.filter(translation_key__in={item for item, _locale in wanted})
    for made in there.values_list("translation_key", "locale"):
        if made in wanted:
            raise NotRestored(_("“%(title)s” was made again since.") % {"title": wanted[made].title})


def _make_drafts(rows: Iterable[Any]) -> None:
    """As unpublishing would leave them: nothing is live, and nothing is to be published by itself."""
    for row in rows:
        if type(row) is Page and row.live:
            row.live, row.live_revision_id, row.has_unpublished_changes = False, None, True
        elif isinstance(row, Revision):
            row.approved_go_live_at = None


def _plant(pages: dict[int, Page], root: BinnedRoot, parent: Page) -> str:
    """Writes the rows of a page and all below it, in its old place if that is free, else as the last below its parent.

    Returns the slug that it had.
    """
    top, above = pages[root.page], Page.objects.select_for_update().get(pk=parent.pk)
    old = (top.path, top.url_path)
    slug: str = top.slug
    top.slug = find_available_slug(above, slug)
    new = (_free_path(above, top), f"{above.url_path}{top.slug}/")
    moved = [page for page in pages.values() if page.path.startswith(old[0])]
    for page in moved:
        page.path, page.url_path = new[0] + page.path[len(old[0]) :], new[1] + page.url_path[len(old[1]) :]
        page.depth = len(page.path) // Page.steplen
    put_rows_back(moved)
    Page.objects.filter(pk=above.pk).update(numchild=F("numchild") + 1)
    return slug


def _free_path(above: Page, top: Page) -> str:
    path: str = above.path + top.path[-Page.steplen :]
    if Page.objects.filter(path=path).exists():
        path = above.get_last_child()._inc_path()
    return path


def _put_in_order(root: BinnedRoot) -> Page:
    """Before the first of the pages that followed it, where it is not; returns the page."""
    page = Page.objects.get(pk=root.page)
    passed = page.get_siblings().filter(pk__in=root.followers, path__lt=page.path)
    follower = passed.order_by("path").first()
    if follower is not None:
        MP_MoveHandler(page, follower, "left").process()
    return Page.objects.get(pk=root.page).specific


def _index(pages: Iterable[int], linked_from: Iterable[tuple[str, str]]) -> None:
    """What the pages name and who names them, and Wagtail's own search: a deletion forgets that."""
    for page in Page.objects.filter(pk__in=pages).specific():
        ReferenceIndex.create_or_update_for_object(page)
        index.insert_or_update_object(page)
    for label, pk in linked_from:
        model: type[Model] = apps.get_model(label)
        for one in model._base_manager.filter(pk=pk):
            ReferenceIndex.create_or_update_for_object(one.specific if isinstance(one, Page) else one)


def _rename_draft(page: Page, slug: str, user: Any) -> None:
    """Gives the newest version the page's new slug, in the place of `slug`.

    It says what that version said: whoever translated the one has seen the other.
    """
    before, latest = page.latest_revision_id, page.get_latest_revision_as_object()
    if before is None or latest.slug != slug:
        return
    latest.slug = page.slug
    made = latest.save_revision(user=user, clean=False)
    for seen in SeenSource.objects.filter(revision=before):
        SeenSource.objects.create(revision=made.pk, source_revision=seen.source_revision, digest=seen.digest)
    SeenSource.objects.filter(source_revision=before).update(
        source_revision=made.pk, digest=content_digest(json.loads(latest.to_json()))
    )
