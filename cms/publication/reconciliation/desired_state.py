"""What the editors' pages say each item should be to the public, before it is compared with what is published."""

from collections.abc import Iterable, Iterator, Mapping
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
from ..completeness.versions import Version, named_pages, released_version
from ..models import ReaderNotice
from ..notices.notice_queries import withdrawals
from ..payload.item_links import linked_items
from ..releases.currency import Candidate, StoredRevisions
from ..releases.last_releases import ShownVersion
from ..releases.planning import NO_PLAN, Flip, ItemState, Planner, ReleasePlan
from ..releases.policies import Policy, policy_of
from ..releases.released_places import EditionKey, Places, items_above
from ..visibility import Visibility
from .item_pages import Ancestor, ItemPages, Parent, read_item_pages


@dataclass(frozen=True)
class DesiredEdition:
    """What one page would be as an edition.

    `gaps` are those of what is live. `version` is what was released, or goes out now, None where nothing is to be seen; then
    `lacks` are the gaps that what was released has come to have. `plan` is that of the item.
    `above` are the pages above it: the public never sees one whose address would mix languages.
    `withdrawn` is what readers are told where it is, with a moment as text.
    `newest` is what is live, projected; `projection` is that of `version`. `agreed` is what the other language said when
    this one last said the same, as far as that is known and is not what it says now.
    """

    page: Any
    parent: Parent | None
    type: str
    path: str
    newest: Projection
    allowed: bool
    above: tuple[Ancestor, ...] = ()
    gaps: tuple[Gap, ...] = ()
    lacks: tuple[Gap, ...] = ()
    plan: ReleasePlan = NO_PLAN
    version: Version | None = None
    projection: Projection | None = None
    stale_since: datetime | None = None
    expires_at: datetime | None = None
    withdrawn: Mapping[str, Any] | None = None
    withdrawn_at: datetime | None = None
    is_translation: bool = False
    agreed: Projection | None = None

    @property
    def publishable(self) -> bool:
        """Whether the public may see it, be it in an earlier version."""
        return self.allowed and self.version is not None

    @property
    def lacking(self) -> bool:
        """Whether nothing but gaps keeps what was released from the public."""
        return self.allowed and self.version is None and self.page.locale.language_code in self.plan.versions

    @property
    def number(self) -> str:
        """Its number, where it has one."""
        number: str = (self.projection or self.newest).content.get("number", "")
        return number

    @property
    def facets(self) -> dict[str, set[str]]:
        """By what the edition is found."""
        found = _facets(self.projection or self.newest)
        return {**found, "link": found["link"] | set(self.withdrawn["instead"])} if self.withdrawn else found


def desired_state(
    items: Iterable[UUID], now: datetime, slugs: Mapping[EditionKey, str] | None = None, flip: Flip | None = None
) -> dict[EditionKey, DesiredEdition]:
    """What every page that the items have below a home page, in either language, should be. It only reads.

    `slugs` are those with which other items go out in the same run; `flip` is the set that does, or would.
    """
    wanted = set(items)
    lookups = Lookups()
    visibility, judge = Visibility(now), PageJudge(wanted, lookups)
    read = read_item_pages(wanted, lookups)
    lookups.learn_items(page_id for item in read for version in item.live.values() for page_id in named_pages(version))
    judge.read_strings(page for item in read for page in item.translations())
    found = [JudgedItem(item, visibility, judge) for item in read]
    revisions = [version.revision for item in read for version in item.live.values() if version.revision]
    above = items_above(read)
    planner = Planner(wanted, revisions, now, flip, above)
    plans = {one.pages.item: one.planned(planner) for one in found}
    stored = planner.stored
    stored.name(revision for one in found for revision in one.earlier(plans[one.pages.item], planner))
    places, notices = Places(above, planner, plans, slugs or {}), withdrawals(wanted)
    return {
        (one.pages.item, language): _with_notice(desired, notices.get(one.pages.item))
        for one in found
        for language, desired in one.editions(plans[one.pages.item], planner, places)
    }


