"""Who changes where pages stand waits for whoever else does: a page in memory knows a place that may be another's by now."""

from typing import Final

from django.db import transaction
from wagtail.models import Page

# What a page in memory knows of where it stands.
_PLACE: Final = ("path", "depth", "numchild", "url_path")


def lock_tree(*pages: Page) -> None:
    """Holds the tree until the transaction ends, and has pages in memory stand where they stand now.

    Moving, deleting and restoring take it; a page that is added only locks the one above it. Raises Page.DoesNotExist.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("The tree is held until a transaction ends, and there is none.")
    Page.objects.select_for_update(no_key=True).filter(depth=1).order_by("pk").first()
    for page in pages:
        page.refresh_from_db(fields=_PLACE)
