"""Which flowcharts can be followed, and in which order they are read."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.content.flowcharts.chart_rules import (
    ARROWS_LIMIT,
    STEPS_LIMIT,
    Arrow,
    ChartProblem,
    ChartStep,
    arrows_back,
    in_order,
    is_key,
    problems,
)
from tests.factories.flowcharts import chart, charts


def changed(of: str, /, **fields: Any) -> tuple[ChartStep, ...]:
    return tuple(replace(step, **fields) if step.key == of else step for step in chart())


def where(problem: ChartProblem) -> tuple[Any, ...]:
    return (problem.step, problem.field, problem.arrow, problem.arrow_field)


BROKEN: dict[str, tuple[tuple[ChartStep, ...], tuple[Any, ...], str]] = {
    "no steps": ((), (None, None, None, None), "no start"),
    "no start": (changed("start", kind="step"), (None, None, None, None), "no start"),
    "two starts": (changed("wait", kind="start"), (3, "kind", None, None), "“wait”"),
    "a key twice": (changed("wait", key="send"), (3, "key", None, None), "“send”"),
    "a key of capitals": ((*chart(), ChartStep("Ask", "end", "x")), (5, "key", None, None), "small letters"),
    "no key": ((*chart(), ChartStep("", "end", "x")), (5, "key", None, None), "small letters"),
    "no text": (changed("send", text="  "), (2, "text", None, None), "“send”"),
    "an unknown kind": (changed("send", kind="loop"), (2, "kind", None, None), "“send”"),
    "an arrow to nowhere": (changed("send", arrows=(Arrow("ask"), Arrow("nobody"))), (2, "arrows", 1, "to"), "“nobody”"),
    "a step that is not reached": ((*chart(), ChartStep("lost", "end", "x")), (5, "key", None, None), "“lost”"),
    "an answer without a label": (
        changed("ask", arrows=(Arrow("end", "Yes"), Arrow("send"), Arrow("wait", "x"))),
        (0, "arrows", 1, "label"), "“ask”",
    ),
    "a decision with one answer": (changed("ask", arrows=(Arrow("end", "Yes"),)), (0, "arrows", None, None), "“ask”"),
    "an end that goes on": (changed("end", arrows=(Arrow("ask"),)), (4, "arrows", None, None), "“end”"),
    "a step that stops": (changed("wait", arrows=()), (3, "arrows", None, None), "“wait”"),
    "a start that stops": (changed("start", arrows=()), (1, "arrows", None, None), "“start”"),
    "an arrow to its own step without a label": (
        changed("wait", arrows=(Arrow("ask"), Arrow("wait"))), (3, "arrows", 1, "label"), "“wait”",
    ),
    "too many arrows": (
        changed("ask", arrows=tuple(Arrow("end", str(n)) for n in range(ARROWS_LIMIT + 1))),
        (0, "arrows", None, None), "“ask”",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_chart_that_cannot_be_followed_is_refused_where_it_is_broken(name: str) -> None:
    steps, place, said = BROKEN[name]
    found = problems(steps)
    assert place in [where(problem) for problem in found]
    assert said in next(problem.message for problem in found if where(problem) == place)


def test_a_chart_may_come_back_and_its_start_may_stand_anywhere() -> None:
    assert problems(chart()) == []


def test_a_chart_of_too_many_steps_is_refused() -> None:
    def line(count: int) -> tuple[ChartStep, ...]:
        middle = [ChartStep(f"s{n}", "step" if n else "start", "x", (Arrow(f"s{n + 1}"),)) for n in range(count - 1)]
        return (*middle, ChartStep(f"s{count - 1}", "end", "x"))

    assert problems(line(STEPS_LIMIT)) == []
    assert where(problems(line(STEPS_LIMIT + 1))[0]) == (None, None, None, None)


@pytest.mark.parametrize(("text", "fits"), [
    ("a", True), ("ask-2", True), ("a" * 20, True), ("a" * 21, False), ("", False), ("tŷ", False), ("a b", False),
    ("a\n", False), ("A", False),
])  # fmt: skip
def test_keys(text: str, fits: bool) -> None:
    assert is_key(text) is fits


def test_steps_are_read_from_the_start_each_way_to_its_end() -> None:
    assert [step.key for step in in_order(chart())] == ["start", "send", "ask", "end", "wait"]


def test_only_arrows_that_close_a_circle_lead_back() -> None:
    assert arrows_back(chart()) == {("ask", 1), ("wait", 0)}


@given(charts())
def test_any_valid_chart_is_accepted_and_read_completely(steps: tuple[ChartStep, ...]) -> None:
    assert problems(steps) == []
    order = in_order(steps)
    assert order[0].kind == "start"
    assert sorted(step.key for step in order) == sorted(step.key for step in steps)


@given(charts())
def test_without_the_arrows_back_nothing_comes_back(steps: tuple[ChartStep, ...]) -> None:
    back = arrows_back(steps)
    left = {
        step.key: {arrow.to for place, arrow in enumerate(step.arrows) if (step.key, place) not in back}
        for step in steps
    }
    while ends := {key for key, targets in left.items() if not targets & left.keys()}:
        left = {key: targets for key, targets in left.items() if key not in ends}
    assert left == {}


def _without_start(steps: tuple[ChartStep, ...], place: int) -> tuple[ChartStep, ...]:
    return tuple(replace(step, kind="step") if step.kind == "start" else step for step in steps)


def _dangling(steps: tuple[ChartStep, ...], place: int) -> tuple[ChartStep, ...]:
    return (*steps[:place], replace(steps[place], kind="step", arrows=(Arrow("nowhere"),)), *steps[place + 1 :])


def _unreached(steps: tuple[ChartStep, ...], place: int) -> tuple[ChartStep, ...]:
    return (*steps[:place], ChartStep("island", "step", "x", (Arrow(steps[0].key),)), *steps[place:])


def _twice(steps: tuple[ChartStep, ...], place: int) -> tuple[ChartStep, ...]:
    return (*steps, replace(steps[place], kind="end", arrows=()))


BREAKERS = {_without_start: "no start", _dangling: "“nowhere”", _unreached: "“island”", _twice: "Another step"}


@given(charts(), st.sampled_from(list(BREAKERS)), st.integers(min_value=0))
def test_any_chart_that_is_broken_is_refused_with_the_right_words(
    steps: tuple[ChartStep, ...], breaker: Any, place: int
) -> None:
    found = problems(breaker(steps, place % len(steps)))
    assert any(BREAKERS[breaker] in problem.message for problem in found)
