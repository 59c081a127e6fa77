"""As tests/publication/test_release_races.py, 500 times."""

import pytest

from tests.publication.pairs import together
from tests.publication.test_release_races import published_at_once

__all__ = ["together"]
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("together")]


def test_five_hundred_publications_at_the_same_moment_are_one_release_each() -> None:
    published_at_once(500)
