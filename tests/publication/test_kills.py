"""Whoever dies between a commit and what it should have led to, leaves a note of it in the very commit."""

from collections.abc import Callable

import pytest
from django.db import transaction

from cms.publication.models import ReleaseSet

from .kills import Death, Library, each_operation, each_operation_of_pairs, survives_any_death
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


def test_what_dies_takes_its_open_transaction_along_also_within_that_of_a_test() -> None:
    with transaction.atomic():
        ReleaseSet.objects.create(name="Before")
        with Death(before_statement=3).awaited(), transaction.atomic():
            ReleaseSet.objects.create(name="One")
            ReleaseSet.objects.create(name="Another")
        assert [made.name for made in ReleaseSet.objects.all()] == ["Before"]
