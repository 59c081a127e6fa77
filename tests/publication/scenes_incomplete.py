"""Translations that are not wholly in their language: the source's words must not appear there."""

import contextlib
import json
from collections.abc import Callable
from typing import Any

from wagtail.models import Collection, CollectionViewRestriction, Page
from wagtail.rich_text import RichText
from wagtail_localize.models import LocaleSynchronization, MissingTranslationError, StringTranslation, Translation
from wagtail_localize.operations import translate_object

from cms.content.languages import CODES, Language, other
from tests.factories import content as make

from .scenes import INCOMPLETE, MARK, Build, Hidden, scene, secret


def _source(language: Language, parent: Page, **extra: Any) -> Any:
    return make.landing(parent, language, **secret(language, **extra))


def _incomplete(page: Any) -> Hidden:
    return Hidden(page.translation_key, (other(page.locale.language_code),))


@scene(INCOMPLETE)
def an_alias_by_tree_synchronisation(language: Language, parent: Page) -> Hidden:
    page = _source(language, parent)
    with make.committed():
        LocaleSynchronization.objects.create(
            locale=make.locale(other(language)), sync_from=make.locale(language)
        ).sync_trees()
    return _incomplete(page)


@scene(INCOMPLETE)
def an_alias_beside_it(language: Language, parent: Page) -> Hidden:
    page = _source(language, parent)
    with make.committed():
        beside = make.fresh(parent.get_translations().get())
        page.create_alias(parent=beside, update_locale=make.locale(other(language)), reset_translation_key=False)
    return _incomplete(page)


@scene(INCOMPLETE)
def an_alias_made_as_the_parent_of_a_translation(language: Language, parent: Page) -> Hidden:
    page = _source(language, parent)
    below = make.landing(page, language)
    with make.committed():
        source = make.source_of(below)
        make.write_strings(source)
        source.create_or_update_translation(make.locale(other(language)), copy_parent_pages=True)
    return _incomplete(page)


@scene(INCOMPLETE)
def the_draft_that_a_strict_translation_leaves_when_it_fails(language: Language, parent: Page) -> Hidden:
    page = _source(language, parent)
    with make.committed():
        source = make.source_of(page)
        make.write_strings(source, without=("summary",))
        with contextlib.suppress(MissingTranslationError):
            source.create_or_update_translation(make.locale(other(language)), publish=True, fallback=False)
    return _incomplete(page)


@scene(INCOMPLETE)
def translated_by_fallback_alone(language: Language, parent: Page) -> Hidden:
    page = _source(language, parent)
    with make.committed():
        translate_object(page, [make.locale(other(language))])
    for translation in Translation.objects.filter(source__object_id=page.translation_key):
        with make.committed():
            translation.save_target(publish=True)
    return _incomplete(page)


def _fallback(page: Any, *without: str, **options: Any) -> Hidden:
    make.translate(page, fallback=True, without=without, **options)
    return _incomplete(page)


@scene(INCOMPLETE)
def summary_left_out(language: Language, parent: Page) -> Hidden:
    return _fallback(_source(language, parent), "summary")


@scene(INCOMPLETE)
def body_left_out(language: Language, parent: Page) -> Hidden:
    return _fallback(_source(language, parent), "body")


@scene(INCOMPLETE)
def change_note_left_out(language: Language, parent: Page) -> Hidden:
    return _fallback(_source(language, parent), "change_note")


@scene(INCOMPLETE)
def slug_left_out(language: Language, parent: Page) -> Hidden:
    return _fallback(_source(language, parent, slug=f"{MARK.lower()}-slug"), "slug")


def contact(name: str, **given: str) -> dict[str, Any]:
    """A contact block's value as a form gives it: empty texts, never None."""
    return {"name": name, "organisation": None, "telephone": "", "email": "", "website": "", "hours": "", **given}


def video(title: str, address: str, **given: Any) -> dict[str, Any]:
    """A complete video block's value as a form gives it; its captions are in both languages."""
    return {
        "title": title, "address": address, "duration": "3:05", "poster": None, "poster_alt_text": "",
        "poster_decorative": False, "captions": make.captions("mul"), "transcript": f"<p>{title} transcript</p>",
        "sign_language": "", **given,
    }  # fmt: skip


