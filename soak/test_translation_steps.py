"""As tests/content/test_translation_steps.py, in more and longer orders, each time in others."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.content.translation_steps import TranslationSteps

pytestmark = pytest.mark.django_db
LONG = settings(
    max_examples=150, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)


def test_no_order_of_steps_loses_a_text_or_serves_one_as_the_other_language_s() -> None:
    run_state_machine_as_test(TranslationSteps, settings=LONG)
