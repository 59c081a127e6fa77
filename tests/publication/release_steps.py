"""Any order of what editors do to items in two languages, and of deaths meanwhile: readers never see half of a new pair.

After every commit that readers may notice, what is public is compared with what was said: two texts stand side by side only if
the one was translated from the other, an editor said so, or one is alone with a reason. After every step every outlet is asked.
"""

import copy
import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from wagtail.models import Page, PageViewRestriction

from cms.content.languages import CODES, Language, other
from cms.publication.changelog.log import log_written
from cms.publication.intents.settlement import settle
from cms.publication.models import Edition, ReaderNotice, ReleaseSetItem, SetState
from cms.publication.notices.taking_down import merge
from cms.publication.queries import item_queries
from cms.publication.reconciliation import actions
from cms.publication.reconciliation.rebuilding import all_items, differences
from cms.publication.releases.instructions import RefusedError
from home.models import LandingPage
from tests.database.once import Scene, recorded, replay
from tests.factories import content as make

from .both_languages_steps import BothLanguagesSteps
from .editions import all_public, differing
from .kills import Death
from .outlets_read import LogRead, OutletsRead
from .release_set_steps import ReleaseSetSteps
from .words_on_pairs import Shown, Texts, WordsOnPairs, texts_of

LANGUAGES = st.sampled_from(CODES)
CHOICE = st.integers(0, 1000)
HOURS = st.integers(1, 9)
MOST_PAGES = 8
# In the middle of which a process may die.
MORTAL: dict[str, Callable[[Any, int, Language], None]] = {
    "bring up to date": lambda machine, choice, language: machine.bring_up_to_date(choice, True),
    "edit": lambda machine, choice, language: machine.edit(choice, language, True, False, True),
    "say the same": lambda machine, choice, language: machine.say_the_same(choice),
    "say minor": lambda machine, choice, language: machine.say_minor(choice, language),
    "go alone": lambda machine, choice, language: machine.go_alone(choice, language, 3),
    "take down": lambda machine, choice, language: machine.take_down(choice, language, False),
    "delete": lambda machine, choice, language: machine.delete(0, language),
    "restrict": lambda machine, choice, language: machine.restrict(choice, language),
    "move": lambda machine, choice, language: machine.move(choice, choice + 1, language, True),
    "release a set": lambda machine, choice, language: machine.release_set(choice, True),
    "cancel a set": lambda machine, choice, language: machine.cancel_set(choice),
}


