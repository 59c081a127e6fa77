"""Pages, snippets, files and translations as editors would make them, through Wagtail and wagtail-localize."""

import io
import itertools
import json
from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import Any

from django.core.files.base import ContentFile
from django.test import TestCase
from PIL import Image
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringTranslation,
    Translation,
    TranslationSource,
)

from cms.content.languages import Language, other
from cms.content.models import File, Organisation, Picture, Term, Topic
from guides.models import FrameworkPage, GuideIndexPage, GuidePage, ResourcePage, SectionPage
from home.models import HomePage, LandingPage
from tests.database.once import once

_numbers = itertools.count(1)
# Stands for "written in that language": no two languages' texts are ever equal.
MARKS: dict[str, str] = {"cy": "Cymraeg:", "en": "English:"}


def committed() -> AbstractContextManager[Any]:
    """Runs what waits for a commit when the block ends, as a commit would."""
    return TestCase.captureOnCommitCallbacks(execute=True)


def locale(language: Language) -> Locale:
    """The locale of a language."""
    return Locale.objects.get_or_create(language_code=language)[0]


def words(language: Language, text: str = "") -> str:
    """A text in a language, different each time where none is given."""
    return f"{MARKS[language]} {text or next(_numbers)}"


def slug(language: Language) -> str:
    return f"{'tudalen' if language == 'cy' else 'page'}-{next(_numbers)}"


def page(model: type[Any], parent: Page, language: Language, live: bool = True, **fields: Any) -> Any:
    """A page of a type below `parent`, published as an editor would publish it unless `live` is False."""
    fields.setdefault("title", words(language))
    fields.setdefault("summary", words(language))
    fields.setdefault("slug", slug(language))
    with committed():
        made = parent.add_child(instance=model(locale=locale(language), live=False, **fields))
        revision = made.save_revision()
        if live:
            revision.publish()
    return fresh(made)


def fresh(made: Any) -> Any:
    """The page as the database has it now."""
    return Page.objects.get(pk=made.pk).specific


def home(language: Language, **fields: Any) -> HomePage:
    """A published home page of one language."""
    return _new_home(language, **fields) if fields else _home(language)


def _new_home(language: Language, **fields: Any) -> HomePage:
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root", locale=locale("en"))
    Page.objects.filter(depth=2, slug="home", title__startswith="Welcome").delete()
    return page(HomePage, Page.objects.get(pk=root.pk), language, **fields)


@once
def _home(language: Language) -> HomePage:
    return _new_home(language)


def homes(source: Language = "en") -> tuple[HomePage, HomePage]:
    """The home page in the source's language and its complete translation."""
    return _homes(source)


@once
def _homes(source: Language) -> tuple[HomePage, HomePage]:
    original = _new_home(source)
    return original, translate(original)


def framework(parent: Page, language: Language, **fields: Any) -> FrameworkPage:
    return page(FrameworkPage, parent, language, **fields)


def section(parent: Page, language: Language, number: str = "6", **fields: Any) -> SectionPage:
    return page(SectionPage, parent, language, number=number, **fields)


def resource(parent: Page, language: Language, kind: str = "checklist", **fields: Any) -> ResourcePage:
    return page(ResourcePage, parent, language, kind=kind, **fields)


def landing(parent: Page, language: Language, **fields: Any) -> LandingPage:
    return page(LandingPage, parent, language, **fields)


def guide_index(parent: Page, language: Language, **fields: Any) -> GuideIndexPage:
    return page(GuideIndexPage, parent, language, **fields)


def guide(parent: Page, language: Language, **fields: Any) -> GuidePage:
    return page(GuidePage, parent, language, **fields)


def file(language: str = "en", name: str = "form.pdf", content: bytes = b"%PDF-1.4 test") -> File:
    with committed():
        return File.objects.create(title=name, language=language, file=ContentFile(content, name=name))


def captions(language: str = "mul", content: bytes = b"WEBVTT\n\n00:01.000 --> 00:02.000\n1\n") -> File:
    """A captions file, valid unless its content is given."""
    return file(language, f"captions-{next(_numbers)}.vtt", content)