BLOCKS: dict[str, Callable[[str], tuple[str, Any]]] = {
    "heading": lambda text: ("heading", {"text": text, "level": "2"}),
    "quote": lambda text: ("quote", {"text": text, "attribution": ""}),
    "checklist_point": lambda text: ("checklist", {"title": "2026", "points": [text]}),
    "table_cell": lambda text: ("table", {"data": [["1", text]], "table_header_choice": "row"}),
    "table_caption": lambda text: ("table", {"data": [["1"]], "table_caption": text, "table_header_choice": "row"}),
    "alt_text": lambda text: (
        "image",
        {"picture": make.picture(), "alt_text": text, "decorative": False, "caption": ""},
    ),
    "picture_caption": lambda text: (
        "image",
        {"picture": make.picture(), "alt_text": "", "decorative": True, "caption": text},
    ),
    "file_title": lambda text: ("file", {"title": text, "file": make.file("mul")}),
    "contact_hours": lambda text: ("contact", contact("1", hours=text)),
    "expandable_heading": lambda text: ("expandable", {"heading": text, "text": "<p>1</p>"}),
    "second_paragraph": lambda text: ("text", f"<p>1</p><p>{text}</p>"),
}


def _block_scene(name: str) -> Build:
    def build(language: Language, parent: Page) -> Hidden:
        text = f"{make.MARKS[language]} {MARK} {name}"
        page = make.landing(parent, language, body=[BLOCKS[name](text)])
        return _fallback(page, "body")

    build.__name__ = f"{name}_left_out"
    return build


for _name in BLOCKS:
    scene(INCOMPLETE)(_block_scene(_name))


@scene(INCOMPLETE)
def a_translation_that_is_empty(language: Language, parent: Page) -> Hidden:
    page = _source(language, parent)
    with make.committed():
        source = make.source_of(page)
        make.write_strings(source)
        StringTranslation.objects.filter(context__object_id=page.translation_key, context__path="summary").update(
            data=""
        )
        source.create_or_update_translation(make.locale(other(language)), fallback=True)
    return _incomplete(page)


@scene(INCOMPLETE)
def a_translation_that_repeats_the_source(language: Language, parent: Page) -> Hidden:
    page = _source(language, parent)
    return _fallback(page, summary=page.summary)


@scene(INCOMPLETE)
def a_translation_with_an_error(language: Language, parent: Page) -> Hidden:
    page = _source(language, parent)
    with make.committed():
        source = make.source_of(page)
        make.write_strings(source)
        StringTranslation.objects.filter(context__object_id=page.translation_key, context__path="summary").update(
            has_error=True, field_error="wrong"
        )
        source.create_or_update_translation(make.locale(other(language)), fallback=True)
    return _incomplete(page)


@scene(INCOMPLETE)
def left_out_and_since_changed_at_the_source(language: Language, parent: Page) -> Hidden:
    page = _source(language, parent)
    make.translate(page, fallback=True, without=("summary",))
    changed = make.publish(page, summary=f"{make.MARKS[language]} quite another thing")
    with make.committed():
        make.source_of(changed)
    make.publish(changed)
    return _incomplete(page)


@scene(INCOMPLETE)
def left_out_and_the_source_deleted(language: Language, parent: Page) -> Hidden:
    page = _source(language, parent)
    made = make.translate(page, fallback=True, without=("summary",))
    with make.committed():
        make.fresh(page).delete()
    make.publish(made)
    return Hidden(page.translation_key, CODES, ever_public=True)


@scene(INCOMPLETE)
def copied_without_any_record(language: Language, parent: Page) -> Hidden:
    page = _source(language, parent)
    with make.committed():
        copy = page.copy_for_translation(make.locale(other(language)))
    make.publish(copy)
    return _incomplete(page)


@scene(INCOMPLETE)
def no_longer_translated_and_never_finished(language: Language, parent: Page) -> Hidden:
    page = _source(language, parent)
    made = make.translate(page, fallback=True, without=("summary",))
    Translation.objects.filter(source__object_id=page.translation_key).update(enabled=False)
    make.publish(made, title=f"{make.MARKS[other(language)]} by hand")
    return _incomplete(page)


@scene(INCOMPLETE)
def the_sources_file(language: Language, parent: Page) -> Hidden:
    file = make.file(language, name=f"{MARK}.pdf")
    page = make.landing(parent, language, files=[("file", {"title": f"{make.MARKS[language]} form", "file": file})])
    return _fallback(page)


@scene(INCOMPLETE)
def the_sources_picture_with_words_in_it(language: Language, parent: Page) -> Hidden:
    block = {
        "picture": make.picture(language),
        "alt_text": f"{make.MARKS[language]} a",
        "decorative": False,
        "caption": "",
    }
    page = make.landing(parent, language, body=[("image", block), ("text", f"<p>{make.MARKS[language]} {MARK}</p>")])
    return _fallback(page)


