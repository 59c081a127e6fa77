"""The reader of sitemaps: every page that lists may show, by ranges of ids, so that a part holds the same items each time."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from cms.content.languages import CODES, Language

from ...models import Edition
from ...visibility import listed

_COLUMNS: Final = ("item", "language", "path", "updated_at")
_HEX_DIGITS: Final = 32


@dataclass(frozen=True, slots=True)
class SitemapPage:
    """A page of a language, and the paths of its item by language: its own, and the other's where that is public too."""

    language: Language
    path: str
    updated_at: datetime
    paths: dict[Language, str]


@dataclass(frozen=True, slots=True)
class SitemapPart:
    """The pages whose items' ids begin with a prefix. `expires_at` is the first moment at which one of them expires."""

    pages: tuple[SitemapPage, ...]
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class SitemapSize:
    """How many pages there are, and when the first of them expires."""

    total: int
    expires_at: datetime | None


def sitemap_size(languages: Collection[Language]) -> SitemapSize:
    """The size of the sitemap of `languages`."""
    public = Edition.objects.filter(listed(timezone.now()), language__in=languages)
    return SitemapSize(**public.aggregate(total=Count("pk"), expires_at=Min("expires_at")))


def last_updates(languages: Collection[Language], prefixes: Collection[str]) -> dict[str, datetime]:
    """When a page of each part was last updated; parts without pages are left out. One query."""
    moments = {f"of_{prefix}": Max("updated_at", filter=_within(prefix)) for prefix in prefixes}
    public = Edition.objects.filter(listed(timezone.now()), language__in=languages)
    found: dict[str, Any] = public.aggregate(**moments)
    return {prefix: moment for prefix in prefixes if (moment := found[f"of_{prefix}"]) is not None}


def sitemap_part(languages: Collection[Language], prefix: str = "") -> SitemapPart:
    """The pages in `languages` of the items whose ids begin with `prefix`, in the order of ids. One query."""
    public = Edition.objects.filter(listed(timezone.now()), _within(prefix))
    paths: dict[UUID, dict[Language, str]] = defaultdict(dict)
    rows = list(public.order_by("item", "language").values_list(*_COLUMNS, "expires_at"))
    for item, language, path, _, _ in rows:
        paths[item][language] = path
    pages = tuple(
        SitemapPage(language, path, updated_at, {code: paths[item][code] for code in CODES if code in paths[item]})
        for item, language, path, updated_at, _ in rows
        if language in languages
    )
    return SitemapPart(pages, min((end for *_, end in rows if end is not None), default=None))


def _within(prefix: str) -> Q:
    """Items whose ids begin with a prefix in hexadecimal digits."""
    first, last = (UUID(prefix.ljust(_HEX_DIGITS, digit)) for digit in "0f")
    return Q(item__gte=first, item__lte=last)
