"""Any order of what editors and translators do, over both languages: no text that somebody wrote is lost, none is served as
the other language's.

A text is lost that nobody took away and that is neither in the newest version of its page or snippet nor kept as a translation.
"""

import contextlib
import itertools
import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from cms.content.languages import CODES, Language, other
from cms.content.models import Organisation, Topic
from cms.publication.models import Edition
from home.models import LandingPage
from tests.factories import content as make

LANGUAGES = st.sampled_from(CODES)
CHOICE = st.integers(0, 1000)
PLACES = st.sampled_from(["summary", "change_note", "body", "table"])


class TranslationSteps(RuleBasedStateMachine):
    """Editors at work in both languages; `written` is what stands of each item or snippet in each language."""

    def __init__(self) -> None:
        super().__init__()
        # Hypothesis runs one order after the other within a test: each leaves nothing to the next.
        self._everything = transaction.atomic()
        self._everything.__enter__()
        self._numbers = itertools.count(1)
        self.written: dict[tuple[UUID, Language], set[str]] = {}
        english = make.home("en", title="English: home.", summary="English: home summary.")
        self.homes: dict[Language, Any] = {"en": english, "cy": make.translate(english)}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._everything.__exit__(None, None, None)

    @initialize(language=LANGUAGES, translated=st.booleans())
    def begin(self, language: Language, translated: bool) -> None:
        """There is a page that names something, perhaps translated."""
        self.make_snippets(language)
        self.write(language, 0)
        if translated:
            self.submit(language, 0, LandingPage)
            for choice in range(3):
                self.translate(choice, 1, True)

    # What somebody does

    @rule(language=LANGUAGES)
    def make_snippets(self, language: Language) -> None:
        """A topic and an organisation are written."""
        for snippet in (
            make.topic(language, name=self.text(language)),
            make.organisation(language, name=self.text(language)),
        ):
            self.keep(snippet, snippet.name)

    @rule(language=LANGUAGES, choice=CHOICE)
    def write(self, language: Language, choice: int) -> None:
        """A page is written and published that names what there is in its language."""
        fields: dict[str, Any] = {name: self.text(language) for name in ("title", "summary", "change_note")}
        paragraph, cells = self.text(language), [self.text(language) for _ in range(4)]
        body = [
            ("text", f"<p>{paragraph}</p>"),
            ("table", {"data": [cells[:2], cells[2:]], "table_caption": "", "table_header_choice": "row"}),
        ]
        named = {
            "topics": [("topic", one) for one in self.some(Topic, language, choice)],
            "publisher": next(iter(self.some(Organisation, language, choice)), None),
        }
        page = make.landing(self.homes[language], language, body=body, **fields, **named)
        self.keep(page, *fields.values(), paragraph, *cells)

    @rule(language=LANGUAGES, choice=CHOICE, place=PLACES, publish=st.booleans())
    def edit(self, language: Language, choice: int, place: str, publish: bool) -> None:
        """A page that is not kept by a translation is changed."""
        for page in self.some(LandingPage, language, choice, editable=True):
            latest = page.get_latest_revision_as_object()
            if place == "body":
                self.rewrite_body(latest)
            elif place == "table":
                self.rewrite_table(latest, choice)
            else:
                self.drop(latest, getattr(latest, place))
                setattr(latest, place, self.kept_text(latest))
            with make.committed():
                revision = latest.save_revision()
                if publish:
                    revision.publish()

    @rule(language=LANGUAGES, choice=CHOICE, model=st.sampled_from([Topic, Organisation]))
    def rename(self, language: Language, choice: int, model: Any) -> None:
        """A snippet that is not kept by a translation gets another name."""
        for snippet in self.some(model, language, choice, editable=True):
            self.drop(snippet, snippet.name)
            snippet.name = self.kept_text(snippet)
            with make.committed():
                snippet.save()

    @rule(language=LANGUAGES, choice=CHOICE, model=st.sampled_from([LandingPage, LandingPage, Topic, Organisation]))
    def submit(self, language: Language, choice: int, model: Any) -> None:
        """As "Translate this page": also of what it names, and also where that exists."""
        for instance in self.some(model, language, choice):
            if not instance.has_translation(make.locale(other(language))):
                with make.committed():
                    translate_object(instance, [make.locale(other(language))])

    @rule(choice=CHOICE, part=st.sampled_from([1, 2, 3]), publish=st.booleans())
    def translate(self, choice: int, part: int, publish: bool) -> None:
        """A translator fills in each text, each second or each third, and saves."""
        for translation in self.translations(choice, enabled=True):
            language: Language = translation.target_locale.language_code
            key = translation.source.object_id
            segments = translation.source.stringsegment_set.select_related("string", "context").order_by("order")
            for number, segment in enumerate(segments):
                if number % part == 0 and segment.context.path != "slug":
                    text = self.text(language)
                    where = {"translation_of": segment.string, "context": segment.context}
                    rows = StringTranslation.objects.filter(**where, locale=translation.target_locale)
                    standing = self.written.setdefault((key, language), set())
                    standing -= set(rows.values_list("data", flat=True))
                    standing.add(text)
                    StringTranslation.objects.update_or_create(
                        **where, locale=translation.target_locale, defaults={"data": text, "translation_type": "manual"}
                    )
            self.save(translation, publish)

    @rule(choice=CHOICE, publish=st.booleans())
    def sync(self, choice: int, publish: bool) -> None:
        """As "Sync translated pages", with or without "Publish immediately"."""
        for translation in self.translations(choice):
            with contextlib.suppress(LandingPage.DoesNotExist, Topic.DoesNotExist, Organisation.DoesNotExist):
                translation.source.update_from_db()
                if publish and translation.enabled:
                    self.save(translation, True)

    @rule(choice=CHOICE, enabled=st.booleans())
    def stop_or_restart(self, choice: int, enabled: bool) -> None:
        """As "Stop synced translation" and "Restart translation"."""
        for translation in self.translations(choice):
            translation.enabled = enabled
            translation.save(update_fields=["enabled"])

    @precondition(lambda self: self.written)
    @rule(language=LANGUAGES, choice=CHOICE)
    def delete(self, language: Language, choice: int) -> None:
        """The page of one language is deleted, and with it its texts; those of the other language stay."""
        for page in self.some(LandingPage, language, choice):
            self.written.pop((page.translation_key, language), None)
            with make.committed():
                page.delete()

    # What is so after each step

    @invariant()
    def nothing_is_lost(self) -> None:
        for (key, language), texts in self.written.items():
            found = " ".join(self.where_texts_are(key, language))
            missing = sorted(text for text in texts if text not in found)
            assert not missing, f"lost of {language}: {missing}"

    @invariant()
    def nothing_is_served_as_the_other_language_s(self) -> None:
        for edition in Edition.objects.filter(state="published"):
            content = json.dumps(edition.content, ensure_ascii=False)
            assert make.MARKS[other(edition.lang)] not in content, content

    # How it is done

    def text(self, language: Language) -> str:
        return f"{make.MARKS[language]} {next(self._numbers)}."

    def keep(self, instance: Any, *texts: str) -> None:
        self.written.setdefault((instance.translation_key, instance.locale.language_code), set()).update(texts)

    def kept_text(self, instance: Any) -> str:
        text = self.text(instance.locale.language_code)
        self.keep(instance, text)
        return text

    def drop(self, instance: Any, *texts: str) -> None:
        standing = self.written.get((instance.translation_key, instance.locale.language_code), set())
        standing -= {text for text in standing if any(text in old for old in texts)}

    def rewrite_body(self, page: Any) -> None:
        raw = [dict(block) for block in page.body.raw_data]
        for block in raw:
            if block["type"] == "text":
                self.drop(page, block["value"])
                block["value"] = f"<p>{self.kept_text(page)}</p>"
        page.body = raw

    def rewrite_table(self, page: Any, choice: int) -> None:
        """A row is put in, and sometimes a column too, or the last row is taken out."""
        raw = [dict(block) for block in page.body.raw_data]
        for block in raw:
            if block["type"] != "table":
                continue
            rows = [list(row) for row in block["value"]["data"]]
            if choice % 3 == 0 and len(rows) > 1:
                self.drop(page, *rows.pop())
            else:
                rows.insert(choice % (len(rows) + 1), [self.kept_text(page) for _ in rows[0]])
                if choice % 3 == 1:
                    rows = [[self.kept_text(page), *row] for row in rows]
            # As the form does: without keys.
            block["value"] = {"data": rows, "table_caption": "", "table_header_choice": "row"}
        page.body = raw

    def some(self, model: Any, language: Language, choice: int, editable: bool = False) -> Iterator[Any]:
        """One of those that there are in a language, if any; `editable`: of those that no translation writes."""
        rows = model.objects.filter(locale__language_code=language).order_by("pk")
        if editable:
            kept = Translation.objects.filter(target_locale__language_code=language, enabled=True)
            rows = rows.exclude(translation_key__in=kept.values("source__object_id"))
        every = list(rows)
        if every:
            yield every[choice % len(every)]

    def translations(self, choice: int, enabled: bool | None = None) -> Iterator[Translation]:
        rows = Translation.objects.exclude(source__object_id=self.homes["en"].translation_key).order_by("pk")
        every = list(
            rows.select_related("source", "target_locale") if enabled is None else rows.filter(enabled=enabled)
        )
        if every:
            yield every[choice % len(every)]

    def save(self, translation: Translation, publish: bool) -> None:
        """What cannot be written without a loss is refused."""
        has_drafts = issubclass(translation.source.specific_content_type.model_class(), LandingPage)
        with contextlib.suppress(ValidationError), make.committed():
            translation.save_target(publish=publish or not has_drafts)

    def where_texts_are(self, key: UUID, language: Language) -> Iterator[str]:
        rows = {"translation_key": key, "locale__language_code": language}
        for page in LandingPage.objects.filter(**rows):
            yield json.dumps(page.get_latest_revision().content, ensure_ascii=False)
        for model in (Topic, Organisation):
            yield from model.objects.filter(**rows).values_list("name", flat=True)
        translations = StringTranslation.objects.filter(context__object_id=key, locale__language_code=language)
        yield from translations.values_list("data", flat=True)
