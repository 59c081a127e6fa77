"""Any order of what editors do to items in two languages: readers never see one language in a new version without the other.

After every commit that readers may notice, what is public is compared with what was said: two texts stand side by side only if
the one was translated from the other, an editor said so, or one is alone with a reason.
"""

import datetime as dt
import itertools
import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail_localize.models import TranslationSource

from cms.content.languages import CODES, Language, other
from cms.publication.changelog.log import log_written
from cms.publication.changelog.scheduled_jobs import publish_scheduled
from cms.publication.intents.settlement import settle
from cms.publication.models import Edition, ReaderNotice, Release, ReleaseInstruction
from cms.publication.notices.taking_down import merge
from cms.publication.queries import item_queries
from cms.publication.reconciliation import actions
from cms.publication.reconciliation.rebuilding import all_items, differences
from cms.publication.releases.instructions import RefusedError
from home.models import LandingPage
from tests.factories import content as make

LANGUAGES = st.sampled_from(CODES)
CHOICE = st.integers(0, 1000)
REBUILT = ("item", "language", "path", "title", "revision", "translation_status", "expires_at")


class ReleaseSteps(RuleBasedStateMachine):
    """Editors at work on a few items; `agreed` are the pairs of titles that say the same, by item."""

    def __init__(self) -> None:
        super().__init__()
        # Hypothesis runs one order after the other within a test: each leaves nothing to the next.
        self._everything = transaction.atomic()
        self._everything.__enter__()
        self._numbers = itertools.count(1)
        self.agreed: dict[UUID, set[tuple[str, str]]] = {}
        self.minor: dict[str, str] = {}
        self.alone: set[str] = set()
        self.left: set[tuple[UUID, Language]] = set()
        self.faults: list[AssertionError] = []
        english = make.home("en", title="English: home.", summary="English: home summary.")
        self.homes: dict[Language, Any] = {"en": english, "cy": make.translate(english)}
        log_written.connect(self._when_written)

    def teardown(self) -> None:
        log_written.disconnect(self._when_written)
        try:
            self._is_made_again_from_nothing()
        finally:
            transaction.set_rollback(True)
            self._everything.__exit__(None, None, None)

    @initialize(language=LANGUAGES, below=st.booleans())
    def begin(self, language: Language, below: bool) -> None:
        """There is an item in both languages, perhaps with another below it."""
        self.write(language, 0, False)
        self.translate(0, True, True)
        if below:
            self.write(language, 0, True)
            self.translate(1, True, True)

    # What editors do

    @rule(language=LANGUAGES, choice=CHOICE, below=st.booleans())
    def write(self, language: Language, choice: int, below: bool) -> None:
        """A page is written and published."""
        if Page.objects.type(LandingPage).count() < 8:
            parents = list(self._some(choice, language)) if below else []
            parent = next(iter(parents), self.homes[language])
            page = make.landing(
                make.fresh(parent), language, title=self._title(language), summary=self._title(language)
            )
            self.agreed.setdefault(page.translation_key, set())

    @rule(choice=CHOICE, language=LANGUAGES, publish=st.booleans(), slug=st.booleans())
    def edit(self, choice: int, language: Language, publish: bool, slug: bool) -> None:
        """A page is changed, in either language and whoever it is kept by; perhaps its slug, too."""
        for page in self._some(choice, language):
            latest = page.get_latest_revision_as_object()
            latest.title = self._title(language)
            if slug:
                latest.slug = f"{language}-{next(self._numbers)}"
            with make.committed():
                revision = latest.save_revision()
                if publish:
                    revision.publish()

    @rule(choice=CHOICE, language=LANGUAGES)
    def republish(self, choice: int, language: Language) -> None:
        """A page is published again as it is, or again after it was taken down."""
        for page in self._some(choice, language):
            with make.committed():
                page.get_latest_revision_as_object().save_revision().publish()

    @rule(choice=CHOICE, sync=st.booleans(), publish=st.booleans())
    def translate(self, choice: int, sync: bool, publish: bool) -> None:
        """A translator brings the translation into step with the original, as that is or as it was frozen."""
        for page in self._originals(choice):
            frozen = TranslationSource.objects.filter(object_id=page.translation_key, locale=page.locale).first()
            source = make.source_of(page) if sync else frozen
            if source is None or not page.get_parent().has_translation(make.locale(other(source.locale.language_code))):
                continue
            language: Language = other(source.locale.language_code)
            title = self._title(language)
            seen = json.loads(source.content_json)["title"]
            self.agreed[page.translation_key].add((title, seen) if language == "cy" else (seen, title))
            with make.committed():
                make.write_strings(source, given={"title": title})
                source.create_or_update_translation(make.locale(language), publish=publish)

    @rule(choice=CHOICE)
    def say_the_same(self, choice: int) -> None:
        """An editor says that the two say the same."""
        for page in self._some(choice, "en"):
            live = self._live(page.translation_key)
            if len(live) == len(CODES):
                self.agreed[page.translation_key].add((live["cy"], live["en"]))
            self._said(actions.release_as_same, page.translation_key, None)

    @rule(choice=CHOICE, language=LANGUAGES)
    def say_minor(self, choice: int, language: Language) -> None:
        """An editor says that the other language needs no change."""
        for page in self._some(choice, language):
            live, known = self._live(page.translation_key), self._last_agreed(page.translation_key)
            if language in live and language in known and live[language] != known[language]:
                self.minor[live[language]] = known[language]
            self._said(actions.release_minor, page.translation_key, language, None, with_texts=True)

    @rule(choice=CHOICE, language=LANGUAGES, days=st.integers(1, 9))
    def go_alone(self, choice: int, language: Language, days: int) -> None:
        """One language goes out without the other."""
        for page in self._some(choice, language):
            self.alone.update({self._live(page.translation_key).get(language, "")})
            until = timezone.now() + dt.timedelta(days=days)
            self._said(actions.release_alone, page.translation_key, language, None, "Urgent", until)

    @rule()
    def time_passes(self) -> None:
        """Whatever is alone comes to its end."""
        now = timezone.now()
        for model in (Release, ReleaseInstruction):
            model.objects.filter(until__gt=now).update(until=now)
        self.alone.clear()
        with make.committed():
            publish_scheduled(lambda: None)

    @rule(choice=CHOICE, language=LANGUAGES, one=st.booleans())
    def take_down(self, choice: int, language: Language, one: bool) -> None:
        """A page is unpublished; perhaps with a reason for which the other language stays."""
        for page in self._some(choice, language):
            if one and page.live:
                self.left.add((page.translation_key, language))
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
    def restrict_or_open(self, choice: int, language: Language) -> None:
        """A page is made private, or public again."""
        for page in self._some(choice, language):
            with make.committed():
                there = PageViewRestriction.objects.filter(page=page)
                if there.exists():
                    there.delete()
                else:
                    PageViewRestriction.objects.create(page=page, restriction_type="login")
                settle()

    @rule(choice=CHOICE, language=LANGUAGES)
    def delete(self, choice: int, language: Language) -> None:
        """A page is deleted, with all below it."""
        if choice % 5 == 0:
            for page in self._some(choice, language):
                with make.committed():
                    make.fresh(page).delete()

    @rule(choice=CHOICE, language=LANGUAGES)
    def settle_again(self, choice: int, language: Language) -> None:
        """Whoever comes next does it all again."""
        with make.committed():
            assert actions.reconcile(all_items()) == []

    # What readers see

    def _when_written(self, **kwargs: Any) -> None:
        """A receiver's failure reaches nobody: it is told with the step."""
        try:
            self._look()
        except AssertionError as fault:
            self.faults.append(fault)

    @invariant()
    def readers_see_pairs(self) -> None:
        """Every two texts side by side were said to say the same; one alone is so by somebody's word."""
        self._look()
        assert self.faults == []

    def _look(self) -> None:
        public: dict[UUID, dict[Language, Edition]] = {}
        for row in Edition.objects.filter(state="published", type="landing").defer("body", "content"):
            public.setdefault(row.item, {})[row.lang] = row
        for item, rows in public.items():
            shown = {language: row.title for language, row in rows.items()}
            if len(shown) < len(CODES):
                (language,) = shown
                is_left = (item, other(language)) in self.left
                assert is_left or shown[language] in self.alone, f"{shown} is public without the other language"
            elif not self._agree(item, shown):
                assert self.alone & set(shown.values()), f"{shown} do not say the same"
                assert "stale" in {row.translation_status for row in rows.values()}
            for row in rows.values():
                above = public.get(row.parent or row.item, {}).get(row.lang, row)
                assert row.path.startswith(above.path)

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
        public = Edition.objects.filter(state="published")
        before = list(public.order_by("item", "language").values_list(*REBUILT))
        public.delete()
        actions.reconcile(all_items())
        assert list(public.order_by("item", "language").values_list(*REBUILT)) == before

    # What there is

    def _title(self, language: Language) -> str:
        return f"{make.MARKS[language]} {next(self._numbers)}."

    def _some(self, choice: int, language: Language) -> Iterator[Any]:
        """One page of a language, if there is any."""
        pages = list(LandingPage.objects.filter(locale__language_code=language).order_by("pk"))
        if pages:
            yield pages[choice % len(pages)]

    def _originals(self, choice: int) -> Iterator[Any]:
        """One page that is where the words were first written."""
        first: dict[UUID, Any] = {}
        for page in LandingPage.objects.order_by("pk"):
            first.setdefault(page.translation_key, page)
        if first:
            yield list(first.values())[choice % len(first)]

    def _live(self, item: UUID) -> dict[str, str]:
        """The titles that are live for editors."""
        pages = Page.objects.filter(translation_key=item, live=True).select_related("locale", "live_revision")
        return {page.locale.language_code: page.live_revision.content["title"] for page in pages}

    def _last_agreed(self, item: UUID) -> dict[Language, str]:
        """The newest pair of titles that was released and is known to say the same."""
        for release in Release.objects.filter(item=item).order_by("-pk"):
            titles = {one.lang: self._title_of(one.revision) for one in release.versions.all()}
            if len(titles) == len(CODES) and self._agree(item, titles):
                return titles
        return {}

    @staticmethod
    def _title_of(revision: int | None) -> str:
        """Empty where the revision went with its page."""
        content = Revision.objects.filter(pk=revision).values_list("content", flat=True).first()
        return str(content["title"]) if content else ""

    def _agree(self, item: UUID, titles: Mapping[Language, str]) -> bool:
        good = {language: list(self._as_good_as(title)) for language, title in titles.items()}
        return any(cy in good["cy"] and en in good["en"] for cy, en in self.agreed[item])

    def _as_good_as(self, title: str) -> Iterator[str]:
        yield title
        while title in self.minor:
            title = self.minor[title]
            yield title

    @staticmethod
    def _said(say: Any, *args: Any, **words: Any) -> None:
        with make.committed():
            try:
                say(*args, **words)
            except RefusedError:
                settle()
