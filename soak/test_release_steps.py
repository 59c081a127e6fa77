"""As tests/publication/test_release_steps.py, in more and longer orders. A failure says how it is replayed."""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.publication.release_steps import ReleaseSteps

pytestmark = pytest.mark.django_db
LONG = settings(
    max_examples=2500, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)


@pytest.fixture(autouse=True)
def _both_go_together(settings: Any) -> None:
    settings.RELEASE_POLICY = "together"


def test_no_order_of_steps_shows_readers_one_language_without_the_other() -> None:
    run_state_machine_as_test(ReleaseSteps, settings=LONG)
