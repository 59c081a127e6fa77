"""Where the bars of the plot go, in the units of its view box. Colours and words are the template's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .figures import Span

WIDTH: Final = 600
HEIGHT: Final = 160
GAP: Final = 0.2  # of the room of a bar


@dataclass(frozen=True, slots=True)
class Bar:
    """A span's bar: what found something at the bottom, what found nothing on top of it. Numbers as SVG writes them."""

    span: Span
    x: str
    width: str
    found_y: str
    found_height: str
    missed_y: str
    missed_height: str


@dataclass(frozen=True, slots=True)
class Plot:
    """All bars and the number that is as high as the plot."""

    bars: tuple[Bar, ...]
    top: int
    width: int = WIDTH
    height: int = HEIGHT


def plot(spans: Sequence[Span]) -> Plot:
    """The plot of the spans, the largest as high as it."""
    top = max((span.times for span in spans), default=0)
    room = WIDTH / max(len(spans), 1)
    scale = HEIGHT / max(top, 1)
    return Plot(tuple(_bar(number * room, room, scale, span) for number, span in enumerate(spans)), top)


def _bar(left: float, room: float, scale: float, span: Span) -> Bar:
    found, missed = span.found * scale, span.missed * scale
    return Bar(
        span=span,
        x=f"{left + room * GAP / 2:.2f}",
        width=f"{room * (1 - GAP):.2f}",
        found_y=f"{HEIGHT - found:.2f}",
        found_height=f"{found:.2f}",
        missed_y=f"{HEIGHT - found - missed:.2f}",
        missed_height=f"{missed:.2f}",
    )
