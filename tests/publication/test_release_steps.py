"""Orders of what editors do, as many as each run has time for; `make soak` tries more and longer ones."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from .release_steps import ReleaseSteps

pytestmark = pytest.mark.django_db
SHORT = settings(
    max_examples=12,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _both_go_together(settings: Any) -> None:
    settings.RELEASE_POLICY = "together"


def test_no_order_of_steps_shows_readers_one_language_without_the_other() -> None:
    run_state_machine_as_test(ReleaseSteps, settings=SHORT)
