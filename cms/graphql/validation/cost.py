"""What a query costs, worked out on its plan before anybody is asked: a unit for each item or long text that is to be read."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from cms.content.vocabularies import Label

from ..errors import Refused, locations_of, quoted
from ..errors.sentences.of_limits import LESS_BELOW, SMALLER_PAGE
from ..limits import INTROSPECTION_COST, MAX_COST
from ..planning.plan import Plan, PlanSelection, PlanStep, StepKind


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
class _CostedStep:
    """A step at its path in the answer: there it is run `times` times and costs `cost` in all."""

    step: PlanStep
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

    def selection(self, selection: PlanSelection | None) -> int:
        """The cost of one value: that of the dearest type which it may be of."""
        if selection is None:
            return 0
        known = self._known.get(id(selection))
        if known is None:
            known = max((sum(map(self.step, steps)) for steps in selection.variants), default=0)
            self._known[id(selection)] = known
        return known

    def step(self, step: PlanStep) -> int:
        """The cost of a field once."""
        return self.sized(step, step.factor)

    def sized(self, step: PlanStep, size: int) -> int:
        """The cost of a field once if it had `size` values. What is ready with its source is not multiplied."""
        if step.kind is StepKind.INTROSPECTION:
            return INTROSPECTION_COST[step.field_name]
        own, below = getattr(step.resolver, "cost", 0), self.selection(step.below)
        if step.kind is StepKind.LINK or getattr(step.resolver, "each", False):
            return int(size * (own + below))
        return int(own + (size if step.kind is StepKind.ROOT else 1) * below)


def _too_high(plan: Plan, requested: int) -> Refused:
    count = _Counter()
    costed = list(_dearest_way(plan, count))
    # The page that need be made smaller least. Where no page would do, the dearest root field.
    pages = [(one, fits) for one in costed if _is_page(one.step) and (fits := _fits(one, requested, count)) > 0]
    one, fits = max(pages, key=lambda page: page[1] / page[0].step.factor, default=(costed[0], 0))
    return Refused.because(
        "COST_TOO_HIGH", locations_of(one.step.nodes[:1]), requested=requested, limit=MAX_COST, field=one.path,
        field_cost=one.cost, remedy=_remedy(one.step, fits),
    )  # fmt: skip


def _dearest_way(plan: Plan, count: _Counter) -> Iterator[_CostedStep]:
    """From the dearest root field down to what is dearest below it."""
    steps, path, times = plan.steps, "", 1
    while steps:
        step = max(steps, key=count.step)
        path = f"{path}.{quoted(step.name)}".lstrip(".")
        yield _CostedStep(step, path, times, times * count.step(step))
        times *= step.factor if step.kind in {StepKind.ROOT, StepKind.LINK} else 1
        variants = step.below.variants if step.below else ()
        steps = max(variants, key=lambda variant: sum(map(count.step, variant)), default=())


def _is_page(step: PlanStep) -> bool:
    """Whether the size of what it gives can be asked for."""
    given = step.arguments or {}
    return "first" in given or "last" in given or (step.kind is StepKind.ROOT and getattr(step.resolver, "size", 1) > 1)


def _fits(one: _CostedStep, requested: int, count: _Counter) -> int:
    """The largest page with which the query would be cheap enough; 0 where there is none."""
    once = count.step(one.step)
    of_one = count.sized(one.step, 2) - count.sized(one.step, 1)
    spare = requested - MAX_COST
    fewer = -(-spare // (one.times * of_one)) if of_one else one.step.factor
    return max(0, one.step.factor - fewer) if once else 0


def _remedy(step: PlanStep, fits: int) -> Label:
    if not fits:
        return LESS_BELOW
    argument = "last" if (step.arguments or {}).get("last") else "first"
    fields = {"argument": argument, "fits": fits, "given": step.factor}
    return Label(*(sentence.format(**fields) for sentence in SMALLER_PAGE))
