"""Where the boxes, labels and arrows of a flowchart go, once their widths are known. graphlay finds the places.

A label is a node of the graph on the way of its arrow, so that no line, box or other label can lie over it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from math import ceil
from typing import Any, Final, Literal

import graphlay

from cms.content.flowcharts.chart_rules import ChartStep

from .measure import balanced, longest_word, text_width, wrapped
from .shapes import FONT_SIZE, LINE_HEIGHT, MARGIN, POINT, Box, Layout, Point, Route

# A longer word is broken.
_WIDEST_FOR_A_WORD: Final = 160
_PADDING_ACROSS: Final = {"start": 13, "step": 9, "decision": POINT + 4, "end": 13}
_PADDING_ABOVE: Final = {"start": 10, "step": 8, "decision": 10, "end": 10}
_PADDING_OF_LABEL: Final = (3, 1)
_LAYER_GAP: Final = 22
_OPTIONS: Final[dict[str, Any]] = {
    "spacing": {
        "layer_gap": _LAYER_GAP,
        "node_gap": 14,
        "reroute_node_gap": 14,
        "dummy_gap": 10,
        "port_gap": 14,
        "port_stroke_clear": 10,
        # Were the straight ends of an arrow longer than the gap together, graphlay would draw it far beyond both boxes.
        "stub": _LAYER_GAP // 2,
        "self_loop_gap": 12,
    },
    "compaction": {"mode": "priority"},
}
# How much shorter an arrow is before its label than after it. A label belongs next to the step that is left.
_NEAR, _ANYWHERE = 2, 1
# In a few of a hundred tangled charts graphlay draws a line over a box. Then it is asked again, differently.
_ATTEMPTS: Final[tuple[tuple[int, dict[str, Any]], ...]] = (
    (_NEAR, {}),
    (_ANYWHERE, {}),
    (_ANYWHERE, {"compaction": {"mode": "none"}}),
    (_ANYWHERE, {"seed": 1}),
    (_ANYWHERE, {"seed": 2, "compaction": {"mode": "none"}}),
)

Style = Literal["straight_main", "symmetric"]


@dataclass(frozen=True, slots=True)
class Chart:
    """What is placed: steps in the order of reading, the arrows that lead back, and how wide a line of a label may be.

    `style` says whether the longest way is straight, or what follows a decision is spread evenly below it.
    """

    steps: Sequence[ChartStep]
    back: set[tuple[str, int]]
    label_room: int
    style: Style

    def laid_out(self, width: int, widths: Mapping[str, int]) -> Layout:
        """With boxes as wide as `widths` says by key, else `width`; wider where a word would not fit."""
        for below, (nearness, changes) in product((True, False), _ATTEMPTS):
            options = {**_OPTIONS, "coords": {"branch_style": self.style}, **changes}
            laid = self._graph(width, widths, nearness, below).placed(options)
            if laid.is_clear():
                break
        return laid

    def _graph(self, width: int, widths: Mapping[str, int], nearness: int, below: bool) -> "_Graph":
        graph = _Graph(nearness, below)
        for number, step in enumerate(self.steps, start=1):
            graph.add_step(step, step_node(number, step, widths.get(step.key, width)))
        for step in self.steps:
            for place, arrow in enumerate(step.arrows):
                label = label_node(arrow.label, self.label_room) if arrow.label else None
                graph.add_arrow(step.key, arrow.to, label, (step.key, place) in self.back)
        return graph


@dataclass(frozen=True, slots=True)
class Node:
    """The lines of a step or label, and how much room they take."""

    lines: tuple[str, ...]
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class _Way:
    """An arrow's edges in the graph, and the number of the node that is its label."""

    source: str
    target: str
    edges: tuple[int, ...]
    label: int | None


