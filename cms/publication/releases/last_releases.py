"""What was released last of items, as what readers see is derived from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery

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
_OF_A_RELEASE: Final = ("item", "pk", "kind", "at", "until", "reason", "release_set__reverts")
_OF_A_VERSION: Final = tuple(
    f"versions__{name}" for name in ("language", "revision", "slug", "published", "stale_since", "change_note")
)


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
    """The newest release of each of the items that has any, in one query; one or two more where a language is alone or a set
    was undone.
    """
    last = _newest(Release.objects.filter(item__in=set(items)))
    alone = [item for item, one in last.items() if one.kind == ReleaseKind.ALONE and one.until is not None]
    before = _newest(Release.objects.filter(item__in=alone).exclude(kind=ReleaseKind.ALONE)) if alone else {}
    undone = _undone_by(last)
    return {
        item: LastRelease(
            one.id, one.kind, one.at, one.until, one.reason, one.versions,
            before[item].versions if item in before else {}, undone.get(item, {}),
        )
        for item, one in last.items()
    }  # fmt: skip


def exceptions() -> QuerySet[Any]:
    """The releases by which one language is public alone until a moment, with that `language`: the other one lags, or is not
    public.
    """
    newer = Release.objects.filter(item=OuterRef("item"), pk__gt=OuterRef("pk"))
    current = ReleasedVersion.objects.filter(release=OuterRef("pk"), stale_since=None)
    alone = Release.objects.filter(~Exists(newer), kind=ReleaseKind.ALONE, until__isnull=False)
    return alone.annotate(language=Subquery(current.values("language")[:1]))


def ended_items(now: datetime) -> QuerySet[Any, UUID]:
    """The items of which one language was to be alone until a moment that has passed, and is so still."""
    return exceptions().filter(until__lte=now).values_list("item", flat=True)


def versions_of(release: Release) -> Versions:
    """What a release shows."""
    return {
        one.lang: ShownVersion(one.revision, one.slug, one.published, one.stale_since, one.change_note)
        for one in release.versions.all()
    }


def _undone_by(last: Mapping[UUID, "_Stored"]) -> dict[UUID, Versions]:
    """What the releases took back, of those that are of a set that undid another."""
    sets = {item: one.reverts for item, one in last.items() if one.reverts}
    if not sets:
        return {}
    earlier = Release.objects.filter(release_set__in=set(sets.values()), item__in=sets).prefetch_related("versions")
    return {row.item: versions_of(row) for row in earlier if row.release_set_id == sets[row.item]}


def is_named(revision: int) -> bool:
    """Whether a release shows a revision, or showed it: then it can be shown again."""
    return ReleasedVersion.objects.filter(revision=revision).exists()


@dataclass(frozen=True)
class _Stored:
    """A release as it is stored. `reverts` is the set that its set undid."""

    versions: Versions
    id: int
    kind: str
    at: datetime
    until: datetime | None
    reason: str
    reverts: int | None


def _newest(releases: QuerySet[Release]) -> dict[UUID, _Stored]:
    """The newest of each item's."""
    newest = releases.order_by().values("item").annotate(newest=Max("pk")).values("newest")
    found: dict[UUID, _Stored] = {}
    for item, *columns in Release.objects.filter(pk__in=newest).values_list(*_OF_A_RELEASE, *_OF_A_VERSION):
        release, (language, *version) = columns[: -len(_OF_A_VERSION)], columns[-len(_OF_A_VERSION) :]
        stored = found.setdefault(item, _Stored({}, *release))
        if language is not None:
            stored.versions[language] = ShownVersion(*version)
    return found
