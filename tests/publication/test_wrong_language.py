"""A text in the wrong language, typed and not copied, is not public until somebody says that it is right."""

from typing import Any

import pytest
from django.core.files.base import ContentFile

from cms.content.languages import other
from cms.publication.completeness.snippet_judge import gaps_of_snippet
from cms.publication.glossary.completeness import term_pairs
from cms.publication.models import SameInBoth
from tests.factories import content as make

from .editions import payload, state
from .editors import confirm, edit_url, editor, item_url, said, ticks
from .test_lacking import lacking

pytestmark = pytest.mark.django_db
TEXTS = {
    "cy": "Mae’r canllaw hwn i ddarpar fabwysiadwyr ac i ofalwyr maeth.",
    "en": "This guide is for prospective adopters and for foster carers.",
}
OTHER_TEXTS = {
    "cy": "Darllenwch y bennod gyntaf cyn y cyfarfod nesaf.",
    "en": "Read the first chapter before the next meeting begins.",
}
CELL = "What is to be done first"
BOTH = pytest.mark.parametrize("language", ["cy", "en"])


def pair(source: Any, **fields: Any) -> tuple[Any, Any, tuple[Any, Any]]:
    """A page in `source` and its complete translation, both public."""
    homes = make.homes(source)
    page = make.landing(homes[0], source, **fields)
    return page, make.translate(page), homes


@BOTH
def test_a_summary_in_the_other_language_stays_out_of_public_until_it_is_confirmed(language: Any) -> None:
    _, translation, homes = pair(other(language))
    before = payload(translation)["summary"]
    make.publish(translation, summary=TEXTS[other(language)])
    assert lacking(translation) == [("wrong_language", "summary", TEXTS[other(language)])]
    assert payload(translation)["summary"] == before
    client = editor(*homes)
    confirm(client, translation, ticks(client, translation))
    assert payload(translation)["summary"] == TEXTS[other(language)]
    assert SameInBoth.objects.get().text == TEXTS[other(language)]


@BOTH
def test_an_original_is_judged_by_its_words_too(language: Any) -> None:
    home = make.home(language)
    page = make.landing(home, language, summary=TEXTS[other(language)])
    assert state(page) == "missing"
    assert state(make.publish(page, summary=TEXTS[language])) == "published"


@BOTH
@pytest.mark.parametrize(
    "text", [TEXTS["cy"], TEXTS["en"], TEXTS["en"].replace(" ", " \u200b"), f"“{TEXTS['en'].rstrip('.')}”"]
)
def test_a_text_is_right_in_one_language_only(text: str, language: Any) -> None:
    body = [("key_message", {"text": f"<p>{text}</p>"})]
    page = make.landing(make.home(language), language, body=body)
    assert (state(page) == "published") == (("guide" in text) == (language == "en"))


def test_alternative_texts_captions_and_cells_are_judged_where_they_stand() -> None:
    table = {"data": [["1", CELL]], "table_caption": ""}
    image = {"picture": make.picture(), "alt_text": TEXTS["en"], "decorative": False, "caption": OTHER_TEXTS["en"]}
    page = make.landing(make.home("cy"), "cy", body=[("image", image), ("table", table)])
    assert [(kind, path.rpartition(".")[2], text) for kind, path, text in lacking(page)] == [
        ("wrong_language", "alt_text", TEXTS["en"]),
        ("wrong_language", "caption", OTHER_TEXTS["en"]),
        ("wrong_language", "rows", CELL),
    ]


def test_the_editor_is_told_in_which_block_and_how_the_text_begins() -> None:
    _, translation, homes = pair("en")
    long = " ".join([TEXTS["en"]] * 4)
    make.publish(translation, body=[("heading", {"text": "Pennawd", "level": "2"}), ("text", f"<p>{long}</p>")])
    client = editor(*homes)
    text = said(client.get(edit_url(translation)))
    assert "Body › 2. Text: “This guide is for prospective adopters" in text
    assert long not in text
    assert "seems to be in the other language" in text
    welsh = said(client.get(edit_url(translation), headers={"Accept-Language": "cy"}))
    assert "yn yr iaith arall" in welsh
    shown = client.get(item_url(translation)).content.decode()
    assert "It is right as it is" in shown
    assert long in shown


def test_topics_and_terms_are_judged_and_names_of_organisations_are_not() -> None:
    organisation = make.organisation("cy", name="The Association for Fostering and Adoption in Wales")
    topic = make.topic("cy", name=OTHER_TEXTS["en"])
    term = make.term("cy", name="canolwr", definition=TEXTS["en"])
    make.translate(term, name="referee", definition=OTHER_TEXTS["en"])
    assert gaps_of_snippet(organisation) == []
    assert [gap.kind for gap in gaps_of_snippet(topic)] == ["wrong_language"]
    pairs = term_pairs([term.translation_key])
    assert [gap.kind for gap in pairs[term.translation_key].gaps["cy"]] == ["wrong_language"]
    assert not pairs[term.translation_key].publishable


@BOTH
def test_a_file_whose_words_are_in_the_other_language_is_noticed(language: Any) -> None:
    foreign = f"{TEXTS[other(language)]}\n{OTHER_TEXTS[other(language)]}".encode()
    home = make.home(language)
    file = make.file(language, "form.txt", foreign)
    page = make.landing(home, language, files=[("file", {"title": make.words(language), "file": file})])
    ((kind, path, text),) = lacking(page)
    assert (kind, path) == ("file_words", f"files.{make.fresh(page).files[0].id}")
    assert text.startswith(f"form.txt: {TEXTS[other(language)][:20]}")
    client = editor(home)
    confirm(client, page, ticks(client, page))
    assert payload(page)["files"][0]["name"] == file.filename
    replace(file, f"{OTHER_TEXTS[other(language)]} {foreign.decode()}")
    assert [kind for kind, *_ in lacking(page)] == ["file_words"]
    replace(file, TEXTS[language])
    assert lacking(page) == []


def replace(file: Any, text: str) -> None:
    """As the form of a file does with new bytes."""
    file.file = ContentFile(text.encode(), name="form.txt")
    with make.committed():
        file.save()


@pytest.mark.parametrize("declared", ["cy", "mul"])
def test_captions_are_judged_by_what_they_say_unless_they_are_in_both_languages(declared: str) -> None:
    cues = f"WEBVTT\n\n00:01.000 --> 00:02.000\n{TEXTS['en']}\n".encode()
    file = make.captions(declared, cues)
    assert file.is_spoken_otherwise == (declared == "cy")
