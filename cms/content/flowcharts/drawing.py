"""A flowchart as SVG: one document with a title and a description, no script, no style sheet, nothing from elsewhere."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from cms.content.flowcharts.chart_rules import ChartStep

from .layout import lay_out
from .shapes import FONT_SIZE, LINE_HEIGHT, PHONE_WIDTH, POINT, Box, Layout, Point, Route

# Dark on white whatever the page's colours are: every text has a contrast of 14:1 or more, every line 7:1.
_INK: Final = "#1b2326"
_LINE: Final = "#4c585d"
_PAPER: Final = "#ffffff"
_FILLS: Final = {"start": "#e3f1ec", "step": _PAPER, "decision": "#fdf3d8", "end": "#e3f1ec"}
_STROKES: Final = {"start": 1.5, "step": 1.5, "decision": 1.5, "end": 3.5}
_FONTS: Final = "Arial, Helvetica, 'Liberation Sans', Arimo, sans-serif"
_ROUNDING: Final = 20
_BEND: Final = 6
_HEAD_LENGTH: Final = 9
_HEAD_WIDTH: Final = 9
# Taller drawings, shrunk to the 26 cm of a page of A4, would have letters of less than 7 points.
_PAGE_HEIGHT: Final = 1680
# From the line's middle to where its letters stand.
_BASELINE: Final = 5.5
_CONTROLS: Final = dict.fromkeys((*range(0x20), 0x7F, 0xFFFE, 0xFFFF))


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn: the steps in the order of reading, with words for those who cannot see them.

    `ident` begins the ids in the document and is the drawing's own on a page.
    """

    ident: str
    language: str
    title: str
    description: str
    steps: tuple[ChartStep, ...]


@lru_cache(maxsize=512)
def draw(drawing: Drawing) -> str:
    """The SVG document. The same drawing always gives the same bytes.

    `class` says what a page has to know: `wide` for a drawing too wide for a phone, `tall` for one too tall for a page.
    """
    return draw_layout(drawing, lay_out(drawing.steps))


def draw_layout(drawing: Drawing, laid: Layout) -> str:
    """The SVG document of a drawing whose steps are placed."""
    root = _root(drawing, laid)
    SubElement(root, "rect", {"width": "100%", "height": "100%", "rx": "4", "fill": _PAPER})
    lines = SubElement(root, "g", {"fill": "none", "stroke": _LINE, "stroke-width": "1.5"})
    heads = SubElement(root, "g", {"fill": _LINE})
    boxes = SubElement(root, "g", {"stroke": _INK})
    words = SubElement(root, "g", {"fill": _INK, "text-anchor": "middle"})
    kinds = {step.key: step.kind for step in drawing.steps}
    for route in laid.routes:
        _route(lines, heads, words, route, laid, kinds)
    for step in drawing.steps:
        _box(boxes, laid.boxes[step.key], step.kind)
        _lines(words, laid.boxes[step.key], numbered=True)
    return tostring(root, encoding="unicode")


def _root(drawing: Drawing, laid: Layout) -> Element:
    width, height = math.ceil(laid.width), math.ceil(laid.height)
    title, description = f"{drawing.ident}-title", f"{drawing.ident}-description"
    classes = {"wide": width > PHONE_WIDTH, "tall": height > _PAGE_HEIGHT}
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": " ".join(["flowchart-drawing", *(name for name, said in classes.items() if said)]),
            "viewBox": f"0 0 {width} {height}",
            "width": str(width),
            "height": str(height),
            "role": "img",
            "aria-labelledby": f"{title} {description}",
            "lang": drawing.language,
            "xml:lang": drawing.language,
            "font-family": _FONTS,
            "font-size": str(FONT_SIZE),
        },
    )
    SubElement(root, "title", {"id": title}).text = _plain(drawing.title)
    SubElement(root, "desc", {"id": description}).text = _plain(drawing.description)
    return root


def _route(lines: Element, heads: Element, words: Element, route: Route, laid: Layout, kinds: dict[str, str]) -> None:
    first, last = list(route.parts[0]), list(route.parts[-1])
    first[0] = _to_outline(first[0], laid.boxes[route.source], kinds[route.source])
    last[-1] = _to_outline(last[-1], laid.boxes[route.target], kinds[route.target])
    if len(route.parts) == 1:
        first[-1] = last[-1]
        last = first
    SubElement(heads, "path", {"d": _head(last)})
    last[-1] = _towards(last[-1], last[-2], _HEAD_LENGTH - 1)
    for part in (first, last) if len(route.parts) == 2 else (last,):
        SubElement(lines, "path", {"d": _path(part)})
    if route.label:
        _lines(words, route.label, numbered=False)


