"""What the editors' pages say each item should be to the public, before it is compared with what is published."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from wagtail.models import Page

from cms.content.languages import CODES, Language, other
from cms.content.pages import ContentPage, public_path

from .completeness import Completeness
from .gaps import Gap
from .models import Edition
from .projections import Projection, item_type, project
from .translations import NO_RECORDS, Records, records_of, stale_since
from .visibility import Visibility

Key = tuple[UUID, Language]


@dataclass(frozen=True)
class Candidate:
    """One page as an edition could be made of it. `gaps` or an unallowed page keep it from being one."""

    page: Any
    type: str
    path: str
    projection: Projection
    allowed: bool
    gaps: tuple[Gap, ...] = ()
    stale_since: datetime | None = None
    facets: dict[str, set[str]] = field(default_factory=dict)

    @property
    def publishable(self) -> bool:
        """Whether the public may see it."""
        return self.allowed and not self.gaps


def live_content(page: Page) -> Any:
    """The page with the content of its live revision.

    The table's row is not trusted: a translation saved as a draft writes its words into the row of a live page.
    """
    if page.live_revision_id is None:
        return page
    return page.with_content_json(page.live_revision.content)


def candidates(items: Iterable[UUID], now: datetime) -> dict[Key, Candidate]:
    """A candidate for every page that the items have in either language."""
    wanted = set(items)
    visibility, completeness = Visibility(now), Completeness()
    records = records_of(wanted)
    found: dict[Key, Candidate] = {}
    for item, pages in _pages(wanted).items():
        found.update(_item(item, pages, visibility, completeness, records.get(item, NO_RECORDS)))
    return found


def _pages(items: set[UUID]) -> dict[UUID, dict[Language, Any]]:
    rows = (
        Page.objects.filter(translation_key__in=items, locale__language_code__in=CODES)
        .select_related("locale", "live_revision")
        .specific()
    )
    pages: dict[UUID, dict[Language, Any]] = defaultdict(dict)
    for page in rows:
        if isinstance(page, ContentPage) and item_type(page) is not None:
            pages[page.translation_key][page.locale.language_code] = page
    return pages


def _item(
    item: UUID, pages: dict[Language, Any], visibility: Visibility, completeness: Completeness, records: Records
) -> Iterator[tuple[Key, Candidate]]:
    allowed = visibility.allows_item(pages.values())
    live = {language: live_content(page) for language, page in pages.items()}
    projections = {language: project(page, language) for language, page in live.items()}
    for language, page in pages.items():
        path = public_path(page)
        if path is None:
            continue
        projection, twin = projections[language], other(language)
        may_show = allowed and visibility.allows(page)
        gaps: tuple[Gap, ...] = ()
        since = None
        if page.alias_of_id is not None:
            gaps = (Gap("alias", ""),)
        else:
            twin_page, twin_projection = live.get(twin), projections.get(twin)
            gaps = tuple(completeness.page_gaps(live[language], projection, twin_page, twin_projection, records))
            if twin_projection is not None and records.made_from(page, twin_page):
                since = stale_since(page, pages[twin], twin_page, records)
                projection = _without_what_the_source_dropped(projection, twin_projection.content)
        yield (
            (item, language),
            Candidate(
                page=page,
                type=item_type(page) or "",
                path=path,
                projection=projection,
                allowed=may_show,
                gaps=gaps,
                stale_since=since,
                facets=_facets(projection),
            ),
        )


def _without_what_the_source_dropped(projection: Projection, source: dict[str, Any]) -> Projection:
    """wagtail-localize leaves a related snippet set on the translation after the source has cleared it."""
    dropped = {name: None for name in ("publisher", "commissioner") if source[name] is None}
    if not any(projection.content[name] for name in dropped):
        return projection
    return Projection(
        content={**projection.content, **dropped},
        gaps=projection.gaps,
        snippets=projection.snippets,
        items=projection.items,
        files=projection.files,
        pictures=projection.pictures,
    )


def _facets(projection: Projection) -> dict[str, set[str]]:
    return {
        "audience": set(projection.content["audiences"]),
        "topic": {topic["code"] for topic in projection.content["topics"]},
        "link": {str(item) for item in projection.items},
        "file": {str(file) for file in projection.files},
        "picture": {str(picture) for picture in projection.pictures},
    }


class Shown(NamedTuple):
    """What other editions show of one: when it changes, they change too."""

    state: str
    path: str
    parent: UUID | None
    title: str
    summary: str
    kind: str
    number: str
    type: str


def shown_of(edition: Edition) -> Shown:
    """What other editions show of `edition` as it stands."""
    return Shown(*(getattr(edition, name) for name in Shown._fields))
