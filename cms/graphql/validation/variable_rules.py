"""The limits of a request's variables, by their JSON alone."""

from collections.abc import Mapping
from typing import Any

from ..errors import Refused
from ..limits import MAX_VALUE_DEPTH, MAX_VALUES


def check_variables(variables: Mapping[str, Any] | None) -> None:
    """Checks that the variables' JSON is neither long nor deep. Raises Refused: TOO_MANY_VALUES, VALUES_TOO_DEEP."""
    waiting: list[tuple[Any, int]] = [(value, 1) for value in (variables or {}).values()]
    seen = len(waiting)
    while waiting:
        value, depth = waiting.pop()
        if depth > MAX_VALUE_DEPTH:
            raise Refused.because("VALUES_TOO_DEEP", limit=MAX_VALUE_DEPTH)
        if isinstance(value, list | dict):
            seen += len(value)
            if seen <= MAX_VALUES:
                waiting.extend((held, depth + 1) for held in (value.values() if isinstance(value, dict) else value))
        if seen > MAX_VALUES:
            raise Refused.because("TOO_MANY_VALUES", limit=MAX_VALUES)
