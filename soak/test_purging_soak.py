"""As tests/edge/test_purging.py, over many more histories."""

import pytest
from hypothesis import given
from hypothesis import settings as run

from tests.edge.test_purging import HISTORIES, LATITUDE, MOST_NEEDLESS, TALLY, check_history, kept_for_long

__all__ = ["kept_for_long"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_for_long")]


@run(max_examples=60, **LATITUDE)
@given(HISTORIES)
def test_whatever_changed_is_purged_in_sixty_histories(steps: list[object]) -> None:
    check_history(steps)


def test_little_of_it_was_purged_needlessly() -> None:
    assert TALLY["needless"] <= MOST_NEEDLESS * (TALLY["needed"] + TALLY["needless"]), TALLY
