"""Where the bars of the chart go, in the units of its view box. Colours and words are the template's."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .search_statistics import Bucket

WIDTH: Final = 600
HEIGHT: Final = 160
GAP: Final = 0.2  # of the room of a bar


@dataclass(frozen=True, slots=True)
class Bar:
    """A bucket's bar: what found something at the bottom, what found nothing on top of it. Numbers as SVG writes them."""

    bucket: Bucket
    x: str
    width: str
    found_y: str
    found_height: str
    missed_y: str
    missed_height: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """All bars and the number that is as high as the chart."""

    bars: tuple[Bar, ...]
    top: int
    width: int = WIDTH
    height: int = HEIGHT


def bar_chart(buckets: Sequence[Bucket]) -> BarChart:
    """The chart of the buckets, the largest as high as it."""
    top = max((bucket.times for bucket in buckets), default=0)
    room = WIDTH / max(len(buckets), 1)
    scale = HEIGHT / max(top, 1)
    return BarChart(tuple(_bar(number * room, room, scale, bucket) for number, bucket in enumerate(buckets)), top)


def _bar(left: float, room: float, scale: float, bucket: Bucket) -> Bar:
    found, missed = bucket.found * scale, bucket.missed * scale
    return Bar(
        bucket=bucket,
        x=f"{left + room * GAP / 2:.2f}",
        width=f"{room * (1 - GAP):.2f}",
        found_y=f"{HEIGHT - found:.2f}",
        found_height=f"{found:.2f}",
        missed_y=f"{HEIGHT - found - missed:.2f}",
        missed_height=f"{missed:.2f}",
    )
