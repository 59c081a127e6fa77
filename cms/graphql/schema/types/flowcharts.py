"""Flowcharts: as data, as a drawing and in words."""

from graphene import ID, Int, ObjectType, String

from ..enums import FlowchartStepKind, Language
from ..resolvers import taken
from .references import listed


class FlowchartArrow(ObjectType):
    """A way on from a step."""

    to = taken(String, "to", "The key of the step that it leads to.")
    label = taken(String, "label", "What is written on the arrow; empty where nothing is.")


class FlowchartStep(ObjectType):
    """One box of a flowchart."""

    number = taken(Int, "number", "From 1, in the order of reading; the same in both languages.")
    key = taken(String, "key", "What arrows name it by; the same in both languages.")
    kind = taken(FlowchartStepKind, "kind", "What sort of step it is.")
    text = taken(String, "text", "What is written in it.")
    arrows = taken(listed(FlowchartArrow), "arrows", "The ways on; empty where it is an end.")


class StepInWords(ObjectType):
    """A step as one reads it."""

    number = taken(Int, "number", "The number of the step.")
    text = taken(String, "text", "What the step says.")
    then = taken(listed(String), "then", "A sentence for each arrow that leaves it.")


class FlowchartBlock(ObjectType):
    """A flowchart. Give readers the drawing and the words."""

    id = taken(ID, "id", "Stays the same through edits.")
    language = taken(Language, "lang", "The language of the words.")
    title = taken(String, "title", "Its title.")
    description = taken(String, "description", "What it shows, in a sentence or two.")
    steps = taken(listed(FlowchartStep), "steps", "Its steps as data, in the order of reading.")
    svg = taken(
        String, "svg", "An accessible drawing: an SVG document without scripts, to be put into a page as it is."
    )
    in_words = taken(listed(StepInWords), "in_words", "The same in words, in the order of reading.")
