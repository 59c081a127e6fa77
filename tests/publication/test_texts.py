"""Texts are compared as readers take them in."""

import pytest

from cms.publication.completeness.texts import digest


@pytest.mark.parametrize(
    "pasted",
    [
        "Every \u200bchild deserves a plan.", "\ufeffEvery child deserves a plan.", "Every child de\u00adserves a plan.",
        "Every child deserves a plan", "“Every child deserves a plan.”", "Every child deserves a plan.\u200e",
        "EVERY child \u2013 deserves a plan!", "Every\u00a0child deserves\u2060 a plan.",
    ],
)  # fmt: skip
def test_a_line_pasted_with_one_sign_more_or_less_is_the_same_line(pasted: str) -> None:
    assert digest(pasted) == digest("Every child deserves a plan.") != digest("Every child needs a plan.")
    assert digest("Un  dau") == digest("un dau") != digest("undau")
    assert len(digest("a")) == 32
