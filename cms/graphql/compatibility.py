"""What a change of GraphQL's schema breaks: all that a query could ask by the old one, but for what it was told would end."""

import re
from datetime import UTC, date, datetime
from typing import Any, Final

from graphql import REMOVE, DirectiveNode, Visitor, build_ast_schema, build_schema, find_breaking_changes, parse, visit

# In the reason of a deprecation: `Sunset: 2027-06-30`.
_SUNSET: Final = re.compile(r"\bSunset: (\d{4}-\d{2}-\d{2})\b")


def broken(old: str, new: str, today: date | None = None) -> list[str]:
    """What a query that was right by the old schema may find broken in the new one, a sentence each.

    What the old one said to be deprecated until a day (`Sunset: 2027-06-30`) may be gone after it.
    """
    document = visit(parse(old), _EndedRemover(today or datetime.now(UTC).date()))
    return [change.description for change in find_breaking_changes(build_ast_schema(document), build_schema(new))]


class _EndedRemover(Visitor):
    """Takes out of a schema what is over."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today

    def enter(self, node: Any, *_: Any) -> Any:
        directives: tuple[DirectiveNode, ...] = getattr(node, "directives", None) or ()
        return REMOVE if any(self._is_over(one) for one in directives if one.name.value == "deprecated") else None

    def _is_over(self, deprecated: DirectiveNode) -> bool:
        reasons = [one.value.value for one in deprecated.arguments if one.name.value == "reason"]  # type: ignore[attr-defined]
        sunset = _SUNSET.search(reasons[0]) if reasons else None
        return sunset is not None and date.fromisoformat(sunset[1]) < self._today
