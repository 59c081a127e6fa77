"""A flowchart, written as a form. Its texts and labels are segments; what holds it together is the same in both languages."""

from collections.abc import Iterable
from typing import Any, Final, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from ..declaration import fields
from ..declaration.blocks import BlockPayload, block
from ..declaration.values import Frozen
from ..flowcharts import Drawing, chart_rules, draw
from ..flowcharts.chart_rules import Arrow, ChartProblem, ChartStep
from ..flowcharts.in_words import in_words
from ..projection.context import Context
from .shared import Shared

KIND: Final = fields.ClosedList(
    "FlowchartStepKind",
    "What a step of a flowchart is.",
    {
        "start": "Where one begins.",
        "step": "Something to do.",
        "decision": "A question, with an arrow for each answer.",
        "end": "Where one has finished.",
    },
)
KIND_CHOICES = [("start", _("Start")), ("step", _("Step")), ("decision", _("Decision")), ("end", _("End"))]


class KeyBlock(Shared, blocks.CharBlock):
    """The key of a step: a name for editors, never shown to readers and never translated."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", chart_rules.KEY_LENGTH)
        super().__init__(**kwargs)


class ArrowBlock(blocks.StructBlock):
    """Where to go from a step."""

    to = KeyBlock(label=_("Leads to"), help_text=_("The key of the next step."))
    label = blocks.CharBlock(
        label=_("Label"),
        required=False,
        max_length=chart_rules.LABEL_LENGTH,
        help_text=_("What is written on the arrow, such as “Yes”. Each arrow of a decision needs one."),
    )

    class Meta:
        icon = "arrow-right"
        label = _("Arrow")
        label_format = "{label} → {to}"


class StepBlock(blocks.StructBlock):
    """One box of the chart and the arrows that leave it."""

    key = KeyBlock(
        label=_("Key"),
        help_text=_(
            "A short name that arrows use, such as “ask-parents”: small letters without accents, digits and hyphens. "
            "Readers do not see it."
        ),
    )
    kind = blocks.ChoiceBlock(label=_("Kind"), choices=KIND_CHOICES, default="step")
    text = blocks.TextBlock(
        label=_("Text"),
        max_length=chart_rules.TEXT_LENGTH,
        rows=2,
        help_text=_("What happens, or the question to answer. At most 140 characters read best."),
    )
    arrows = blocks.ListBlock(ArrowBlock(), label=_("Arrows"), default=[], help_text=_("An end has none."))

    class Meta:
        icon = "form"
        label = _("Step")
        label_format = "{key}: {text}"


class FlowchartBlock(blocks.StructBlock):
    """Steps and decisions, from one start, that a reader can follow to an end or back to an earlier step."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    description = blocks.TextBlock(
        label=_("Description"),
        max_length=500,
        rows=3,
        help_text=_("What the chart is about, in one to three sentences, for those who cannot see it."),
    )
    steps = blocks.ListBlock(
        StepBlock(),
        label=_("Steps"),
        help_text=_(
            "One start, and arrows from each step to the next. An arrow may lead back. The drawing and the list in words "
            "are made when the page is published."
        ),
    )

    def clean(self, value: Any) -> Any:
        """Refuses a chart that cannot be followed. An unfinished one can be saved as a draft."""
        cleaned = super().clean(value)
        if not self.is_deferred_validation and (found := chart_rules.problems(chart_of(cleaned))):
            raise _as_errors(found)
        return cleaned

    class Meta:
        icon = "tasks"
        label = _("Flowchart")


class FlowchartArrow(Frozen):
    """A way on from a step."""

    to: str = fields.code("The key of the step that it leads to.")
    label: str = fields.text("What is written on the arrow; empty where nothing is.", weight=None)


