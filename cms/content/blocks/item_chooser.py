"""Choosers of pages and snippets that mean the item: they outlive the row of one language."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from wagtail import blocks
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock

from ..projection.page_items import PageItem, SnippetItem


class _OfItems:
    """Where the row that was chosen is deleted, the item's row in the other language stands for it."""

    # The block that migrations know.
    stored_as: ClassVar[str]

    def to_python(self, value: Any) -> Any:
        """The object of a primary key."""
        found = super().to_python(value)  # type: ignore[misc]
        return found if found is not None or value is None else self._standing_in([value]).get(value)

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        """The objects of primary keys."""
        keys = list(values)
        found = super().bulk_to_python(keys)  # type: ignore[misc]
        missing = [key for key, one in zip(keys, found, strict=True) if one is None and key is not None]
        if not missing:
            return list(found)
        others = self._standing_in(missing)
        return [one if one is not None else others.get(key) for key, one in zip(keys, found, strict=True)]

    def deconstruct(self) -> Any:
        """As Wagtail's own: nothing is stored otherwise."""
        _, arguments, options = super().deconstruct()  # type: ignore[misc]
        return self.stored_as, arguments, options

    def _model(self) -> Any:
        raise NotImplementedError

    def _items(self, keys: list[int]) -> dict[int, Any]:
        raise NotImplementedError

    def _standing_in(self, keys: Iterable[int]) -> Mapping[int, Any]:
        items = self._items(list(keys))
        rows = {row.translation_key: row for row in self._model().objects.filter(translation_key__in=items.values())}
        return {key: rows[item] for key, item in items.items() if item in rows}


class ItemChooserBlock(_OfItems, blocks.PageChooserBlock):
    """A page."""

    stored_as = "wagtail.blocks.PageChooserBlock"

    def _model(self) -> Any:
        return Page

    def _items(self, keys: list[int]) -> dict[int, Any]:
        return dict(PageItem.objects.filter(page__in=keys).values_list("page", "item"))


class SharedChooserBlock(_OfItems, SnippetChooserBlock):
    """A snippet that pages share: an organisation, a topic."""

    stored_as = "wagtail.snippets.blocks.SnippetChooserBlock"

    def _model(self) -> Any:
        return self.target_model

    def _items(self, keys: list[int]) -> dict[int, Any]:
        known = SnippetItem.objects.filter(table=self.target_model._meta.db_table, row__in=keys)
        return dict(known.values_list("row", "item"))
