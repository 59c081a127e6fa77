"""Anything that editors do, and the bin: what is restored and published again is what it would be had it been unpublished."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import rule
from wagtail.models import Page, Revision

from cms.content.languages import CODES, Language
from cms.desk.trash.binning import pages_below, roots_of
from cms.desk.trash.models import BinnedItem
from cms.desk.trash.restoring import restore
from cms.publication.changelog.log import log_written
from cms.publication.models import Edition
from cms.publication.reconciliation.rebuilding import all_items, differences
from tests.factories import content as make
from tests.publication.release_steps import ReleaseSteps

_SERVED = ("item", "language", "state", "path", "title", "parent", "revision", "translation_status", "content")


def served() -> list[tuple[Any, ...]]:
    return list(Edition.objects.filter(state="published").order_by("item", "language").values_list(*_SERVED))


class BinSteps(ReleaseSteps):
    """`binned` counts how often a page went to the bin and came back."""

    asks_outlets: ClassVar[bool] = False
    binned: ClassVar[list[int]] = []

    def teardown(self) -> None:
        """Whatever came before: at last a page of each language goes and comes back."""
        try:
            if self._holds:
                for number, language in enumerate(CODES):
                    self.bin_and_restore(number, language)
        finally:
            super().teardown()

    @rule(choice=st.integers(0, 1000), language=st.sampled_from(CODES))
    def bin_and_restore(self, choice: int, language: Language) -> None:
        """A page is deleted by somebody, restored, and all of it that was live is published again."""
        user = get_user_model().objects.get_or_create(username="golygydd", defaults={"is_superuser": True})[0]
        for page in self._some(choice, language):
            pages = pages_below(roots_of(page)).order_by("path")
            live = list(pages.filter(live=True, live_revision__isnull=False).values_list("live_revision", flat=True))

            def unpublish(pages: Any = pages) -> None:
                for one in list(pages.filter(live=True)):
                    make.fresh(one).unpublish(user=user)

            wanted = self._tried(unpublish, live)
            with make.committed():
                make.fresh(page).delete(user=user)
            binned = BinnedItem.objects.get()
            assert not pages_of(binned).exists()
            assert differences(all_items()) == []
            with make.committed():
                restore(binned, user)
            assert not Edition.objects.filter(item=page.translation_key, state="published").exists()
            _publish(live)
            assert served() == wanted
            assert differences(all_items()) == []
            assert Page.find_problems() == ([], [], [], [], [])
            self.binned.append(len(live))

    def _tried(self, take_down: Callable[[], None], live: list[int]) -> list[tuple[Any, ...]]:
        """What would be public; nothing of it is done."""
        log_written.disconnect(self._when_written)
        with transaction.atomic():
            with make.committed():
                take_down()
            _publish(live)
            found = served()
            transaction.set_rollback(True)
        log_written.connect(self._when_written)
        return found


def pages_of(binned: BinnedItem) -> Any:
    return Page.objects.filter(pk__in=binned.roots.values("page"))


def _publish(revisions: list[int]) -> None:
    for revision in Revision.objects.filter(pk__in=revisions).order_by("pk"):
        with make.committed():
            revision.publish()
