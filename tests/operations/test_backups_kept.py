"""Which backups are kept."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.operations.backup.backups_kept import kept

NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)
MOMENTS = st.sets(st.integers(0, 24 * 500).map(lambda hours: NOW - timedelta(hours=hours)), max_size=50)
NUMBERS = st.dictionaries(st.sampled_from(["daily", "weekly", "monthly"]), st.integers(0, 40))
# How long a busy machine takes to think of moments says nothing.
settled = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_a_year_of_nights_leaves_days_weeks_and_months() -> None:
    nights = [NOW - timedelta(days=days) for days in range(365)]
    found = sorted(kept(nights, {"daily": 7, "weekly": 5, "monthly": 12}), reverse=True)
    days = [f"{moment:%y-%m-%d}" for moment in found]
    assert days[:8] == [*(f"26-11-{day}" for day in range(30, 23, -1)), "26-11-22"]
    assert days[8:11] == ["26-11-15", "26-11-08", "26-10-31"]
    assert days[11:] == [
        "26-09-30", "26-08-31", "26-07-31", "26-06-30", "26-05-31", "26-04-30", "26-03-31", "26-02-28", "26-01-31", "25-12-31",
    ]  # fmt: skip


@settled
@given(MOMENTS, NUMBERS)
def test_the_newest_is_always_kept_and_what_is_kept_once_is_kept_when_asked_again(
    moments: set[datetime], numbers: dict[str, int]
) -> None:
    found = kept(moments, numbers)
    assert found <= moments
    assert max(moments, default=None) == max(found, default=None)
    assert kept(found, numbers) == found
    assert len(found) <= 1 + sum(numbers.values())


@settled
@given(MOMENTS, st.integers(1, 10))
def test_as_many_days_as_asked_for_have_their_last_one(moments: set[datetime], number: int) -> None:
    days = sorted({moment.date() for moment in moments}, reverse=True)[:number]
    assert sorted((moment.date() for moment in kept(moments, {"daily": number})), reverse=True) == days
