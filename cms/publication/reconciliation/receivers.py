"""Wagtail's and wagtail-localize's signals wake up who settles what was committed. What that is, the database has noted.

A receiver never raises: an exception would keep Wagtail from finishing the publication. What is not settled here, a worker
settles within a second.
"""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Collection, CollectionViewRestriction, Page, PageLogEntry, PageViewRestriction
from wagtail.signals import (
    copy_for_translation_done,
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from cms.content.models import File, Organisation, Picture, Term, Topic

from ..intents.settlement import settle

# What else than a page's publication changes what readers see. Drafts and translators' strings wait for that.
WAKING = (Organisation, Topic, Term, File, Picture, Collection, CollectionViewRestriction, PageViewRestriction)
# Changes that Wagtail or wagtail-localize make without any signal of their own, but leave a log entry of.
SILENT_ACTIONS = frozenset({"wagtail_localize.convert_to_alias", "wagtail.convert_alias"})


@receiver([page_published, page_unpublished, page_slug_changed, post_page_move, copy_for_translation_done])
def after_commit(**kwargs: Any) -> None:
    """Settles once the present transaction, if any, has committed. A failure is logged."""
    transaction.on_commit(settle, robust=True)


@receiver([post_save, post_delete])
def when_saved_or_deleted(sender: type, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Of what pages show beside their own words, pages that are deleted, and what only a log entry tells."""
    deleted_page = "created" not in kwargs and isinstance(instance, Page)
    silent = isinstance(instance, PageLogEntry) and instance.action in SILENT_ACTIONS
    if not raw and (deleted_page or silent or isinstance(instance, WAKING)):
        after_commit()
