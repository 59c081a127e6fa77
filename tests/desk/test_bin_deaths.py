"""Deaths in the middle of a deletion or a restoration; `make soak` tries every statement."""

import pytest

from tests.publication.pairs import together

from .bin_deaths import deaths

__all__ = ["together"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("together")]


def test_a_death_leaves_all_as_it_was() -> None:
    assert min(deaths(every=23)) > 3
