"""Why somebody whose rights allow it may not publish a page: rules of what stands above this, which register them."""

from collections.abc import Callable
from typing import Any

# Given a page and a user; what it says to the user is empty where nothing speaks against it.
Rule = Callable[[Any, Any], str]
_RULES: list[Rule] = []


def register(rule: Rule) -> None:
    """Adds a rule."""
    _RULES.append(rule)


def refusal(page: Any, user: Any) -> str:
    """Why a user may not publish a page; empty where no rule speaks against it. Rights and locks are not looked at."""
    return next((said for rule in _RULES if (said := rule(page, user))), "")
