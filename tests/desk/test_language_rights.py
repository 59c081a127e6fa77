"""Files, pictures and what pages share: each group changes in each language what it may, by every way, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail_localize.models import StringTranslation, Translation

from cms.content.languages import CODES, Language, other
from cms.content.models import File, Picture, Term
from cms.desk.proofreading.models import KnownWord
from cms.publication.queries.item_queries import offer
from tests.factories import content as make

from .people import client_of, member, send

pytestmark = [pytest.mark.django_db, pytest.mark.repetitive]
MINE, PUBLIC, ANOTHERS = "mine", "mine and public", "another's"


def media(user: Any, language: Language, whose: str) -> tuple[File, Picture]:
    """A file and a picture with words in a language, which readers see or not, uploaded by the user or by nobody."""
    file, picture = make.file(language, "x.pdf"), make.picture(language)
    if whose == PUBLIC:
        home = Page.objects.get(depth=2, locale__language_code=language)
        shown = ("image", {"picture": picture, "alt_text": make.words(language), "decorative": False, "caption": ""})
        page = make.landing(home, language, body=[("file", {"title": make.words(language), "file": file}), shown])
        twins = {file.pk: make.file(other(language)).pk, picture.pk: make.picture().pk}
        make.translate(page, overrides=twins)
        assert offer("file", file.uid).state == offer("picture", picture.uid).state == "offered"
    owner = None if whose == ANOTHERS else user
    for one in (file, picture):
        type(one).objects.filter(pk=one.pk).update(uploaded_by_user=owner)
    return file, picture


def is_gone(one: Any) -> bool:
    return not type(one).objects.filter(pk=one.pk).exists()


def address_of(one: Any, view: str) -> str:
    return reverse(f"{'wagtaildocs' if isinstance(one, File) else 'wagtailimages'}:{view}", args=[one.pk])


def bulk_address(one: Any, action: str) -> str:
    options = type(one)._meta
    return f"{reverse('wagtail_bulk_action', args=[options.app_label, options.model_name, action])}?id={one.pk}"


def replaces(user: Any, one: Any) -> bool:
    before = type(one).objects.get(pk=one.pk).file.name
    content = SimpleUploadedFile("y.pdf", b"%PDF-1.4 other") if isinstance(one, File) else make.picture().file.open()
    form = {"title": one.title, "language": one.language, "collection": "1", "tags": "", "replace_everywhere": "on"}
    form |= {f"focal_point_{name}": "" for name in ("x", "y", "width", "height")}
    send(user, address_of(one, "edit"), form | {"file": content})
    return bool(type(one).objects.get(pk=one.pk).file.name != before)


def tags_many(user: Any, one: Any) -> bool:
    send(user, bulk_address(one, "add_tags"), {"tags": "newydd"})
    return bool(type(one).objects.get(pk=one.pk).tags.filter(name="newydd").exists())


def deletes_many(user: Any, one: Any) -> bool:
    send(user, bulk_address(one, "delete"))
    return is_gone(one)


def deletes(user: Any, one: Any) -> bool:
    send(user, address_of(one, "delete"))
    return is_gone(one)


# Each may do all of it, or nothing; what is deleted is made anew.
WAYS: tuple[Callable[[Any, Any], bool], ...] = (replaces, tags_many, deletes, deletes_many)
# Of whose uploads in which languages a group may change files and pictures. Whatever is not here must not happen.
MAY: dict[str, dict[str, tuple[str, ...]]] = {
    "editors-cy": {MINE: ("cy",)},
    "editors-en": {MINE: ("en",)},
    "translators": {MINE: CODES},
    "approvers": {},
    "publishers": {MINE: CODES, PUBLIC: CODES, ANOTHERS: CODES},
}


@pytest.mark.parametrize("role", MAY)
def test_a_group_changes_files_and_pictures_of_its_language_that_readers_do_not_see(role: str, subtests: Any) -> None:
    make.homes()
    user = member(role)
    for whose in (MINE, PUBLIC, ANOTHERS):
        for language in CODES:
            may, made = language in MAY[role].get(whose, ()), media(user, language, whose)
            for way in WAYS:
                for one in made:
                    with subtests.test(whose=whose, language=language, way=way.__name__, of=type(one).__name__):
                        assert way(user, one) is may
                made = media(user, language, whose) if any(map(is_gone, made)) else made


def publisher_of(language: Language) -> Any:
    """Somebody with every right over what pages share, and over pages of one language alone."""
    home = dict(zip(("en", "cy"), make.homes(), strict=True))[language]
    user, group = member(name=f"cyhoeddwr-{language}"), Group.objects.create(name=language)
    wanted = Permission.objects.filter(content_type__app_label="content") | Permission.objects.filter(
        codename__in=["access_admin", "submit_translation"]
    )
    group.permissions.set(wanted)
    for codename in ("add_page", "change_page", "publish_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=home, permission=permission)
    user.groups.add(group)
    return user


def term_address(name: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_content_term:{name}", args=args)


def edits_a_term(user: Any, term: Term, language: Language) -> bool:
    send(user, term_address("edit", term.pk), {"name": "Arall", "definition": make.words(language)})
    return Term.objects.get(pk=term.pk).name == "Arall"


def deletes_a_term(user: Any, term: Term, language: Language) -> bool:
    send(user, term_address("delete", term.pk), {})
    return is_gone(term)


def deletes_many_terms(user: Any, term: Term, language: Language) -> bool:
    send(user, bulk_address(term, "delete"))
    return is_gone(term)


def adds_a_term(user: Any, term: Term, language: Language) -> bool:
    send(
        user,
        f"{term_address('add')}?locale={language}",
        {"name": f"Gair {language}", "definition": make.words(language)},
    )
    return Term.objects.filter(name=f"Gair {language}").exists()


def copies_a_term(user: Any, term: Term, language: Language) -> bool:
    send(user, term_address("copy", term.pk), {"name": f"Copi {language}", "definition": make.words(language)})
    return Term.objects.filter(name=f"Copi {language}").exists()


def writes_a_translation(user: Any, term: Term, language: Language) -> bool:
    """By the translation editor's own address, in the language of the term."""
    source = make.source_of(make.term(other(language)))
    made = make.write_strings(source)
    source.create_or_update_translation(make.locale(language), publish=True)
    segment = source.stringsegment_set.first()
    address = reverse("wagtail_localize:edit_string_translation", args=[made.pk, segment.pk])
    client_of(user).put(address, encode_multipart(BOUNDARY, {"value": "NEWYDD"}), content_type=MULTIPART_CONTENT)
    return StringTranslation.objects.filter(data="NEWYDD", locale=made.target_locale).exists()


