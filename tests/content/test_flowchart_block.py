"""The form of a flowchart: where its errors are said, what is translated, and what of it both languages share."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.content.blocks import FlowchartBlock
from cms.content.blocks.flowchart import chart_of
from tests.factories import content as make
from tests.factories.flowcharts import chart, stored, value


def cleaned(raw: dict[str, Any]) -> Any:
    block = FlowchartBlock()
    return block.clean(block.to_python(stored(raw)))


def refused(raw: dict[str, Any]) -> dict[str, Any]:
    """The errors as the form gets them."""
    with pytest.raises(StructBlockValidationError) as caught:
        cleaned(raw)
    return caught.value.as_json_data()["blockErrors"]["steps"]


def test_a_chart_that_can_be_followed_is_taken_as_it_is() -> None:
    assert chart_of(cleaned(value(chart()))) == chart()


def test_an_arrow_to_nowhere_is_said_at_the_arrow() -> None:
    raw = value(chart())
    raw["steps"][2]["arrows"][0]["to"] = "nobody"
    arrow = refused(raw)["blockErrors"][2]["blockErrors"]["arrows"]["blockErrors"][0]
    assert "“nobody”" in arrow["blockErrors"]["to"]["messages"][0]


def test_a_missing_arrow_is_said_at_the_arrows_of_its_step() -> None:
    raw = value(chart())
    raw["steps"][3]["arrows"] = []
    assert "“wait”" in refused(raw)["blockErrors"][3]["blockErrors"]["arrows"]["messages"][0]


def test_a_step_that_is_not_reached_is_said_at_its_key() -> None:
    raw = value(chart())
    raw["steps"].append({"key": "lost", "kind": "end", "text": "x", "arrows": []})
    assert "“lost”" in refused(raw)["blockErrors"][5]["blockErrors"]["key"]["messages"][0]


def test_a_missing_start_is_said_above_the_steps() -> None:
    raw = value(chart())
    raw["steps"][1]["kind"] = "step"
    assert "no start" in refused(raw)["messages"][0]


def test_errors_are_said_in_welsh() -> None:
    raw = value(chart())
    raw["steps"][1]["kind"] = "step"
    with translation.override("cy"):
        assert "man cychwyn" in refused(raw)["messages"][0]


def test_an_unfinished_chart_can_be_saved_as_a_draft() -> None:
    block = FlowchartBlock()
    raw = {"title": "", "description": "", "steps": [{"key": "a", "kind": "step", "text": "", "arrows": []}]}
    assert block.clean_deferred(block.to_python(stored(raw)))["steps"][0]["key"] == "a"


def test_an_editor_is_offered_the_block_with_its_explanations(admin_client: Any) -> None:
    home = make.home("en")
    form = admin_client.get(reverse("wagtailadmin_pages:add", args=("home", "landingpage", home.pk))).content.decode()
    assert "Flowchart" in form
    assert "The key of the next step." in form


@pytest.fixture
def page(db: None) -> Any:
    return make.landing(make.homes("en")[0], "en", body=[("flowchart", value(chart()))])


def texts(page: Any) -> list[str]:
    segments = [segment for segment in extract_segments(page) if isinstance(segment, StringSegmentValue)]
    return [segment.render_text() for segment in segments if segment.path.startswith("body.")]


def test_each_text_and_label_is_one_segment_and_no_key_is(page: Any) -> None:
    steps = chart()
    labels = [arrow.label for step in steps for arrow in step.arrows if arrow.label]
    expected = ["English: chart", "English: what it shows", *(step.text for step in steps), *labels]
    assert sorted(texts(page)) == sorted(expected)


def shape(page: Any) -> Any:
    """What both languages share: ids, keys, kinds and targets."""
    return [
        (step.id, step.value["key"], step.value["kind"],
         [(arrow.id, arrow.value["to"]) for arrow in step.value["arrows"].bound_blocks])
        for step in page.body[0].value["steps"].bound_blocks
    ]  # fmt: skip


def test_a_translation_keeps_the_structure_and_changes_every_word(page: Any) -> None:
    translated = make.translate(page)
    assert shape(translated) == shape(page)
    assert [text for text in texts(translated) if not text.startswith("Cymraeg:")] == []
    assert chart_of(translated.body[0].value) == chart("cy")


def test_translations_follow_their_steps_when_the_source_is_put_into_another_order(page: Any) -> None:
    make.translate(page)
    steps = page.body[0].value["steps"]
    steps.bound_blocks.reverse()
    page.body[0].value["steps"] = steps
    changed = make.publish(page, body=page.body)
    translated = make.translate(changed)
    assert shape(translated) == shape(changed)
    assert chart_of(translated.body[0].value) == tuple(reversed(chart("cy")))
