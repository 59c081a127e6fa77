"""What a laid-out flowchart consists of. Units are CSS pixels at full size."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

FONT_SIZE: Final = 16
LINE_HEIGHT: Final = 20
MARGIN: Final = 8
# A drawing no wider than this, shown on a screen of 320 pixels, has letters of 11 pixels or more.
PHONE_WIDTH: Final = 320 * FONT_SIZE // 11
# How far the points of a decision reach beyond its straight sides.
POINT: Final = 12

_TOUCH: Final = 0.5

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A step or a label: its lines of text and where it is. `left` and `top` are its upper left corner."""

    lines: tuple[str, ...]
    left: float
    top: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Halfway across."""
        return self.left + self.width / 2


@dataclass(frozen=True, slots=True)
class Route:
    """An arrow: its way from one box to the other, in one part or, with a label between them, in two."""

    source: str
    target: str
    parts: tuple[tuple[Point, ...], ...]
    label: Box | None


@dataclass(frozen=True, slots=True)
class Layout:
    """A chart with a place for everything. `boxes` are by the key of their step."""

    width: float
    height: float
    boxes: dict[str, Box]
    routes: tuple[Route, ...]

    def alone(self) -> set[str]:
        """The steps that have no other at the same height."""
        spans = {key: (box.top, box.top + box.height) for key, box in self.boxes.items()}
        return {
            key
            for key, (top, bottom) in spans.items()
            if all(other == key or their[1] <= top or bottom <= their[0] for other, their in spans.items())
        }

    def is_clear(self) -> bool:
        """Whether no arrow goes through a box or a label. Arrows are level and upright; one along an edge is beside it."""
        boxes = [*self.boxes.values(), *(route.label for route in self.routes if route.label)]
        insides = [
            (box.left + _TOUCH, box.top + _TOUCH, box.left + box.width - _TOUCH, box.top + box.height - _TOUCH)
            for box in boxes
        ]
        for (x, y), (to_x, to_y) in (line for route in self.routes for part in route.parts for line in pairwise(part)):
            west, east = (x, to_x) if x < to_x else (to_x, x)
            north, south = (y, to_y) if y < to_y else (to_y, y)
            for left, top, right, bottom in insides:
                if east > left and west < right and south > top and north < bottom:
                    return False
        return True
