"""As tests/rest/test_feed_steps.py, in more and longer orders. A failure says how it is replayed."""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.rest.feed_steps import FeedSteps

pytestmark = pytest.mark.django_db
LONG = settings(
    max_examples=10_000, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)


def test_from_every_token_a_follower_ends_with_what_the_export_has(settings: Any) -> None:
    settings.RELEASE_POLICY = "together"
    run_state_machine_as_test(FeedSteps, settings=LONG)
