"""What editors do to several items at once, what they tell readers, and what the clock does: a part of `release_steps`."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import F, Model
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from wagtail.models import Page, Revision

from cms.content.languages import CODES, Language
from cms.publication.changelog.scheduled_jobs import publish_scheduled
from cms.publication.intents.settlement import settle
from cms.publication.models import Edition, Release, ReleaseInstruction, ReleaseSet, SetState
from cms.publication.notices.taking_down import NoticeWords, put_back, take_down, withdraw
from cms.publication.release_sets.faults import FaultyError
from cms.publication.release_sets.flips import plan, release, revert
from cms.publication.release_sets.set_members import ClosedError, add_items, cancel, items_of, remove_item
from tests.factories import content as make

from .words_on_pairs import Shown, Texts, WordsOnPairs, texts_of

LANGUAGES = st.sampled_from(CODES)
CHOICE = st.integers(0, 1000)
HOURS = st.integers(1, 9)
MOST_OPEN = 3
# Everything that is kept of a moment to come.
MOMENTS: tuple[tuple[type[Model], str], ...] = (
    (Release, "until"), (ReleaseInstruction, "until"), (ReleaseSet, "planned_for"), (Revision, "approved_go_live_at"),
    (Page, "go_live_at"), (Page, "expire_at"),
)  # fmt: skip


class ReleaseSetSteps:
    """Steps of the machine, which has the rest."""

    said: WordsOnPairs
    originals: Any
    bring_up: Any
    _some: Any
    _text: Any
    _live: Any
    _said: Any
    shown: Any

    # Releases of several items

    @precondition(lambda self: len(_sets(SetState.OPEN)) < MOST_OPEN)
    @rule(choice=CHOICE, items=st.integers(1, 3))
    def create_set(self, choice: int, items: int) -> None:
        """Some items that are public wait for one another."""
        public = [item for item in self.originals() if item in self.shown()]
        made = ReleaseSet.objects.create(name="Some items", reason="They belong together")
        self._add(made, [public[(choice + number) % len(public)] for number in range(items if public else 0)])

    @precondition(lambda self: bool(_sets(SetState.OPEN)))
    @rule(choice=CHOICE, item=CHOICE, language=LANGUAGES)
    def add_to_set(self, choice: int, item: int, language: Language) -> None:
        """One more waits."""
        for one in self._one_of(_sets(SetState.OPEN), choice):
            self._add(one, [page.translation_key for page in self._some(item, language)])

    @precondition(lambda self: bool(_sets(SetState.OPEN)))
    @rule(choice=CHOICE, item=CHOICE)
    def remove_from_set(self, choice: int, item: int) -> None:
        """One waits no more."""
        for one in self._one_of(_sets(SetState.OPEN), choice):
            for member in self._one_of(sorted(one.members.all(), key=lambda row: row.pk), item):
                with make.committed():
                    remove_item(one, member.item)

    @precondition(lambda self: bool(_sets(SetState.OPEN)))
    @rule(choice=CHOICE)
    def cancel_set(self, choice: int) -> None:
        """A set is given up."""
        for one in self._one_of(_sets(SetState.OPEN), choice):
            with make.committed():
                cancel(one)

    @precondition(lambda self: bool(_sets(SetState.OPEN)))
    @rule(choice=CHOICE, prepared=st.booleans())
    def release_set(self, choice: int, prepared: bool) -> None:
        """All of a set goes out, or nothing does."""
        for one in self._one_of(_sets(SetState.OPEN), choice):
            if prepared:
                self._prepare(one)
            before = self._public()
            with make.committed():
                try:
                    release(one, None)
                except FaultyError:
                    assert self._public() == before
                else:
                    self._check_flip(one)

    @precondition(lambda self: bool(_sets(SetState.OPEN)))
    @rule(choice=CHOICE, hours=HOURS, prepared=st.booleans())
    def plan_set(self, choice: int, hours: int, prepared: bool) -> None:
        """A set goes out at a moment, if nothing is at fault then."""
        for one in self._one_of(_sets(SetState.OPEN), choice):
            if prepared:
                self._prepare(one)
            plan(one, timezone.now() + dt.timedelta(hours=hours), None)

    @precondition(lambda self: bool(_sets(SetState.RELEASED)))
    @rule(choice=CHOICE, leave_newer=st.booleans())
    def revert_set(self, choice: int, leave_newer: bool) -> None:
        """A set is undone as one."""
        for one in self._one_of(_sets(SetState.RELEASED), choice):
            before = self._public()
            with make.committed():
                try:
                    made = revert(one, None, leave_newer=leave_newer)
                except (FaultyError, ClosedError):
                    assert self._public() == before
                else:
                    self.said.check_undone(items_of(made), self._texts())

    # What readers are told

    @rule(choice=CHOICE, language=LANGUAGES, gone=st.booleans())
    def tell_readers(self, choice: int, language: Language, gone: bool) -> None:
        """An item is withdrawn, or taken down, with a notice."""
        for page in self._some(choice, language):
            item, told = page.translation_key, {code: self._text(code) for code in CODES}
            earlier = self.said.withdrawn.pop(item, None)
            if not gone:
                self.said.withdrawn[item] = told
            if self._said(take_down if gone else withdraw, item, NoticeWords(told["cy"], told["en"]), None):
                if gone:
                    self.said.gone |= {(item, code): told[code] for code in CODES}
            else:
                self.said.withdrawn.pop(item, None)
                if earlier is not None:
                    self.said.withdrawn[item] = earlier

    @precondition(lambda self: bool(self.said.withdrawn))
    @rule(choice=CHOICE, language=LANGUAGES)
    def put_back(self, choice: int, language: Language) -> None:
        """A withdrawal is taken back."""
        for page in self._some(choice, language):
            told = self.said.withdrawn.pop(page.translation_key, None)
            assert self._said(put_back, page.translation_key, None) is (told is not None)

    # The clock

    @rule(hours=HOURS)
    def time_passes(self, hours: int) -> None:
        """What is to be at a moment comes nearer: publication, expiry, a planned set, the end of what is alone."""
        waiting = _sets(SetState.OPEN)
        self.said.time_passes(hours)
        come_nearer(dt.timedelta(hours=hours))
        with make.committed():
            settle()
            publish_scheduled(lambda: None)
            settle()
        for one in waiting:
            one.refresh_from_db()
            if one.state == SetState.RELEASED:
                self._check_flip(one)

    # What there is

    def _add(self, release_set: ReleaseSet, items: list[UUID]) -> None:
        assert add_items(release_set, items) <= set(items)

    def _prepare(self, release_set: ReleaseSet) -> None:
        """There is a new version of each item in both languages."""
        for item, page in self.originals().items():
            if item in items_of(release_set):
                self.bring_up(page)

    def _check_flip(self, release_set: ReleaseSet) -> None:
        items = items_of(release_set)
        self.said.check_flip(items, {item: self._live(item) for item in items}, self._texts())

    def _texts(self) -> dict[UUID, Texts]:
        shown: Shown = self.shown()
        return {item: texts_of(rows) for item, rows in shown.items()}

    @staticmethod
    def _public() -> list[Any]:
        return list(Edition.objects.order_by("pk").values_list("pk", "state", "digest", "version"))

    @staticmethod
    def _one_of(rows: list[Any], choice: int) -> list[Any]:
        return [rows[choice % len(rows)]] if rows else []


def _sets(state: SetState) -> list[ReleaseSet]:
    return list(ReleaseSet.objects.filter(state=state, reverts=None).order_by("pk"))


def come_nearer(by: dt.timedelta) -> None:
    """All moments to come are as much nearer, as if as much time had passed."""
    now = timezone.now()
    for model, name in MOMENTS:
        model._default_manager.filter(**{f"{name}__gt": now}).update(**{name: F(name) - by})
    for revision in Revision.objects.exclude(content__go_live_at=None, content__expire_at=None):
        for name in ("go_live_at", "expire_at"):
            if (stored := revision.content.get(name)) and (moment := dt.datetime.fromisoformat(stored)) > now:
                revision.content[name] = (moment - by).isoformat()
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)
