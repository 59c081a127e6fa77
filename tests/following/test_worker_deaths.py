"""A worker dies before some of its statements, from settling to sending; `make soak` has all of them."""

import pytest

from tests.publication.pairs import together

from .worker_deaths import survives_any_death_of_a_worker

__all__ = ["together"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("together")]


def test_a_worker_may_die_at_any_statement_and_partners_end_with_what_there_is() -> None:
    assert survives_any_death_of_a_worker(every=23) > 5
