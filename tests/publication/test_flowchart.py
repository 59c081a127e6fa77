"""A flowchart in an edition: as data, drawn and in words, in both languages; and never a broken one."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from wagtail.models import Page

from cms.content.declaration.blocks import PROJECTORS
from cms.content.flowcharts.chart_rules import Arrow, ChartStep, in_order
from cms.content.flowcharts.in_words import in_words
from cms.content.projection.context import Context
from cms.publication.models import Edition
from tests.factories import content as make
from tests.factories.flowcharts import chart, charts, value

from .editions import payload, state


def block(page: Any) -> dict[str, Any]:
    return payload(page)["body"][0]


def published(steps: Any = None) -> Any:
    parent, _ = make.homes("en")
    return make.landing(parent, "en", body=[("flowchart", value(steps or chart()))])


@pytest.mark.django_db
def test_a_chart_is_published_three_ways_in_both_languages() -> None:
    page = published()
    translated = make.translate(page)
    for one, mark in ((page, "English:"), (translated, "Cymraeg:")):
        found = block(one)
        assert found["title"] == f"{mark} chart"
        assert [step["key"] for step in found["steps"]] == ["start", "send", "ask", "end", "wait"]
        assert [step["number"] for step in found["steps"]] == [1, 2, 3, 4, 5]
        assert found["svg"].startswith("<svg ")
        assert f"{mark} send" in " ".join(found["in_words"][1]["text"].split())
        assert f'id="flowchart-{found["lang"]}-{found["id"]}-title"' in found["svg"]
    other = "English:"
    assert other not in json.dumps(block(translated))


@pytest.mark.django_db
def test_a_label_without_a_translation_holds_the_language_back() -> None:
    page = published()
    path = f"body.{page.body[0].id}.steps.{page.body[0].value['steps'].bound_blocks[0].id}.arrows"
    translated = make.translate(page, fallback=True, without=(path,))
    assert state(translated) == "missing"
    assert state(page) == "published"


@pytest.mark.django_db
def test_a_broken_chart_in_the_database_is_a_gap_and_not_a_failure() -> None:
    page = published()
    assert state(page) == "published"
    broken = published((ChartStep("start", "start", "English: x", (Arrow("nowhere"),)),))
    assert state(broken) == "missing"
    assert Edition.objects.filter(item=Page.objects.get(pk=broken.pk).translation_key, state="published").count() == 0


MALFORMED: list[Any] = [
    {},
    {"title": None, "description": None, "steps": None},
    {"title": "x", "description": "y", "steps": [{}]},
    {"title": "x", "description": "y", "steps": [{"key": None, "kind": None, "text": None, "arrows": None}]},
    {"title": "x", "description": "y", "steps": [{"key": "a", "kind": "start", "text": "x", "arrows": [{}]}]},
]


@pytest.mark.parametrize("raw", MALFORMED)
def test_whatever_the_database_holds_a_gap_is_noted(raw: Any) -> None:
    context = Context("en")
    assert PROJECTORS["flowchart"](raw, context, "body.x") is None
    assert [(gap.kind, gap.path) for gap in context.gaps] == [("flowchart_broken", "body.x")]
    assert "correct the step" in context.gaps[0].explanation


def test_a_gap_names_the_step() -> None:
    context = Context("en")
    steps = [replace(step, arrows=(Arrow("nowhere"),)) if step.key == "wait" else step for step in chart()]
    PROJECTORS["flowchart"](value(steps), context, "body.x")
    assert "“nowhere”" in context.gaps[0].text


def test_the_steps_in_words() -> None:
    steps = (
        ChartStep("a", "start", "Begin.", (Arrow("b"),)),
        ChartStep("b", "decision", "Ready?", (Arrow("c", "Yes"), Arrow("a", "No"), Arrow("b", "Ask again."))),
        ChartStep("c", "step", "Tell both.", (Arrow("d", "Within a week"), Arrow("d"), Arrow("a"))),
        ChartStep("d", "end", "Done."),
    )
    assert [entry["then"] for entry in in_words(steps, "en")] == [
        ["Go to step 2."],
        ["If ‘Yes’: go to step 3.", "If ‘No’: go back to step 1.", "If ‘Ask again’: do this step again."],
        ["Within a week: go to step 4.", "Go to step 4.", "Also go back to step 1."],
        ["The flowchart ends here."],
    ]
    assert [entry["then"] for entry in in_words(steps, "cy")] == [
        ["Ewch i gam 2."],
        ["Os ‘Yes’: ewch i gam 3.", "Os ‘No’: ewch yn ôl i gam 1.", "Os ‘Ask again’: gwnewch y cam hwn eto."],
        ["Within a week: ewch i gam 4.", "Ewch i gam 4.", "Ewch yn ôl hefyd i gam 1."],
        ["Daw'r siart llif i ben yma."],
    ]


@settings(derandomize=True, deadline=None)
@given(charts())
def test_the_words_tell_every_step_and_every_arrow(steps: tuple[ChartStep, ...]) -> None:
    order = in_order(steps)
    numbers = {step.key: number for number, step in enumerate(order, start=1)}
    told = in_words(order, "cy")
    assert [(entry["number"], entry["text"]) for entry in told] == [(numbers[one.key], one.text) for one in order]
    for step, entry in zip(order, told, strict=True):
        assert len(entry["then"]) == max(1, len(step.arrows))
        for arrow, sentence in zip(step.arrows, entry["then"], strict=False):
            assert arrow.label in sentence
            assert arrow.to == step.key or sentence.endswith(f" {numbers[arrow.to]}.")
