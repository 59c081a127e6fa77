"""Orders of what editors do, with the bin among it; `make soak` tries more and longer ones."""

from typing import Any

import pytest

from tests.publication.release_orders import tried

from .bin_steps import BinSteps

pytestmark = pytest.mark.django_db


def test_in_any_order_of_steps_what_is_restored_is_what_it_was(settings: Any) -> None:
    settings.RELEASE_POLICY = "together"
    before = len(BinSteps.binned)
    tried(1, orders=4, steps=7, machine=BinSteps)
    assert len(BinSteps.binned) > before + 2
