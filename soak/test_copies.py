"""As tests/clients/test_python_copy.py, in more and longer orders. A failure says how it is replayed."""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.clients.copy_steps import CopySteps

pytestmark = pytest.mark.django_db
LONG = settings(
    max_examples=1000, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)


@pytest.fixture(autouse=True)
def _both_go_together(settings: Any) -> None:
    settings.RELEASE_POLICY = "together"


def test_a_copy_equals_the_export_after_any_order_of_edits_and_deaths() -> None:
    run_state_machine_as_test(CopySteps, settings=LONG)
