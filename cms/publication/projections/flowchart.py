"""A flowchart as data, as a drawing and in words. One that cannot be followed is a gap, whatever the database holds."""

from typing import Any

from cms.content.blocks.flowchart import chart_of
from cms.content.flowcharts import Drawing, draw
from cms.content.flowcharts.in_words import in_words
from cms.content.flowcharts.rules import Step, in_order, problems

from .context import Context


def flowchart(value: Any, context: Context, path: str) -> dict[str, Any] | None:
    """The chart with its steps in the order of reading; None, with a gap that names the step, where it is broken."""
    chart = chart_of(value)
    title, description = (str(value.get(name) or "").strip() for name in ("title", "description"))
    if found := problems(chart):
        context.lacks("flowchart_broken", path, f"{title}: {found[0].message}")
        return None
    steps = tuple(in_order(chart))
    ident = f"flowchart-{context.language}-{path.rpartition('.')[2]}"
    return {
        "title": title,
        "description": description,
        "steps": [_step(number, step) for number, step in enumerate(steps, start=1)],
        "svg": draw(Drawing(ident, context.language, title, description, steps)),
        "in_words": in_words(steps, context.language),
    }


def _step(number: int, step: Step) -> dict[str, Any]:
    arrows = [{"to": arrow.to, "label": arrow.label} for arrow in step.arrows]
    return {"number": number, "key": step.key, "kind": step.kind, "text": step.text, "arrows": arrows}
