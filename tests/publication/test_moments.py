"""What holds at the very moment at which something ends, expires or becomes stale: neither a moment sooner nor later."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from wagtail.models import Page, PageLogEntry
from wagtail_localize.models import Translation

from cms.publication.changelog.leases import LEASE, Lease
from cms.publication.completeness.staleness import stale_since
from cms.publication.completeness.translations import records_of
from cms.publication.completeness.versions import live_version
from cms.publication.models import Edition, State
from cms.publication.queries.list_queries import Total, editions
from cms.publication.queries.query_types import EditionFilter
from cms.publication.visibility import Visibility, may_be_served, served
from tests.factories import content as make
from tests.factories.editions import edition

from .followers import Clock

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
# An expiry, and whether what has it is public at NOW.
EXPIRIES = pytest.mark.parametrize(("expiry", "public"), [(NOW - MOMENT, False), (NOW, False), (NOW + MOMENT, True)])


def taken(clock: Clock) -> Lease:
    lease = Lease.take("recorder", clock=clock)
    assert lease is not None
    return lease


def test_work_whose_steps_take_half_a_minute_never_lets_its_lease_run_out() -> None:
    """A rebuild of an hour that lost its lease each minute would begin again each minute."""
    clock = Clock()
    lease = taken(clock)
    for _ in range(10):
        clock.advance(30)
        assert Lease.take("recorder", clock=clock) is None
        lease.renew()


def test_a_lease_is_written_again_once_more_than_a_quarter_of_it_has_passed(django_assert_num_queries: Any) -> None:
    clock = Clock()
    lease = taken(clock)
    clock.advance(LEASE.total_seconds() / 4)
    with django_assert_num_queries(0):
        lease.renew()
    clock.advance(0.001)
    with django_assert_num_queries(1):
        lease.renew()
    with django_assert_num_queries(0):
        lease.renew()


def test_a_renewed_lease_holds_a_whole_lease_from_then_on() -> None:
    clock = Clock()
    lease = taken(clock)
    clock.advance(50)
    lease.renew()
    clock.advance(59.999)
    assert Lease.take("recorder", clock=clock) is None
    clock.advance(0.001)
    assert Lease.take("recorder", clock=clock) is not None


@EXPIRIES
def test_what_is_stored_is_not_served_from_the_moment_of_its_expiry(expiry: datetime, public: bool) -> None:
    edition("cy", expires_at=expiry)
    assert may_be_served(State.PUBLISHED, expiry, NOW) is public
    assert Edition.objects.filter(served(NOW)).exists() is public


@EXPIRIES
def test_a_page_is_not_allowed_from_the_moment_of_its_expiry(expiry: datetime, public: bool) -> None:
    page = Page(path="00010001", live=True, expire_at=expiry)
    assert Visibility(NOW).allows(page) is public


@EXPIRIES
def test_a_known_total_holds_until_the_moment_at_which_one_of_its_editions_expires(
    expiry: datetime, public: bool
) -> None:
    assert Total(1, expiry).holds(NOW) is public


def test_a_list_holds_what_was_updated_at_the_moment_asked_for_or_later() -> None:
    edition("cy", updated_at=NOW)
    for since, total in ((NOW, 1), (NOW + MOMENT, 0)):
        assert editions(EditionFilter("cy", updated_since=since), "updated", 5).total == total


def test_a_list_holds_what_was_reviewed_before_the_day_asked_for_not_on_it() -> None:
    day = NOW.date()
    edition("cy", reviewed_on=day)
    for before, total in ((day, 0), (day + timedelta(days=1), 1)):
        assert editions(EditionFilter("cy", reviewed_before=before), "updated", 5).total == total


def staleness(original: Any, translation: Any, **version: Any) -> datetime | None:
    """Since when the translation is stale, had its public version been made or published at another moment."""
    source = make.fresh(original)
    shown = replace(live_version(make.fresh(translation)), **version)
    records = records_of({original.translation_key})[original.translation_key]
    return stale_since(translation, shown, source, live_version(source).page, records)


@pytest.mark.parametrize(("later", "stale"), [(-MOMENT, False), (timedelta(0), False), (MOMENT, True)])
def test_a_translation_kept_by_hand_is_stale_only_if_its_source_was_published_after_it(
    later: timedelta, stale: bool
) -> None:
    original, translation = make.homes()
    Translation.objects.update(enabled=False)
    published = make.fresh(original).last_published_at
    assert (staleness(original, translation, published=published - later) is not None) is stale


@pytest.mark.parametrize(("later", "stale"), [(-MOMENT, False), (timedelta(0), False), (MOMENT, True)])
def test_a_translation_is_stale_only_if_its_source_was_frozen_after_it_was_made(later: timedelta, stale: bool) -> None:
    original, translation = make.homes()
    (source,) = records_of({original.translation_key})[original.translation_key].sources.values()
    made = source.record.last_updated_at - later
    assert (staleness(original, translation, made=made) is not None) is stale


def test_a_translation_is_stale_since_the_first_publication_of_its_source_after_it() -> None:
    """Not since one at its own moment, which it has kept up with."""
    original, translation = make.homes()
    Translation.objects.update(enabled=False)
    PageLogEntry.objects.filter(page=original.pk).delete()
    Page.objects.filter(pk=original.pk).update(last_published_at=NOW + 3 * MOMENT)
    for after in (2, 1, 0):
        PageLogEntry.objects.create(
            page_id=original.pk, content_type_id=original.content_type_id, label=original.title,
            action="wagtail.publish", timestamp=NOW + after * MOMENT,
        )  # fmt: skip
    assert staleness(original, translation, published=NOW) == NOW + MOMENT
