"""What was released last of items, as what readers see is derived from it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, QuerySet

from cms.content.languages import Language

from .release_models import Release, ReleasedVersion, ReleaseKind


@dataclass(frozen=True)
class ShownVersion:
    """A version of an item in one language, as a release shows it or would.

    `published` is when editors published it; `by` is who made the revision, where that is known.
    """

    revision: int | None
    slug: str
    published: datetime | None
    stale_since: datetime | None = None
    change_note: str = ""
    by: int | None = field(default=None, compare=False)

    def is_as(self, another: "ShownVersion | None") -> bool:
        """Whether it is the same version at the same place, however it stands to the other language."""
        return another is not None and (self.revision, self.slug) == (another.revision, another.slug)


Versions = dict[Language, ShownVersion]


@dataclass(frozen=True)
class LastRelease:
    """An item's newest release. `before` is what was shown before one language went out alone until a date.

    `undone` is what it took back, as one of a set.
    """

    id: int
    kind: str
    at: datetime
    until: datetime | None
    reason: str
    versions: Versions
    before: Versions
    undone: Versions = field(default_factory=dict)

    def has_ended(self, now: datetime) -> bool:
        """Whether one language was to be alone for a time that is over."""
        return self.kind == ReleaseKind.ALONE and self.until is not None and self.until <= now


def last_releases(items: Iterable[UUID]) -> dict[UUID, LastRelease]:
    """The newest release of each of the items that has any, in two queries; a few more where a language is alone or a set
    was undone.
    """
    rows = list(_newest(Release.objects.filter(item__in=set(items))))
    alone = [row for row in rows if row.kind == ReleaseKind.ALONE and row.until is not None]
    before: dict[UUID, Versions] = {}
    if alone:
        others = Release.objects.filter(item__in=[row.item for row in alone]).exclude(kind=ReleaseKind.ALONE)
        before = {row.item: _versions(row) for row in _newest(others)}
    undone = _undone_by(rows)
    return {
        row.item: LastRelease(
            row.pk, row.kind, row.at, row.until, row.reason, _versions(row), before.get(row.item, {}),
            undone.get(row.item, {}),
        )
        for row in rows
    }  # fmt: skip


def ended_items(now: datetime) -> QuerySet[Any, UUID]:
    """The items of which one language was to be alone until a moment that has passed, and is so still."""
    newer = Release.objects.filter(item=OuterRef("item"), pk__gt=OuterRef("pk"))
    past = Release.objects.filter(~Exists(newer), kind=ReleaseKind.ALONE, until__lte=now)
    return past.values_list("item", flat=True)


def versions_of(release: Release) -> Versions:
    """What a release shows."""
    return _versions(release)


def _undone_by(rows: Iterable[Release]) -> dict[UUID, Versions]:
    """What the releases took back, of those that are of a set that undid another."""
    sets = {row.item: row.release_set.reverts_id for row in rows if row.release_set and row.release_set.reverts_id}
    if not sets:
        return {}
    earlier = Release.objects.filter(release_set__in=set(sets.values()), item__in=sets).prefetch_related("versions")
    return {row.item: _versions(row) for row in earlier if row.release_set_id == sets[row.item]}


def is_named(revision: int) -> bool:
    """Whether a release shows a revision, or showed it: then it can be shown again."""
    return ReleasedVersion.objects.filter(revision=revision).exists()


def _newest(releases: QuerySet[Release]) -> QuerySet[Release]:
    newest = releases.order_by().values("item").annotate(newest=Max("pk")).values("newest")
    return Release.objects.filter(pk__in=newest).select_related("release_set").prefetch_related("versions")


def _versions(row: Any) -> Versions:
    return {
        one.lang: ShownVersion(one.revision, one.slug, one.published, one.stale_since, one.change_note)
        for one in row.versions.all()
    }
