"""As tests/desk/test_bin_deaths.py and test_bin_steps.py, at every statement and in many orders.

Each seed is logged: `SEED=number SEEDS=1` tries its orders again; with fewer `ORDERS` of each, more seeds are tried in an hour.
"""

import logging
import os

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
    first, seeds, orders = (
        int(os.environ.get(name) or most) for name, most in (("SEED", 0), ("SEEDS", 20), ("ORDERS", 10))
    )
    done = 0
    for seed in range(first, first + seeds):
        logger.info("seed %s", seed)
        done += tried(seed, orders, steps=20, machine=BinSteps)
        logger.info("%s steps; went to the bin and came back: %s", done, len(BinSteps.binned))
