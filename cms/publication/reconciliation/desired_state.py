"""What the editors' pages say each item should be to the public, before it is compared with what is published."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from wagtail.models import Page, Revision

from cms.content.declaration.registry import type_of
from cms.content.languages import CODES, Language, other
from cms.content.pages import ContentPage, public_path
from cms.content.projection.gaps import Gap
from cms.content.projection.item import Projection, project
from cms.content.projection.lookups import Lookups

from ..completeness.judge import Completeness
from ..completeness.translations import NO_RECORDS, Records, records_of, stale_since
from ..models import Edition
from ..payload.links import linked_items
from ..projections.versions import Version, earlier_versions, live_version, named_pages
from ..visibility import Visibility

Key = tuple[UUID, Language]


@dataclass(frozen=True)
class Candidate:
    """One page as an edition could be made of it.

    `gaps` are those of what is live; where there are any, `version` is the last one published without, or None.
    """

    page: Any
    type: str
    path: str
    above: Any
    newest: Projection
    allowed: bool
    gaps: tuple[Gap, ...] = ()
    version: Version | None = None
    projection: Projection | None = None
    stale_since: datetime | None = None

    @property
    def publishable(self) -> bool:
        """Whether the public may see it, be it in an earlier version."""
        return self.allowed and self.version is not None

    @property
    def facets(self) -> dict[str, set[str]]:
        """By what the edition is found."""
        return _facets(self.projection or self.newest)


def candidates(items: Iterable[UUID], now: datetime) -> dict[Key, Candidate]:
    """A candidate for every page that the items have in either language."""
    wanted = set(items)
    lookups = Lookups()
    visibility, completeness = Visibility(now), Completeness(wanted, lookups)
    records = records_of(wanted)
    found: dict[Key, Candidate] = {}
    pairs = [_pair(pages, records.get(item, NO_RECORDS), lookups) for item, pages in _pages(wanted, lookups).items()]
    lookups.learn_items(page_id for pair in pairs for version in pair.live.values() for page_id in named_pages(version))
    completeness.read_strings(page for pair in pairs for page in pair.translations())
    for pair in pairs:
        found.update(_item(pair, visibility, completeness))
    return found


@dataclass(frozen=True)
class Pair:
    """An item's pages: their rows, what is live of each, and what wagtail-localize knows of them."""

    rows: dict[Language, Any]
    live: dict[Language, Version]
    records: Records

    def translations(self) -> list[Any]:
        """The live content of each page that was translated from the other."""
        found = []
        for language, version in self.live.items():
            twin = self.live.get(other(language))
            if self.records.made_from(version.page, twin and twin.page):
                found.append(version.page)
        return found


def _pair(rows: dict[Language, Any], records: Records, lookups: Lookups) -> Pair:
    return Pair(rows, {language: live_version(page, lookups) for language, page in rows.items()}, records)


def _pages(items: set[UUID], lookups: Lookups) -> dict[UUID, dict[Language, Any]]:
    locales = {key: locale for key, locale in lookups.locales.items() if locale.language_code in CODES}
    pages: dict[UUID, dict[Language, Any]] = defaultdict(dict)
    for page in Page.objects.filter(translation_key__in=items, locale__in=locales).specific():
        if isinstance(page, ContentPage) and type_of(page) is not None:
            page.locale = locales[page.locale_id]
            pages[page.translation_key][page.locale.language_code] = page
    _attach([page for pair in pages.values() for page in pair.values()])
    return pages


def _attach(pages: list[Any]) -> None:
    """Reads all live revisions and parents at once, where each would be read when it is asked for."""
    revisions = Revision.objects.in_bulk({page.live_revision_id for page in pages} - {None})
    for page in pages:
        page.live_revision = revisions.get(page.live_revision_id)
    paths = {page.path[: -page.steplen] for page in pages}
    parents = {parent.path: parent for parent in Page.objects.filter(path__in=paths).specific()}
    for page in pages:
        page._cached_parent_obj = parents.get(page.path[: -page.steplen])


def _item(pair: Pair, visibility: Visibility, completeness: Completeness) -> Iterator[tuple[Key, Candidate]]:
    pages, live = pair.rows, pair.live
    allowed = visibility.allows_item(pages.values())
    newest = {language: project(version.page, language, completeness.lookups) for language, version in live.items()}
    for language, page in pages.items():
        path = public_path(page)
        if path is None:
            continue
        twin = Twin(pages.get(other(language)), live.get(other(language)), newest.get(other(language)))
        candidate = Candidate(
            page=page,
            type=kind.name if (kind := type_of(page)) else "",
            path=path,
            above=page.get_parent(),
            newest=newest[language],
            allowed=allowed and visibility.allows(page),
            gaps=(Gap("alias", ""),) if page.alias_of_id is not None else (),
        )
        if not candidate.gaps:
            candidate = _judged(candidate, live[language], twin, completeness, pair.records)
        yield (page.translation_key, language), candidate


@dataclass(frozen=True)
class Twin:
    """The page in the other language: its row, what is live of it, and that projected."""

    row: Any
    version: Version | None
    projection: Projection | None

    @property
    def content(self) -> Any:
        """The page with its live content, or None."""
        return self.version.page if self.version else None


def _judged(candidate: Candidate, live: Version, twin: Twin, completeness: Completeness, records: Records) -> Candidate:
    """The candidate with its gaps, and with the newest version that has none."""
    page, language = candidate.page, live.page.locale.language_code
    gaps = tuple(completeness.page_gaps(live.page, candidate.newest, twin.content, twin.projection, records))
    version: Version | None = live
    projection = candidate.newest
    if gaps:
        version = None
        for earlier in earlier_versions(page, completeness.lookups) if candidate.allowed else ():
            projection = project(earlier.page, language, completeness.lookups)
            if not completeness.page_gaps(earlier.page, projection, twin.content, twin.projection, records):
                version = earlier
                break
    since = None
    if twin.projection is not None and records.made_from(page, twin.row):
        since = stale_since(page, version or live, twin.row, twin.content, records)
        projection = _without_what_the_source_dropped(projection, twin.projection.content)
    return replace(candidate, gaps=gaps, version=version, projection=projection if version else None, stale_since=since)


def _without_what_the_source_dropped(projection: Projection, source: dict[str, Any]) -> Projection:
    """wagtail-localize leaves a related snippet set on the translation after the source has cleared it."""
    dropped = {name: None for name in ("publisher", "commissioner") if source[name] is None}
    if not any(projection.content[name] for name in dropped):
        return projection
    return replace(projection, content={**projection.content, **dropped})


def _facets(projection: Projection) -> dict[str, set[str]]:
    return {
        "audience": set(projection.content["audiences"]),
        "topic": {topic["code"] for topic in projection.content["topics"]},
        "link": linked_items(projection.content),
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
