"""Flowcharts as raw values, small ones by hand and any valid one by hypothesis."""

import json
from typing import Any

from hypothesis import strategies as st

from cms.content.flowcharts.chart_rules import ARROWS_LIMIT, Arrow, ChartStep

WORDS = ("gwarcheidwad", "plentyn", "â'r", "llys", "carers", "a", "ŵyr", "<b>&amp;", "referral", "amgylchiadau'n")
_texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
_labels = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


def chart(language: str = "en") -> tuple[ChartStep, ...]:
    """Five steps with a decision and a way back; `start` is not the first of them."""
    words = {"en": "English:", "cy": "Cymraeg:"}[language]
    return (
        ChartStep("ask", "decision", f"{words} is it complete?", (
            Arrow("end", f"{words} yes"), Arrow("send", f"{words} no"), Arrow("wait", f"{words} not yet"),
        )),
        ChartStep("start", "start", f"{words} a child", (Arrow("send"),)),
        ChartStep("send", "step", f"{words} send the referral", (Arrow("ask"),)),
        ChartStep("wait", "step", f"{words} wait", (Arrow("ask", f"{words} after a week"),)),
        ChartStep("end", "end", f"{words} it is over"),
    )  # fmt: skip


def value(steps: Any, title: str = "English: chart", description: str = "English: what it shows") -> dict[str, Any]:
    """The block's value as the form gives it."""
    return {
        "title": title,
        "description": description,
        "steps": [
            {"key": step.key, "kind": step.kind, "text": step.text,
             "arrows": [{"to": arrow.to, "label": arrow.label} for arrow in step.arrows]}
            for step in steps
        ],
    }  # fmt: skip


def stored(raw: dict[str, Any]) -> dict[str, Any]:
    """A value as StreamFields keep it: lists of items with ids."""

    def items(name: str, entries: list[Any]) -> list[dict[str, Any]]:
        return [{"type": "item", "id": f"{name}-{place}", "value": entry} for place, entry in enumerate(entries)]

    steps = [{**step, "arrows": items(f"{step['key']}-arrow", step["arrows"])} for step in raw["steps"]]
    return json.loads(json.dumps({**raw, "steps": items("step", steps)}))


@st.composite
def charts(draw: Any, largest: int = 14) -> tuple[ChartStep, ...]:
    """Any chart that can be followed: every step but the start hangs on an earlier one, and further arrows lead anywhere."""
    count = draw(st.integers(2, largest))
    targets: list[list[int]] = [[] for _ in range(count)]
    for place in range(1, count):
        free = [one for one in range(place) if len(targets[one]) < ARROWS_LIMIT]
        targets[draw(st.sampled_from(free))].append(place)
    for place in range(count):
        # A start has one way on at least, as all others have that do not end.
        more = draw(st.lists(st.integers(0, count - 1), max_size=2))
        targets[place] += more[: ARROWS_LIMIT - len(targets[place])]
    order = draw(st.permutations(range(count)))
    return tuple(draw(_step(place, targets[place])) for place in order)


@st.composite
def _step(draw: Any, place: int, targets: list[int]) -> ChartStep:
    kinds = ["start"] if place == 0 else ["end"] if not targets else ["step", *(["decision"] * (len(targets) > 1))]
    kind = draw(st.sampled_from(kinds))
    either = st.one_of(st.just(""), _labels)
    arrows = tuple(
        Arrow(f"s{target}", draw(_labels if kind == "decision" or target == place else either)) for target in targets
    )
    return ChartStep(f"s{place}", kind, draw(_texts), arrows)
