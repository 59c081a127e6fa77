"""What projections look up, remembered during one run: many pages name the same few snippets and each other."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q
from wagtail.models import CollectionViewRestriction, Locale, Page

from ..languages import Language
from .page_items import PageItem, SnippetItem
from .text_links import page_at


class Lookups:
    """Pages' items, snippets and restricted collections, each read once. For one transaction only."""

    def __init__(self) -> None:
        self._items: dict[int, UUID | None] = {}
        self._paths: dict[str, UUID | None] = {}
        self._instances: dict[tuple[type, Any], Any] = {}
        self._twins: dict[tuple[type, UUID, Language], Any] = {}
        self._restricted: list[str] | None = None
        self._locales: dict[int, Locale] | None = None

    @property
    def locales(self) -> dict[int, Locale]:
        """All locales by primary key."""
        if self._locales is None:
            self._locales = {locale.pk: locale for locale in Locale.objects.all()}
        return self._locales

    @property
    def restricted(self) -> list[str]:
        """The paths of the collections that have a view restriction."""
        if self._restricted is None:
            self._restricted = list(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
        return self._restricted

    def learn_items(self, page_ids: Iterable[int]) -> None:
        """Reads the items of many pages at once."""
        unknown = set(page_ids) - self._items.keys()
        if unknown:
            known = dict(Page.objects.filter(pk__in=unknown).values_list("pk", "translation_key"))
            if gone := unknown - known.keys():
                known |= dict(PageItem.objects.filter(page__in=gone).values_list("page", "item"))
            self._items.update((page_id, known.get(page_id)) for page_id in unknown)

    def item_of(self, page_id: int) -> UUID | None:
        """The item of a page by the page's primary key, also of one that is deleted; None where there never was such a page."""
        self.learn_items([page_id])
        return self._items[page_id]

    def item_at(self, path: str) -> UUID | None:
        """The item of the page at a path of ours, or None where there is none."""
        if path not in self._paths:
            page = page_at(path)
            self._paths[path] = page and page.translation_key
        return self._paths[path]

    def instance(self, model: type[Any], key: Any) -> Any:
        """The object of a model with a primary key, or None where there is none.

        Of a snippet that is deleted in one language, the other language's: who named the one means both.
        """
        if key is None:
            return None
        if (model, key) not in self._instances:
            self._learn(model, key)
        if (model, key) not in self._instances:
            self._instances[model, key] = self._left_of(model, key)
        return self._instances[model, key]

    def _learn(self, model: type[Any], key: Any) -> None:
        """Reads an object; a snippet in both languages, since its twin is soon asked about."""
        if not hasattr(model, "translation_key"):
            self._instances[model, key] = self._one(model, Q(pk=key))
            return
        both = Q(translation_key__in=model._default_manager.filter(pk=key).values("translation_key"))
        for found in model._default_manager.filter(both).select_related("locale"):
            self._instances[model, found.pk] = found
            self._twins[model, found.translation_key, found.locale.language_code] = found

    def twin(self, snippet: Any, language: Language) -> Any:
        """A snippet in a language, or None where it does not exist in it."""
        if snippet.locale.language_code == language:
            return snippet
        key = (type(snippet), snippet.translation_key, language)
        if key not in self._twins:
            condition = Q(translation_key=snippet.translation_key, locale__language_code=language)
            self._twins[key] = self._one(type(snippet), condition)
        return self._twins[key]

    def _left_of(self, model: type[Any], key: Any) -> Any:
        """What is left, in a language, of the snippet that a deleted row was."""
        if not hasattr(model, "translation_key"):
            return None
        known = SnippetItem.objects.filter(table=model._meta.db_table, row=key).values("item")
        return self._one(model, Q(translation_key__in=known))

    @staticmethod
    def _one(model: type[Any], condition: Q) -> Any:
        rows = model._default_manager.filter(condition)
        return (rows.select_related("locale") if hasattr(model, "translation_key") else rows).first()