class FlowchartStep(Frozen):
    """One box of a flowchart."""

    number: int = fields.number("From 1, in the order of reading; the same in both languages.")
    key: str = fields.code("What arrows name it by; the same in both languages.")
    kind: Literal["start", "step", "decision", "end"] = fields.code("What sort of step it is.", KIND)
    text: str = fields.text("What is written in it.")
    arrows: list[FlowchartArrow] = fields.part("The ways on; empty where it is an end.")


class StepInWords(Frozen):
    """A step as one reads it."""

    number: int = fields.number("The number of the step.")
    text: str = fields.made("What the step says.")
    then: list[str] = fields.made("A sentence for each arrow that leaves it.")


def _flowchart(value: Any, context: Context, path: str) -> dict[str, Any] | None:
    """The chart with its steps in the order of reading; None, with a gap that names the step, where it is broken."""
    chart = chart_of(value)
    title, description = (str(value.get(name) or "").strip() for name in ("title", "description"))
    if found := chart_rules.problems(chart):
        context.lacks("flowchart_broken", path, f"{title}: {found[0].message}")
        return None
    steps = tuple(chart_rules.in_order(chart))
    ident = f"flowchart-{context.language}-{path.rpartition('.')[2]}"
    return {
        "title": title,
        "description": description,
        "steps": [_step(number, step) for number, step in enumerate(steps, start=1)],
        "svg": draw(Drawing(ident, context.language, title, description, steps)),
        "in_words": in_words(steps, context.language),
    }


def _step(number: int, step: ChartStep) -> dict[str, Any]:
    arrows = [{"to": arrow.to, "label": arrow.label} for arrow in step.arrows]
    return {"number": number, "key": step.key, "kind": step.kind, "text": step.text, "arrows": arrows}


@block("flowchart", _flowchart)
class FlowchartPayload(BlockPayload):
    """A flowchart. Give readers the drawing and the words."""

    type: Literal["flowchart"]
    title: str = fields.heading("Its title.")
    description: str = fields.text("What it shows, in a sentence or two.")
    steps: list[FlowchartStep] = fields.part("Its steps as data, in the order of reading.")
    svg: str = fields.made("An accessible drawing: an SVG document without scripts, to be put into a page as it is.")
    in_words: list[StepInWords] = fields.made("The same in words, in the order of reading.")


def chart_of(value: Any) -> tuple[ChartStep, ...]:
    """The steps of a block's value, whatever it lacks."""
    return tuple(
        ChartStep(
            key=_text(step, "key"),
            kind=_text(step, "kind"),
            text=_text(step, "text"),
            arrows=tuple(Arrow(_text(arrow, "to"), _text(arrow, "label")) for arrow in step.get("arrows") or ()),
        )
        for step in value.get("steps") or ()
    )


def _text(value: Any, name: str) -> str:
    return str(value.get(name) or "").strip()


def _as_errors(found: Iterable[ChartProblem]) -> StructBlockValidationError:
    """The problems at the fields of the form that they are about."""
    steps: dict[int, dict[str, Any]] = {}
    arrows: dict[int, dict[int, dict[str, Any]]] = {}
    chart: list[ValidationError] = []
    for problem in found:
        error = ValidationError(problem.message)
        if problem.step is None or problem.field is None:
            chart.append(error)
        elif problem.arrow is not None and problem.arrow_field is not None:
            arrows.setdefault(problem.step, {}).setdefault(problem.arrow, {})[problem.arrow_field] = error
        else:
            steps.setdefault(problem.step, {})[problem.field] = error
    for step in {*steps, *arrows}:
        fields = steps.setdefault(step, {})
        own = fields.get("arrows")
        if own is not None or step in arrows:
            fields["arrows"] = ListBlockValidationError(
                block_errors={
                    place: StructBlockValidationError(names) for place, names in arrows.get(step, {}).items()
                },
                non_block_errors=[own] if own is not None else None,
            )
    return StructBlockValidationError(
        {
            "steps": ListBlockValidationError(
                block_errors={place: StructBlockValidationError(fields) for place, fields in steps.items()},
                non_block_errors=chart or None,
            )
        }
    )
