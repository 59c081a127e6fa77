"""Whoever dies while languages or items go out together parts none of them: all is as before, or as after."""

import pytest

from .kills_of_releases import UNDERTAKINGS, ends_as_undisturbed
from .pairs import together

__all__ = ["together"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.repetitive, pytest.mark.usefixtures("together")]


# Each so many statements are tried here; `make soak` takes every one of all.
EVERY = {"release": 1}


@pytest.mark.parametrize("name", UNDERTAKINGS)
def test_a_death_while_languages_go_out_together_parts_none_of_them(name: str) -> None:
    assert ends_as_undisturbed(UNDERTAKINGS[name], EVERY.get(name, 9)) > 3
