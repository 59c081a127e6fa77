"""What a query costs, worked out on its plan before anybody is asked: a unit for each item or long text that is to be read."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Final

from cms.content.vocabularies import Label

from ..errors import Refused, locations_of, quoted
from ..errors.sentences.limits import LESS_BELOW, SMALLER_PAGE
from ..execution.plan import Kind, Plan, Selection, Step
from .limits import MAX_COST

# The whole schema is as much to answer as a large page of items.
INTROSPECTION: Final = {"__schema": 600, "__type": 50}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a query costs, what it may cost, and what is left of that."""

    requested: int
    limit: int
    remaining: int

    def as_dict(self) -> dict[str, int]:
        """The member `cost` of an answer's extensions."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Place:
    """A step where it stands in the answer: there it is run `times` times and costs `cost` in all."""

    step: Step
    path: str
    times: int
    cost: int


def cost_of(plan: Plan) -> int:
    """The cost of all root fields."""
    count = _Counter()
    return sum(map(count.step, plan.steps))


def check_cost(plan: Plan) -> Cost:
    """The cost of a query that is cheap enough. Raises Refused: COST_TOO_HIGH, which says what would make it so."""
    requested = cost_of(plan)
    if requested > MAX_COST:
        raise _too_high(plan, requested)
    return Cost(requested, MAX_COST, MAX_COST - requested)


class _Counter:
    """Selections are shared between the fields that lead to them: each is counted once, however often it is reached."""

    def __init__(self) -> None:
        self._known: dict[int, int] = {}

    def selection(self, selection: Selection | None) -> int:
        """The cost of one value: that of the dearest type which it may be of."""
        if selection is None:
            return 0
        known = self._known.get(id(selection))
        if known is None:
            known = max((sum(map(self.step, steps)) for steps in selection.variants), default=0)
            self._known[id(selection)] = known
        return known

    def step(self, step: Step) -> int:
        """The cost of a field once."""
        return self.sized(step, step.factor)

    def sized(self, step: Step, size: int) -> int:
        """The cost of a field once if it had `size` values. What is ready with its source is not multiplied."""
        if step.kind is Kind.INTROSPECTION:
            return INTROSPECTION[step.field_name]
        own, below = getattr(step.resolver, "cost", 0), self.selection(step.below)
        if step.kind is Kind.LINK:
            return int(size * (own + below))
        return int(own + (size if step.kind is Kind.ROOT else 1) * below)


def _too_high(plan: Plan, requested: int) -> Refused:
    count = _Counter()
    places = list(_dearest_way(plan, count))
    # The page that need be made smaller least. Where no page would do, the dearest root field.
    pages = [(place, fits) for place in places if _is_page(place.step) and (fits := _fits(place, requested, count)) > 0]
    place, fits = max(pages, key=lambda page: page[1] / page[0].step.factor, default=(places[0], 0))
    return Refused.because(
        "COST_TOO_HIGH", locations_of(place.step.nodes[:1]), requested=requested, limit=MAX_COST, field=place.path,
        field_cost=place.cost, remedy=_remedy(place.step, fits),
    )  # fmt: skip


def _dearest_way(plan: Plan, count: _Counter) -> Iterator[_Place]:
    """From the dearest root field down to what is dearest below it."""
    steps, path, times = plan.steps, "", 1
    while steps:
        step = max(steps, key=count.step)
        path = f"{path}.{quoted(step.name)}".lstrip(".")
        yield _Place(step, path, times, times * count.step(step))
        times *= step.factor if step.kind in {Kind.ROOT, Kind.LINK} else 1
        variants = step.below.variants if step.below else ()
        steps = max(variants, key=lambda variant: sum(map(count.step, variant)), default=())


def _is_page(step: Step) -> bool:
    """Whether the size of what it gives can be asked for."""
    given = step.arguments or {}
    return "first" in given or "last" in given or (step.kind is Kind.ROOT and getattr(step.resolver, "size", 1) > 1)


def _fits(place: _Place, requested: int, count: _Counter) -> int:
    """The largest page with which the query would be cheap enough; 0 where there is none."""
    once = count.step(place.step)
    of_one = count.sized(place.step, 2) - count.sized(place.step, 1)
    spare = requested - MAX_COST
    fewer = -(-spare // (place.times * of_one)) if of_one else place.step.factor
    return max(0, place.step.factor - fewer) if once else 0


def _remedy(step: Step, fits: int) -> Label:
    if not fits:
        return LESS_BELOW
    argument = "last" if (step.arguments or {}).get("last") else "first"
    fields = {"argument": argument, "fits": fits, "given": step.factor}
    return Label(*(sentence.format(**fields) for sentence in SMALLER_PAGE))
