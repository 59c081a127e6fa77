"""As tests/publication/test_release_steps.py, 100,000 steps in other orders each time.

Each few hundred have a seed, which is logged: with `SEED=number STEPS=1` the same steps are tried again, with `SHORTEN=1` also
the shortest order is looked for that fails.
"""

import itertools
import logging
import os
import random
from typing import Any

import pytest

from tests.publication.release_orders import tried

pytestmark = pytest.mark.django_db
logger = logging.getLogger(__name__)
ORDERS, LENGTH = 10, 40


@pytest.fixture(autouse=True)
def _both_go_together(settings: Any) -> None:
    settings.RELEASE_POLICY = "together"


@pytest.fixture(autouse=True)
def _nobody_tells_of_each_step(caplog: pytest.LogCaptureFixture) -> None:
    for name in ("django.request", "django_tasks", "wagtail"):
        caplog.set_level(logging.CRITICAL, logger=name)


def test_no_order_of_steps_shows_readers_one_language_without_the_other() -> None:
    first, wanted = int(os.environ.get("SEED") or random.randrange(1_000_000)), int(os.environ.get("STEPS") or 100_000)
    done = 0
    for seed in itertools.count(first):
        if done >= wanted:
            break
        logger.info("seed %s", seed)
        done += tried(seed, ORDERS, LENGTH, shortens=bool(os.environ.get("SHORTEN")))
        logger.info("%s steps", done)
