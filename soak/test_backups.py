"""As tests/operations/test_backups.py and test_backup_deaths.py, but at each statement and step, and while editors write."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.operations.backup_deaths import survives_deaths_while_backing_up, survives_deaths_while_restoring
from tests.operations.backup_moments import OPERATIONS, is_one_moment, is_one_moment_while_editors_write
from tests.operations.restored_places import Place
from tests.operations.test_backup_deaths import place as small_place
from tests.operations.test_backups import original, place, unblocked

__all__ = ["original", "place", "small_place", "unblocked"]
EVERY = 1_000_000
logger = logging.getLogger(__name__)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda step: step.__name__)
def test_whatever_is_done_before_any_statement_a_backup_is_one_moment(
    place: Place, operation: Callable[[], None], tmp_path: Path
) -> None:
    times = is_one_moment(place, operation, tmp_path, first=1, every=1)
    logger.info("%s: %s backups", operation.__name__, times)
    assert times > 5


def test_forty_backups_while_editors_write_are_a_moment_each(place: Place, tmp_path: Path) -> None:
    is_one_moment_while_editors_write(place, tmp_path, 40)


def test_a_death_at_any_step_of_a_backup_leaves_the_last_one(small_place: Place) -> None:
    assert survives_deaths_while_backing_up(small_place, EVERY) > 5


def test_a_death_at_any_step_of_a_restoration_loses_nothing(small_place: Place) -> None:
    assert survives_deaths_while_restoring(small_place, 60) > 5
