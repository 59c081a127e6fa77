"""As tests/publication/test_kills.py, but dying before every statement rather than after every commit."""

import logging
from collections.abc import Callable

import pytest

from tests.publication.kills import Library, each_operation, survives_any_death

pytestmark = pytest.mark.django_db(transaction=True)
logger = logging.getLogger(__name__)


@each_operation
def test_a_death_before_any_statement_loses_nothing(operation: Callable[[Library], None]) -> None:
    died = survives_any_death(operation, "before_statement")
    logger.info("%s: %s deaths", operation.__name__, died)
    assert died > 0
