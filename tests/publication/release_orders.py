"""Orders of release_steps, or of another machine's steps, by a seed: the same seed gives the same steps."""

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from .release_steps import ReleaseSteps


def tried(
    number: int, orders: int, steps: int, trace: list[list[str]] | None = None, *,
    machine: type[ReleaseSteps] = ReleaseSteps, shortens: bool = False,
) -> int:  # fmt: skip
    """Tries so many orders of so many steps, and returns how many steps that were; `trace` is given what they led to.

    A failure names the seed and the order; one that `shortens` it takes minutes to find the shortest.
    """
    seeded: type[ReleaseSteps] = type("SeededSteps", (machine,), {"done": 0, "traces": []})
    asked = settings(
        max_examples=orders, stateful_step_count=steps, deadline=None, database=None,
        phases=[Phase.generate, *([Phase.shrink] if shortens else [])], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    try:
        run_state_machine_as_test(seed(number)(seeded), settings=asked)
    except BaseException as error:
        error.add_note(f"Seed {number}, {orders} orders of {steps} steps")
        raise
    if trace is not None:
        trace.append(seeded.traces)
    return seeded.done
