"""One value says how long an answer holds: what it is made of, the header it becomes, and until when it may be given again."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cms.http.caching.cache_policy import NOT_STORABLE, PUBLIC, SHORT_LIVED, CachePolicy

NOW = timezone.now()
POLICIES = st.builds(
    CachePolicy,
    expires_at=st.none() | st.integers(-9, 9).map(lambda hours: NOW + timedelta(hours=hours)),
    short_lived=st.booleans(),
    on_hit=st.lists(st.sampled_from([print, repr]), max_size=2).map(tuple),
    private=st.booleans(),
    storable=st.booleans(),
)


@given(POLICIES, POLICIES)
def test_what_is_made_of_two_answers_holds_as_long_as_both_do(one, another):
    both = one & another
    ends = [end for end in (one.expires_at, another.expires_at) if end]
    assert both.expires_at == min(ends, default=None)
    assert both.short_lived == (one.short_lived or another.short_lived)
    assert both.private == (one.private or another.private)
    assert both.storable == (one.storable and another.storable)
    assert both.on_hit == one.on_hit + another.on_hit
    assert one & PUBLIC == PUBLIC & one == one


@given(POLICIES)
def test_what_expires_later_or_never_changes_nothing(policy):
    assert policy.until(None) is policy
    end = policy.expires_at or NOW
    assert policy.until(end).expires_at == end
    assert policy.until(end) & policy.until(end + timedelta(hours=1)) == policy.until(end) & policy


@pytest.mark.parametrize(
    ("policy", "header"),
    [
        (PUBLIC, "public, max-age=60"),
        (SHORT_LIVED, "public, max-age=60"),
        (CachePolicy(NOW - timedelta(seconds=1)), "public, max-age=0"),
        (CachePolicy(NOW + timedelta(days=1)), "public, max-age=60"),
        (CachePolicy(private=True), "private, max-age=60"),
        (NOT_STORABLE, "no-store"),
        (CachePolicy(private=True, storable=False), "private, no-store"),
    ],
)
def test_the_header_says_who_may_keep_an_answer_and_for_how_long(policy, header, settings):
    settings.CACHE_MAX_AGE = 60
    assert policy.cache_control == header


def test_an_answer_is_given_again_until_its_header_would_change(settings):
    settings.CACHE_MAX_AGE = 60
    now, late, soon = NOW.timestamp(), NOW + timedelta(seconds=150), NOW + timedelta(seconds=90)
    policies = (
        SHORT_LIVED,
        CachePolicy(soon, short_lived=True),
        CachePolicy(late, short_lived=True),
        CachePolicy(late),
    )
    assert [round(policy.same_until(now) - now) for policy in policies] == [60, 30, 60, 90]
    assert PUBLIC.same_until(now) == float("inf")
