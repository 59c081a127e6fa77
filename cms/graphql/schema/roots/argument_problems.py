"""What is wrong with an argument, as the problem that REST reports for the same."""

from collections.abc import Sequence

from cms.content.vocabularies import Label
from cms.http import messages
from cms.http.problems.problem import Problem


def invalid(parameter: str, *allowed: str | Label) -> Problem:
    """The value of an argument is not one that is allowed. A member of an input object is named after it: `filter.topic`."""
    fields = {"parameter": parameter, "allowed": list(allowed)}
    return Problem("invalid-parameter", messages.INVALID_PARAMETER, fields, parameter=parameter, allowed=allowed)


def refused(sentence: Label, parameter: str, allowed: Sequence[str | Label]) -> Problem:
    """An argument that is wrong for a reason with a sentence of its own: two that do not go together, one that is missing."""
    return Problem("invalid-parameter", sentence, parameter=parameter, allowed=allowed)