class ReleaseSteps(BothLanguagesSteps, ReleaseSetSteps, RuleBasedStateMachine):
    """Editors at work on a few items. `done` counts the steps of all orders; `traces` says what was public after each.

    Who looks at something else meanwhile leaves the outlets alone (`asks_outlets`): that takes a third of the time.
    """

    asks_outlets: ClassVar[bool] = True
    done: ClassVar[int] = 0
    traces: ClassVar[list[str]] = []

    def __init__(self) -> None:
        super().__init__()
        # Hypothesis runs one order after the other within a test: each leaves nothing to the next.
        self._everything = transaction.atomic()
        self._everything.__enter__()
        self._numbers = itertools.count(1)
        self.said = WordsOnPairs()
        self.deleted: list[tuple[UUID, Language]] = []
        self.faults: list[AssertionError] = []
        self._holds = False
        self.homes: dict[Language, Any] = _made_once("homes", _homes)
        self.log = LogRead()
        self.outlets = OutletsRead(self.said) if self.asks_outlets else None
        log_written.connect(self._when_written)

    def teardown(self) -> None:
        log_written.disconnect(self._when_written)
        try:
            if self._holds:
                self._is_made_again_from_nothing()
        finally:
            if self.outlets:
                self.outlets.close()
            transaction.set_rollback(True)
            self._everything.__exit__(None, None, None)

    @initialize(language=LANGUAGES, below=st.booleans())
    def begin(self, language: Language, below: bool) -> None:
        """There is an item in both languages, perhaps with another below it."""
        said, number = _made_once(f"{language} {below}", lambda: self._begin(language, below))
        vars(self.said).update(vars(said))
        self._numbers = itertools.count(number)

    def _begin(self, language: Language, below: bool) -> tuple[WordsOnPairs, int]:
        for item in range(1 + below):
            self.write(language, 0, item > 0)
            self.translate(item, True, True)
        return self.said, next(self._numbers)

    # What editors do to pages

    @rule(language=LANGUAGES, choice=CHOICE, below=st.booleans())
    def write(self, language: Language, choice: int, below: bool) -> None:
        """A page is written and published."""
        parents = list(self._some(choice, language)) if below else []
        self._write(language, next(iter(parents), self.homes[language]))

    @precondition(lambda self: bool(self.deleted))
    @rule(choice=CHOICE)
    def restore_deleted(self, choice: int) -> None:
        """A page that was deleted is written again, as the item that it was."""
        item, language = self.deleted.pop(choice % len(self.deleted))
        if not Page.objects.filter(translation_key=item, locale__language_code=language).exists():
            self._write(language, self.homes[language], translation_key=item)

    @rule(choice=CHOICE, language=LANGUAGES, alias=st.booleans())
    def copy_for_translation(self, choice: int, language: Language, alias: bool) -> None:
        """The other language has the page's own words: in an alias, or in a draft that is then kept by itself."""
        for page in self._some(choice, language):
            target = make.locale(other(language))
            if not page.has_translation(target) and page.get_parent().has_translation(target):
                with make.committed():
                    page.copy_for_translation(target, alias=alias)

    @rule(choice=CHOICE, language=LANGUAGES, publish=st.booleans(), slug=st.booleans(), words=st.booleans())
    def edit(self, choice: int, language: Language, publish: bool, slug: bool, words: bool) -> None:
        """A page's words or slug are changed, or nothing, in either language and whoever it is kept by."""
        for page in self._some(choice, language):
            self._edit(page, publish, slug, words)

    @rule(choice=CHOICE, language=LANGUAGES, hours=HOURS, expires=st.booleans())
    def schedule(self, choice: int, language: Language, hours: int, expires: bool) -> None:
        """A new version is to be published at a moment, or is published until then."""
        for page in self._some(choice, language):
            latest = page.get_latest_revision_as_object()
            latest.title = latest.summary = self._text(language)
            moment = timezone.now() + dt.timedelta(hours=hours)
            latest.go_live_at, latest.expire_at = (None, moment) if expires else (moment, None)
            self._save(latest, True)

    @rule(choice=CHOICE, language=LANGUAGES, back=st.integers(0, 5), publish=st.booleans())
    def revert_to_revision(self, choice: int, language: Language, back: int, publish: bool) -> None:
        """An earlier revision of a page is made its newest; the newest is published as it is, also after a take-down."""
        for page in self._some(choice, language):
            revisions = list(page.revisions.order_by("-pk"))
            if revisions:
                earlier = revisions[min(back, len(revisions) - 1)].as_object()
                earlier.go_live_at = earlier.expire_at = None
                self._save(earlier, publish)

    @rule(choice=CHOICE, below=CHOICE, language=LANGUAGES, both=st.booleans())
    def move(self, choice: int, below: int, language: Language, both: bool) -> None:
        """A page is moved below another or the home page, with its twin as in the administration, or by itself."""
        for page in self._some(choice, language):
            to = next((one for one in self._some(below, language) if below % 3), self.homes[language])
            steps = [(page, to)]
            if both:
                twins = [one.get_translation_or_none(make.locale(other(language))) for one in (page, to)]
                steps += [(twins[0], twins[1])] if all(twins) else []
            with make.committed():
                for moved, parent in ([make.fresh(one) for one in step] for step in steps):
                    if not parent.is_descendant_of(moved) and parent.pk not in {moved.pk, moved.get_parent().pk}:
                        moved.move(parent, pos="last-child")

    @rule(choice=CHOICE, language=LANGUAGES, one=st.booleans())
    def take_down(self, choice: int, language: Language, one: bool) -> None:
        """A page is unpublished; perhaps with a reason for which the other language stays."""
        for page in self._some(choice, language):
            if one and page.live:
                self.said.left.add((page.translation_key, language))
                self._said(actions.take_down_one, page, None, "A mistake")
            elif page.live:
                with make.committed():
                    page.unpublish()

    @rule(choice=CHOICE, to=CHOICE)
    def merge(self, choice: int, to: int) -> None:
        """A page is merged into another: readers who come by its addresses are led there, or told where they cannot be."""
        for page, target in zip(self._some(choice, "en"), self._some(to, "en"), strict=True):
            self._said(merge, page.translation_key, target.translation_key, None, None)

    @rule(choice=CHOICE, language=LANGUAGES)
    def restrict(self, choice: int, language: Language) -> None:
        """A page is made private."""
        for page in self._some(choice, language):
            with make.committed():
                PageViewRestriction.objects.get_or_create(page=page, restriction_type="login")
                settle()

    @precondition(lambda self: PageViewRestriction.objects.exists())
    @rule()
    def open_again(self) -> None:
        """Nothing is private any more."""
        with make.committed():
            PageViewRestriction.objects.all().delete()
            settle()

    @rule(choice=CHOICE, language=LANGUAGES)
    def delete(self, choice: int, language: Language) -> None:
        """A page is deleted, with all below it."""
        if choice % 5 == 0:
            for page in map(make.fresh, self._some(choice, language)):
                rows = page.get_descendants(inclusive=True).values_list("translation_key", "locale__language_code")
                self.deleted += list(rows)
                with make.committed():
                    page.delete()

    # What readers see

    # What goes wrong

    @rule(step=st.sampled_from(sorted(MORTAL)), statement=st.integers(1, 300), choice=CHOICE, language=LANGUAGES)
    def die(self, step: str, statement: int, choice: int, language: Language) -> None:
        """A process dies before some statement of a step; whoever comes next settles what it had committed."""
        with Death(before_statement=statement).awaited():
            MORTAL[step](self, choice, language)
        with make.committed():
            settle()

    @rule()
    def settle_again(self) -> None:
        """Whoever comes next does it all again."""
        with make.committed():
            assert actions.reconcile(all_items()) == []

    def _when_written(self, **kwargs: Any) -> None:
        """A receiver's failure reaches nobody: it is told with the step."""
        try:
            self._look()
        except AssertionError as fault:
            self.faults.append(fault)

    @invariant()
    def readers_see_pairs(self) -> None:
        """Two texts side by side were said to say the same, one alone is so by somebody's word, and outlets give no other."""
        self._holds = False
        assert self.faults == [], self.faults
        shown = self._look()
        if self.outlets:
            self.outlets.check(shown)
        self._holds = True
        texts = sorted(sorted(texts_of(rows).values()) for rows in shown.values())
        type(self).done += 1
        type(self).traces.append(f"{next(self._numbers)} {texts}")

    def _look(self) -> Shown:
        self.said.published.update(text for _, text in _live_texts(Page.objects.type(LandingPage)))
        shown = self.shown()
        self.log.check(shown)
        open_sets = ReleaseSetItem.objects.filter(release_set__state=SetState.OPEN)
        self.said.check(shown, set(open_sets.values_list("item", flat=True)))
        return shown

    def shown(self) -> Shown:
        """What is public of the items."""
        found: Shown = {}
        for row in Edition.objects.filter(state="published", type="landing").defer("body", "body_gzip", "card"):
            found.setdefault(row.item, {})[row.lang] = row
        return found

    @invariant()
    def nothing_private_is_public(self) -> None:
        """What is taken down in one language is public in neither, but for a word."""
        for page in Page.objects.type(LandingPage).select_related("locale"):
            language, item = page.locale.language_code, page.translation_key
            if not page.live:
                assert not Edition.objects.filter(item=item, language=language, state="published").exists()
            if page.get_view_restrictions().exists():
                assert not Edition.objects.filter(item=item, state="published").exists()

    @invariant()
    def what_moved_leads_to_what_is_public(self) -> None:
        """In the same language and in one step, or nowhere."""
        for item in {row.item for row in ReaderNotice.objects.exclude(moved_to=None)}:
            for language in CODES:
                found = item_queries.item(item, language)
                if found is not None and found.moved:
                    assert Edition.objects.filter(item=found.item, language=language, state="published").exists()
                    assert not Edition.objects.filter(item=item, language=language, state="published").exists()

    def _is_made_again_from_nothing(self) -> None:
        assert differences(all_items()) == []
        before = all_public()
        Edition.objects.filter(state="published").delete()
        actions.reconcile(all_items())
        assert differing(before, all_public()) == []

    # What there is

    def _text(self, language: Language) -> str:
        return f"{make.MARKS[language]} {next(self._numbers)}."

    def _write(self, language: Language, parent: Any, **fields: Any) -> None:
        if Page.objects.type(LandingPage).count() < MOST_PAGES:
            text = self._text(language)
            make.landing(make.fresh(parent), language, title=text, summary=text, **fields)

    def _edit(self, page: Any, publish: bool, slug: bool, words: bool) -> None:
        latest, language = page.get_latest_revision_as_object(), page.locale.language_code
        latest.go_live_at = latest.expire_at = None
        if words:
            latest.title = latest.summary = self._text(language)
        if slug:
            latest.slug = f"{language}-{next(self._numbers)}"
        self._save(latest, publish)

    @staticmethod
    def _save(page: Any, publish: bool) -> None:
        with make.committed():
            revision = page.save_revision()
            if publish:
                revision.publish()

    def _some(self, choice: int, language: Language) -> Iterator[Any]:
        """One page of a language that can be edited, if there is any."""
        pages = list(LandingPage.objects.filter(locale__language_code=language, alias_of=None).order_by("pk"))
        if pages:
            yield pages[choice % len(pages)]

    def _live(self, item: UUID) -> Texts:
        """The texts that are live for editors."""
        return dict(_live_texts(Page.objects.filter(translation_key=item)))

    @staticmethod
    def _said(say: Any, *args: Any, **words: Any) -> bool:
        """Whether it was not refused."""
        with make.committed():
            try:
                say(*args, **words)
            except RefusedError:
                settle()
                return False
        return True


def _homes() -> dict[Language, Any]:
    english = make.home("en", title="English: home.", summary="English: home summary.")
    return {"en": english, "cy": make.translate(english)}


_scenes: dict[tuple[str, str], Scene] = {}


def _made_once(name: str, build: Callable[[], Any]) -> Any:
    """What `build` makes, from its rows once they are known: thousands of orders have the same beginning."""
    key = (name, settings.RELEASE_POLICY)
    if key in _scenes:
        replay(_scenes[key])
    else:
        _scenes[key] = recorded(build)
    return copy.deepcopy(_scenes[key].result)


def _live_texts(pages: Any) -> Iterator[tuple[Language, str]]:
    """Those of the live revisions: wagtail-localize writes a draft's over the page's own."""
    for page in pages.filter(live=True).select_related("locale", "live_revision"):
        text = page.live_revision.content["title"] if page.live_revision else page.title
        yield page.locale.language_code, text
