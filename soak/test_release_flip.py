"""As tests/journeys/test_release_flip.py, with 200 pairs and 8 readers; says how late it was and what readers waited."""

import logging
from typing import Any

import pytest

from tests.journeys.flip import check
from tests.journeys.test_release_flip import flipped

logger = logging.getLogger(__name__)


@pytest.mark.database
def test_two_hundred_pairs_go_out_and_back_within_one_commit(
    tmp_path: Any, django_db_setup: None, django_db_blocker: Any
) -> None:
    pollers, figures = flipped(tmp_path, django_db_blocker, pairs=200, readers=4, seconds=5)
    for poller in pollers:
        check(poller, figures)
    logger.warning("%s", {name: round(value, 3) for name, value in figures.items() if isinstance(value, float | int)})
