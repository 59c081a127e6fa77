"""Drawings of flowcharts: everything in them, nothing over anything else, safe, and the same each time."""

import xml.etree.ElementTree as ET
from collections import Counter
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings

from cms.content.flowcharts import Drawing, draw
from cms.content.flowcharts.chart_rules import STEPS_LIMIT, Arrow, ChartStep, in_order
from cms.content.flowcharts.drawing import draw_layout
from cms.content.flowcharts.layout import lay_out
from cms.content.flowcharts.measure import balanced, text_width, wrapped
from cms.content.flowcharts.shapes import FONT_SIZE, PHONE_WIDTH, Box, Layout
from tests.factories.flowcharts import chart, charts

SVG = "{http://www.w3.org/2000/svg}"
TOUCH = 0.51


def drawing(steps: Any, ident: str = "c", title: str = "Title", description: str = "Description") -> Drawing:
    return Drawing(ident, "cy", title, description, tuple(in_order(steps)))


def parsed(steps: Any, **fields: str) -> ET.Element:
    return ET.fromstring(draw(drawing(steps, **fields)))


def words(root: ET.Element) -> list[str]:
    """What each text of a drawing says, its lines joined."""
    return [" ".join("".join(line.itertext()) for line in text) for text in root.iter(f"{SVG}text")]


def everything(laid: Layout) -> list[Box]:
    return [*laid.boxes.values(), *(route.label for route in laid.routes if route.label)]


def apart(one: Box, other: Box) -> bool:
    return (
        one.left + one.width <= other.left + TOUCH
        or other.left + other.width <= one.left + TOUCH
        or one.top + one.height <= other.top + TOUCH
        or other.top + other.height <= one.top + TOUCH
    )


def crosses(start: Any, end: Any, box: Box) -> bool:
    """Whether a level or upright line goes through the inside of a box."""
    (left, right), (top, bottom) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return (
        right > box.left + TOUCH and left < box.left + box.width - TOUCH
        and bottom > box.top + TOUCH and top < box.top + box.height - TOUCH
    )  # fmt: skip


# The label is a little too narrow for the ends of its two arrows to be as far apart as they are at the box.
NARROW_LABEL_BACK_TO_ITS_STEP = (
    ChartStep("s0", "start", "gwarcheidwad", (Arrow("s1"), Arrow("s3"))),
    ChartStep("s2", "step", "gwarcheidwad", (Arrow("s2", "llys"),)),
    ChartStep("s1", "step", "gwarcheidwad", (Arrow("s2", "gwarcheidwad"),)),
    ChartStep("s3", "end", "gwarcheidwad"),
)


@pytest.mark.repetitive
@settings(max_examples=80, deadline=None, derandomize=True)
@given(charts())
@example(NARROW_LABEL_BACK_TO_ITS_STEP)
def test_any_chart_is_drawn_whole_and_clearly(steps: tuple[ChartStep, ...]) -> None:
    """All that holds for a chart, over one layout of it: a layout takes longer than all that is asked of it."""
    laid = lay_out(in_order(steps))
    every_step_is_drawn_once_and_every_arrow(steps, ET.fromstring(draw_layout(drawing(steps), laid)))
    nothing_lies_over_anything_else(laid)
    an_arrow_leads_from_its_step_to_the_other(steps, laid)
    every_line_of_text_fits_into_its_box_and_the_drawing(laid)


def every_step_is_drawn_once_and_every_arrow(steps: tuple[ChartStep, ...], root: ET.Element) -> None:
    told = Counter(words(root))
    for number, step in enumerate(in_order(steps), start=1):
        assert told[f"{number}. {step.text}"] == 1
    labels = Counter(arrow.label for step in steps for arrow in step.arrows if arrow.label)
    assert all(told[label] >= count for label, count in labels.items())
    assert len(told) == len(steps) + len(labels)
    shapes = [*root.iter(f"{SVG}rect"), *root.iter(f"{SVG}polygon")]
    assert len(shapes) == len(steps) + 1
    heads = [path for path in root.iter(f"{SVG}path") if path.get("d", "").endswith("Z")]
    assert len(heads) == sum(len(step.arrows) for step in steps)