class _Graph:
    """The graph as graphlay takes it, and what its nodes and edges stand for."""

    def __init__(self, nearness: int, below: bool) -> None:
        self._nearness, self._below = nearness, below
        self._graph = graphlay.Graph()
        self._nodes: list[Node] = []
        self._keys: list[str] = []
        self._ways: list[_Way] = []

    def add_step(self, step: ChartStep, node: Node) -> None:
        """All steps are added before the first arrow."""
        self._add(step.key, node)
        self._keys.append(step.key)

    def add_arrow(self, source: str, target: str, label: Node | None, back: bool) -> None:
        """An arrow that leads back is drawn upwards."""
        stops: list[Any] = [source, target]
        number = None
        if label is not None:
            number = self._add(len(self._nodes), label)
            stops.insert(1, number)
        edges = tuple(
            self._graph.edge(
                one,
                following,
                weight=self._nearness if following == number else 1,
                # The label of an arrow back to its own step is below it, or above it where nothing else helps.
                reverse_for_ranking=back and (source != target or (following == target) == self._below),
            )
            for one, following in pairwise(stops)
        )
        self._ways.append(_Way(source, target, edges, number))

    def placed(self, options: dict[str, Any]) -> Layout:
        """Everything where graphlay puts it, with a margin around the whole."""
        found = graphlay.layout(self._graph, preset="process_map", options=options)
        left, top = MARGIN - found.bounds["min"]["x"], MARGIN - found.bounds["min"]["y"]

        def points(edge: int) -> tuple[Point, ...]:
            return tuple((point["x"] + left, point["y"] + top) for point in found.edges[edge]["points"])

        boxes = [
            _box(node, place["center"]["x"] + left, place["center"]["y"] + top)
            for node, place in zip(self._nodes, found.nodes, strict=True)
        ]
        return Layout(
            width=found.bounds["max"]["x"] + left + MARGIN,
            height=found.bounds["max"]["y"] + top + MARGIN,
            boxes=dict(zip(self._keys, boxes, strict=False)),
            routes=tuple(
                Route(
                    way.source,
                    way.target,
                    tuple(points(edge) for edge in way.edges),
                    None if way.label is None else boxes[way.label],
                )
                for way in self._ways
            ),
        )

    def _add(self, ident: Any, node: Node) -> int:
        self._nodes.append(node)
        return int(self._graph.node(ident, width=node.width, height=node.height))


def step_node(number: int, step: ChartStep, width: float) -> Node:
    """A step with its number, in a box of `width` or as much wider as its longest word needs."""
    across, above = _PADDING_ACROSS[step.kind], _PADDING_ABOVE[step.kind]
    # The number is bold, and stands in the first line.
    bold = text_width(f"{number}.", FONT_SIZE, bold=True) - text_width(f"{number}.", FONT_SIZE)
    width = max(width, min(longest_word(step.text, FONT_SIZE) + 2 * across, _WIDEST_FOR_A_WORD))
    return _node(f"{number}. {step.text}", width, across, above, bold)


def label_node(text: str, room: float) -> Node:
    """A label in lines of at most `room` or as much more as its longest word needs, no wider than they are."""
    across, above = _PADDING_OF_LABEL
    room = max(room, min(longest_word(text, FONT_SIZE), _WIDEST_FOR_A_WORD))
    lines = wrapped(text, FONT_SIZE, room)
    return _node(text, max(text_width(line, FONT_SIZE) for line in lines) + 2 * across, across, above)


@lru_cache(maxsize=4096)
def _node(text: str, width: float, across: int, above: int, indent: float = 0) -> Node:
    # Half a pixel, lest a line that fits exactly be broken by rounding.
    lines = balanced(text, FONT_SIZE, width - 2 * across + 0.5, indent)
    # Even numbers have whole halves: lines from the middle of a box are level and upright to the last digit.
    return Node(tuple(lines), 2 * ceil(width / 2), len(lines) * LINE_HEIGHT + 2 * above)


def _box(node: Node, x: float, y: float) -> Box:
    return Box(node.lines, x - node.width / 2, y - node.height / 2, node.width, node.height)
