"""Flowcharts: as data, as a drawing and in words."""

from graphene import ID, Int, ObjectType, String

from ..enums import FlowchartStepKind, Language
from ..resolvers import member
from .references import listed


class FlowchartArrow(ObjectType):
    """A way on from a step."""

    to = member(String, "to", "The key of the step that it leads to.")
    label = member(String, "label", "What is written on the arrow; empty where nothing is.")


class FlowchartStep(ObjectType):
    """One box of a flowchart."""

    number = member(Int, "number", "From 1, in the order of reading; the same in both languages.")
    key = member(String, "key", "What arrows name it by; the same in both languages.")
    kind = member(FlowchartStepKind, "kind", "What sort of step it is.")
    text = member(String, "text", "What is written in it.")
    arrows = member(listed(FlowchartArrow), "arrows", "The ways on; empty where it is an end.")


class StepInWords(ObjectType):
    """A step as one reads it."""

    number = member(Int, "number", "The number of the step.")
    text = member(String, "text", "What the step says.")
    then = member(listed(String), "then", "A sentence for each arrow that leaves it.")


class FlowchartBlock(ObjectType):
    """A flowchart. Give readers the drawing and the words."""

    id = member(ID, "id", "Stays the same through edits.")
    language = member(Language, "lang", "The language of the words.")
    title = member(String, "title", "Its title.")
    description = member(String, "description", "What it shows, in a sentence or two.")
    steps = member(listed(FlowchartStep), "steps", "Its steps as data, in the order of reading.")
    svg = member(
        String, "svg", "An accessible drawing: an SVG document without scripts, to be put into a page as it is."
    )
    in_words = member(listed(StepInWords), "in_words", "The same in words, in the order of reading.")
