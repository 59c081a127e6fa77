"""How long `migrate` may wait for a table, and keep others waiting: whoever reads meanwhile queues behind it."""

from typing import Any, Final

from django.db import connections

# PostgreSQL's own words, for this connection alone. What was begun is undone, and is tried again by whoever upgrades.
_LIMITS: Final = {"lock_timeout": "2s", "statement_timeout": "60s"}


def set_limits(using: str, **kwargs: Any) -> None:
    _execute(using, [f"SET {name} = '{value}'" for name, value in _LIMITS.items()])


def lift_limits(using: str, **kwargs: Any) -> None:
    """Back to what the settings say of every connection."""
    _execute(using, [f"RESET {name}" for name in _LIMITS])


def _execute(using: str, statements: list[str]) -> None:
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