def nothing_lies_over_anything_else(laid: Layout) -> None:
    boxes = everything(laid)
    assert all(apart(one, other) for one, other in combinations(boxes, 2))
    for route in laid.routes:
        for part in route.parts:
            for start, end in pairwise(part):
                assert min(abs(start[0] - end[0]), abs(start[1] - end[1])) < TOUCH
                assert not any(crosses(start, end, box) for box in boxes)


def an_arrow_leads_from_its_step_to_the_other(steps: tuple[ChartStep, ...], laid: Layout) -> None:
    arrows = [(step.key, arrow) for step in in_order(steps) for arrow in step.arrows]
    assert [(route.source, route.target) for route in laid.routes] == [(key, arrow.to) for key, arrow in arrows]
    for route, (_, arrow) in zip(laid.routes, arrows, strict=True):
        assert _touches(route.parts[0][0], laid.boxes[route.source])
        assert _touches(route.parts[-1][-1], laid.boxes[route.target])
        assert (" ".join(route.label.lines) if route.label else "") == arrow.label
        if route.label:
            assert _touches(route.parts[0][-1], route.label)
            assert _touches(route.parts[1][0], route.label)


def _touches(point: Any, box: Box) -> bool:
    return (
        box.left - TOUCH <= point[0] <= box.left + box.width + TOUCH
        and min(abs(point[1] - box.top), abs(point[1] - box.top - box.height)) < TOUCH
    ) or (
        box.top - TOUCH <= point[1] <= box.top + box.height + TOUCH
        and min(abs(point[0] - box.left), abs(point[0] - box.left - box.width)) < TOUCH
    )


def every_line_of_text_fits_into_its_box_and_the_drawing(laid: Layout) -> None:
    for box in everything(laid):
        assert box.left >= 0
        assert box.top >= 0
        assert box.left + box.width <= laid.width
        assert box.top + box.height <= laid.height
        assert all(text_width(line, FONT_SIZE) <= box.width for line in box.lines)


def test_the_start_is_at_the_top() -> None:
    back_to_start = (ChartStep("a", "start", "x", (Arrow("b"),)), ChartStep("b", "step", "y", (Arrow("a"),)))
    laid = lay_out(back_to_start)
    assert laid.boxes["a"].top < laid.boxes["b"].top


def test_a_chart_of_three_abreast_can_be_read_on_a_phone() -> None:
    text = "Mae gweithwyr cymdeithasol mabwysiadu a maethu'r plentyn yn cytuno ar yr hyn sydd ei angen nesaf arno"
    steps = [ChartStep("a", "start", text, (Arrow("d"),)),
             ChartStep("d", "decision", text, tuple(Arrow(key, f"Ateb {key}, efallai") for key in "xyz")),
             *(ChartStep(key, "end", text) for key in "xyz")]  # fmt: skip
    root = parsed(steps)
    width = float(root.attrib["viewBox"].split()[2])
    assert width <= PHONE_WIDTH
    assert FONT_SIZE * 320 / width >= 11
    assert "wide" not in root.attrib["class"].split()


def test_a_chart_that_is_too_wide_for_a_phone_says_so() -> None:
    steps = [ChartStep("a", "start", "x", (Arrow("d"),)),
             ChartStep("d", "decision", "y", tuple(Arrow(key, "gwarcheidwad") for key in "uvwxyz")),
             *(ChartStep(key, "end", "gwarcheidwad y plentyn") for key in "uvwxyz")]  # fmt: skip
    assert "wide" in parsed(steps).attrib["class"].split()


def test_a_chart_that_is_too_tall_for_a_page_says_so() -> None:
    def line(count: int) -> list[ChartStep]:
        return [ChartStep(f"s{n}", "step" if n else "start", "gwarcheidwad y plentyn " * 5, (Arrow(f"s{n + 1}"),))
                for n in range(count)] + [ChartStep(f"s{count}", "end", "x")]  # fmt: skip

    assert parsed(line(2)).attrib["class"] == "flowchart-drawing"
    assert parsed(line(STEPS_LIMIT - 1)).attrib["class"] == "flowchart-drawing tall"


def test_the_kinds_differ_in_shape() -> None:
    root = parsed(chart())
    group = [shape for shape in root.iter() if shape.tag in (f"{SVG}rect", f"{SVG}polygon")][1:]
    kinds = dict(zip([step.kind for step in in_order(chart())], group, strict=True))
    looks = {kind: (shape.tag, shape.get("rx"), shape.get("stroke-width")) for kind, shape in kinds.items()}
    assert len(set(looks.values())) == 4