def picture(language: str = "zxx", width: int = 900, height: int = 600) -> Picture:
    data = io.BytesIO()
    Image.new("RGB", (width, height), "#336655").save(data, "PNG")
    with committed():
        return Picture.objects.create(
            title="Picture", language=language, file=ContentFile(data.getvalue(), name=f"picture-{next(_numbers)}.png")
        )


def organisation(language: Language = "en", **fields: Any) -> Organisation:
    fields.setdefault("name", words(language))
    with committed():
        return Organisation.objects.create(locale=locale(language), **fields)


def topic(language: Language = "en", **fields: Any) -> Topic:
    number = next(_numbers)
    fields.setdefault("code", f"topic-{number}")
    fields.setdefault("name", words(language))
    with committed():
        return Topic.objects.create(locale=locale(language), **fields)


def term(language: Language = "en", **fields: Any) -> Term:
    """A term with a definition of its own, in one language."""
    fields.setdefault("name", words(language))
    fields.setdefault("definition", words(language))
    with committed():
        return Term.objects.create(locale=locale(language), **fields)


def term_pair(cy: str, en: str, source: Language = "en", /, **forms: str) -> tuple[Term, Term]:
    """A term in both languages, first in `source`; `forms` are its other forms by language."""
    names = {"cy": cy, "en": en}
    original = term(source, name=names[source], other_forms=forms.get(source, ""))
    target = other(source)
    wanted = {original.other_forms or " ": forms[target]} if target in forms else {}
    return original, translate(original, overrides=wanted, name=names[target])


def source_of(instance: Any) -> TranslationSource:
    """The source's content frozen for translation, as "Sync translated pages" does it."""
    return TranslationSource.update_or_create_from_instance(
        fresh(instance) if isinstance(instance, Page) else instance
    )[0]


def write_strings(
    source: TranslationSource, without: Collection[str] = (), given: Mapping[str, str] = MappingProxyType({})
) -> Translation:
    """Translates every string but those whose path starts with one of `without`; `given` sets the text of a path."""
    source_language: Language = source.locale.language_code
    target = locale(other(source_language))
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=target)
    for segment in source.stringsegment_set.select_related("string", "context"):
        path = segment.context.path
        if any(path.startswith(start) for start in without):
            continue
        text = given.get(path) or _translated(segment.string.data, path, target.language_code)
        StringTranslation.objects.update_or_create(
            translation_of=segment.string, context=segment.context, locale=target,
            defaults={"data": text, "translation_type": "manual"},
        )  # fmt: skip
    return translation


def _translated(data: str, path: str, language: Language) -> str:
    if path == "slug":
        return f"{'cy' if language == 'cy' else 'en'}-{data}"
    if "<" in data:
        return data.replace(MARKS[other(language)], MARKS[language])
    return f"{MARKS[language]} {data}".replace(f"{MARKS[other(language)]} ", "")


def override(source: TranslationSource, values: dict[Any, Any]) -> None:
    """Gives overridable segments that hold a key of `values` that key's value in the other language."""
    target = locale(other(source.locale.language_code))
    for segment in OverridableSegment.objects.filter(source=source).select_related("context"):
        if segment.data in values:
            SegmentOverride.objects.update_or_create(
                context=segment.context, locale=target,
                defaults={"data_json": json.dumps(values[segment.data])},
            )  # fmt: skip


def translate(
    instance: Any,
    overrides: dict[Any, Any] | None = None,
    publish: bool = True,
    fallback: bool = False,
    without: Collection[str] = (),
    given: dict[str, str] | None = None,
    **texts: str,
) -> Any:
    """The translation of a page or snippet into the other language; strict and complete unless told otherwise."""
    with committed():
        source = source_of(instance)
        write_strings(source, without, {**(given or {}), **texts})
        override(source, overrides or {})
        target = locale(other(source.locale.language_code))
        made, _ = source.create_or_update_translation(target, publish=publish, fallback=fallback)
    return fresh(made) if isinstance(made, Page) else type(made).objects.get(pk=made.pk)


def publish(instance: Any, **fields: Any) -> Any:
    """Edits a page and publishes it."""
    made = fresh(instance)
    for name, value in fields.items():
        setattr(made, name, value)
    with committed():
        made.save_revision().publish()
    return fresh(made)
