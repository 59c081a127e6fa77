"""Nothing that is not wholly in its language becomes an edition; and what is, does."""

from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Page, PageLogEntry

from cms.publication.models import Edition
from cms.publication.reconciliation.actions import confirm_same, reconcile
from tests.factories import content as make

from . import scenes, scenes_incomplete, scenes_private
from .editions import payload, state

pytestmark = pytest.mark.django_db
SOURCES = pytest.mark.parametrize("source", ["cy", "en"])
assert scenes_private
ALL = {**scenes.PRIVATE, **scenes.INCOMPLETE}


@scenes.each(ALL)
def test_what_is_hidden_is_in_no_edition(name: str, source: Any) -> None:
    _, hidden = scenes.below_a_section(name, source)
    served = Edition.objects.filter(item=hidden.item, language__in=hidden.languages, state="published", expires_at=None)
    assert not served.exists()
    for edition in Edition.objects.filter(state="published", expires_at=None):
        if edition.language in hidden.languages or name in scenes.PRIVATE:
            assert hidden.mark not in bytes(edition.body).decode()


@scenes.each(ALL)
def test_rebuilding_from_nothing_hides_the_same(name: str, source: Any) -> None:
    _, hidden = scenes.below_a_section(name, source)
    call_command("rebuild_publication", verbosity=0)
    Edition.objects.all().delete()
    call_command("rebuild_publication", verbosity=0)
    assert not Edition.objects.filter(item=hidden.item, language__in=hidden.languages, state="published").exists()


def rich(language: Any) -> dict[str, Any]:
    """Every kind of block with words, a file and addresses, in one language."""
    mark = make.MARKS[language]
    blocks = [build(f"{mark} {name}") for name, build in scenes_incomplete.BLOCKS.items()]
    video = scenes_incomplete.video(f"{mark} v", f"https://example.org/{language}/v")
    return {"body": [*blocks, ("video", video)], "change_note": f"{mark} note"}


@SOURCES
def test_a_page_with_every_block_translated_is_an_edition_in_both_languages(source: Any) -> None:
    target = make.other(source)
    parent, _ = make.homes(source)
    files = {language: make.file(language) for language in ("cy", "en")}
    page = make.landing(
        parent, source, files=[("file", {"title": f"{make.MARKS[source]} f", "file": files[source]})], **rich(source)
    )
    addresses = {
        f"https://example.org/{source}/v": f"https://example.org/{target}/v",
        files[source].pk: files[target].pk,
    }
    translation = make.translate(page, overrides=addresses)
    assert state(translation) == "published"
    body = bytes(Edition.objects.get(item=page.translation_key, language=target).body).decode()
    assert body.count(make.MARKS[source]) == 1  # the source's title, in `languages`, labelled as that language's
    assert payload(translation)["files"][0]["language"] == target


@SOURCES
def test_a_text_that_is_the_same_in_both_counts_once_somebody_has_confirmed_it(source: Any) -> None:
    parent, _ = make.homes(source)
    page = make.landing(parent, source, body=[("heading", {"text": "Cafcass Cymru", "level": "2"})])
    body_path = f"body.{page.body[0].id}.text"
    translation = make.translate(page, given={body_path: "Cafcass Cymru"})
    assert state(translation) == "missing"
    with make.committed():
        confirm_same(page.translation_key, ["Cafcass Cymru"], None)
    assert state(translation) == "published"


def test_confirming_a_name_of_an_organisation_completes_the_pages_that_name_it() -> None:
    parent, _ = make.homes("en")
    organisation = make.organisation("en", name="AFKA Cymru")
    make.translate(organisation, name="AFKA Cymru")
    page = make.landing(parent, "en", publisher=organisation)
    translation = make.translate(page)
    assert state(translation) == "missing"
    confirm_same(organisation.translation_key, ["AFKA Cymru"], None)
    assert state(translation) == "published"


def test_figures_and_signs_need_no_confirmation() -> None:
    parent, _ = make.homes("en")
    table = {"data": [["2026", "—"], ["1", "12 %"]], "table_header_choice": "neither"}
    page = make.landing(parent, "en", body=[("table", table)])
    translation = make.translate(page, fallback=True, without=("body",))
    assert state(translation) == "published"


def test_a_draft_translation_saved_over_a_live_page_does_not_reach_the_public() -> None:
    parent, _ = make.homes("en")
    page = make.landing(parent, "en")
    translation = make.translate(page)
    published = payload(translation)["summary"]
    make.translate(page, publish=False, summary="Cymraeg: drafft")
    assert Page.objects.get(pk=translation.pk).specific.summary == "Cymraeg: drafft"
    reconcile([page.translation_key])
    call_command("rebuild_publication", verbosity=0)
    assert payload(translation)["summary"] == published


def test_a_welsh_page_converted_to_an_alias_is_withdrawn() -> None:
    parent, _ = make.homes("en")
    page = make.landing(parent, "en")
    translation = make.translate(page)
    with make.committed():
        type(translation).objects.filter(pk=translation.pk).update(alias_of=page.pk, title=page.title)
        PageLogEntry.objects.log_action(instance=make.fresh(translation), action="wagtail_localize.convert_to_alias")
    assert state(translation) == "withdrawn"


def test_pictures_embeds_and_documents_inside_rich_text_are_left_out() -> None:
    picture, file = make.picture(), make.file("en")
    source = (
        f'<p>English: text <a linktype="document" id="{file.pk}">English: form</a></p>'
        f'<embed embedtype="image" id="{picture.pk}" alt="English: alt" format="left"/>'
        '<embed embedtype="media" url="https://example.org/v"/><script>alert(1)</script>'
        '<a href="javascript:alert(1)">English: bad</a>'
    )
    page = make.landing(make.home("en"), "en", body=[("text", source)])
    html = payload(page)["body"][0]["text"]["html"]
    assert "English: alt" not in html
    assert "script" not in html
    assert "href" not in html


def test_an_organisation_the_source_no_longer_names_is_not_named_in_the_translation() -> None:
    parent, _ = make.homes("en")
    organisation = make.organisation("en")
    make.translate(organisation)
    page = make.landing(parent, "en", publisher=organisation)
    make.translate(page)
    changed = make.publish(page, publisher=None)
    translation = make.translate(changed)
    assert translation.publisher is not None  # what wagtail-localize leaves behind
    assert payload(translation)["attribution"]["publisher"] is None


def test_a_welsh_file_deleted_while_the_english_one_stays_holds_the_welsh_page_back() -> None:
    parent, _ = make.homes("en")
    files = {language: make.file(language) for language in ("cy", "en")}
    page = make.landing(parent, "en", files=[("file", {"title": "English: f", "file": files["en"]})])
    translation = make.translate(page, overrides={files["en"].pk: files["cy"].pk})
    assert state(translation) == "published"
    with make.committed():
        files["cy"].delete()
    assert state(translation) == "withdrawn"
    assert state(page) == "published"


def test_a_text_of_several_lines_is_confirmed_as_a_whole() -> None:
    parent, _ = make.homes("en")
    page = make.landing(parent, "en", summary="Cafcass Cymru\nAFKA Cymru")
    translation = make.translate(page, fallback=True, without=("summary",))
    assert state(translation) == "missing"
    confirm_same(page.translation_key, ["Cafcass Cymru", "AFKA Cymru"], None)
    assert state(translation) == "published"
