"""Flowcharts in the demo's YAML."""

import copy
import re
from typing import Any

import pytest
from django.core.management import CommandError

from cms.content.blocks.flowchart import chart_of
from cms.content.flowcharts.chart_rules import Arrow, ChartStep
from cms.publication.models import Edition
from cms.publication.reconciliation.actions import reconcile
from demo.loading import identity

from .test_load_demo import FRAMEWORK, HOME, load, page, write

pytestmark = pytest.mark.django_db

CHART: dict[str, Any] = {
    "title": {"en": "The way", "cy": "Y ffordd"},
    "description": {"en": "A short way.", "cy": "Ffordd fer."},
    "steps": [
        {"key": "start", "kind": "start", "text": {"en": "Begin", "cy": "Dechreuwch"}, "arrows": [{"to": "ready"}]},
        {
            "key": "ready",
            "kind": "decision",
            "text": {"en": "Ready?", "cy": "Barod?"},
            "arrows": [
                {"to": "end", "label": {"en": "Yes", "cy": "Ydw"}},
                {"to": "start", "label": {"en": "No", "cy": "Nac ydw"}},
            ],
        },
        {"key": "end", "kind": "end", "text": {"en": "Done", "cy": "Gorffen"}},
    ],
}


HOME_ALONE = {name: value for name, value in HOME.items() if name not in ("promos", "related", "introduction")}


def loaded(tmp_path: Any, chart: Any) -> None:
    load(write(tmp_path, HOME_ALONE, FRAMEWORK | {"body": [{"flowchart": chart}]}))


def test_a_chart_is_loaded_in_both_languages_and_published(tmp_path: Any) -> None:
    loaded(tmp_path, CHART)
    reconcile([identity.of_item("home"), identity.of_item("framework")])
    assert Edition.objects.filter(item=identity.of_item("framework"), state="published").count() == 2
    for language, yes, no in (("en", "Yes", "No"), ("cy", "Ydw", "Nac ydw")):
        start, ready, end = chart_of(page("framework", language).body[0].value)
        assert (start.key, start.arrows, end.arrows) == ("start", (Arrow("ready"),), ())
        assert ready == ChartStep("ready", "decision", CHART["steps"][1]["text"][language],
                             (Arrow("end", yes), Arrow("start", no)))  # fmt: skip


def test_an_end_may_say_that_it_has_no_arrows(tmp_path: Any) -> None:
    chart = copy.deepcopy(CHART)
    chart["steps"][2]["arrows"] = []
    loaded(tmp_path, chart)
    assert len(page("framework", "cy").body[0].value["steps"]) == 3


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda chart: chart["steps"][1]["arrows"][1].update(to="nobody"), "steps.1.arrows.1: No step"),
        (lambda chart: chart["steps"][1].update(key="Ready?"), "steps.1"),
        (lambda chart: chart["steps"][1].update(kind="loop"), "steps.1.kind"),
        (lambda chart: chart["steps"][0].update(kind="step"), "There is no start"),
        (lambda chart: chart["steps"][2].update(text={"en": "Done"}), "steps.2.text"),
    ],
)
def test_a_chart_that_cannot_be_followed_is_refused_with_its_place(tmp_path: Any, change: Any, place: str) -> None:
    chart = copy.deepcopy(CHART)
    change(chart)
    with pytest.raises(CommandError, match=re.escape(place)):
        loaded(tmp_path, chart)
