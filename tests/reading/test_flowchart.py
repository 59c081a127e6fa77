"""A flowchart on a reading page: drawn, and in words for those who would rather read."""

import pytest

from tests.reading.library import block, published, word

pytestmark = pytest.mark.django_db
WIDE = '<svg class="flowchart-drawing wide" role="img"><text>x</text></svg>'


def shown(read, language, *blocks):
    return read(published(language, "information", body=list(blocks)).path).main


def test_the_drawing_is_put_into_the_page_and_its_heading_names_it(read, language):
    page = shown(read, language, block(language, "flowchart"))
    figure = page.select_one(".flowchart figure")
    assert figure.svg["role"] == "img"
    assert page.find(id=figure["aria-labelledby"]).text == word(language, "chart")
    assert page.find(id=figure["aria-labelledby"]).name == "h2"


def test_the_steps_are_an_ordered_list_in_words(read, language):
    page = shown(read, language, block(language, "flowchart"))
    entries = page.select(".flowchart details > ol > li")
    assert [entry["value"] for entry in entries] == ["1", "2"]
    assert [entry.ul.li.text for entry in entries] == [f"{word(language, 'label')}: 2.", word(language, "over")]


@pytest.mark.parametrize(("svg", "stop"), [(WIDE, "0"), (WIDE.replace(" wide", ""), None)])
def test_only_a_wide_drawing_can_be_scrolled_from_the_keyboard(read, language, svg, stop):
    page = shown(read, language, block(language, "flowchart", svg=svg))
    assert page.select_one(".flowchart figure").get("tabindex") == stop


def test_words_around_the_drawing_are_escaped(read, language):
    nasty = "<script>alert(1)</script>"
    steps = [{"number": 1, "text": nasty, "then": [nasty]}]
    page = shown(read, language, block(language, "flowchart", title=nasty, description=nasty, in_words=steps))
    assert page.find("script") is None
    assert page.get_text().count(nasty) == 5
