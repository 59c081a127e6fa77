"""A chooser of pages that means the item: it outlives the page of one language."""

from collections.abc import Iterable
from typing import Any

from wagtail import blocks
from wagtail.models import Page

from ..projection.page_items import PageItem


class ItemChooserBlock(blocks.PageChooserBlock):
    """Where the page that was chosen is deleted, the item's page in the other language stands for it."""

    def to_python(self, value: Any) -> Any:
        """The page of a primary key."""
        found = super().to_python(value)
        return found if found is not None or value is None else _standing_in([value]).get(value)

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        """The pages of primary keys."""
        keys = list(values)
        found = super().bulk_to_python(keys)
        missing = [key for key, page in zip(keys, found, strict=True) if page is None and key is not None]
        if not missing:
            return list(found)
        others = _standing_in(missing)
        return [page if page is not None else others.get(key) for key, page in zip(keys, found, strict=True)]

    def deconstruct(self) -> Any:
        """As Wagtail's own: nothing is stored otherwise."""
        _, arguments, options = super().deconstruct()
        return "wagtail.blocks.PageChooserBlock", arguments, options


def _standing_in(keys: Iterable[int]) -> dict[int, Page]:
    items = dict(PageItem.objects.filter(page__in=list(keys)).values_list("page", "item"))
    pages = {page.translation_key: page for page in Page.objects.filter(translation_key__in=items.values())}
    return {key: pages[item] for key, item in items.items() if item in pages}
