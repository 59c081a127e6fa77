"""Answers as a later release may give them: with members that nobody knows yet."""

from typing import Any


def with_more(value: Any) -> Any:
    """The value with a member that nobody knows in every object."""
    if isinstance(value, list):
        return [with_more(one) for one in value]
    if isinstance(value, dict):
        return {**{name: with_more(one) for name, one in value.items()}, "novel": "x"}
    return value
