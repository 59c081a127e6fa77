"""The pages of items as they stand: their rows and parents, what is live of each, and what wagtail-localize knows of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from cms.content.declaration.registry import item_types, type_of
from cms.content.languages import CODES, Language, other
from cms.content.pages import ContentPage, path_in
from cms.content.projection.lookups import Lookups

from ..completeness.translations import NO_RECORDS, TranslationRecords, records_of
from ..completeness.versions import Version, live_version
from ..models import Edition


class Ancestor(NamedTuple):
    """A page above another: its item and type, its language, and the public address and slug that the page has."""

    item: UUID
    language: Language
    path: str
    slug: str
    type: str


class Parent(NamedTuple):
    """What a page stands below: its item, and the number that readers see of it where it has one."""

    item: UUID
    number: str


@dataclass(frozen=True)
class ItemPages:
    """One item's pages by language. `parents` are what is right above each: a home page has none.

    `above` are all pages above each, from the home page down.
    """

    item: UUID
    rows: dict[Language, Any]
    parents: dict[Language, Parent | None]
    above: dict[Language, tuple[Ancestor, ...]]
    live: dict[Language, Version]
    records: TranslationRecords

    def translations(self) -> Iterator[Any]:
        """The live content of each page that was translated from the other."""
        for language, version in self.live.items():
            twin = self.live.get(other(language))
            if self.records.made_from(version.page, twin and twin.page):
                yield version.page


def read_item_pages(items: set[UUID], lookups: Lookups) -> list[ItemPages]:
    """The pages of those of the items that have any, in a number of queries that does not grow with the items."""
    records = records_of(items)
    pages: dict[UUID, dict[Language, Any]] = defaultdict(dict)
    for page in _rows(items):
        pages[page.translation_key][page.locale.language_code] = page
    every = [page for rows in pages.values() for page in rows.values()]
    above = _above(every)
    parents = _parents(every, above)
    return [
        ItemPages(
            item=item,
            rows=rows,
            parents={language: parents.get(_path_above(page)) for language, page in rows.items()},
            above={
                language: tuple(above[path] for path in _paths_above(page) if path in above)
                for language, page in rows.items()
            },
            live={language: live_version(page, lookups) for language, page in rows.items()},
            records=records.get(item, NO_RECORDS),
        )
        for item, rows in pages.items()
    ]


def _rows(items: set[UUID]) -> list[Any]:
    """The pages in both languages, with their locales and live revisions, each kind read at once."""
    pages = Page.objects.filter(translation_key__in=items, locale__language_code__in=CODES).specific()
    pages = pages.select_related("locale", "live_revision", for_specific_subqueries=True)
    return [page for page in pages if isinstance(page, ContentPage) and type_of(page) is not None]


def _parents(pages: list[Any], above: Mapping[str, Ancestor]) -> dict[str, Parent]:
    """What is right above the pages, by its place in the tree; the number is that of its edition, if it may have one."""
    found = {path: above[path] for page in pages if (path := _path_above(page)) in above}
    numbered = {one.item for one in found.values() if _has_number(one.type)}
    editions = Edition.objects.filter(item__in=numbered) if numbered else Edition.objects.none()
    numbers = {(item, code): number for item, code, number in editions.values_list("item", "language", "number")}
    return {path: Parent(one.item, numbers.get((one.item, one.language), "")) for path, one in found.items()}


def _has_number(type_name: str) -> bool:
    model = item_types()[type_name].page if type_name else None
    return model is not None and hasattr(model, "number")


def _above(pages: list[Any]) -> dict[str, Ancestor]:
    """What is above the pages, the root aside, by its place in the tree."""
    paths = {path for page in pages for path in _paths_above(page)}
    rows = Page.objects.filter(path__in=paths, depth__gt=1)
    return {
        path: Ancestor(item, language, path_in(language, url_path) or "", slug, _type_name(content_type))
        for path, item, language, url_path, slug, content_type in rows.values_list(
            "path", "translation_key", "locale__language_code", "url_path", "slug", "content_type"
        )
    }


def _type_name(content_type: int) -> str:
    """The type of item that a page is by its content type; empty for none."""
    kind = type_of(ContentType.objects.get_for_id(content_type).model_class())
    return kind.name if kind else ""


def _paths_above(page: Any) -> list[str]:
    return [page.path[:length] for length in range(page.steplen, len(page.path), page.steplen)]


def _path_above(page: Any) -> str:
    path: str = page.path
    return path[: -page.steplen]
