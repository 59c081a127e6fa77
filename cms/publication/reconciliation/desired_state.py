"""What the editors' pages say each item should be to the public, before it is compared with what is published."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from cms.content.declaration.registry import type_of
from cms.content.languages import Language, other
from cms.content.pages import public_path
from cms.content.projection.gaps import Gap
from cms.content.projection.item import Projection, project
from cms.content.projection.lookups import Lookups

from ..completeness.page_judge import PageJudge, ProjectedVersion
from ..completeness.staleness import stale_since
from ..completeness.versions import Version, earlier_versions, named_pages
from ..payload.item_links import linked_items
from ..visibility import Visibility
from .item_pages import Ancestor, ItemPages, read_item_pages

EditionKey = tuple[UUID, Language]


@dataclass(frozen=True)
class DesiredEdition:
    """What one page would be as an edition.

    `gaps` are those of what is live; where there are any, `version` is the last one published without, or None.
    `above` are the pages above it: the public never sees one whose address would mix languages.
    `newest` is what is live, projected; `projection` is that of `version`.
    """

    page: Any
    parent: Any
    type: str
    path: str
    newest: Projection
    allowed: bool
    above: tuple[Ancestor, ...] = ()
    gaps: tuple[Gap, ...] = ()
    version: Version | None = None
    projection: Projection | None = None
    stale_since: datetime | None = None

    @property
    def publishable(self) -> bool:
        """Whether the public may see it, be it in an earlier version."""
        return self.allowed and self.version is not None

    @property
    def lacking(self) -> bool:
        """Whether nothing but gaps keeps it from the public."""
        return self.allowed and self.version is None

    @property
    def number(self) -> str:
        """Its number, where it has one."""
        number: str = (self.projection or self.newest).content.get("number", "")
        return number

    @property
    def facets(self) -> dict[str, set[str]]:
        """By what the edition is found."""
        return _facets(self.projection or self.newest)


def desired_state(items: Iterable[UUID], now: datetime) -> dict[EditionKey, DesiredEdition]:
    """What every page that the items have below a home page, in either language, should be. It only reads."""
    wanted = set(items)
    lookups = Lookups()
    visibility, judge = Visibility(now), PageJudge(wanted, lookups)
    read = read_item_pages(wanted, lookups)
    lookups.learn_items(page_id for item in read for version in item.live.values() for page_id in named_pages(version))
    judge.read_strings(page for item in read for page in item.translations())
    found: dict[EditionKey, DesiredEdition] = {}
    for item in read:
        for language, desired in _editions(item, visibility, judge):
            found[item.item, language] = desired
    return found


def _editions(item: ItemPages, visibility: Visibility, judge: PageJudge) -> Iterator[tuple[Language, DesiredEdition]]:
    allowed = visibility.allows_item(item.rows.values())
    live = {
        language: ProjectedVersion(version, project(version.page, language, judge.lookups))
        for language, version in item.live.items()
    }
    for language, page in item.rows.items():
        path = public_path(page)
        if path is None:
            continue
        desired = DesiredEdition(
            page=page,
            parent=item.parents[language],
            type=kind.name if (kind := type_of(page)) else "",
            path=path,
            newest=live[language].projection,
            allowed=allowed and visibility.allows(page) and not mixes_languages(language, item.above[language]),
            above=item.above[language],
        )
        if page.alias_of_id is not None:
            yield language, replace(desired, gaps=(Gap("alias", ""),))
        else:
            yield language, _judged(desired, live[language], live.get(other(language)), item, judge)


def mixes_languages(language: Language, above: Iterable[Ancestor]) -> bool:
    """Whether an address of the language would go through pages of the other."""
    return any(one.language != language for one in above)


def _judged(
    desired: DesiredEdition, live: ProjectedVersion, twin: ProjectedVersion | None, item: ItemPages, judge: PageJudge
) -> DesiredEdition:
    """The edition with its gaps, and with the newest version that has none."""
    gaps = tuple(judge.gaps(live, twin, item.records))
    chosen: ProjectedVersion | None = live
    if gaps:
        chosen = _complete_before(desired.page, twin, item, judge) if desired.allowed else None
    version, projection = (chosen.version, chosen.projection) if chosen else (None, None)
    since = None
    if twin is not None and item.records.made_from(desired.page, twin.page):
        source = item.rows[twin.page.locale.language_code]
        since = stale_since(desired.page, version or live.version, source, twin.page, item.records)
        if projection is not None:
            projection = _without_what_the_source_dropped(projection, twin.projection.content)
    return replace(desired, gaps=gaps, version=version, projection=projection, stale_since=since)


def _complete_before(
    page: Any, twin: ProjectedVersion | None, item: ItemPages, judge: PageJudge
) -> ProjectedVersion | None:
    """The last version before the live one that is complete beside what is live of the other language."""
    for version in earlier_versions(page, judge.lookups):
        earlier = ProjectedVersion(version, project(version.page, page.locale.language_code, judge.lookups))
        if not judge.gaps(earlier, twin, item.records):
            return earlier
    return None


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
        "snippet": {str(snippet.translation_key) for _, snippet in projection.snippets},
        "file": {str(file) for file in projection.files},
        "picture": {str(picture) for picture in projection.pictures},
    }
