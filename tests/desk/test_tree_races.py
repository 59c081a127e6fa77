"""Several people change the tree of pages at the same moment: each gets what they asked for, of the pages that they chose."""

from functools import partial
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from wagtail.models import Page

from cms.desk.trash import binning
from cms.desk.trash.models import BinnedItem
from cms.desk.trash.restoring import restore
from cms.desk.trash.row_archive import keep_rows
from tests.factories import content as make
from tests.publication.pairs import pair, together
from tests.publication.test_release_races import at_once

__all__ = ["together"]
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("together")]
TIMES, PEOPLE = 3, 5


def delete_and_restore(page: Any, user: Any) -> None:
    for _ in range(TIMES):
        make.fresh(page).delete(user=user)
        restore(BinnedItem.objects.get(item=page.translation_key), user)


def test_many_delete_and_restore_pages_beside_each_other() -> None:
    user = get_user_model().objects.create_superuser("golygydd")
    first, _ = pair()
    pages = [first, *(pair(beside=first)[0] for _ in range(PEOPLE - 1))]
    there = set(Page.objects.values_list("pk", "slug"))
    at_once(*(partial(delete_and_restore, page, user) for page in pages))
    assert set(Page.objects.values_list("pk", "slug")) == there
    assert not BinnedItem.objects.exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_nobody_writes_of_either_language_while_both_are_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the worker wrote of a page after its rows had been looked for let the deletion fail at its very end."""
    page, twin = pair()
    tried: list[str] = []

    def write() -> None:
        with transaction.atomic():
            Page.objects.select_for_update(no_key=True, nowait=True).get(pk=twin.pk)

    def keep(*args: Any) -> None:
        with pytest.raises(AssertionError, match="lock"):
            at_once(write)
        tried.append("refused")
        keep_rows(*args)

    monkeypatch.setattr(binning, "keep_rows", keep)
    make.fresh(page).delete(user=get_user_model().objects.create_superuser("golygydd"))
    assert tried == ["refused"]
    assert not Page.objects.filter(pk=twin.pk).exists()