@scene(INCOMPLETE)
def the_sources_video_address(language: Language, parent: Page) -> Hidden:
    value = video(f"{make.MARKS[language]} v", f"https://video.example.org/{MARK}")
    return _fallback(make.landing(parent, language, body=[("video", value)]))


def _private_captions(language: Language) -> Any:
    collection = Collection.get_first_root_node().add_child(name="private")
    with make.committed():
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
        file = make.captions(language)
        file.collection = collection
        file.save()
    return file


def _deleted(language: Language) -> None:
    return None


# What a video can lack in a language; None stands for nothing.
VIDEO_LACKS: dict[str, tuple[str, Callable[[Language], Any]]] = {
    "captions_missing": ("captions", _deleted),
    "captions_language": ("captions", lambda language: make.captions(other(language))),
    "captions_broken": ("captions", lambda language: make.captions(language, b"WEBVTT\n\n1 --> 2\n1\n")),
    "captions_of_another_format": ("captions", make.file),
    "captions_private": ("captions", _private_captions),
    "transcript_missing": ("transcript", lambda language: RichText("<p> </p>")),
    "poster_not_described": ("poster", lambda language: make.picture()),
    "poster_in_the_other_language": ("poster", lambda language: make.picture(other(language))),
}


def with_video(language: Language, parent: Page, translated: bool, **members: Any) -> Any:
    """A page with a video in `language`, made as a translation or by itself, with members set as given."""
    source = other(language) if translated else language
    words = f"{make.MARKS[source]} {MARK}"
    value = video(f"{words} v", f"https://video.example.org/{source}", transcript=f"<p>{words} transcript</p>")
    page = make.landing(parent, source, **secret(source, body=[("video", value)]), live=translated)
    if translated:
        addresses = {f"https://video.example.org/{source}": f"https://video.example.org/{language}"}
        page = make.translate(page, overrides=addresses, publish=False)
    draft = page.get_latest_revision_as_object()
    for name, member in members.items():
        draft.body[0].value[name] = member
    with make.committed():
        draft.save_revision().publish()
    return make.fresh(page)


def _video_scene(name: str, *, translated: bool) -> Build:
    def build(language: Language, parent: Page) -> Hidden:
        member, lacking = VIDEO_LACKS[name]
        where = other(language) if translated else language
        page = with_video(where, parent, translated, **{member: lacking(where)})
        return Hidden(page.translation_key, (where,))

    build.__name__ = f"a_video_{'translated' if translated else 'as_written'}_{name}"
    return build


for _name in VIDEO_LACKS:
    scene(INCOMPLETE)(_video_scene(_name, translated=True))
for _name in ("captions_missing", "transcript_missing"):
    scene(INCOMPLETE)(_video_scene(_name, translated=False))


@scene(INCOMPLETE)
def the_sources_e_mail_address(language: Language, parent: Page) -> Hidden:
    value = contact(f"{make.MARKS[language]} c", email=f"{MARK}@example.org")
    return _fallback(make.landing(parent, language, body=[("contact", value)]))


@scene(INCOMPLETE)
def the_sources_address_in_rich_text(language: Language, parent: Page) -> Hidden:
    text = f'<p>{make.MARKS[language]} <a href="https://example.org/{MARK}">x</a></p>'
    return _fallback(make.landing(parent, language, body=[("text", text)]))


@scene(INCOMPLETE)
def an_organisation_that_has_no_translation(language: Language, parent: Page) -> Hidden:
    organisation = make.organisation(language, name=f"{make.MARKS[language]} {MARK}")
    page = make.landing(parent, language, publisher=organisation)
    return _fallback(page)


@scene(INCOMPLETE)
def an_organisation_translated_by_fallback(language: Language, parent: Page) -> Hidden:
    organisation = make.organisation(language, name=f"{make.MARKS[language]} {MARK}")
    make.translate(organisation, fallback=True, without=("name",))
    return _fallback(make.landing(parent, language, publisher=organisation))


@scene(INCOMPLETE)
def a_topic_translated_by_fallback(language: Language, parent: Page) -> Hidden:
    topic = make.topic(language, name=f"{make.MARKS[language]} {MARK}")
    make.translate(topic, fallback=True, without=("name",))
    return _fallback(make.landing(parent, language, topics=[("topic", topic)]))


@scene(INCOMPLETE)
def a_list_stored_without_ids(language: Language, parent: Page) -> Hidden:
    text = f"{make.MARKS[language]} {MARK}"
    raw = [
        {"type": "checklist", "id": "6f1e6f0e-0000-4000-8000-000000000001", "value": {"title": "1", "points": [text]}}
    ]
    return _fallback(make.landing(parent, language, body=json.dumps(raw)))
