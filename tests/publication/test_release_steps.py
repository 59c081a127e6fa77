"""Orders of what editors do, as many as each run has time for; `make soak` tries more and longer ones."""

from typing import Any

import pytest

from .release_orders import tried

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _both_go_together(settings: Any) -> None:
    settings.RELEASE_POLICY = "together"


@pytest.mark.parametrize("seed", [1])
def test_no_order_of_steps_shows_readers_one_language_without_the_other(seed: int) -> None:
    assert tried(seed, orders=7, steps=15) >= 90


def test_a_seed_gives_the_same_steps_again() -> None:
    traces: list[list[str]] = []
    for _ in range(2):
        tried(7, orders=2, steps=8, trace=traces)
    assert traces[0] == traces[1]
    assert len(traces[0]) > 10
