"""What translators do, and what editors say of both languages of an item: a part of `release_steps`."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule
from wagtail.models import Revision
from wagtail_localize.models import Translation, TranslationSource

from cms.content.languages import CODES, Language, other
from cms.publication.models import Release
from cms.publication.reconciliation import actions
from home.models import LandingPage
from tests.factories import content as make

from .words_on_pairs import Texts, WordsOnPairs

LANGUAGES = st.sampled_from(CODES)
CHOICE = st.integers(0, 1000)
HOURS = st.integers(1, 9)


class BothLanguagesSteps:
    """Steps of the machine, which has the rest."""

    said: WordsOnPairs
    _some: Any
    _text: Any
    _edit: Any
    _live: Any
    _said: Any

    # What translators do

    @rule(choice=CHOICE, slug=st.booleans())
    def bring_up_to_date(self, choice: int, slug: bool) -> None:
        """An original is changed and published, and then its translation: what happens most often."""
        for page in self._originals(choice):
            self.bring_up(page, slug)

    @rule(choice=CHOICE, sync=st.booleans(), publish=st.booleans())
    def translate(self, choice: int, sync: bool, publish: bool) -> None:
        """A translator brings the translation into step with the original, as that is or as it was frozen."""
        for page in self._originals(choice):
            self._translate(page, sync, publish)

    @rule(choice=CHOICE, publish=st.booleans())
    def synchronise(self, choice: int, publish: bool) -> None:
        """ "Sync translated pages": what nobody has translated is in the original's words."""
        for page in self._originals(choice):
            translation = Translation.objects.filter(source__object_id=page.translation_key, enabled=True).first()
            if translation is None or not page.live:
                continue
            language = translation.target_locale.language_code
            with make.committed():
                translation.source.update_from_db()
                translation.save_target(publish=publish)
                # Published when this has been committed. What was written by hand is kept as a translation of what is frozen.
                seen = json.loads(translation.source.content_json)["title"]
                made = translation.get_target_instance().get_latest_revision_as_object().title
                self._agree(page.translation_key, language, made, seen)

    # What editors say

    @rule(choice=CHOICE, language=LANGUAGES)
    def confirm_texts(self, choice: int, language: Language) -> None:
        """An editor says that a text is right although it is in the other language's words."""
        for page in self._some(choice, language):
            text = page.get_latest_revision_as_object().title
            if not text.startswith(make.MARKS[language]):
                self.said.same_in_both.add((page.translation_key, text))
                with make.committed():
                    actions.confirm_same(page.translation_key, [text], None)

    @rule(choice=CHOICE)
    def say_the_same(self, choice: int) -> None:
        """An editor says that the two say the same."""
        for page in self._some(choice, "en"):
            live = self._live(page.translation_key)
            if len(live) == len(CODES):
                self.said.agree(page.translation_key, live["cy"], live["en"])
            self._said(actions.release_as_same, page.translation_key, None)

    @rule(choice=CHOICE, language=LANGUAGES)
    def say_minor(self, choice: int, language: Language) -> None:
        """An editor says that the other language needs no change."""
        for page in self._some(choice, language):
            live, known = self._live(page.translation_key), self._last_agreed(page.translation_key)
            if language in live and language in known and live[language] != known[language]:
                self.said.minor.setdefault(live[language], set()).add(known[language])
            self._said(actions.release_minor, page.translation_key, language, None, with_texts=True)

    @rule(choice=CHOICE, language=LANGUAGES, hours=HOURS)
    def go_alone(self, choice: int, language: Language, hours: int) -> None:
        """One language goes out without the other."""
        for page in self._some(choice, language):
            text = self._live(page.translation_key).get(language, "")
            self.said.alone[text] = max(hours, self.said.alone.get(text, 0))
            until = timezone.now() + dt.timedelta(hours=hours)
            self._said(actions.release_alone, page.translation_key, language, None, "Urgent", until)

    # What there is

    def _originals(self, choice: int) -> Iterator[Any]:
        """One page that is where the words were first written."""
        first = list(self.originals().values())
        if first:
            yield first[choice % len(first)]

    def originals(self) -> dict[UUID, Any]:
        """The pages in which the words of items were first written."""
        first: dict[UUID, Any] = {}
        for page in LandingPage.objects.filter(alias_of=None).order_by("pk"):
            first.setdefault(page.translation_key, page)
        return first

    def bring_up(self, page: Any, slug: bool = False) -> None:
        """A new version of a page that is an original, in both languages."""
        self._edit(page, True, slug, True)
        self._translate(page, True, True)

    def _translate(self, page: Any, sync: bool, publish: bool) -> None:
        frozen = TranslationSource.objects.filter(object_id=page.translation_key, locale=page.locale).first()
        source = make.source_of(page) if sync else frozen
        if source is None or not page.get_parent().has_translation(make.locale(other(source.locale.language_code))):
            return
        language: Language = other(source.locale.language_code)
        text = self._text(language)
        self._agree(page.translation_key, language, text, json.loads(source.content_json)["title"])
        with make.committed():
            make.write_strings(source, given={"title": text, "summary": text})
            source.create_or_update_translation(make.locale(language), publish=publish)

    def _agree(self, item: UUID, language: Language, made: str, seen: str) -> None:
        self.said.agree(item, *((made, seen) if language == "cy" else (seen, made)))

    def _last_agreed(self, item: UUID) -> Texts:
        """The newest pair of texts that was released and is known to say the same."""
        for release in Release.objects.filter(item=item).order_by("-pk"):
            texts = {one.lang: self._text_of(one.revision) for one in release.versions.all()}
            if len(texts) == len(CODES) and self.said.say_the_same(item, texts):
                return texts
        return {}

    @staticmethod
    def _text_of(revision: int | None) -> str:
        """Empty where the revision went with its page."""
        content = Revision.objects.filter(pk=revision).values_list("content", flat=True).first()
        return str(content["title"]) if content else ""
