"""Which version of each page a preview shows, where, and what that lacks in its language."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from wagtail.models import Revision

from cms.content.languages import other
from cms.content.projection.gaps import Gap
from cms.content.projection.item import project
from cms.content.projection.lookups import Lookups

from ..completeness.page_judge import PageJudge, ProjectedVersion
from ..completeness.staleness import stale_since
from ..completeness.translations import NO_RECORDS, TranslationRecords, records_of
from ..completeness.versions import Version, live_version, named_pages, released_version
from ..models import Edition, ReleaseSet
from ..reconciliation.desired_state import DesiredEdition, desired_state
from ..releases.planning import Flip
from ..releases.released_places import EditionKey
from ..visibility import Visibility, served

# Being written; published by an editor and not public yet; what a release would bring; what readers have already.
ShownStage = Literal["draft", "held", "release", "public"]


@dataclass(frozen=True)
class PreviewSource:
    """What is previewed: the newest draft of each page or, unless `drafts`, what is published of it; what `release_set` would
    bring; or the revisions in `pins`, by page, and nothing else.
    """

    drafts: bool = True
    release_set: ReleaseSet | None = None
    pins: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ChosenEdition:
    """A page as it would be an edition."""

    desired: DesiredEdition
    gaps: tuple[Gap, ...]
    stage: ShownStage

    @property
    def revision(self) -> int | None:
        """The revision that is shown; None where the page has none."""
        return self.desired.version.revision if self.desired.version else None


def chosen_editions(items: frozenset[UUID], source: PreviewSource, now: datetime) -> dict[EditionKey, ChosenEdition]:
    """The pages of the items that there is something to show of. Aliases and what is restricted are not among them."""
    release = source.release_set
    flip = Flip(release, items) if release and release.is_open and not source.pins else None
    lookups = Lookups()
    desired = _may_be_previewed(desired_state(items, now, flip=flip), Visibility(now))
    versions = {key: version for key, one in desired.items() if (version := _version(one, source, lookups)) is not None}
    lookups.learn_items(page for version in versions.values() for page in named_pages(version))
    shown = {
        key: ProjectedVersion(version, project(version.page, key[1], lookups)) for key, version in versions.items()
    }
    judged = _Judged(items, shown, lookups)
    public, paths = _public_revisions(items, now), _Paths(desired, shown)
    return {
        key: ChosenEdition(
            replace(
                desired[key],
                version=one.version,
                projection=one.projection,
                path=paths.of(key),
                stale_since=judged.stale_since(key, desired[key], desired),
                expires_at=None,
            ),
            tuple(judged.gaps(key)),
            "release" if release else _stage(desired[key].page, one.version, public.get(key)),
        )
        for key, one in shown.items()
    }


class _Judged:
    """What versions lack, each judged beside the one that is shown of its twin."""

    def __init__(self, items: Iterable[UUID], shown: Mapping[EditionKey, ProjectedVersion], lookups: Lookups) -> None:
        wanted = set(items)
        self._shown, self._records = shown, records_of(wanted)
        self._judge = PageJudge(wanted, lookups)
        self._judge.read_strings(one.page for key, one in shown.items() if self._is_translation(key))

    def gaps(self, key: EditionKey) -> list[Gap]:
        """What keeps one from being wholly in its language."""
        return self._judge.gaps(self._shown[key], self._twin(key), self._of(key[0]))

    def stale_since(
        self, key: EditionKey, own: DesiredEdition, desired: Mapping[EditionKey, DesiredEdition]
    ) -> datetime | None:
        """Since when a translation lags behind what is shown of its source: as its release says, where it has one."""
        if own.version is not None and own.version.revision == self._shown[key].version.revision:
            return own.stale_since
        twin, source = self._twin(key), desired.get((key[0], other(key[1])))
        if twin is None or source is None or not self._is_translation(key):
            return None
        return stale_since(own.page, self._shown[key].version, source.page, twin.page, self._of(key[0]))

    def _is_translation(self, key: EditionKey) -> bool:
        twin = self._twin(key)
        return twin is not None and self._of(key[0]).made_from(self._shown[key].page, twin.page)

    def _twin(self, key: EditionKey) -> ProjectedVersion | None:
        return self._shown.get((key[0], other(key[1])))

    def _of(self, item: UUID) -> TranslationRecords:
        return self._records.get(item, NO_RECORDS)


def _may_be_previewed(
    desired: Mapping[EditionKey, DesiredEdition], visibility: Visibility
) -> dict[EditionKey, DesiredEdition]:
    """An alias has the other language's words; and whom a page is restricted to is not whoever has a link."""
    restricted = {item for (item, _), one in desired.items() if visibility.restricted(one.page)}
    return {
        key: one for key, one in desired.items() if one.page.alias_of_id is None and key[0] not in restricted
    }  # fmt: skip


def _version(one: DesiredEdition, source: PreviewSource, lookups: Lookups) -> Version | None:
    page = one.page
    if source.pins:
        revision = Revision.objects.filter(pk=source.pins.get(page.pk), object_id=str(page.pk)).first()
        return revision and released_version(page, revision, page.last_published_at, lookups)
    if source.release_set and one.version is not None:
        return one.version
    if source.drafts and not source.release_set and page.latest_revision_id != page.live_revision_id:
        return released_version(page, page.latest_revision, page.last_published_at, lookups)
    return live_version(page, lookups) if page.live or source.drafts else None


class _Paths:
    """Addresses with the slugs that are shown: an editor's new one goes out with the version that it is of."""

    def __init__(
        self, desired: Mapping[EditionKey, DesiredEdition], shown: Mapping[EditionKey, ProjectedVersion]
    ) -> None:
        self._desired, self._shown = desired, shown

    def of(self, key: EditionKey) -> str:
        """The path of one; that of a home page has no slug."""
        one, language = self._desired[key], key[1]
        above, _, _ = one.path.rstrip("/").rpartition("/")
        if not above:
            return one.path
        if one.parent is not None and (parent := (one.parent.item, language)) in self._shown:
            above = self.of(parent).rstrip("/")
        return f"{above}/{unicodedata.normalize('NFC', self._shown[key].version.page.slug)}/"


def _stage(page: Any, version: Version, public: int | None) -> ShownStage:
    if version.revision is not None and version.revision == public:
        return "public"
    return "held" if page.live and version.revision == page.live_revision_id else "draft"


def _public_revisions(items: Iterable[UUID], now: datetime) -> dict[EditionKey, int | None]:
    rows = Edition.objects.filter(served(now), item__in=set(items))
    return {(row.item, row.lang): row.revision for row in rows.only("item", "language", "revision")}
