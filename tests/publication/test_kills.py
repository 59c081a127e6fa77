"""Whoever dies between a commit and what it should have led to, leaves a note of it in the very commit."""

from collections.abc import Callable

import pytest

from .kills import Library, each_operation, each_operation_of_pairs, survives_any_death
from .pairs import together

__all__ = ["together"]

pytestmark = pytest.mark.django_db(transaction=True)


@each_operation
def test_a_death_after_any_commit_loses_nothing(operation: Callable[[Library], None]) -> None:
    assert survives_any_death(operation, "after_commit") > 0


@each_operation_of_pairs
@pytest.mark.usefixtures("together")
def test_a_death_after_any_commit_parts_no_pair(operation: Callable[[Library], None]) -> None:
    assert survives_any_death(operation, "after_commit") > 0