def _box(parent: Element, box: Box, kind: str) -> None:
    look = {"fill": _FILLS[kind], "stroke-width": _number(_STROKES[kind])}
    if kind == "decision":
        half, right, bottom = box.height / 2, box.left + box.width, box.top + box.height
        corners = [
            (box.left + POINT, box.top), (right - POINT, box.top), (right, box.top + half), (right - POINT, bottom),
            (box.left + POINT, bottom), (box.left, box.top + half),
        ]  # fmt: skip
        SubElement(parent, "polygon", {"points": " ".join(map(_point, corners)), **look})
        return
    place = {"x": box.left, "y": box.top, "width": box.width, "height": box.height}
    rounding = {} if kind == "step" else {"rx": _number(_ROUNDING)}
    SubElement(parent, "rect", {name: _number(value) for name, value in place.items()} | rounding | look)


def _lines(parent: Element, box: Box, numbered: bool) -> None:
    text = SubElement(parent, "text")
    top = box.top + box.height / 2 - len(box.lines) * LINE_HEIGHT / 2 + LINE_HEIGHT / 2 + _BASELINE
    for place, line in enumerate(box.lines):
        at = {"x": _number(box.middle), "y": _number(top + place * LINE_HEIGHT)}
        part = SubElement(text, "tspan", at)
        part.text = _plain(line)
        if numbered and place == 0:
            number, _, rest = line.partition(" ")
            part.text = None
            bold = SubElement(part, "tspan", {"font-weight": "bold"})
            bold.text, bold.tail = number, _plain(f" {rest}") if rest else ""


def _to_outline(point: Point, box: Box, kind: str) -> Point:
    """A point on the upper or lower edge of a box's rectangle, moved to where the outline of its kind is."""
    x, y = point
    off = min(x - box.left, box.left + box.width - x)
    inset = 0.0
    if kind == "decision" and off < POINT:
        inset = (1 - max(off, 0) / POINT) * box.height / 2
    elif kind in ("start", "end") and off < (rounding := min(_ROUNDING, box.height / 2)):
        inset = rounding - math.sqrt(rounding**2 - (rounding - max(off, 0)) ** 2)
    return (x, y + inset if y < box.top + box.height / 2 else y - inset)


def _path(points: Sequence[Point]) -> str:
    """A line through points, with round corners."""
    steps = [f"M{_point(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        bend = min(_BEND, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        start, end = _towards(corner, before, bend), _towards(corner, after, bend)
        steps.append(f"L{_point(start)}Q{_point(corner)} {_point(end)}")
    return "".join([*steps, f"L{_point(points[-1])}"])


def _head(points: Sequence[Point]) -> str:
    """The triangle at the end of a line."""
    (x, y), (from_x, from_y) = points[-1], points[-2]
    length = math.dist(points[-1], points[-2]) or 1
    across, along = (x - from_x) / length, (y - from_y) / length
    back = (x - across * _HEAD_LENGTH, y - along * _HEAD_LENGTH)
    half = _HEAD_WIDTH / 2
    sides = [(back[0] - along * half, back[1] + across * half), (back[0] + along * half, back[1] - across * half)]
    return f"M{_point(points[-1])}L{_point(sides[0])}L{_point(sides[1])}Z"


def _towards(point: Point, other: Point, distance: float) -> Point:
    length = math.dist(point, other)
    if not length:
        return point
    share = min(distance / length, 1)
    return (point[0] + (other[0] - point[0]) * share, point[1] + (other[1] - point[1]) * share)


def _point(point: Point) -> str:
    return f"{_number(point[0])},{_number(point[1])}"


def _number(value: float) -> str:
    """To a tenth of a pixel, as short as it can be written."""
    return f"{value:.1f}".rstrip("0").rstrip(".").replace("-0", "0" if f"{value:.1f}" == "-0.0" else "-0")


def _plain(text: str) -> str:
    """Text without what XML cannot hold."""
    return text.translate(_CONTROLS)
