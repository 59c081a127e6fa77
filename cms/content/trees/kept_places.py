"""Saving a page says nothing of where it stands: that is the tree's to say, which others may have changed since it was read.

Wagtail saves all of a page, its place included, as it was in memory: whoever published a page while another was added below it
had it count none, and no page could be added there again.
"""

from typing import Any, Final

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Length, Substr
from django.db.models.signals import pre_save
from wagtail.models import Page

# What treebeard alone writes, by SQL.
_TREE: Final = ("path", "depth", "numchild")


def install() -> None:
    """Has pages saved where they stand, whatever is known of that in memory."""
    pre_save.connect(stand_where_it_stands, dispatch_uid="kept places")


def stand_where_it_stands(instance: Any, raw: bool, update_fields: Any, using: str, **_: Any) -> None:
    """Gives a page that is about to be saved its place of now, and the address that follows from it and its slug."""
    if raw or not isinstance(instance, Page) or instance._state.adding:
        return
    if update_fields is not None and not {*_TREE, "url_path"} & set(update_fields):
        return
    pages = Page.objects.using(using)
    if transaction.get_connection(using).in_atomic_block:
        pages = pages.select_for_update(no_key=True, of=("self",))
    above = Page.objects.filter(path=Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Page.steplen))
    place = (
        pages.filter(pk=instance.pk).annotate(above=Subquery(above.values("url_path"))).values(*_TREE, "above").first()
    )
    if place is None:
        return
    for name in _TREE:
        setattr(instance, name, place[name])
    if place["above"] is not None:
        instance.url_path = f"{place['above']}{instance.slug}/"
