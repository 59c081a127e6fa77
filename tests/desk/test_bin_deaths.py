"""Deaths in the middle of a deletion or a restoration; `make soak` tries every statement."""

import pytest
from wagtail.models import Page

from tests.factories import content as make
from tests.publication.kills import Death
from tests.publication.pairs import pair, together

from .bin_deaths import deaths

__all__ = ["together"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("together")]


def test_a_death_leaves_all_as_it_was() -> None:
    assert min(deaths(every=23)) > 3


def test_a_death_in_a_deletion_by_code_leaves_the_page_above_with_as_many_as_it_has() -> None:
    """Which goes to no bin. A page that counted fewer below it took no more: each move to it failed."""
    page, _ = pair()
    make.landing(page, "en")
    for statement in range(1, 1000, 4):
        death = Death(before_statement=statement)
        with death.awaited():
            make.fresh(page).delete()
        assert not any(Page.find_problems()), f"having died at statement {statement}"
        if not Page.objects.filter(pk=page.pk).exists():
            break
    assert statement > 20
