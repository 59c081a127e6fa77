"""As tests/publication/test_kills.py, but dying before every statement rather than after every commit."""

import logging
from collections.abc import Callable

import pytest

from tests.following.worker_deaths import survives_any_death_of_a_worker
from tests.publication.kills import Library, each_operation, each_operation_of_pairs, survives_any_death
from tests.publication.kills_of_releases import UNDERTAKINGS, ends_as_undisturbed
from tests.publication.pairs import together

__all__ = ["together"]

pytestmark = pytest.mark.django_db(transaction=True)
logger = logging.getLogger(__name__)


@each_operation
def test_a_death_before_any_statement_loses_nothing(operation: Callable[[Library], None]) -> None:
    died = survives_any_death(operation, "before_statement")
    logger.info("%s: %s deaths", operation.__name__, died)
    assert died > 0


@each_operation_of_pairs
@pytest.mark.usefixtures("together")
def test_a_death_before_any_statement_parts_no_pair(operation: Callable[[Library], None]) -> None:
    assert survives_any_death(operation, "before_statement") > 0


@pytest.mark.parametrize("name", UNDERTAKINGS)
@pytest.mark.usefixtures("together")
def test_a_death_before_any_statement_of_a_release_parts_nothing(name: str) -> None:
    died = ends_as_undisturbed(UNDERTAKINGS[name])
    logger.info("%s: %s deaths", name, died)
    assert died > 0


@pytest.mark.usefixtures("together")
def test_a_death_before_any_statement_of_a_worker_leaves_no_partner_behind() -> None:
    died = survives_any_death_of_a_worker()
    logger.info("worker: %s deaths", died)
    assert died > 0