def mixes_languages(language: Language, above: Iterable[Ancestor]) -> bool:
    """Whether an address of the language would go through pages of the other."""
    return any(one.language != language for one in above)


class JudgedItem:
    """The pages of one item with the gaps of what is live of them."""

    def __init__(self, pages: ItemPages, visibility: Visibility, judge: PageJudge) -> None:
        self.pages, self._judge = pages, judge
        self._live = {
            language: ProjectedVersion(version, project(version.page, language, judge.lookups))
            for language, version in pages.live.items()
        }
        self._type = next((kind.name for page in pages.rows.values() if (kind := type_of(page))), "")
        allowed = visibility.allows_item(pages.rows.values())
        self._rows = {language: page for language, page in pages.rows.items() if public_path(page) is not None}
        self._allowed = {
            language
            for language, page in self._rows.items()
            if allowed and visibility.allows(page) and not mixes_languages(language, pages.above[language])
        }
        self._gaps = {language: self._live_gaps(language, page) for language, page in self._rows.items()}

    def _live_gaps(self, language: Language, page: Any) -> tuple[Gap, ...]:
        if page.alias_of_id is not None:
            return (Gap("alias", ""),)
        return self._gaps_beside(self._live[language], self._live.get(other(language)))

    def _gaps_beside(self, own: ProjectedVersion, twin: ProjectedVersion | None) -> tuple[Gap, ...]:
        return tuple(self._judge.gaps(own, twin, self.pages.records))

    def planned(self, planner: Planner) -> ReleasePlan:
        """What is to go out of the item."""
        candidates = {
            language: Candidate(self._live[language].version, self._rows[language].slug)
            for language in sorted(self._allowed)
            if not self._gaps[language]
        }
        policy = policy_of(self._type)
        plan = planner.plan(ItemState(self.pages.item, policy, self._allowed, candidates))
        if plan.kind is None or policy is Policy.TOGETHER:
            return plan
        versions = {
            language: replace(one, stale_since=self._stale_since(language, self._live[language].version))
            for language, one in plan.versions.items()
        }
        return replace(plan, versions=versions)

    def editions(
        self, plan: ReleasePlan, planner: Planner, places: Places
    ) -> Iterator[tuple[Language, DesiredEdition]]:
        """What each page would be as an edition."""
        stored = planner.stored
        shown = {
            language: version
            for language, one in plan.versions.items()
            if language in self._rows and (version := self._version(language, one, stored)) is not None
        }
        for language, page in self._rows.items():
            above = places.above(self.pages, language)
            desired = DesiredEdition(
                page=page,
                parent=self.pages.parents[language],
                type=kind.name if (kind := type_of(page)) else "",
                path=places.path(self.pages, language),
                newest=self._live[language].projection,
                allowed=language in self._allowed,
                above=above,
                gaps=self._gaps[language],
                plan=plan,
                expires_at=self._expires_at(language, plan),
                is_translation=self._is_translation(language),
                agreed=self._agreed(language, plan, planner),
            )
            yield language, self._with_version(desired, shown, stored)

    def _with_version(
        self, desired: DesiredEdition, shown: Mapping[Language, ProjectedVersion], stored: StoredRevisions
    ) -> DesiredEdition:
        """The edition with what readers see of it, if that has no gaps beside what they see of its twin."""
        language = desired.page.locale.language_code
        own, twin = shown.get(language), self._beside(language, desired.plan, shown, stored)
        lacks: tuple[Gap, ...] = ()
        if own is not None and desired.allowed:
            both_live = own is self._live[language] and twin is self._live.get(other(language))
            lacks = self._gaps[language] if both_live else self._gaps_beside(own, twin)
        chosen = own if desired.allowed and not lacks else None
        version, projection = (chosen.version, chosen.projection) if chosen else (None, None)
        if projection is not None and twin is not None and self._is_translation(language):
            projection = _without_what_the_source_dropped(projection, twin.projection.content)
        since = self._public_stale_since(language, desired.plan, version)
        return replace(desired, lacks=lacks, version=version, projection=projection, stale_since=since)

    def _beside(
        self,
        language: Language,
        plan: ReleasePlan,
        shown: Mapping[Language, ProjectedVersion],
        stored: StoredRevisions,
    ) -> ProjectedVersion | None:
        """What a version is judged beside: what readers see of its twin, or saw when both last said the same."""
        twin = other(language)
        own, before = plan.versions.get(language), plan.before.get(twin)
        if before is not None and twin in self._rows and own is not None and own.stale_since:
            return self._version(twin, before, stored)
        return shown.get(twin, self._live.get(twin))

    def _version(self, language: Language, shown: ShownVersion, stored: StoredRevisions) -> ProjectedVersion | None:
        """What a release shows in a language; None where its revision is lost."""
        live = self._live[language]
        if shown.revision == live.version.revision:
            return live
        revision = stored.get(shown.revision)
        if revision is None:
            return None
        version = released_version(self._rows[language], revision, shown.published, self._judge.lookups)
        return ProjectedVersion(version, project(version.page, language, self._judge.lookups))

    def earlier(self, plan: ReleasePlan, planner: Planner) -> Iterator[int]:
        """The revisions that readers see, or saw before one language was alone, or a translator, although others are live."""
        for language, one in (*plan.versions.items(), *plan.before.items()):
            if language in self._rows and one.revision and one.revision != self._live[language].version.revision:
                yield one.revision
        for language in self._rows:
            if (seen := self._agreed_revision(language, plan, planner)) is not None:
                yield seen

    def _agreed_revision(self, language: Language, plan: ReleasePlan, planner: Planner) -> int | None:
        """The other language's revision that this one says the same as; None where that is live, or nobody knows."""
        twin, own = other(language), plan.versions.get(language)
        if twin not in self._rows:
            return None
        known = plan.before.get(twin) if own and own.stale_since else own and plan.versions.get(twin)
        revision = known.revision if known else planner.seen_by(self._live[language].version.revision)
        return None if revision == self._live[twin].version.revision else revision

    def _agreed(self, language: Language, plan: ReleasePlan, planner: Planner) -> Projection | None:
        revision, twin = self._agreed_revision(language, plan, planner), other(language)
        stored = planner.stored.get(revision)
        if stored is None:
            return None
        version = released_version(self._rows[twin], stored, None, self._judge.lookups)
        return project(version.page, twin, self._judge.lookups)

    def _expires_at(self, language: Language, plan: ReleasePlan) -> datetime | None:
        """When it expires: of a pair, when the first of its pages does."""
        pages = self._rows.values() if plan.is_pair else [self._rows[language]]
        return min((page.expire_at for page in pages if page.expire_at), default=None)

    def _is_translation(self, language: Language) -> bool:
        twin = self._live.get(other(language))
        return twin is not None and self.pages.records.made_from(self._rows[language], twin.page)

    def _public_stale_since(self, language: Language, plan: ReleasePlan, version: Version | None) -> datetime | None:
        """Since when readers are told that it lags behind: as released or, where each goes by itself, as the pages are."""
        if plan.policy is Policy.TOGETHER and language in plan.versions:
            return plan.versions[language].stale_since
        return self._stale_since(language, version or self._live[language].version)

    def _stale_since(self, language: Language, version: Version) -> datetime | None:
        if language not in self._rows or not self._is_translation(language):
            return None
        source = self.pages.rows[other(language)]
        twin = self._live[other(language)]
        return stale_since(self._rows[language], version, source, twin.page, self.pages.records)


def _with_notice(desired: DesiredEdition, notice: ReaderNotice | None) -> DesiredEdition:
    """What is withdrawn says so in its content, in its language."""
    if notice is None:
        return desired
    words = notice.text(desired.page.locale.language_code)
    said = {"since": notice.at.isoformat(), "notice": words, "instead": notice.instead}
    return replace(desired, withdrawn=said, withdrawn_at=notice.at)


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
