"""A video is public in a language with captions and a transcript in it, or not at all; the editor is told what is missing."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.rich_text import RichText

from cms.content.blocks.media import DurationBlock, VideoBlock, seconds_of
from cms.content.models import File
from cms.content.projection.gaps import EXPLANATIONS
from cms.content.projection.media_refs import PICTURE_WIDTHS, iso_duration
from cms.publication.queries.media_queries import file_text
from cms.publication.reconciliation.desired_state import desired_state
from tests.content import uploads
from tests.factories import content as make

from . import scenes_incomplete
from .editions import payload, state
from .scenes_incomplete import VIDEO_LACKS, with_video

BOTH = pytest.mark.parametrize("language", ["cy", "en"])


def gaps(page: Any, language: Any) -> set[tuple[str, str]]:
    """The kinds of gap that an editor is told of, each with the last step of where it is."""
    desired = desired_state({page.translation_key}, timezone.now())[page.translation_key, language]
    return {(gap.kind, gap.path.split(".")[-1]) for gap in desired.gaps}


@pytest.mark.django_db
@BOTH
@pytest.mark.parametrize("translated", [True, False])
def test_a_whole_video_is_public_with_all_that_belongs_to_it(language: Any, translated: bool) -> None:
    parent, _ = make.homes(make.other(language) if translated else language)
    members = {
        "captions": make.captions(language), "poster": make.picture(), "poster_alt_text": f"{make.MARKS[language]} hill",
        "sign_language": "https://video.example.org/bsl",
    }  # fmt: skip
    page = with_video(language, parent, translated, **members)
    (video,) = payload(page)["body"]
    assert (video["duration"], video["seconds"]) == ("PT3M5S", 185)
    assert (video["captions"]["format"], video["captions"]["language"]) == ("vtt", language)
    assert video["transcript"]["plain"].startswith(make.MARKS[language])
    assert video["poster"]["alt_text"] == f"{make.MARKS[language]} hill"
    assert video["sign_language"] == {"address": "https://video.example.org/bsl", "language": "bfi"}


@pytest.mark.django_db
@BOTH
def test_one_recording_in_signs_serves_both_languages(language: Any) -> None:
    source = make.other(language)
    parent, _ = make.homes(source)
    signs, addresses = (
        "https://video.example.org/bsl",
        [f"https://video.example.org/{code}" for code in (source, language)],
    )
    value = scenes_incomplete.video(make.words(source), addresses[0], sign_language=signs)
    page = make.landing(parent, source, body=[("video", value)])
    translation = make.translate(page, overrides={addresses[0]: addresses[1]})
    assert [payload(one)["body"][0]["sign_language"]["address"] for one in (page, translation)] == [signs, signs]


@pytest.mark.django_db
@BOTH
@pytest.mark.parametrize(
    ("name", "gap"),
    [
        ("captions_missing", ("captions_missing", "captions")),
        ("captions_language", ("captions_language", "captions")),
        ("captions_broken", ("captions_broken", "captions")),
        ("captions_of_another_format", ("captions_broken", "captions")),
        ("captions_private", ("captions_private", "captions")),
        ("transcript_missing", ("transcript_missing", "transcript")),
        ("poster_not_described", ("alt_text", "poster")),
        ("poster_in_the_other_language", ("picture_language", "poster")),
    ],
)
def test_the_editor_is_told_what_a_video_lacks(name: str, gap: tuple[str, str], language: Any) -> None:
    parent, _ = make.homes(language)
    member, lacking = VIDEO_LACKS[name]
    page = with_video(language, parent, False, **{member: lacking(language)})
    assert state(page) == "missing"
    assert gaps(page, language) == {gap}
    assert str(EXPLANATIONS[gap[0]])


@pytest.mark.django_db
@BOTH
def test_what_was_missing_publishes_the_page_once_it_is_there(language: Any) -> None:
    parent, _ = make.homes(language)
    file = make.captions(language, b"WEBVTT\n\n1 --> 2\nx\n")
    page = with_video(language, parent, False, captions=file)
    assert state(page) == "missing"
    with make.committed():
        file.file = ContentFile(b"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n", "again.vtt")
        file.save()
    assert payload(page)["body"][0]["captions"]["name"].startswith("again")


@pytest.mark.django_db
def test_a_decorative_poster_and_a_film_without_length_are_told_as_such() -> None:
    parent, _ = make.homes("cy")
    page = with_video("cy", parent, False, poster=make.picture(), poster_decorative=True, duration="")
    (video,) = payload(page)["body"]
    assert (video["poster"]["decorative"], video["poster"]["alt_text"]) == (True, "")
    assert (video["duration"], video["seconds"], video["sign_language"]) == (None, None, None)


@pytest.mark.django_db
def test_a_promo_with_an_undescribed_picture_holds_its_page_back() -> None:
    parent, _ = make.homes("cy")
    promo = {"title": "Cymraeg: t", "text": "", "picture": make.picture(), "alt_text": "", "decorative": False}
    page = make.landing(parent, "cy", promos=[("promo", {**promo, "page": parent})])
    assert gaps(page, "cy") == {("alt_text", str(page.promos[0].id))}
    shown = make.landing(parent, "cy", promos=[("promo", {**promo, "page": parent, "decorative": True})])
    assert payload(shown)["promos"][0]["picture"]["decorative"]


@pytest.mark.django_db
def test_a_picture_has_every_width_up_to_its_own_and_says_what_it_is() -> None:
    parent, _ = make.homes("cy")
    value = {"picture": make.picture(width=1000, height=500), "alt_text": "", "decorative": True, "caption": ""}
    picture = payload(make.landing(parent, "cy", body=[("image", value)]))["body"][0]["picture"]
    assert [(size["width"], size["height"]) for size in picture["sizes"]] == [(320, 160), (480, 240), (800, 400)]
    assert {size["media_type"] for size in [picture, *picture["sizes"]]} == {"image/webp"}
    assert picture["width"] == 800
    assert list(PICTURE_WIDTHS) == sorted(PICTURE_WIDTHS)


@pytest.mark.parametrize(
    ("typed", "seconds", "written"),
    [("0:05", 5, "PT5S"), ("12:30", 750, "PT12M30S"), ("59:59", 3599, "PT59M59S"), ("1:02:30", 3750, "PT1H2M30S"),
     ("2:00:00", 7200, "PT2H")],
)  # fmt: skip
def test_a_duration_is_typed_as_on_a_clock(typed: str, seconds: int, written: str) -> None:
    assert DurationBlock().clean(typed) == typed
    assert (seconds_of(typed), iso_duration(seconds)) == (seconds, written)


@pytest.mark.parametrize(
    "typed", ["", "12", "12:60", "0:00", "00:00", "75:00", "1:60:00", "0:01:00", "12:30\n", "-1:00"]
)
def test_what_is_no_duration_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        DurationBlock().clean(typed)


def _typed(**given: Any) -> Any:
    block = VideoBlock()
    value = scenes_incomplete.video("Cymraeg: v", "https://example.org/v")
    return block, block.to_python({}) | {**value, "transcript": RichText("<p>x</p>"), **given}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.vtt", b"WEBVTT\n\n00:01 --> 00:02\nx\n", "Line 3"),
        ("x.vtt", b"1\n00:01,000 --> 00:02,000\nx\n", "Line 1"),
        ("x.pdf", b"%PDF-1.4", ".vtt"),
    ],
)
def test_faulty_captions_are_refused_with_their_line(name: str, content: bytes, said: str) -> None:
    block, value = _typed(captions=make.file("cy", name, content))
    with pytest.raises(StructBlockValidationError) as raised:
        block.clean(value)
    assert said in str(raised.value.block_errors["captions"])


@pytest.mark.django_db
def test_a_draft_may_still_lack_its_captions_and_transcript() -> None:
    block, value = _typed(captions=None, transcript=RichText(""))
    assert block.clean(value)["captions"] is None


@pytest.mark.django_db
def test_a_poster_is_described_or_decoration() -> None:
    block, value = _typed(poster=make.picture())
    with pytest.raises(StructBlockValidationError) as raised:
        block.clean(value)
    assert set(raised.value.block_errors) == {"poster_alt_text"}
    for described in ({"poster_alt_text": "Bryn"}, {"poster_decorative": True}):
        assert block.clean({**value, **described})


@pytest.mark.django_db
def test_a_files_words_are_told_while_a_public_edition_offers_it() -> None:
    parent, _ = make.homes("cy")
    file = make.file("cy", "canllaw.pdf", uploads.pdf("Tudalen un", "Tudalen dau"))
    assert file_text(file.uid) == []
    page = make.landing(parent, "cy", files=[("file", {"title": "Cymraeg: f", "file": file})])
    assert file_text(file.uid) == [{"page": 1, "text": "Tudalen un"}, {"page": 2, "text": "Tudalen dau"}]
    assert payload(page)["files"][0]["pages"] == 2
    with make.committed():
        make.fresh(page).unpublish()
    assert file_text(file.uid) == []


@pytest.mark.django_db
@pytest.mark.parametrize("content", [uploads.locked_pdf(), uploads.pdf("x")[:300]], ids=["locked", "broken"])
def test_a_page_is_public_with_a_file_that_cannot_be_read(content: bytes) -> None:
    parent, _ = make.homes("cy")
    file = make.file("cy", "canllaw.pdf", content)
    page = make.landing(parent, "cy", files=[("file", {"title": "Cymraeg: f", "file": file})])
    (offered,) = payload(page)["files"]
    assert (offered["bytes"], offered["pages"]) == (len(content), None)
    assert file_text(File.objects.get().uid) == []
