"""Orders of translation steps, as many as each run has time for; `make soak` tries more and longer ones."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from .translation_steps import TranslationSteps

pytestmark = pytest.mark.django_db
SHORT = settings(
    max_examples=15,
    stateful_step_count=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.long
def test_no_order_of_steps_loses_a_text_or_serves_one_as_the_other_language_s() -> None:
    run_state_machine_as_test(TranslationSteps, settings=SHORT)
