"""The reader of the manifest: all that is public, items and terms of the glossary together, by id. Four queries."""

from collections.abc import Collection, Iterator
from heapq import merge
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Min
from django.utils import timezone

from cms.content.languages import CODES, Language

from ..glossary.term_addresses import term_address, term_api_address
from ..models import Edition, State, TermEdition
from ..payload.addresses import api_address, public_address
from ..visibility import served
from .query_types import Manifest, ManifestEdition, ManifestEntry

TERM: Final = "term"
_OF_ITEMS: Final = ("item", "type", "language", "version", "path", "updated_at", "media")
_OF_TERMS: Final = ("item", "language", "version", "changed_at")


def manifest(
    limit: int, beside: UUID | None = None, *, backwards: bool = False, languages: Collection[Language] = CODES
) -> Manifest:
    """At most `limit` items and terms in the order of their ids, each with those of `languages` in which it is public, and how
    many there are.
    """
    items = Edition.objects.filter(served(timezone.now()), language__in=languages)
    terms = TermEdition.objects.filter(state=State.PUBLISHED, language__in=languages)
    summary = items.aggregate(total=Count("item", distinct=True), expires_at=Min("expires_at"))
    total = summary["total"] + terms.aggregate(total=Count("item", distinct=True))["total"]
    found = merge(
        _entries(_beside(items.values_list(*_OF_ITEMS), limit, beside, backwards), _of_item),
        _entries(_beside(terms.values_list(*_OF_TERMS), limit, beside, backwards), _of_term),
        key=attrgetter("item.int"),
        reverse=backwards,
    )
    entries = list(islice(found, limit + 1))
    kept = entries[:limit]
    return Manifest(tuple(reversed(kept) if backwards else kept), len(entries) > limit, total, summary["expires_at"])


def _beside(rows: Any, limit: int, beside: UUID | None, backwards: bool) -> list[tuple[Any, ...]]:
    """The rows of at least one item more than asked for, if there are so many: an item has one row or two."""
    if beside is not None:
        rows = rows.filter(**{"item__lt" if backwards else "item__gt": beside})
    return list(rows.order_by("-item" if backwards else "item", "language")[: 2 * (limit + 1)])


def _entries(rows: list[tuple[Any, ...]], entry: Any) -> Iterator[ManifestEntry]:
    for item, group in groupby(rows, key=lambda row: row[0]):
        yield entry(item, list(group))


def _of_item(item: UUID, rows: list[tuple[Any, ...]]) -> ManifestEntry:
    found = [
        ManifestEdition(language, version, public_address(language, path), api_address(item, language), updated, media)
        for _, _, language, version, path, updated, media in rows
    ]
    return ManifestEntry(item, rows[0][1], tuple(found))


def _of_term(item: UUID, rows: list[tuple[Any, ...]]) -> ManifestEntry:
    def edition(language: Language, version: int, changed_at: Any) -> ManifestEdition:
        return ManifestEdition(
            language, version, term_address(item, language), term_api_address(item, language), changed_at, {}
        )

    return ManifestEntry(item, TERM, tuple(edition(*row[1:]) for row in rows))
