"""Alerts, the Grafana board and docs/operations.md name metrics that there are; the last two all of them."""

import json
import re
from typing import Any

import pytest
import yaml
from django.conf import settings

from cms.operations.metrics.catalogue import CATALOGUE, Described
from cms.operations.outlets import OUTLETS

ALERTS = settings.BASE_DIR / "ops" / "prometheus" / "alerts.yml"
BOARD = settings.BASE_DIR / "ops" / "grafana" / "board.json"
OPERATIONS = settings.BASE_DIR / "docs" / "operations.md"
NAME = re.compile(r"\bcms_[a-z_]+")
# A metric and what its query asks of its labels.
SELECTED = re.compile(r"\b(cms_[a-z_]+)\{([^}]*)\}")
GROUPED = re.compile(r"(?:by|without) \(([^)]*)\)")
LABELS_OF_ANY = {"instance", "le", "job"}


def alerts() -> list[Any]:
    return [rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]]


def board_queries() -> list[str]:
    return [target["expr"] for panel in json.loads(BOARD.read_text())["panels"] for target in panel["targets"]]


def metric_of(name: str) -> Described:
    """The metric that a series belongs to."""
    return CATALOGUE.get(name) or CATALOGUE[re.sub(r"_(?:bucket|count|sum)$", "", name)]


@pytest.mark.parametrize("query", [*board_queries(), *(rule["expr"] for rule in alerts())])
def test_a_query_names_metrics_and_labels_that_there_are(query):
    asked = {metric_of(name) for name in NAME.findall(query)}
    known = {label for metric in asked for label in metric.labels} | LABELS_OF_ANY
    for name, selectors in SELECTED.findall(query):
        assert set(re.findall(r"(\w+)[=!]", selectors)) <= {*metric_of(name).labels}
    grouped = {label.strip() for labels in GROUPED.findall(query) for label in labels.split(",")}
    assert grouped <= known


def test_the_board_shows_every_metric():
    shown = {metric_of(name).name for query in board_queries() for name in NAME.findall(query)}
    assert CATALOGUE.keys() - shown == set()


def test_every_alert_leads_to_what_to_do():
    text = OPERATIONS.read_text()
    headings = {re.sub(r"\s+", "-", found.lower()) for found in re.findall(r"^#{2,6} (.+)$", text, re.MULTILINE)}
    for rule in alerts():
        page, anchor = rule["annotations"]["runbook_url"].split("#")
        assert page == "docs/operations.md"
        assert anchor in headings, rule["alert"]
        assert rule["labels"]["severity"] in {"page", "ticket"}


def test_the_table_of_metrics_is_the_catalogue():
    rows = re.findall(r"^\| (`cms_.+) \|$", OPERATIONS.read_text(), re.MULTILINE)
    assert rows == [
        f"`{one.name}` | {one.kind} | {', '.join(f'`{label}`' for label in one.labels)} | {one.meaning}"
        for one in CATALOGUE.values()
    ]


def test_the_outlets_are_named():
    text = OPERATIONS.read_text()
    assert [outlet for outlet in sorted(OUTLETS) if f"`{outlet}`" not in text] == []
