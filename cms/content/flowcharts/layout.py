"""How wide the boxes of a flowchart are: as wide as a drawing allows that can be read on a phone."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import product
from typing import Final

from cms.content.flowcharts.chart_rules import ChartStep, arrows_back

from .placing import Chart, Style
from .shapes import PHONE_WIDTH, Layout

_BOX_WIDTHS: Final = (232, 208, 188, 172, 158, 146, 136, 126, 116)
# Of a drawing that has to be scrolled anyway.
_EASY_WIDTH: Final = 158
# Labels are broken into shorter lines only where that makes the drawing narrow enough.
_LABEL_ROOMS: Final = (100, 76)
# With boxes of any width a drawing is about as wide as with the narrowest, or wider.
_HOPELESS_WIDTH: Final = 1.1 * PHONE_WIDTH
# Of those, the one with which the drawing is less tall.
_STYLES: Final[tuple[Style, ...]] = ("straight_main", "symmetric")


def lay_out(steps: Sequence[ChartStep]) -> Layout:
    """The chart with everything placed. It is wider than a phone only where no width of the boxes is narrow enough.

    `steps` can be followed (`cms.content.flowcharts.chart_rules.problems`) and are in the order of reading.
    """
    back = arrows_back(steps)
    for label_room in _LABEL_ROOMS:
        charts = (Chart(steps, back, label_room, style) for style in _STYLES)
        if found := [laid for chart in charts if (laid := _for_a_phone(chart))]:
            return min(found, key=lambda laid: laid.height)
    return _for_scrolling(steps, back)


def _for_scrolling(steps: Sequence[ChartStep], back: set[tuple[str, int]]) -> Layout:
    for style, width in product(_STYLES, (_EASY_WIDTH, *_BOX_WIDTHS)):
        laid = Chart(steps, back, _LABEL_ROOMS[0], style).laid_out(width, {})
        if laid.is_clear():
            break
    return laid


def _for_a_phone(chart: Chart) -> Layout | None:
    found = _widest_that_fits(partial(chart.laid_out, widths={}), _BOX_WIDTHS)
    return _widened(chart, *found) if found else None


def _widened(chart: Chart, width: int, laid: Layout) -> Layout:
    """The same with wider boxes where a step has none beside it, as far as the whole can still be read on a phone."""
    alone = laid.alone()
    wider = [one for one in _BOX_WIDTHS if one > width]
    found = _widest_that_fits(lambda one: chart.laid_out(width, dict.fromkeys(alone, one)), wider)
    return found[1] if found and found[1].height < laid.height else laid


def _widest_that_fits(lay: Callable[[int], Layout], widths: Sequence[int]) -> tuple[int, Layout] | None:
    """The first of `widths`, which are given from the widest down, whose layout can be read on a phone.

    No other is tried where the narrowest is clearly too wide: each try at a long chart takes a quarter of a second.
    """
    if not widths or (narrowest := lay(widths[-1])).width > _HOPELESS_WIDTH:
        return None
    laid = ((width, narrowest if width == widths[-1] else lay(width)) for width in widths)
    return next((found for found in laid if found[1].width <= PHONE_WIDTH and found[1].is_clear()), None)
