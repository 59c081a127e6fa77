"""Counts by day as bars: geometry only, which the template draws as SVG. Colours are the style sheet's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 600
HEIGHT: Final = 120
_GAP: Final = 4


@dataclass(frozen=True, slots=True)
class UseBar:
    """One day's bar, in the units of the chart."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class UseChart:
    """All bars, the earliest first, and the count that the highest stands for."""

    bars: tuple[UseBar, ...]
    highest: int
    width: int = WIDTH
    height: int = HEIGHT


def use_chart(counts: Sequence[int]) -> UseChart:
    """The bars of counts by day; a day with any use has a bar that can be seen."""
    highest = max(counts, default=0)
    step = WIDTH // max(1, len(counts))
    heights = [max(2, round(count / highest * HEIGHT)) if count else 0 for count in counts]
    bars = (UseBar(place * step, HEIGHT - height, step - _GAP, height) for place, height in enumerate(heights))
    return UseChart(tuple(bars), highest)