def stops_a_translation(user: Any, term: Term, language: Language) -> bool:
    source = make.source_of(make.term(other(language)))
    made = make.write_strings(source)
    source.create_or_update_translation(make.locale(language), publish=True)
    send(user, reverse("wagtail_localize:stop_translation", args=[made.pk]), {})
    return not Translation.objects.get(pk=made.pk).enabled


def synchronises(user: Any, term: Term, language: Language) -> bool:
    original = make.term(other(language))
    source = make.source_of(original)
    made = make.write_strings(source)
    source.create_or_update_translation(make.locale(language), publish=True)
    before = source.last_updated_at
    Term.objects.filter(pk=original.pk).update(name=make.words(other(language)))
    send(user, reverse("wagtail_localize:update_translations", args=[source.pk]), {})
    made.source.refresh_from_db()
    return bool(made.source.last_updated_at != before)


def submits_for_translation(user: Any, term: Term, language: Language) -> bool:
    original = make.term(other(language))
    address = reverse("wagtail_localize:submit_snippet_translation", args=["content", "term", original.pk])
    send(user, address, {"locales": [make.locale(language).pk]})
    return Term.objects.filter(translation_key=original.translation_key, locale__language_code=language).exists()


def adds_a_known_word(user: Any, term: Term, language: Language) -> bool:
    address = reverse("wagtailsnippets_proofreading_knownword:add")
    send(user, address, {"word": f"Gair{language}", "language": language, "note": ""})
    return KnownWord.objects.filter(word=f"Gair{language}").exists()


def moves_a_known_word(user: Any, term: Term, language: Language) -> bool:
    """Into the language: a word of the other one, or of both."""
    word = KnownWord.objects.create(word=f"Symud{language}", language="")
    form = {"word": word.word, "language": language, "note": ""}
    send(user, reverse("wagtailsnippets_proofreading_knownword:edit", args=[word.pk]), form)
    return KnownWord.objects.get(pk=word.pk).language == language


SHARED = (
    edits_a_term, adds_a_term, copies_a_term, writes_a_translation, stops_a_translation, synchronises, submits_for_translation,
    adds_a_known_word, moves_a_known_word, deletes_many_terms, deletes_a_term,
)  # fmt: skip


@pytest.mark.parametrize("own", CODES)
def test_who_publishes_one_language_changes_nothing_shared_in_the_other_by_any_way(
    own: Language, subtests: Any
) -> None:
    user = publisher_of(own)
    for way in SHARED:
        for language in CODES:
            with subtests.test(way=way.__name__, language=language):
                assert way(user, make.term(language), language) is (language == own)


@pytest.mark.parametrize("role", ["editors-cy", "editors-en", "translators", "approvers"])
def test_who_publishes_nothing_changes_nothing_shared(role: str, subtests: Any) -> None:
    make.homes()
    user = member(role)
    for way in SHARED:
        for language in CODES:
            with subtests.test(way=way.__name__, language=language):
                assert way(user, make.term(language), language) is False
