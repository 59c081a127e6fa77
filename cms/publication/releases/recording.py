"""Writing down what went out, by whose word."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model

from .last_releases import last_releases
from .planning import ReleasePlan
from .policies import Policy
from .published_by import publishers_of
from .release_models import Release, ReleasedVersion, ReleaseKind
from .taken_down_by import takers_of


def record(plans: Mapping[UUID, ReleasePlan], now: datetime) -> None:
    """Notes the releases that plans are, in the transaction that carries them out."""
    wanted = {item: plan for item, plan in sorted(plans.items()) if plan.kind is not None}
    if not wanted:
        return
    authors = _authors(wanted)
    gone = [item for item, plan in wanted.items() if plan.kind == ReleaseKind.TAKE_DOWN and authors[item] is None]
    authors |= takers_of(gone)
    users = _users(authors.values())
    rows = [_release(plan, item, users.get(authors[item] or 0), now) for item, plan in wanted.items()]
    Release.objects.bulk_create(rows)
    ReleasedVersion.objects.bulk_create(
        [
            ReleasedVersion(
                release=row, language=code, revision=one.revision, slug=one.slug, published=one.published,
                stale_since=one.stale_since, change_note=one.change_note,
            )
            for row, plan in zip(rows, wanted.values(), strict=True)
            for code, one in sorted(plan.versions.items())
        ]
    )  # fmt: skip


def taken_down(items: Collection[UUID]) -> dict[UUID, ReleasePlan]:
    """The plans of items that have no pages any more, of those that were not taken down before."""
    last = last_releases(items) if items else {}
    down = ReleasePlan(Policy.TOGETHER, kind=ReleaseKind.TAKE_DOWN)
    return {item: down for item, release in last.items() if release.versions}


def name_of(user: Any) -> str:
    """What is left of a user when the account is deleted."""
    return str(user.get_full_name() or user.get_username()) if user is not None else ""


def _release(plan: ReleasePlan, item: UUID, by: Any, now: datetime) -> Release:
    assert plan.kind is not None  # noqa: S101 - only such are given
    said = plan.said or plan.within
    name = said.by_name if said else name_of(by)
    reason = plan.reason or (plan.within.reason if plan.within else "")
    return Release(
        item=item, kind=plan.kind, at=now, by=by, by_name=name, reason=reason, until=plan.until, release_set=plan.within
    )


def _authors(plans: Mapping[UUID, ReleasePlan]) -> dict[UUID, int | None]:
    """Who said so or, where nobody had to, who published the newest of the versions; who made it where that is not known."""
    newest = {
        item: max(plan.versions.values(), key=lambda one: one.revision or 0)
        for item, plan in plans.items()
        if plan.versions and not (plan.said or plan.within)
    }
    published = publishers_of({one.revision for one in newest.values() if one.revision is not None})
    found: dict[UUID, int | None] = {}
    for item, plan in plans.items():
        said, version = plan.said or plan.within, newest.get(item)
        found[item] = said.by_id if said else (published.get(version.revision or 0, version.by) if version else None)
    return found


def _users(wanted: Iterable[int | None]) -> dict[int, Any]:
    keys = {by for by in wanted if by}
    return dict(get_user_model().objects.in_bulk(keys)) if keys else {}
