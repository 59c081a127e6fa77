"""What a flowchart is and when it can be followed. Knows nothing of forms, pages or drawings."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.translation import gettext as _

KINDS: Final = ("start", "step", "decision", "end")
STEPS_LIMIT: Final = 40
ARROWS_LIMIT: Final = 6
KEY_LENGTH: Final = 20
TEXT_LENGTH: Final = 200
LABEL_LENGTH: Final = 60
_KEY: Final = re.compile(rf"[a-z0-9-]{{1,{KEY_LENGTH}}}\Z")

Field = Literal["key", "kind", "text", "arrows"]


@dataclass(frozen=True, slots=True)
class Arrow:
    """Leads to the step with the key `to`. A label of "" is none."""

    to: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class ChartStep:
    """`kind` is one of KINDS in a chart that can be followed."""

    key: str
    kind: str
    text: str
    arrows: tuple[Arrow, ...] = ()


Steps = Sequence[ChartStep]


@dataclass(frozen=True, slots=True)
class ChartProblem:
    """Why a chart cannot be followed, in the language of the screen, and where: nothing, a step or an arrow of a step."""

    message: str
    step: int | None = None
    field: Field | None = None
    arrow: int | None = None
    arrow_field: Literal["to", "label"] | None = None


def is_key(text: str) -> bool:
    """Whether `text` may be the key of a step."""
    return _KEY.match(text) is not None


def problems(steps: Steps) -> list[ChartProblem]:
    """Why the chart cannot be followed; empty for one that can. What lies beyond a broken arrow is not judged."""
    found = [*_of_chart(steps), *_of_keys(steps)]
    keys = {step.key for step in steps}
    for place, step in enumerate(steps):
        found += _of_text(place, step)
        found += _of_arrows(place, step, keys)
    return found or list(_of_reach(steps))


def start_of(steps: Steps) -> ChartStep:
    """The start of a chart that has one. Raises StopIteration otherwise."""
    return next(step for step in steps if step.kind == "start")


def in_order(steps: Steps) -> list[ChartStep]:
    """The steps that can be reached, as one reads them: from the start, each way to its end before the next one."""
    by_key = {step.key: step for step in steps}
    order: dict[str, ChartStep] = {}
    waiting = [start_of(steps).key]
    while waiting:
        step = by_key[waiting.pop()]
        if step.key not in order:
            order[step.key] = step
            waiting += [arrow.to for arrow in reversed(step.arrows)]
    return list(order.values())


def arrows_back(steps: Steps) -> set[tuple[str, int]]:
    """(key, place of the arrow) of the arrows that return to a step on the way to them: without them, nothing comes back."""
    by_key = {step.key: step for step in steps}
    back: set[tuple[str, int]] = set()
    done: set[str] = set()
    way: dict[str, Iterator[tuple[int, Arrow]]] = {}

    def enter(key: str) -> None:
        way[key] = enumerate(by_key[key].arrows)

    enter(start_of(steps).key)
    while way:
        key, arrows = next(reversed(way.items()))
        place, arrow = next(arrows, (-1, None))
        if arrow is None:
            done.add(key)
            del way[key]
        elif arrow.to in way:
            back.add((key, place))
        elif arrow.to not in done:
            enter(arrow.to)
    return back


def _of_chart(steps: Steps) -> Iterator[ChartProblem]:
    starts = [place for place, step in enumerate(steps) if step.kind == "start"]
    if len(steps) > STEPS_LIMIT:
        yield ChartProblem(
            _("There are %(count)d steps. Nobody can follow more than %(limit)d: divide the flowchart into two.")
            % {"count": len(steps), "limit": STEPS_LIMIT}
        )
    if not starts:
        yield ChartProblem(_("There is no start. Choose “Start” as the kind of the step that comes first."))
    for place in starts[1:]:
        yield ChartProblem(
            _("“%(first)s” is the start already, and there can be only one. Choose another kind for “%(key)s”.")
            % {"first": steps[starts[0]].key, "key": steps[place].key},
            place,
            "kind",
        )


def _of_keys(steps: Steps) -> Iterator[ChartProblem]:
    times = Counter(step.key for step in steps)
    seen: set[str] = set()
    for place, step in enumerate(steps):
        if not is_key(step.key):
            message = _("Give the step a key of at most %(limit)d small letters without accents, digits and hyphens.")
            yield ChartProblem(message % {"limit": KEY_LENGTH}, place, "key")
        elif times[step.key] > 1 and step.key in seen:
            message = _("Another step has the key “%(key)s” too. Give each step a key of its own.")
            yield ChartProblem(message % {"key": step.key}, place, "key")
        seen.add(step.key)


def _of_text(place: int, step: ChartStep) -> Iterator[ChartProblem]:
    if step.kind not in KINDS:
        yield ChartProblem(_("Choose what kind of step “%(key)s” is.") % {"key": step.key}, place, "kind")
    if not step.text.strip():
        yield ChartProblem(_("Say what happens at step “%(key)s”.") % {"key": step.key}, place, "text")


def _of_arrows(place: int, step: ChartStep, keys: set[str]) -> Iterator[ChartProblem]:
    if message := _count_is_wrong(step):
        yield ChartProblem(message % {"key": step.key, "limit": ARROWS_LIMIT}, place, "arrows")
    for number, arrow in enumerate(step.arrows):
        if arrow.to not in keys:
            message = _("No step has the key “%(to)s”. Write the key of the step that this arrow leads to.")
            yield ChartProblem(message % {"to": arrow.to}, place, "arrows", number, "to")
        if message := _label_is_missing(step, arrow):
            yield ChartProblem(message % {"key": step.key}, place, "arrows", number, "label")


def _label_is_missing(step: ChartStep, arrow: Arrow) -> str:
    if arrow.label.strip():
        return ""
    if step.kind == "decision":
        return _("Step “%(key)s” is a decision: write on this arrow which answer it is for.")
    if arrow.to == step.key:
        return _("This arrow leads back to its own step, “%(key)s”: write on it when to do the step again.")
    return ""


def _count_is_wrong(step: ChartStep) -> str:
    count = len(step.arrows)
    if step.kind == "end" and count:
        return _("Step “%(key)s” is an end: delete its arrows, or choose another kind.")
    if step.kind == "decision" and count < 2:
        return _("Step “%(key)s” is a decision: give it two arrows or more, one for each answer.")
    if step.kind in ("start", "step") and not count:
        return _("Nothing comes after step “%(key)s”. Add an arrow to the next step, or choose “End” as its kind.")
    if count > ARROWS_LIMIT:
        return _("Step “%(key)s” has more than %(limit)d arrows. Ask in two steps instead.")
    return ""


def _of_reach(steps: Steps) -> Iterator[ChartProblem]:
    reached = {step.key for step in in_order(steps)}
    for place, step in enumerate(steps):
        if step.key not in reached:
            message = _("No way leads from the start to step “%(key)s”. Add an arrow to it, or delete it.")
            yield ChartProblem(message % {"key": step.key}, place, "key")
