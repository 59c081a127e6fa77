"""As tests/rest/test_feed_steps.py, 10,000 histories, others each time: in parts, so that `-n 2` has two processors do it.

Each few have a seed, which is logged: with `SEED=number HISTORIES=1` the same are tried again, with `SHORTEN=1` also the
shortest is looked for that fails.
"""

import logging
import os
import random
from typing import Any

import pytest

from tests.publication.release_orders import tried
from tests.rest.feed_steps import FeedSteps

pytestmark = pytest.mark.django_db
logger = logging.getLogger(__name__)
SEED, AT_ONCE, LENGTH = os.environ.get("SEED"), 25, 10
PARTS = 1 if SEED else 10


@pytest.fixture(autouse=True)
def _nobody_tells_of_each_step(caplog: pytest.LogCaptureFixture) -> None:
    for name in ("django.request", "django_tasks", "wagtail"):
        caplog.set_level(logging.CRITICAL, logger=name)


@pytest.mark.parametrize("part", range(PARTS))
def test_from_every_token_a_follower_ends_with_what_the_export_has(settings: Any, part: int) -> None:
    settings.RELEASE_POLICY = "together"
    first, wanted = int(SEED or random.randrange(1_000_000)), int(os.environ.get("HISTORIES") or 10_000) // PARTS
    for number, done in enumerate(range(0, wanted, AT_ONCE)):
        logger.info("seed %s, %s of %s histories", first + number, done, wanted)
        tried(first + number, AT_ONCE, LENGTH, machine=FeedSteps, shortens=bool(os.environ.get("SHORTEN")))
