"""Writing down what went out, by whose word."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model

from .last_releases import last_releases
from .planning import ReleasePlan
from .policies import Policy
from .release_models import Release, ReleasedVersion, ReleaseKind
from .taken_down_by import takers_of


def record(plans: Mapping[UUID, ReleasePlan], now: datetime) -> None:
    """Notes the releases that plans are, in the transaction that carries them out."""
    wanted = {item: plan for item, plan in sorted(plans.items()) if plan.kind is not None}
    if not wanted:
        return
    gone = [item for item, plan in wanted.items() if plan.kind == ReleaseKind.TAKE_DOWN and _author(plan) is None]
    takers = takers_of(gone)
    users = _users(wanted.values(), takers.values())
    rows = [_release(item, plan, users, now, takers.get(item)) for item, plan in wanted.items()]
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


def _release(item: UUID, plan: ReleasePlan, users: Mapping[int, Any], now: datetime, taker: int | None) -> Release:
    assert plan.kind is not None  # noqa: S101 - only such are given
    by, said = users.get(_author(plan) or taker or 0), plan.said or plan.within
    name = said.by_name if said else name_of(by)
    reason = plan.reason or (plan.within.reason if plan.within else "")
    return Release(
        item=item, kind=plan.kind, at=now, by=by, by_name=name, reason=reason, until=plan.until, release_set=plan.within
    )


def _author(plan: ReleasePlan) -> int | None:
    """Who said so or, where nobody had to, who made the newest of the versions."""
    if said := plan.said or plan.within:
        return said.by_id
    newest = max(plan.versions.values(), key=lambda one: one.revision or 0, default=None)
    return newest.by if newest else None


def _users(plans: Iterable[ReleasePlan], takers: Iterable[int | None]) -> dict[int, Any]:
    wanted = {by for by in (*map(_author, plans), *takers) if by}
    return dict(get_user_model().objects.in_bulk(wanted)) if wanted else {}