def test_a_drawing_says_what_it_is_to_those_who_cannot_see_it() -> None:
    root = parsed(chart(), title="Y siart", description="Y ffordd")
    labels = root.attrib["aria-labelledby"].split()
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    assert root.attrib["role"] == "img"
    assert [by_id[label].text for label in labels] == ["Y siart", "Y ffordd"]
    assert [by_id[label].tag for label in labels] == [f"{SVG}title", f"{SVG}desc"]
    assert root.attrib["lang"] == root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "cy"


def test_two_drawings_on_a_page_share_no_id() -> None:
    ids = [{element.get("id") for element in parsed(chart(), ident=ident).iter()} - {None} for ident in ("a", "b")]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_a_drawing_runs_and_loads_nothing() -> None:
    svg = draw(drawing(chart()))
    root = ET.fromstring(svg)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags == {"svg", "title", "desc", "rect", "polygon", "path", "g", "text", "tspan"}
    assert not {name for element in root.iter() for name in element.attrib if "href" in name or name.startswith("on")}
    assert "url(" not in svg
    assert "style=" not in svg  # a page's security policy would refuse it


def test_text_cannot_become_markup() -> None:
    nasty = "</text><script>alert(1)</script> & \"x\" 'y' ]]>"
    steps = [ChartStep("a", "start", nasty, (Arrow("b", nasty),)), ChartStep("b", "end", f"\x00\x08{nasty}")]
    root = parsed(steps, title=nasty, description=nasty)
    assert "script" not in {element.tag for element in root.iter()}
    assert root.findtext(f"{SVG}title") == nasty
    assert "".join(words(root)).replace(" ", "").count("<script>alert(1)</script>") >= 1


def test_the_same_chart_is_drawn_in_the_same_bytes() -> None:
    first = draw(drawing(chart()))
    draw.cache_clear()
    assert draw(drawing(chart())) == first


def test_drawing_again_costs_nothing() -> None:
    draw.cache_clear()
    draw(drawing(chart()))
    draw(drawing(chart()))
    assert draw.cache_info().hits == 1


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_text_and_lines_have_enough_contrast() -> None:
    root = parsed(chart())
    fills = {shape.get("fill", "") for shape in root.iter() if shape.tag in (f"{SVG}rect", f"{SVG}polygon")}
    inks = {group.get(name) for group in root.iter(f"{SVG}g") for name in ("fill", "stroke")} - {None, "none"}
    for ink in inks:
        for fill in fills:
            assert (_luminance(fill) + 0.05) / (_luminance(str(ink)) + 0.05) >= 4.5


def test_lines_break_between_words_and_lose_none() -> None:
    text = "Ym mhob cyfarfod cynllunio, gofynnwch a allai sefydlogrwydd cynnar fod yn iawn"
    for lines in (wrapped(text, 16, 120), balanced(text, 16, 120)):
        assert " ".join(lines) == text
        assert all(text_width(line, 16) <= 120 for line in lines)
    assert len(balanced(text, 16, 120)) == len(wrapped(text, 16, 120))


def test_a_word_longer_than_a_line_is_broken_at_its_hyphen_or_with_one() -> None:
    assert wrapped("hunan-gyfeirio", 16, 80) == ["hunan-", "gyfeirio"]
    pieces = wrapped("m" * 20, 16, 80)
    assert all(text_width(piece, 16) <= 80 for piece in pieces)
    assert "".join(piece.removesuffix("-") for piece in pieces) == "m" * 20


def test_a_letter_with_an_accent_is_as_wide_as_without() -> None:
    assert text_width("ŵŷâÔ", 16) == text_width("wyaO", 16)
    assert text_width("i", 16) < text_width("w", 16)


def test_a_longer_chart_is_laid_out_too() -> None:
    steps = [ChartStep(f"s{n}", "decision" if n else "start", "x " * 30, (Arrow(f"s{n + 1}", "ie"), Arrow("s0", "na")))
             for n in range(STEPS_LIMIT - 1)] + [ChartStep(f"s{STEPS_LIMIT - 1}", "end", "x")]  # fmt: skip
    assert len(lay_out(in_order(steps)).boxes) == STEPS_LIMIT
