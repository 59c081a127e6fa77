"""As tests/desk/test_bin_deaths.py and test_bin_steps.py, at every statement and in many orders."""

import logging

import pytest

from tests.desk.bin_deaths import deaths
from tests.desk.bin_steps import BinSteps
from tests.publication.pairs import together
from tests.publication.release_orders import tried

__all__ = ["together"]
logger = logging.getLogger(__name__)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("together")
def test_a_death_at_any_statement_leaves_all_as_it_was() -> None:
    died = deaths(every=1)
    logger.info("deaths in a deletion and in a restoration: %s", died)
    assert min(died) > 100


@pytest.mark.django_db
@pytest.mark.usefixtures("together")
def test_in_any_of_many_orders_what_is_restored_is_what_it_was() -> None:
    for seed in range(20):
        tried(seed, orders=10, steps=20, machine=BinSteps)
    logger.info("went to the bin and came back: %s", len(BinSteps.binned))
