"""The payload: its shape, its schema, and what rich text may hold."""

import json
from typing import Any

import jsonschema
import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st

from cms.content.declaration.schema import json_schema, payload_adapter
from cms.content.projection.context import Context
from cms.content.projection.rich_text import plain_text, rich_text
from cms.publication.models import Edition
from tests.factories import content as make

from . import scenes_incomplete
from .editions import payload


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["cy", "en"])
def test_every_block_type_fits_the_published_schema(language: Any) -> None:
    words = make.MARKS[language]
    home = make.home(language, introduction=f"<p>{words} welcome</p>")
    blocks = [build(f"{words} {name}") for name, build in scenes_incomplete.BLOCKS.items()]
    links = {"title": words, "links": [{"text": words, "page": home, "address": ""}]}
    blocks += [
        ("key_message", {"text": f"<p>{words}</p>"}),
        ("video", scenes_incomplete.video(words, "https://example.org/v")),
        ("links", links),
    ]
    index = make.guide_index(home, language)
    chapter = {"title": words, "summary": "", "body": blocks}
    guide = make.guide(
        index, language, body=blocks, chapters=[("chapter", chapter)], key_messages=[("message", words)],
        practice_points=[("point", words)],
    )  # fmt: skip
    validator = jsonschema.Draft202012Validator(json_schema())
    for edition in Edition.objects.filter(state="published"):
        body = json.loads(bytes(edition.body))
        validator.validate(body)
        assert payload_adapter().validate_python(body).version == edition.version
    made = payload(guide)
    assert {block["type"] for block in made["body"]} == {
        "heading", "quote", "checklist", "table", "image", "file", "contact", "expandable", "text", "key_message",
        "video", "links",
    }  # fmt: skip
    assert {block["lang"] for block in made["body"]} == {language}
    without_ids = [[{**block, "id": ""} for block in body] for body in (made["body"], made["chapters"][0]["body"])]
    assert without_ids[0] == without_ids[1]


@pytest.mark.django_db
def test_ids_outside_are_uuids_never_a_databases_numbers() -> None:
    home = make.home("en")
    target = make.landing(home, "en")
    page = make.landing(
        home,
        "en",
        related=[("page", target)],
        files=[("file", {"title": "English: f", "file": make.file("en")})],
        body=[("text", f'<p>English: <a linktype="page" id="{target.pk}">x</a></p>')],
    )
    text = json.dumps(payload(page))
    assert "linktype" not in text
    assert f'"id": "{target.translation_key}"' in text
    assert all(len(entry["id"]) == 36 for key in ("files", "related", "breadcrumb") for entry in payload(page)[key])


@given(st.text(max_size=200))
@example('"0=')
def test_rich_text_never_lets_a_script_or_a_handler_through(text: str) -> None:
    source = f'<p onclick="x">{text}<script>{text}</script><a href="javascript:{text}">y</a><img src=x onerror=z></p>'
    found = BeautifulSoup(rich_text(source, Context("cy"))["html"], "html.parser").find_all(True)
    assert {"script", "img"}.isdisjoint(tag.name for tag in found)
    assert {"onclick", "onerror", "href"}.isdisjoint(name for tag in found for name in tag.attrs)


def test_plain_text_has_a_line_for_each_paragraph_and_list_item() -> None:
    html = "<p>One  two</p><ul><li>three</li><li><b>four</b> five</li></ul><p></p>"
    assert plain_text(html) == "One two\nthree\nfour five"
